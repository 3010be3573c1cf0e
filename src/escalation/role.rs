//! Effect `role`: the actor binds roles to itself.
//!
//! Any role means the strongest: cluster-admin, everywhere or as the admin of a namespace. Named roles are reached where
//! they exist, and are then judged as if bound there; where they do not, whoever makes them decides. Whoever may change
//! bindings but not create them gets only what the existing ones refer to: a roleRef never changes.

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
    let (mut places, mut absent) = (Vec::new(), Vec::new());
    match (creates(scope, hit, world), &hit.targets) {
        (true, NameSet::Any) if kind == RoleKind::ClusterRole => return vec![strongest(scope, &hit.scope)],
        (true, targets @ NameSet::Only(_)) if kind == RoleKind::ClusterRole && targets.contains("cluster-admin") => {
            return vec![strongest(scope, &hit.scope)];
        }
        (true, NameSet::Only(names)) if kind == RoleKind::ClusterRole => {
            let here = scopes(scope, &hit.scope, world);
            for name in names.iter() {
                match world.cluster_roles.get(name) {
                    Some(&role) => places.extend(here.iter().map(|scope| (role, scope.clone()))),
                    None => absent.extend(here.iter().map(|scope| (scope.clone(), name.clone()))),
                }
            }
        }
        (true, targets) => {
            for (namespace, roles) in within(&world.roles, &hit.scope) {
                let roles = bearing(roles, targets).into_iter();
                places.extend(roles.map(|(_, role)| (*role, Scope::Namespace(namespace.clone()))));
            }
            absent = absent_roles(targets, &hit.scope, world);
        }
        (false, targets) => {
            for binding in referred(scope, kind, targets, hit, world) {
                match world.role_of(binding) {
                    Some(role) => places.push((role, binding.scope())),
                    None => absent.push((binding.scope(), binding.role_ref.name.clone())),
                }
            }
        }
    }
    found.extend(places.iter().cloned());
    let roles = places.into_iter().map(|(role, scope)| Node::Role(role, scope));
    // In plain files a role that is not there may stand elsewhere.
    let absent = absent.into_iter().filter(|_| world.knows_roles());
    roles.chain(absent.map(|(scope, name)| Node::Hub(Hub::BindAbsent(kind, scope, name)))).collect()
}

/// The Roles of these names that do not exist: a binding may name them all the same.
fn absent_roles(targets: &NameSet, scope: &Scope, world: &World<'_>) -> Vec<(Scope, Name)> {
    // Who may bind any Role and make some is an entry of its own.
    let NameSet::Only(names) = targets else { return Vec::new() };
    let exists =
        |namespace: &Name, name: &Name| world.roles.get(namespace).is_some_and(|roles| roles.contains_key(name));
    let places = world.namespaces_in(scope).into_iter();
    let of = |namespace: Name| {
        let absent = names.iter().filter(|name| !exists(&namespace, name));
        absent.map(|name| (Scope::Namespace(namespace.clone()), name.clone())).collect::<Vec<_>>()
    };
    places.flat_map(of).collect()
}

/// What kind of role the entry binds.
fn bindable(entry: &Entry) -> RoleKind {
    let binds = entry.needs.iter().filter(|need| need.verbs.iter().any(|verb| *verb == "bind" || *verb == "*"));
    let roles_only = binds.flat_map(|need| &need.resources).all(|resource| *resource == "roles");
    if roles_only { RoleKind::Role } else { RoleKind::ClusterRole }
}

/// Whether one of the roles that give the hit lets one create bindings. A named create takes a patch or update too.
pub(super) fn creates(scope: EntryScope, hit: &Hit, world: &World<'_>) -> bool {
    let resource = bindings_of(scope);
    let mut rules = hit.rules(world.snapshot).filter(|rule| is_about(rule, resource));
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

/// The existing bindings that the actor may change and whose roles it may bind.
fn referred<'s>(
    scope: EntryScope,
    kind: RoleKind,
    targets: &NameSet,
    hit: &Hit,
    world: &World<'s>,
) -> Vec<&'s Binding> {
    let changes = Changes::of(scope, hit, world);
    let place = match scope {
        EntryScope::Cluster => world.cluster_bindings(),
        EntryScope::Namespace => world.bindings_in(&hit.scope),
    };
    let there = place.iter().filter(|binding| {
        binding.role_ref.kind == Some(kind) && targets.contains(&binding.role_ref.name) && changes.may(binding)
    });
    there.collect()
}

/// Which bindings a hit lets one change, where it holds.
pub(super) struct Changes<'h> {
    any: bool,
    /// A rule of ten thousand names may meet as many bindings.
    names: BTreeSet<&'h Name>,
}

impl<'h> Changes<'h> {
    pub(super) fn of(scope: EntryScope, hit: &'h Hit, world: &World<'h>) -> Self {
        let rules = hit.rules(world.snapshot).filter(|rule| is_about(rule, bindings_of(scope)));
        let changing = |rule: &&Rule| ["patch", "update"].iter().any(|verb| any_pattern(&rule.verbs, verb));
        let rules: Vec<&Rule> = rules.filter(changing).collect();
        let any = rules.iter().any(|rule| rule.resource_names.is_empty());
        Changes { any, names: rules.iter().flat_map(|rule| &rule.resource_names).collect() }
    }

    pub(super) fn may(&self, binding: &Binding) -> bool {
        self.any || self.names.contains(&binding.name)
    }
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
