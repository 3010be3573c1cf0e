//! Effect `roleRules`: the actor writes the rules of roles.
//!
//! It gains only through a role that it holds: the very role that gives the right, one that everybody holds, or another,
//! which is a join drawn by `structure` (whoever may rewrite a role *and* holds it gains everything where it holds it). A
//! new role needs somebody who is bound to its name or may be, or an aggregated role that selects it.

use crate::authz::NameSet;
use crate::graph::{Hub, Node};
use crate::model::{Name, RoleId, RoleKind, Scope};
use crate::template::{Entry, Hit, RoleTarget};

use super::places::{bearing, borne, within};
use super::world::World;
use super::{CLUSTER_ADMIN, everything_in};

/// ClusterRoles that the API server binds to everybody, and restores when they are missing.
const HELD_BY_ALL: [&str; 3] = ["system:basic-user", "system:discovery", "system:public-info-viewer"];

pub(super) fn reached(
    target: RoleTarget,
    entry: &Entry,
    hit: &Hit,
    holder: Option<RoleId>,
    world: &World<'_>,
) -> Vec<Node> {
    match (target, escalated(entry)) {
        (RoleTarget::ClusterRole, _) => {
            let by_all = HELD_BY_ALL.iter().any(|name| hit.targets.contains(name));
            if by_all { vec![CLUSTER_ADMIN] } else { rewritten(hit, holder, world, RoleKind::ClusterRole) }
        }
        (RoleTarget::Role, _) => rewritten(hit, holder, world, RoleKind::Role),
        (RoleTarget::New, RoleKind::ClusterRole) => vec![Node::Hub(Hub::NewClusterRole)],
        // The entry asks for the right to bind too.
        (RoleTarget::New, RoleKind::Role) => match &hit.scope {
            Scope::Namespace(namespace) => vec![Node::Namespace(namespace.clone())],
            Scope::Cluster => vec![Node::Hub(Hub::Namespaces)],
        },
        (RoleTarget::Dangling, kind) => {
            let mut nodes = claimed(hit, kind, world);
            if kind == RoleKind::Role && hit.targets == NameSet::Any {
                nodes.push(Node::Hub(Hub::NewRole(hit.scope.clone())));
            }
            nodes
        }
    }
}

/// What kind of role the entry may write any rule into.
fn escalated(entry: &Entry) -> RoleKind {
    let escalates = entry.needs.iter().filter(|need| need.verbs.iter().any(|verb| *verb == "escalate"));
    let roles_only = escalates.flat_map(|need| &need.resources).all(|resource| *resource == "roles");
    if roles_only { RoleKind::Role } else { RoleKind::ClusterRole }
}

/// The roles that may be rewritten; everything at once where the role that gives the right is one of them.
fn rewritten(hit: &Hit, holder: Option<RoleId>, world: &World<'_>, kind: RoleKind) -> Vec<Node> {
    let role = holder.map(|id| world.snapshot.role(id));
    if role.is_some_and(|role| role.kind() == kind && hit.targets.contains(&role.name)) {
        return vec![everything_in(&hit.scope)];
    }
    let rewrite = |id: &RoleId| Node::Hub(Hub::Rewrite(*id));
    match (kind, &hit.targets) {
        (RoleKind::ClusterRole, NameSet::Only(names)) => {
            names.iter().filter_map(|name| world.cluster_roles.get(name)).map(rewrite).collect()
        }
        (RoleKind::Role, NameSet::Only(_)) => {
            let places = within(&world.roles, &hit.scope);
            places.flat_map(|(_, roles)| bearing(roles, &hit.targets)).map(|(_, role)| rewrite(role)).collect()
        }
        (RoleKind::Role, NameSet::Any) => vec![Node::Hub(Hub::RewriteRoles(hit.scope.clone()))],
        (RoleKind::ClusterRole, NameSet::Any) => Vec::new(),
    }
}

/// The roles that are known not to exist and that the actor may make: of the names that its rights are limited to, or of
/// those that a binding waits for.
fn claimed(hit: &Hit, kind: RoleKind, world: &World<'_>) -> Vec<Node> {
    // In plain files a role that is not there may stand elsewhere.
    if !world.knows_roles() {
        return Vec::new();
    }
    let claim = |scope: Scope, name: &Name| Node::Hub(Hub::Claim(kind, scope, name.clone()));
    match (kind, &hit.targets) {
        (RoleKind::ClusterRole, NameSet::Only(names)) => {
            let absent = names.iter().filter(|name| !world.cluster_roles.contains_key(name));
            absent.map(|name| claim(Scope::Cluster, name)).collect()
        }
        (RoleKind::ClusterRole, NameSet::Any) => {
            world.missing_cluster_roles.iter().map(|name| claim(Scope::Cluster, name)).collect()
        }
        (RoleKind::Role, targets) => {
            let places = within(&world.missing_roles, &hit.scope);
            let waited = places.flat_map(|(namespace, names)| {
                let names = borne(names, targets).into_iter();
                names.map(|name| claim(Scope::Namespace(namespace.clone()), name))
            });
            let there = hit.scope.namespace().and_then(|namespace| world.roles.get(namespace));
            let absent = named(targets).filter(|name| there.is_none_or(|roles| !roles.contains_key(name)));
            waited.chain(absent.map(|name| claim(hit.scope.clone(), name))).collect()
        }
    }
}

/// The names that rights are limited to.
fn named(targets: &NameSet) -> impl Iterator<Item = &Name> {
    let names = match targets {
        NameSet::Only(names) => Some(names.iter()),
        NameSet::Any => None,
    };
    names.into_iter().flatten()
}
