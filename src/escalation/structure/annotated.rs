//! Annotations of pods lead to the roles that agents give for them.

use crate::graph::{Edge, Node, NodeId};
use crate::model::{Name, Pod, Scope, Subject};

use super::Structure;

impl Structure<'_, '_> {
    /// Every role that an agent gives.
    pub(super) fn agent_roles(&mut self, id: NodeId) {
        for (arn, given) in self.world.agents.roles() {
            let step = Edge { step: Edge::structure().step, ..given.clone() };
            self.lead(id, Node::Subject(Subject::aws(arn)), step);
        }
    }

    /// The role that the annotation of a pod names. A pod in the network of its node is none to an agent.
    pub(super) fn annotated(&mut self, id: NodeId, pod: &Pod) {
        let world = self.world;
        let spec = world.snapshot.pod_spec(pod.spec);
        let Some(named) = spec.aws_role.as_ref().filter(|_| !spec.security.host_network) else { return };
        if world.agents.lets(&Scope::Namespace(pod.namespace.clone())) {
            let roles: Vec<(&Name, &Edge)> = world.agents.named(named).collect();
            roles
                .into_iter()
                .for_each(|(arn, edge)| self.lead_once(id, Node::Subject(Subject::aws(arn)), edge.clone()));
        }
    }
}
