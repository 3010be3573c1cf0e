//! Nodes lead to everything that runs on them, to their kubelet, and, those of the control plane, to the whole cluster.

use crate::graph::{Edge, Node, NodeId, Objective};
use crate::guards::pod_security::{self, Freedom, Policy};
use crate::model::{Name, Subject};

use super::super::world::World;
use super::doubt::doubted;
use super::kubelets::{KubeletRight, kubelet_rights};
use super::{CLUSTER_ADMIN, Structure, with_fact};

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
        self.daemons_on(id, name);
        if self.world.machines.len() == 1 {
            let edge = Edge::structure();
            let edge = if self.world.was_read(name) { edge } else { doubted(edge, "no Node object was read") };
            self.lead(id, Node::Objective(Objective::AllNodes), edge);
        }
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

    pub(super) fn kubelets(&mut self, id: NodeId) {
        for name in self.world.machines.keys() {
            self.link(id, Node::Kubelet((*name).clone()));
        }
        self.link(id, Node::Subject(Subject::group(crate::authz::NODES)));
    }

    /// What the kubelet of a node may have.
    pub(super) fn pods_of(&mut self, id: NodeId, name: &Name) {
        for KubeletRight { node, fact } in kubelet_rights(self.access, self.world, name) {
            let edge = fact.map_or_else(Edge::structure, |fact| with_fact(Edge::structure(), fact));
            self.lead_once(id, node, edge);
        }
    }
}

/// What keeps a privileged pod out of a namespace.
pub(in crate::escalation) fn privileged_guard(world: &World<'_>, namespace: &Name) -> Option<String> {
    let labels = world.namespaces.get(namespace)?;
    let enforced = pod_security::enforced(labels, world.snapshot.source.server_version);
    let refused = !pod_security::forbids(&enforced.policy, &[Freedom::Privileged]).is_empty();
    refused.then(|| level_text(&enforced.policy, namespace))
}

pub(super) fn level_text(policy: &Policy, namespace: &Name) -> String {
    format!("pod security level {} of namespace {}", policy.level.as_str(), namespace.as_str())
}

/// What is assumed of a namespace without a label.
pub(super) fn default_level_fact(world: &World<'_>, namespace: &Name) -> Option<String> {
    let labels = world.namespaces.get(namespace)?;
    let labelled = pod_security::enforced(labels, world.snapshot.source.server_version).labelled;
    let fact = || {
        format!(
            "namespace {} has no pod security level; the server's default is taken for privileged",
            namespace.as_str()
        )
    };
    (!labelled).then(fact)
}
