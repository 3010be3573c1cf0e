//! Effect `roleRules`: the actor writes the rules of roles.
//!
//! It gains only through a role that it holds: the very role that gives the right, one that everybody holds, or another,
//! which is a join drawn by `structure` (whoever may rewrite a role *and* holds it gains everything where it holds it). A
//! new role needs somebody who is bound to its name or may be, or an aggregated role that selects it. One that is empty
//! when it is bound, which takes no right but to write bindings, may be rewritten then, or deleted and created anew.

use std::collections::BTreeSet;

use crate::authz::{Grant, NameSet, any_pattern};
use crate::graph::{Hub, Node};
use crate::model::{Name, RoleId, RoleKind, Scope};
use crate::template::{Entry, Hit, RoleTarget};

use super::places::{bearing, borne, within};
use super::world::World;
use super::{CLUSTER_ADMIN, everything_in};

/// ClusterRoles that the API server binds to everybody, and restores when they are missing.
pub(super) const HELD_BY_ALL: [&str; 3] = ["system:basic-user", "system:discovery", "system:public-info-viewer"];

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
            if by_all { vec![CLUSTER_ADMIN] } else { rewritten(entry, hit, holder, world, RoleKind::ClusterRole) }
        }
        (RoleTarget::Role, _) => rewritten(entry, hit, holder, world, RoleKind::Role),
        (RoleTarget::New, RoleKind::ClusterRole) => vec![Node::Hub(Hub::NewClusterRole)],
        // The entry asks for the right to bind too.
        (RoleTarget::New, RoleKind::Role) => match &hit.scope {
            Scope::Namespace(namespace) => vec![Node::Namespace(namespace.clone())],
            Scope::Cluster => vec![Node::Hub(Hub::Namespaces)],
        },
        (RoleTarget::Dangling, kind) => {
            let mut nodes = claimed(hit, kind, world);
            nodes.extend((kind == RoleKind::Role).then(|| Node::Hub(Hub::NewRole(hit.scope.clone()))));
            nodes
        }
        (RoleTarget::Made, kind) => made(hit, kind, world),
    }
}

/// What is gained by roles that the actor creates and rewrites later. Who may rewrite all ClusterRoles needs none.
fn made(hit: &Hit, kind: RoleKind, world: &World<'_>) -> Vec<Node> {
    let mut nodes = claimed(hit, kind, world);
    match (kind, &hit.targets) {
        (RoleKind::ClusterRole, NameSet::Only(_)) if !nodes.is_empty() => {
            nodes.extend([Node::Hub(Hub::PliableClusterRole), Node::Hub(Hub::Contribute)]);
        }
        (RoleKind::Role, NameSet::Only(_)) if !nodes.is_empty() => {
            nodes.push(Node::Hub(Hub::PliableRole(hit.scope.clone())));
        }
        (RoleKind::Role, NameSet::Any) => {
            nodes.extend([Hub::NewRole, Hub::PliableRole].map(|hub| Node::Hub(hub(hit.scope.clone()))));
        }
        _ => {}
    }
    nodes
}

/// What kind of role the entry may write any rule into.
fn escalated(entry: &Entry) -> RoleKind {
    let escalates = entry.needs.iter().filter(|need| need.verbs.iter().any(|verb| *verb == "escalate"));
    let roles_only = escalates.flat_map(|need| &need.resources).all(|resource| *resource == "roles");
    if roles_only { RoleKind::Role } else { RoleKind::ClusterRole }
}

/// The roles that may be rewritten; everything at once where the role that gives the right is one of them.
fn rewritten(entry: &Entry, hit: &Hit, holder: Option<RoleId>, world: &World<'_>, kind: RoleKind) -> Vec<Node> {
    if recreates(entry) {
        return recreated(hit, world, kind);
    }
    let role = holder.map(|id| world.snapshot.role(id));
    if role.is_some_and(|role| role.kind() == kind && hit.targets.contains(&role.name)) {
        return vec![everything_in(&hit.scope)];
    }
    match (kind, &hit.targets) {
        (RoleKind::Role, NameSet::Any) => vec![Node::Hub(Hub::RewriteRoles(hit.scope.clone()))],
        (RoleKind::ClusterRole, NameSet::Any) => Vec::new(),
        _ => existing(hit, world, kind).map(rewrite).collect(),
    }
}

pub(super) fn rewrite(id: RoleId) -> Node {
    Node::Hub(Hub::Rewrite(id))
}

/// The roles of these names in the scope.
fn existing(hit: &Hit, world: &World<'_>, kind: RoleKind) -> impl Iterator<Item = RoleId> {
    let roles: Vec<RoleId> = match kind {
        RoleKind::ClusterRole => {
            bearing(&world.cluster_roles, &hit.targets).into_iter().map(|(_, role)| *role).collect()
        }
        RoleKind::Role => {
            let places = within(&world.roles, &hit.scope);
            places.flat_map(|(_, roles)| bearing(roles, &hit.targets)).map(|(_, role)| *role).collect()
        }
    };
    roles.into_iter()
}

/// Whether the entry deletes roles to create them anew.
fn recreates(entry: &Entry) -> bool {
    entry.needs.iter().any(|need| need.target && need.verbs.iter().any(|verb| *verb == "delete"))
}

/// The roles that may be deleted and created anew, but those that let the actor create them; a new one may be bound while
/// it is empty, and then deleted and created anew.
fn recreated(hit: &Hit, world: &World<'_>, kind: RoleKind) -> Vec<Node> {
    let creates = |grant: &&Grant| {
        let rule = world.snapshot.role(grant.role).rules.get(grant.rule);
        rule.is_some_and(|rule| ["create", "escalate"].iter().any(|verb| any_pattern(&rule.verbs, verb)))
    };
    let needed: BTreeSet<RoleId> = hit.grants.iter().filter(creates).map(|grant| grant.role).collect();
    let mut nodes: Vec<Node> = existing(hit, world, kind).filter(|role| !needed.contains(role)).map(rewrite).collect();
    nodes.extend((kind == RoleKind::Role).then(|| Node::Hub(Hub::PliableRole(hit.scope.clone()))));
    nodes
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
