//! Effect `role`: the actor binds roles to itself.
//!
//! Any role means the strongest: cluster-admin, everywhere or as the admin of a namespace. Named roles are reached where
//! they exist, and are then judged as if bound there. Whoever may change bindings but not create them gets only what the
//! existing ones refer to: a roleRef never changes.

use std::collections::BTreeSet;

use crate::authz::{NameSet, any_pattern, resource_matches};
use crate::graph::{Hub, Node};
use crate::model::{Binding, Name, RoleId, RoleKind, Rule, Scope};
use crate::template::{Entry, EntryScope, Hit};

use super::CLUSTER_ADMIN;
use super::places::{bearing, within};
use super::world::World;

pub(super) fn reached(
    scope: EntryScope,
    name: Option<&Name>,
    entry: &Entry,
    hit: &Hit,
    world: &World<'_>,
    found: &mut Vec<(RoleId, Scope)>,
) -> Vec<Node> {
    // The entry itself says which role it amounts to.
    if name.is_some() {
        return vec![strongest(scope, &hit.scope)];
    }
    let kind = bindable(entry);
    let mut places = Vec::new();
    match (creates(scope, hit, world), &hit.targets) {
        (true, NameSet::Any) if kind == RoleKind::ClusterRole => return vec![strongest(scope, &hit.scope)],
        (true, NameSet::Only(names)) if kind == RoleKind::ClusterRole && names.contains("cluster-admin") => {
            return vec![strongest(scope, &hit.scope)];
        }
        (true, NameSet::Only(names)) if kind == RoleKind::ClusterRole => {
            let roles = names.iter().filter_map(|name| world.cluster_roles.get(name));
            for &role in roles {
                places.extend(scopes(scope, &hit.scope, world).into_iter().map(|scope| (role, scope)));
            }
        }
        (true, targets) => {
            for (namespace, roles) in within(&world.roles, &hit.scope) {
                let roles = bearing(roles, targets).into_iter();
                places.extend(roles.map(|(_, role)| (*role, Scope::Namespace(namespace.clone()))));
            }
        }
        (false, targets) => places.extend(referred(scope, kind, targets, hit, world)),
    }
    found.extend(places.iter().cloned());
    places.into_iter().map(|(role, scope)| Node::Role(role, scope)).collect()
}

/// What kind of role the entry binds.
fn bindable(entry: &Entry) -> RoleKind {
    let binds = entry.needs.iter().filter(|need| need.verbs.iter().any(|verb| *verb == "bind" || *verb == "*"));
    let roles_only = binds.flat_map(|need| &need.resources).all(|resource| *resource == "roles");
    if roles_only { RoleKind::Role } else { RoleKind::ClusterRole }
}

/// Whether one of the roles that give the hit lets one create bindings. A named create takes a patch or update too.
fn creates(scope: EntryScope, hit: &Hit, world: &World<'_>) -> bool {
    let resource = bindings_of(scope);
    let rules = hit.grants.iter().flat_map(|grant| &world.snapshot.role(grant.role).rules);
    let mut rules = rules.filter(|rule| is_about(rule, resource));
    rules.any(|rule| {
        let named = !rule.resource_names.is_empty();
        let applies = ["patch", "update"].iter().any(|verb| any_pattern(&rule.verbs, verb));
        any_pattern(&rule.verbs, "create") && (!named || applies)
    })
}

fn is_about(rule: &Rule, resource: &str) -> bool {
    any_pattern(&rule.api_groups, "rbac.authorization.k8s.io")
        && rule.resources.iter().any(|pattern| resource_matches(pattern, resource, ""))
}

fn bindings_of(scope: EntryScope) -> &'static str {
    match scope {
        EntryScope::Cluster => "clusterrolebindings",
        EntryScope::Namespace => "rolebindings",
    }
}

/// The roles that existing bindings refer to, of those that the actor may change and bind.
fn referred(
    scope: EntryScope,
    kind: RoleKind,
    targets: &NameSet,
    hit: &Hit,
    world: &World<'_>,
) -> Vec<(RoleId, Scope)> {
    let rules = hit.grants.iter().flat_map(|grant| &world.snapshot.role(grant.role).rules);
    let rules: Vec<&Rule> = rules
        .filter(|rule| is_about(rule, bindings_of(scope)))
        .filter(|rule| ["patch", "update"].iter().any(|verb| any_pattern(&rule.verbs, verb)))
        .collect();
    // A rule of ten thousand names may meet as many bindings.
    let names: BTreeSet<&Name> = rules.iter().flat_map(|rule| &rule.resource_names).collect();
    let any = rules.iter().any(|rule| rule.resource_names.is_empty());
    let may_change = |binding: &Binding| any || names.contains(&binding.name);
    let place = match scope {
        EntryScope::Cluster => world.cluster_bindings(),
        EntryScope::Namespace => world.bindings_in(&hit.scope),
    };
    let there = place.iter().filter(|binding| {
        binding.role_ref.kind == Some(kind) && targets.contains(&binding.role_ref.name) && may_change(binding)
    });
    there.filter_map(|binding| Some((world.role_of(binding)?, binding.scope()))).collect()
}

/// Where a role can be bound: a RoleBinding grants it in its namespace only, so in each of them.
fn scopes(scope: EntryScope, held: &Scope, world: &World<'_>) -> Vec<Scope> {
    match (scope, held) {
        (EntryScope::Cluster, _) => vec![Scope::Cluster],
        (EntryScope::Namespace, Scope::Namespace(_)) => vec![held.clone()],
        (EntryScope::Namespace, Scope::Cluster) => {
            world.namespaces_in(held).into_iter().map(Scope::Namespace).collect()
        }
    }
}

/// What binding the strongest role gives.
fn strongest(scope: EntryScope, held: &Scope) -> Node {
    match (scope, held) {
        (EntryScope::Cluster, _) => CLUSTER_ADMIN,
        (EntryScope::Namespace, Scope::Namespace(namespace)) => Node::Namespace(namespace.clone()),
        // May bind in every namespace, kube-system included.
        (EntryScope::Namespace, Scope::Cluster) => Node::Hub(Hub::Namespaces),
    }
}
