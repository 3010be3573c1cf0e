//! Effect `roleRules`: the actor writes the rules of roles.
//!
//! It gains only through a role that it holds: the very role that gives the right, one that everybody holds, or another,
//! which is a join drawn by `structure` (whoever may rewrite a role *and* holds it gains everything where it holds it). A
//! new role needs somebody who is bound to its name already, or an aggregated role that selects it.

use crate::authz::NameSet;
use crate::graph::{Hub, Node};
use crate::model::{Name, RoleId, RoleKind, Scope};
use crate::template::{Hit, RoleTarget};

use super::places::{bearing, borne, within};
use super::world::World;
use super::{CLUSTER_ADMIN, everything_in};

/// ClusterRoles that the API server binds to everybody, and restores when they are missing.
const HELD_BY_ALL: [&str; 3] = ["system:basic-user", "system:discovery", "system:public-info-viewer"];

pub(super) fn reached(target: RoleTarget, hit: &Hit, holder: Option<RoleId>, world: &World<'_>) -> Vec<Node> {
    match target {
        RoleTarget::ClusterRole => {
            let by_all = HELD_BY_ALL.iter().any(|name| hit.targets.contains(name));
            if by_all { vec![CLUSTER_ADMIN] } else { rewritten(hit, holder, world, RoleKind::ClusterRole) }
        }
        RoleTarget::Role => rewritten(hit, holder, world, RoleKind::Role),
        RoleTarget::New => match (&hit.scope, &hit.targets) {
            // The entry of a namespace needs the right to bind too.
            (Scope::Namespace(namespace), NameSet::Any) => vec![Node::Namespace(namespace.clone())],
            (Scope::Cluster, NameSet::Any) => vec![Node::Hub(Hub::NewClusterRole)],
            _ => claimed(hit, RoleKind::ClusterRole, world),
        },
        RoleTarget::Dangling => {
            let kind = if hit.scope == Scope::Cluster { RoleKind::ClusterRole } else { RoleKind::Role };
            let mut nodes = claimed(hit, kind, world);
            if kind == RoleKind::ClusterRole {
                // What holds everywhere holds for the Roles of each namespace.
                nodes.extend(claimed(hit, RoleKind::Role, world));
            }
            nodes
        }
    }
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

/// The roles that a binding names, that are known not to exist, and that the actor may make.
fn claimed(hit: &Hit, kind: RoleKind, world: &World<'_>) -> Vec<Node> {
    // In plain files a role that is not there may stand elsewhere.
    if !world.knows_roles() {
        return Vec::new();
    }
    let claim = |scope: Scope, name: &Name| Node::Hub(Hub::Claim(kind, scope, name.clone()));
    if kind == RoleKind::ClusterRole {
        let named = borne(&world.missing_cluster_roles, &hit.targets).into_iter();
        return named.map(|name| claim(Scope::Cluster, name)).collect();
    }
    let places = within(&world.missing_roles, &hit.scope);
    let named = places.flat_map(|(namespace, names)| {
        let names = borne(names, &hit.targets).into_iter();
        names.map(|name| claim(Scope::Namespace(namespace.clone()), name))
    });
    named.collect()
}
