//! Whoever reaches the metadata service of the instance that a node is has the role of it.
//!
//! The service gives a session of the role whose name is the id of the instance: what the role may do in its account, and
//! the one node that the name stands for. So it is a node of its own beside the role, whose sessions others name as they
//! like. Pods lead to a hub for each node, so there is one edge for each pod and each node.

use crate::graph::{Edge, Hub, Node, NodeId};
use crate::model::{Name, Pod, Subject};

use super::super::escapes::Gives;
use super::super::world::Refusal;
use super::Structure;
use super::doubt::noting;
use super::ways_out::from_anywhere;

const NODE_ROLE: &str = "identity/node-role";

impl Structure<'_, '_> {
    /// The sessions that instances have: they may do in their account what the role may.
    pub(super) fn begin_sessions(&mut self) {
        for arn in self.world.instances.roles() {
            let role = Subject::aws(arn);
            let id = self.graph.add(Node::Session(role.clone()));
            let own = self.graph.find(&Node::Subject(role));
            // Names that whoever assumes the role chooses are not drawn yet. A join would wait for one part more.
            let edges = own.into_iter().flat_map(|own| self.graph.edges_from(own));
            let edges = edges.filter(|(to, _)| !matches!(self.graph.node(*to), Some(Node::Join(_))));
            let edges: Vec<(NodeId, Edge)> = edges.map(|(to, edge)| (to, edge.clone())).collect();
            edges.into_iter().for_each(|(to, edge)| self.graph.connect(id, to, edge));
        }
    }

    /// The hubs of metadata, and of the roles that come of them.
    pub(super) fn instance_hub(&mut self, id: NodeId, hub: &Hub) {
        match hub {
            Hub::Metadata(name) => self.metadata(id, name),
            Hub::PodMetadata(name) => self.pod_metadata(id, name),
            Hub::AnyPodMetadata => self.any_pod_metadata(id),
            Hub::NodeRoles => self.node_roles(id),
            Hub::AgentRoles => self.agent_roles(id),
            _ => self.role_hub(id, hub),
        }
    }

    /// What the metadata service of a node gives to whatever is in the network of the node.
    fn metadata(&mut self, id: NodeId, name: &Name) {
        let instances = &self.world.instances;
        let Some(metadata) = instances.of(name) else { return };
        let to = match &metadata.role {
            Some(role) => Node::Session(Subject::aws(role)),
            None => Node::Hub(Hub::NodeRoles),
        };
        self.lead(id, to, metadata.given.clone());
        if instances.is_kubelet(metadata) {
            let fact =
                "the role is mapped as a node of the cluster: the session of an instance is the kubelet of its node";
            self.lead(id, Node::Kubelet(name.clone()), noting(metadata.given.clone(), fact));
        }
    }

    /// The same to a pod with a network of its own.
    fn pod_metadata(&mut self, id: NodeId, name: &Name) {
        let edge = self.world.instances.of(name).and_then(|metadata| metadata.from_pods.clone());
        if let Some(edge) = edge {
            self.lead(id, Node::Hub(Hub::Metadata(name.clone())), edge);
        }
    }

    /// Every node that gives it to such a pod.
    fn any_pod_metadata(&mut self, id: NodeId) {
        let world = self.world;
        for name in world.machines.keys().filter(|name| world.instances.lets(name, false)) {
            self.link(id, Node::Hub(Hub::PodMetadata((*name).clone())));
        }
    }

    /// The roles that a node may have of which nothing better is known.
    fn node_roles(&mut self, id: NodeId) {
        for arn in self.world.instances.candidates() {
            self.link(id, Node::Session(Subject::aws(arn)));
        }
    }

    /// Root on a node is in its network.
    pub(super) fn metadata_of_machine(&mut self, id: NodeId, name: &Name) {
        if self.world.instances.lets(name, true) {
            self.lead(id, Node::Hub(Hub::Metadata(name.clone())), Edge::identity(NODE_ROLE));
        }
    }

    /// A pod on a node.
    pub(super) fn metadata_of_pod(&mut self, id: NodeId, pod: &Pod, machine: &Name) {
        if let Some(hub) = self.metadata_hub(pod, machine) {
            self.lead_once(id, Node::Hub(hub), Edge::identity(NODE_ROLE));
        }
    }

    /// A pod that is on no node yet.
    pub(super) fn metadata_somewhere(&mut self, id: NodeId, pod: &Pod, refusal: Option<&Refusal>) {
        if self.world.instances.is_empty() {
            return;
        }
        let to = self.everywhere(pod, (NODE_ROLE, Gives::Finding, None), &|structure, machine| {
            let hub = structure.metadata_hub(pod, machine)?;
            Some(structure.graph.add(Node::Hub(hub)))
        });
        for (to, read) in to {
            let edge = from_anywhere(Edge::identity(NODE_ROLE), pod, refusal, read);
            self.graph.connect(id, to, edge);
        }
    }

    /// Whoever runs a pod names the node that it runs on.
    pub(super) fn metadata_of_new_pod(&mut self, id: NodeId) {
        if self.world.instances.let_pods() {
            self.lead(id, Node::Hub(Hub::AnyPodMetadata), Edge::identity(NODE_ROLE));
        }
    }

    fn metadata_hub(&self, pod: &Pod, machine: &Name) -> Option<Hub> {
        let host_network = self.world.snapshot.pod_spec(pod.spec).security.host_network;
        let hub = if host_network { Hub::Metadata } else { Hub::PodMetadata };
        self.world.instances.lets(machine, host_network).then(|| hub(machine.clone()))
    }
}
