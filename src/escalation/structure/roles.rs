//! Bindings lead to their role where it holds; whoever may rewrite a role and holds it has everything there.

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

    /// Whoever may rewrite this role gains where it holds it.
    pub(super) fn rewrite(&mut self, id: NodeId, role: RoleId) {
        for scope in self.scopes_of(role) {
            let held = self.graph.add(Node::Role(role, scope.clone()));
            join(self.graph, id, held, everything_in(&scope));
        }
    }

    /// The scopes in which bindings grant a role.
    fn scopes_of(&self, role: RoleId) -> Vec<Scope> {
        let bindings = self.access.bindings_of(role).iter();
        let mut scopes: Vec<Scope> = bindings.map(|&id| self.access.snapshot().binding(id).scope()).collect();
        scopes.sort_unstable();
        scopes.dedup();
        scopes
    }

    /// Whoever may rewrite every Role of a namespace gains by any that it holds there.
    pub(super) fn rewrite_roles(&mut self, id: NodeId, namespace: &Name) {
        let held = self.graph.add(Node::Hub(Hub::HoldsRole(namespace.clone())));
        join(self.graph, id, held, Node::Namespace(namespace.clone()));
    }

    /// A new ClusterRole is worth something to those who hold a role that takes its rules over, or that are bound to its
    /// name already.
    pub(super) fn new_cluster_role(&mut self, id: NodeId) {
        let snapshot = self.access.snapshot();
        let aggregated = snapshot.role_ids().filter(|(_, role)| !role.aggregation.is_empty());
        for (role, _) in aggregated {
            self.rewrite(id, role);
        }
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
    }
}

/// Both together give this.
pub(super) fn join(graph: &mut Graph, one: NodeId, other: NodeId, gives: Node) {
    let join = graph.join(&[one, other]);
    let gives = graph.add(gives);
    graph.connect(join, gives, crate::graph::Edge::structure());
}
