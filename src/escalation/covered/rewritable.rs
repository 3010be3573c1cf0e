//! The roles that somebody may rewrite.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, Hub, Node};
use crate::model::{LabelSelector, Name, RoleId, RoleKind, Scope};
use crate::template::EntryScope;

use super::World;

/// The roles that somebody may rewrite, or fill through others.
#[derive(Default)]
pub(super) struct Rewritable {
    /// ClusterRoles, and Roles one by one, by their namespace.
    roles: BTreeMap<Option<Name>, BTreeSet<RoleId>>,
    /// Where every Role may be rewritten.
    all_of: BTreeSet<Name>,
}

impl Rewritable {
    pub(super) fn new(graph: &Graph, world: &World<'_>) -> Self {
        let mut found = Rewritable::default();
        let mut contributes = false;
        for (_, node) in graph.nodes() {
            match node {
                Node::Hub(Hub::Rewrite(role)) => {
                    let namespace = world.snapshot.role(*role).namespace.clone();
                    found.roles.entry(namespace).or_default().insert(*role);
                    contributes |= world.snapshot.role(*role).kind() == RoleKind::ClusterRole;
                }
                Node::Hub(Hub::RewriteRoles(scope)) => found.all_of.extend(world.namespaces_in(scope)),
                Node::Hub(Hub::NewClusterRole | Hub::Contribute) => contributes = true,
                _ => {}
            }
        }
        if contributes {
            let aggregated = world.snapshot.role_ids();
            let aggregated = aggregated.filter(|(_, role)| role.aggregation.iter().any(LabelSelector::can_select));
            found.roles.entry(None).or_default().extend(aggregated.map(|(id, _)| id));
        }
        found
    }

    pub(super) fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.all_of.is_empty()
    }

    /// Those that may be bound somewhere in a scope by this kind of binding.
    pub(super) fn one_by_one(&self, scope: &Scope, kind: EntryScope) -> impl Iterator<Item = RoleId> {
        let of_cluster = self.roles.get(&None);
        let of_namespaces: Vec<&BTreeSet<RoleId>> = match (kind, scope) {
            (EntryScope::Cluster, _) => Vec::new(),
            (EntryScope::Namespace, Scope::Namespace(name)) => {
                self.roles.get(&Some(name.clone())).into_iter().collect()
            }
            (EntryScope::Namespace, Scope::Cluster) => {
                self.roles.iter().filter(|(namespace, _)| namespace.is_some()).map(|(_, roles)| roles).collect()
            }
        };
        of_cluster.into_iter().chain(of_namespaces).flatten().copied()
    }

    /// The namespaces of a scope where every Role may be rewritten.
    pub(super) fn all_of(&self, scope: &Scope) -> impl Iterator<Item = &Name> {
        let one = scope.namespace().and_then(|namespace| self.all_of.get(namespace));
        let all = scope.namespace().is_none().then_some(&self.all_of);
        one.into_iter().chain(all.into_iter().flatten())
    }
}
