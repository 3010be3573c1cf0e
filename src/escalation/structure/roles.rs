//! Bindings lead to their role where it holds; whoever may rewrite a role and holds it has everything there.

use crate::graph::{Graph, Hub, Node, NodeId};
use crate::model::{BindingId, HashMap, LabelSelector, Name, RoleId, RoleKind, Scope};

use super::super::{CLUSTER_ADMIN, everything_in};
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

    /// Rights to write roles, and what they lead to.
    pub(super) fn role_hub(&mut self, id: NodeId, hub: &Hub) {
        match hub {
            Hub::RewriteRoles(scope) => self.spread(id, scope, Hub::RewriteRoles, Self::rewrite_roles),
            Hub::Rewrite(role) => self.rewrite(id, *role),
            Hub::Contribute => self.contribute(id),
            Hub::NewClusterRole => self.new_cluster_role(id),
            Hub::PliableClusterRole => self.pliable_cluster_role(id),
            Hub::PliableRole(scope) => self.spread(id, scope, Hub::PliableRole, Self::pliable_role),
            Hub::Claim(kind, scope, name) => self.claim(id, *kind, scope, name),
            Hub::BindAbsent(kind, scope, name) => self.bind_absent(id, *kind, scope, name),
            // Lists are drawn whole. Halves: what they are part of is drawn from the other side, or with them.
            _ => {}
        }
    }

    /// Whoever may rewrite this role gains where it holds it, and where it holds one that takes its rules over.
    fn rewrite(&mut self, id: NodeId, role: RoleId) {
        self.gain_where_held(id, role);
        self.bend(id, role);
        // Where guards have a say, the labels are drawn apart.
        if self.guards.is_none() && self.access.snapshot().role(role).kind() == RoleKind::ClusterRole {
            // Whoever writes the rules writes the labels too, so that any aggregated role selects it.
            self.link(id, Node::Hub(Hub::Contribute));
        }
    }

    /// A role without rules is bound by whoever writes bindings.
    fn bend(&mut self, id: NodeId, role: RoleId) {
        let role = self.access.snapshot().role(role);
        if role.rules.is_empty() {
            let place = role.namespace.clone().map(Scope::Namespace);
            self.link(id, Node::Hub(place.map_or(Hub::PliableClusterRole, Hub::PliableRole)));
        }
    }

    /// Who has a ClusterRole that may get any rules once it is bound, with whoever binds it.
    fn pliable_cluster_role(&mut self, id: NodeId) {
        let scopes = self.world.all_namespaces().into_iter().cloned().map(Scope::Namespace);
        let mut makers =
            vec![(Hub::DelegateCluster, CLUSTER_ADMIN), (Hub::Delegate(Scope::Cluster), Node::Hub(Hub::Namespaces))];
        makers.extend(scopes.map(|scope| (Hub::Delegate(scope.clone()), everything_in(&scope))));
        makers.into_iter().for_each(|(binder, gives)| self.join_drawn(id, binder, gives));
    }

    /// The same for the Roles of a namespace.
    fn pliable_role(&mut self, id: NodeId, namespace: &Name) {
        for scope in [Scope::Namespace(namespace.clone()), Scope::Cluster] {
            self.join_drawn(id, Hub::Delegate(scope), Node::Namespace(namespace.clone()));
        }
    }

    /// Both together give this, if the hub was drawn before all structure.
    fn join_drawn(&mut self, one: NodeId, other: Hub, gives: Node) {
        if let Some(other) = self.graph.find(&Node::Hub(other)) {
            join(self.graph, other, one, gives);
        }
    }

    /// With the rules of this role in hand one has everything where one holds it.
    fn gain_where_held(&mut self, id: NodeId, role: RoleId) {
        for scope in self.places.get(&role).cloned().unwrap_or_default() {
            let held = self.graph.add(Node::Role(role, scope.clone()));
            // It is bound first, and rewritten then.
            join(self.graph, held, id, everything_in(&scope));
        }
        self.join_drawn(id, Hub::BindCovered(role), Node::Hub(Hub::Namespaces));
    }

    /// The rules of a ClusterRole with the right labels become those of every aggregated one.
    fn contribute(&mut self, id: NodeId) {
        let snapshot = self.access.snapshot();
        let aggregated = snapshot.role_ids().filter(|(_, role)| role.aggregation.iter().any(LabelSelector::can_select));
        for (role, _) in aggregated {
            self.gain_where_held(id, role);
            self.bend(id, role);
        }
    }

    /// Whoever may rewrite every Role of a namespace gains by any that it holds there.
    fn rewrite_roles(&mut self, id: NodeId, namespace: &Name) {
        let held = self.graph.add(Node::Hub(Hub::HoldsRole(namespace.clone())));
        join(self.graph, id, held, Node::Namespace(namespace.clone()));
        let mut roles = self.world.roles.get(namespace).into_iter().flat_map(|roles| roles.values());
        if roles.any(|role| self.access.snapshot().role(*role).rules.is_empty()) {
            self.link(id, Node::Hub(Hub::PliableRole(Scope::Namespace(namespace.clone()))));
        }
    }

    /// A new ClusterRole is worth something to those who hold a role that takes its rules over, or that are bound to its
    /// name already. An empty one that aggregates is bound by whoever writes bindings, and takes the next one over.
    fn new_cluster_role(&mut self, id: NodeId) {
        if self.guards.is_none() {
            self.link(id, Node::Hub(Hub::Contribute));
        }
        self.link(id, Node::Hub(Hub::PliableClusterRole));
        let dangling = self.world.dangling.iter().filter(|_| self.world.knows_roles());
        let missing = dangling.filter(|(_, binding)| binding.role_ref.kind == Some(RoleKind::ClusterRole));
        for (binding, named) in missing {
            if !self.claims_by_name(&named.role_ref.name) {
                let bound = self.graph.add(Node::Binding(*binding));
                join(self.graph, id, bound, everything_in(&named.scope()));
            }
        }
    }

    /// Whoever may make the role that a binding names, and is bound by it, chooses what it gives.
    fn claim(&mut self, id: NodeId, kind: RoleKind, scope: &Scope, name: &Name) {
        for &(binding, named) in self.world.dangling_named(name) {
            let here = kind == RoleKind::ClusterRole || named.scope() == *scope;
            if here && named.role_ref.kind == Some(kind) {
                let bound = self.graph.add(Node::Binding(binding));
                join(self.graph, id, bound, everything_in(&named.scope()));
            }
        }
    }

    /// Whether somebody makes the ClusterRole of this very name: to a guard one name is not like another.
    fn claims_by_name(&self, name: &Name) -> bool {
        let claim = Hub::Claim(RoleKind::ClusterRole, Scope::Cluster, name.clone());
        self.guards.is_some() && self.graph.find(&Node::Hub(claim)).is_some()
    }

    /// A binding to a role that does not exist gives what whoever makes the role writes into it.
    fn bind_absent(&mut self, id: NodeId, kind: RoleKind, scope: &Scope, name: &Name) {
        let claim = |scope: &Scope| Hub::Claim(kind, scope.clone(), name.clone());
        let makers = match kind {
            RoleKind::ClusterRole if self.claims_by_name(name) => vec![claim(&Scope::Cluster)],
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
    let mut places: HashMap<RoleId, Vec<Scope>> = HashMap::default();
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
