//! Pods that wait for a node: whoever gives them one of its own has what they will carry.
//!
//! A workload leads to that only once a pod of it has a node, so these lead there themselves.

use crate::graph::{Edge, Hub, Node, NodeId};
use crate::model::{Name, Pod, Scope, WorkloadRef};

use super::Structure;
use super::pods::carried;
use super::roles::join;

impl Structure<'_, '_> {
    /// A pod that waits is sent to a node of the attacker's own: no label and no taint is asked.
    pub(super) fn bind(&mut self, id: NodeId, scope: &Scope) {
        if !self.world.machines.is_empty() {
            let own = self.graph.add(Node::Hub(Hub::SomeMachine));
            join(self.graph, id, own, Node::Hub(Hub::Waiting(scope.clone())));
        }
    }

    /// The same for the pods of one workload.
    pub(super) fn bind_one(&mut self, id: NodeId, namespace: &Name, workload: &WorkloadRef) {
        if !self.world.machines.is_empty() {
            let own = self.graph.add(Node::Hub(Hub::SomeMachine));
            let both = self.graph.join(&[id, own]);
            self.found_waiting(both, self.world.pods_of(namespace, workload));
        }
    }

    /// The pods of a namespace that no node runs yet.
    pub(super) fn waiting(&mut self, id: NodeId, namespace: &Name) {
        self.found_waiting(id, self.world.pods.get(namespace).map_or(&[], Vec::as_slice));
    }

    /// Whoever gives these pods a node has what those that wait for one will carry.
    fn found_waiting(&mut self, id: NodeId, pods: &[&Pod]) {
        for pod in pods.iter().filter(|pod| pod.waits()) {
            for to in carried(self.world, pod) {
                self.lead_once(id, to, Edge::identity("identity/node-pods"));
            }
        }
    }

    /// What comes with the next pod of a workload; the workload itself does not have it while all its pods wait.
    pub(super) fn brought(&self, namespace: &Name, workload: &WorkloadRef) -> Vec<Node> {
        let pods = self.world.pods_of(namespace, workload);
        match pods.iter().all(|pod| pod.waits()) {
            true => pods.iter().flat_map(|pod| carried(self.world, pod)).collect(),
            false => vec![Node::Workload(namespace.clone(), workload.clone())],
        }
    }
}
