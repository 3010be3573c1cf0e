//! Nodes lead to everything that runs on them, to their kubelet, and, those of the control plane, to the whole cluster.

use std::collections::BTreeSet;

use crate::graph::{Edge, Node, NodeId, Objective};
use crate::model::{Name, Subject};

use super::doubt::doubted;
use super::{CLUSTER_ADMIN, Structure};

/// So many nodes of the cluster are gathered one by one: who reaches which is known of each then. Of more, only what leads
/// to all of them at once is drawn.
const GATHERED: usize = 16;

impl Structure<'_, '_> {
    pub(super) fn machine(&mut self, id: NodeId, name: &Name) {
        let Some(machine) = self.world.machines.get(name) else { return };
        if self.world.is_control_plane(name) {
            self.lead(id, CLUSTER_ADMIN, Edge::identity("identity/control-plane"));
            self.lead(id, Node::Objective(Objective::ControlPlaneNode), Edge::structure());
        }
        self.lead(id, Node::Kubelet(name.clone()), Edge::identity("identity/node-kubelet"));
        for pod in &machine.pods {
            // Its memory and files; what it carries belongs to any replica.
            let workload = Node::Workload(pod.namespace.clone(), pod.workload.clone());
            self.lead_once(id, workload, Edge::identity("identity/node-pods"));
        }
        self.metadata_of_machine(id, name);
        self.daemons_on(id, name);
        let edge = Edge::structure();
        let edge = if self.world.was_read(name) { edge } else { doubted(edge, "no Node object was read") };
        self.one_of_all(id, edge);
    }

    /// Every node.
    pub(super) fn machines(&mut self, id: NodeId) {
        for name in self.world.machines.keys() {
            self.link(id, Node::Machine((*name).clone()));
        }
        if !self.world.machines.is_empty() {
            self.lead(id, Node::Objective(Objective::AllNodes), Edge::structure());
        }
    }

    /// Root on each node, however it got there, is root on all of them.
    fn one_of_all(&mut self, machine: NodeId, edge: Edge) {
        match self.world.machines.len() {
            1 => return self.lead(machine, Node::Objective(Objective::AllNodes), edge),
            count if count > GATHERED => return,
            _ => {}
        }
        let join = match self.all_machines {
            Some(join) => join,
            None => {
                let join = self.graph.join(&[]);
                let goal = self.graph.add(Node::Objective(Objective::AllNodes));
                self.graph.connect(join, goal, Edge::structure());
                *self.all_machines.insert(join)
            }
        };
        self.graph.connect(machine, join, edge);
    }

    /// What leads to all of these nodes at once, if they are all there are.
    pub(super) fn at_once(&mut self, id: NodeId, machines: &BTreeSet<&Name>) {
        // The only node is all nodes anyway.
        if machines.len() > 1 && self.world.machines.keys().all(|name| machines.contains(name)) {
            self.lead(id, Node::Objective(Objective::AllNodes), Edge::structure());
        }
    }

    pub(super) fn kubelets(&mut self, id: NodeId) {
        for name in self.world.machines.keys() {
            self.link(id, Node::Kubelet((*name).clone()));
        }
        self.link(id, Node::Subject(Subject::group(crate::authz::NODES)));
    }
}
