//! Bindings lead to their role where it holds; whoever may rewrite a role and holds it has everything there.

use std::collections::HashMap;

use crate::graph::{Graph, Hub, Node, NodeId};
use crate::model::{BindingId, Name, RoleId, RoleKind, Scope};

use super::super::everything_in;
use super::Structure;

impl Structure<'_, '_> {
    pub(super) fn binding(&mut self, id: NodeId, binding: BindingId) {
        if let Some(role) = self.access.role_of(binding) {
            let scope = self.access.snapshot().binding(binding).scope();
            self.link(id, Node::Role(role, scope));
        }
    }

    /// Holding a Role is half of rewriting one.
    pub(super) fn role(&mut self, id: NodeId, role: RoleId, scope: &Scope) {
        let of_namespace = self.access.snapshot().role(role).kind() == RoleKind::Role;
        if let Some(namespace) = scope.namespace().filter(|_| of_namespace) {
            self.link(id, Node::Hub(Hub::HoldsRole(namespace.clone())));
        }
    }

    /// Whoever may rewrite this role gains where it holds it, and where it holds one that takes its rules over.
    pub(super) fn rewrite(&mut self, id: NodeId, role: RoleId) {
        self.gain_where_held(id, role);
        if self.access.snapshot().role(role).kind() == RoleKind::ClusterRole {
            // Whoever writes the rules writes the labels too, so that any aggregated role selects it.
            self.link(id, Node::Hub(Hub::Contribute));
        }
    }

    /// With the rules of this role in hand one has everything where one holds it.
    fn gain_where_held(&mut self, id: NodeId, role: RoleId) {
        for scope in self.places.get(&role).cloned().unwrap_or_default() {
            let held = self.graph.add(Node::Role(role, scope.clone()));
            join(self.graph, id, held, everything_in(&scope));
        }
    }

    /// The rules of a ClusterRole with the right labels become those of every aggregated one.
    pub(super) fn contribute(&mut self, id: NodeId) {
        let aggregated = self.access.snapshot().role_ids().filter(|(_, role)| !role.aggregation.is_empty());
        for (role, _) in aggregated {
            self.gain_where_held(id, role);
        }
    }

    /// Whoever may rewrite every Role of a namespace gains by any that it holds there.
    pub(super) fn rewrite_roles(&mut self, id: NodeId, namespace: &Name) {
        let held = self.graph.add(Node::Hub(Hub::HoldsRole(namespace.clone())));
        join(self.graph, id, held, Node::Namespace(namespace.clone()));
    }

    /// A new ClusterRole is worth something to those who hold a role that takes its rules over, or that are bound to its
    /// name already.
    pub(super) fn new_cluster_role(&mut self, id: NodeId) {
        self.link(id, Node::Hub(Hub::Contribute));
        let dangling = self.world.dangling.iter().filter(|_| self.world.knows_roles());
        let missing = dangling.filter(|(_, binding)| binding.role_ref.kind == Some(RoleKind::ClusterRole));
        for (binding, named) in missing {
            let bound = self.graph.add(Node::Binding(*binding));
            join(self.graph, id, bound, everything_in(&named.scope()));
        }
    }

    /// Whoever may make the role that a binding names, and is bound by it, chooses what it gives.
    pub(super) fn claim(&mut self, id: NodeId, kind: RoleKind, scope: &Scope, name: &Name) {
        for &(binding, named) in self.world.dangling_named(name) {
            let here = kind == RoleKind::ClusterRole || named.scope() == *scope;
            if here && named.role_ref.kind == Some(kind) {
                let bound = self.graph.add(Node::Binding(binding));
                join(self.graph, id, bound, everything_in(&named.scope()));
            }
        }
        if kind == RoleKind::ClusterRole {
            self.link(id, Node::Hub(Hub::Contribute));
        }
    }

    /// A binding to a role that does not exist gives what whoever makes the role writes into it.
    pub(super) fn bind_absent(&mut self, id: NodeId, kind: RoleKind, scope: &Scope, name: &Name) {
        let claim = |scope: &Scope| Hub::Claim(kind, scope.clone(), name.clone());
        let makers = match kind {
            RoleKind::ClusterRole => vec![Hub::NewClusterRole, claim(&Scope::Cluster)],
            RoleKind::Role => {
                let both = [scope, &Scope::Cluster];
                both.into_iter().flat_map(|scope| [Hub::NewRole(scope.clone()), claim(scope)]).collect()
            }
        };
        for maker in makers {
            // Who may make roles is drawn before all structure.
            if let Some(maker) = self.graph.find(&Node::Hub(maker)) {
                join(self.graph, id, maker, everything_in(scope));
            }
        }
    }
}

/// Where each role holds, by a binding or by one that somebody could make.
pub(super) fn places(graph: &Graph) -> HashMap<RoleId, Vec<Scope>> {
    let mut places: HashMap<RoleId, Vec<Scope>> = HashMap::new();
    for (_, node) in graph.nodes() {
        if let Node::Role(role, scope) = node {
            places.entry(*role).or_default().push(scope.clone());
        }
    }
    places.values_mut().for_each(|scopes| scopes.sort_unstable());
    places
}

/// Both together give this.
pub(super) fn join(graph: &mut Graph, one: NodeId, other: NodeId, gives: Node) {
    let join = graph.join(&[one, other]);
    let gives = graph.add(gives);
    graph.connect(join, gives, crate::graph::Edge::structure());
}
