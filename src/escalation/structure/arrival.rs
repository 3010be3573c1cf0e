//! What comes with pods that come to a node: the node may have what the Node authorizer lets it ask for on their behalf.
//!
//! Pods that wait for a node are sent to one by whoever may bind them; others come by themselves (`movement`). Whoever is a
//! node for some requests only, by constrained impersonation, may ask for as much as it may of that.

use crate::graph::{Ask, Edge, Hub, Node, NodeId};
use crate::model::{Name, Pod, Scope, WorkloadRef};

use super::super::world::Refusal;
use super::Structure;
use super::kubelets::rights_of_next;
use super::pods::refused;
use super::roles::join;

impl Structure<'_, '_> {
    /// A pod that waits is sent to a node of the attacker's own: no label and no taint is asked.
    pub(super) fn bind(&mut self, id: NodeId, scope: &Scope) {
        match scope {
            Scope::Cluster => self.where_pods_wait(id, Hub::Bind),
            Scope::Namespace(namespace) => {
                for ask in Ask::ALL {
                    let own = self.graph.add(Node::Hub(Hub::AsNode(ask, scope.clone())));
                    join(self.graph, id, own, Node::Hub(Hub::Waiting(ask, namespace.clone())));
                }
            }
        }
    }

    /// The same for the pods of one workload.
    pub(super) fn bind_one(&mut self, id: NodeId, namespace: &Name, workload: &WorkloadRef) {
        for ask in Ask::ALL {
            let own = self.graph.add(Node::Hub(Hub::AsNode(ask, Scope::Namespace(namespace.clone()))));
            let both = self.graph.join(&[id, own]);
            self.found_waiting(both, ask, self.world.pods_of(namespace, workload));
        }
    }

    /// Whoever may ask for something everywhere may in each namespace.
    pub(super) fn as_node(&mut self, id: NodeId, ask: Ask, scope: &Scope) {
        if *scope == Scope::Cluster {
            self.where_pods_wait(id, |scope| Hub::AsNode(ask, scope));
        }
    }

    fn where_pods_wait(&mut self, id: NodeId, hub: impl Fn(Scope) -> Hub) {
        let world = self.world;
        for namespace in &world.waiting {
            self.link(id, Node::Hub(hub(Scope::Namespace((*namespace).clone()))));
        }
    }

    /// The pods of a namespace that no node runs yet.
    pub(super) fn waiting(&mut self, id: NodeId, ask: Ask, namespace: &Name) {
        self.found_waiting(id, ask, self.world.pods.get(namespace).map_or(&[], Vec::as_slice));
    }

    fn found_waiting(&mut self, id: NodeId, ask: Ask, pods: &[&Pod]) {
        let waiting = pods.iter().copied().filter(|pod| pod.can_be_bound());
        for right in rights_of_next(self.access, self.world, waiting).into_iter().filter(|right| right.ask() == ask) {
            let edge = right.edge(Edge::identity("identity/kubelet-rights"));
            self.lead_once(id, right.node, edge);
        }
    }

    /// The next pod of a workload, as it comes to a node.
    pub(super) fn next_of(&self, namespace: &Name, workload: &WorkloadRef) -> Node {
        let hub = if self.world.refusal(namespace, workload).is_some() { Hub::Refused } else { Hub::Next };
        Node::Hub(hub(namespace.clone(), workload.clone()))
    }

    /// What the node has with it.
    pub(super) fn next(&mut self, id: NodeId, namespace: &Name, workload: &WorkloadRef) {
        // That a DaemonSet has a pod there is a step of its own already.
        let step = match workload.kind == "DaemonSet" {
            true => Edge::structure(),
            false => Edge::identity("identity/kubelet-rights"),
        };
        for right in rights_of_next(self.access, self.world, self.world.pods_of(namespace, workload).iter().copied()) {
            let edge = right.edge(step.clone());
            self.lead_once(id, right.node, edge);
        }
    }

    /// A pod that is refused comes once whatever refuses it is taken away.
    pub(super) fn refused(&mut self, id: NodeId, namespace: &Name, workload: &WorkloadRef) {
        let world = self.world;
        let Some(refusal) = world.refusal(namespace, workload) else { return };
        let next = Node::Hub(Hub::Next(namespace.clone(), workload.clone()));
        self.lead(id, next.clone(), refused(Edge::structure(), Some(refusal)));
        if let Some(parts) = self.lifting(id, refusal, namespace) {
            let join = self.graph.join(&parts);
            self.lead(join, next, Edge::structure());
        }
    }

    /// Who takes away all that refuses a pod, and has it come. Nothing where nobody may: that is drawn before all structure.
    fn lifting(&mut self, id: NodeId, refusal: &Refusal, namespace: &Name) -> Option<Vec<NodeId>> {
        let level = refusal.level.as_ref().map(|_| self.found(Hub::Relabel, namespace));
        let quota = refusal.quota.as_ref().map(|_| self.found(Hub::LiftQuotas, namespace));
        // Nobody undoes the end of a namespace.
        let end = refusal.end.as_ref().map(|_| None);
        let guards: Option<Vec<NodeId>> = [level, quota, end].into_iter().flatten().collect();
        Some([vec![id], guards?].concat())
    }

    /// The hub of a namespace, if anybody leads to it or to that of the cluster.
    fn found(&mut self, hub: fn(Scope) -> Hub, namespace: &Name) -> Option<NodeId> {
        let here = Node::Hub(hub(Scope::Namespace(namespace.clone())));
        let is_there = [&here, &Node::Hub(hub(Scope::Cluster))].into_iter().any(|node| self.graph.find(node).is_some());
        is_there.then(|| self.graph.add(here))
    }
}
