//! What is true without using any permission: memberships, bindings, hubs and their members, what pods and nodes carry.
//!
//! Every node of the graph is expanded once, which may add nodes that are expanded in turn; so a hub that nobody reaches
//! costs nothing. Linear in the snapshot: a hub of the cluster leads to those of the namespaces, these to their members.

mod annotated;
mod arrival;
mod claims;
mod doubt;
mod hubs;
mod instances;
mod kubelets;
mod logs;
mod machines;
mod mapped;
mod metadata;
mod movement;
mod new_pods;
mod pod_changes;
mod pods;
mod refused;
mod roles;
mod subjects;
mod tokens;
mod ways_out;

use crate::authz::{Access, MASTERS};
use crate::graph::{Certainty, Edge, Graph, Hub, Node, NodeId, Objective, Remarks};
use crate::model::{HashMap, HashSet, Name, Phase, RoleId, Scope, Subject};

use super::admitted::Admitted;
use super::drawing::Blocked;
use super::exchange::Exchanges;
use super::lists::Lists;
use super::world::World;
use super::{CLUSTER_ADMIN, bootstrap};

pub(super) use doubt::as_far_as_read;
use kubelets::AnyRights;
pub(super) use kubelets::{kubelet_rights, rights_of_next};
use logs::LogHubs;
pub(super) use new_pods::volume_reached;
pub use pods::{Credential, credentials};
pub(super) use pods::{by_workload, pod_node};
pub(super) use refused::{closed, ended, privileged_guard, quota_guard, stored_guard};

/// Draws all structure; what guards block of it.
pub(super) fn draw(
    access: &Access<'_>,
    world: &World<'_>,
    guards: Option<&Admitted<'_>>,
    graph: &mut Graph,
    lists: Lists,
) -> Vec<Blocked> {
    let tokens = Exchanges::new(world.snapshot);
    let mut structure = Structure {
        tokens: &tokens,
        access,
        world,
        guards,
        blocked: Vec::new(),
        lists,
        outs: HashMap::default(),
        rights: HashMap::default(),
        answers: HashMap::default(),
        log_hubs: LogHubs::new(world),
        halves: HashSet::default(),
        past_level: HashMap::default(),
        all_machines: None,
        done: HashSet::default(),
        places: roles::places(graph),
        graph,
    };
    structure.begin();
    let mut place = 0;
    while let Some((id, node)) = structure.graph.nth(place) {
        let node = node.clone();
        structure.expand(id, &node);
        structure.done.clear();
        place += 1;
    }
    structure.blocked
}

/// The structure under way.
struct Structure<'a, 's> {
    access: &'a Access<'s>,
    world: &'a World<'s>,
    /// What tokens are exchanged for.
    tokens: &'a Exchanges,
    /// Who judges requests, if anybody does.
    guards: Option<&'a Admitted<'a>>,
    /// What they block.
    blocked: Vec<Blocked>,
    graph: &'a mut Graph,
    /// What many lead to.
    lists: Lists,
    /// What an escape leads to from a pod that is on no node yet, and whether the Node objects were read.
    outs: HashMap<ways_out::Out, Vec<(NodeId, bool)>>,
    rights: AnyRights,
    /// Whether the metadata server of GKE answers pods that are on no node yet, by what decides where they run.
    answers: metadata::Answers,
    log_hubs: LogHubs<'a>,
    /// Joins that are drawn once, by their parts.
    halves: HashSet<(NodeId, NodeId)>,
    /// What is reached together with the right to take the pod security level away, for each node that the level blocks.
    past_level: HashMap<NodeId, Option<NodeId>>,
    /// What takes every node.
    all_machines: Option<NodeId>,
    /// The edges of the node at hand that are drawn once.
    done: HashSet<(NodeId, NodeId)>,
    /// Where each role holds.
    places: HashMap<RoleId, Vec<Scope>>,
}

impl Structure<'_, '_> {
    /// What is there to begin with: everything that may be a source, or that somebody may ask about.
    fn begin(&mut self) {
        for (id, binding) in self.access.snapshot().binding_ids() {
            self.graph.add(Node::Binding(id));
            for subject in &binding.subjects {
                self.graph.add(Node::Subject(subject.clone()));
            }
        }
        for (namespace, names) in &self.world.accounts {
            for name in names {
                self.graph.add(account(namespace, name));
            }
        }
        let pods = self.access.snapshot().pods.iter().filter(|pod| pod.phase != Phase::Finished);
        for pod in pods::apart(self.world, pods) {
            self.graph.add(pod_node(self.world, pod));
        }
        for name in self.world.machines.keys() {
            self.graph.add(Node::Machine((*name).clone()));
        }
        for (namespace, names) in &self.world.secrets {
            for name in names.keys() {
                self.graph.add(Node::Secret((*namespace).clone(), (*name).clone()));
            }
        }
        for mapping in &self.access.snapshot().mappings {
            self.graph.add(Node::Subject(mapping.subject.clone()));
        }
        self.begin_sessions();
        let masters = self.graph.add(Node::Subject(Subject::group(MASTERS)));
        let goal = self.graph.add(CLUSTER_ADMIN);
        self.graph.connect(masters, goal, Edge::identity("identity/masters"));
    }

    /// Draws what a node leads to.
    fn expand(&mut self, id: NodeId, node: &Node) {
        match node {
            Node::Subject(subject @ Subject::Cloud { .. }) => self.cloud_identity(id, subject),
            Node::Subject(subject) => self.subject(id, subject),
            Node::Session(role) => self.mapped(id, role),
            Node::Binding(binding) => self.binding(id, *binding),
            Node::Role(role, scope) => self.role(id, *role, scope),
            Node::Workload(namespace, workload) => self.workload(id, namespace, workload),
            Node::Pod(namespace, workload, machine) => self.pod(id, namespace, workload, machine),
            Node::Machine(name) => self.machine(id, name),
            Node::Kubelet(name) => self.kubelet(id, name),
            Node::Namespace(namespace) => self.namespace(id, namespace),
            Node::Secret(namespace, name) => self.secret(id, namespace, name),
            Node::Objective(objective) => self.objective(id, *objective),
            Node::Hub(hub) => self.hub(id, hub),
            // Drawn with whoever may be it.
            Node::Limited(..) | Node::Join(_) => {}
        }
    }

    /// Its admin may do everything in a namespace, relabel it included.
    fn namespace(&mut self, id: NodeId, namespace: &Name) {
        let scope = Scope::Namespace(namespace.clone());
        for hub in [self.free_pod(namespace), Hub::Exec(scope)] {
            self.lead(id, Node::Hub(hub), Edge::identity("identity/namespace-admin"));
        }
        if self.world.awaited_in(namespace).next().is_some() {
            let make = Hub::MakeAccount(Scope::Namespace(namespace.clone()), None);
            self.lead(id, Node::Hub(make), Edge::identity("identity/namespace-admin"));
        }
        let level = privileged_guard(self.world, namespace).filter(|_| ended(self.world, namespace).is_none());
        if level.is_some() && !self.world.machines.is_empty() {
            let fact = "takes the pod security level off the namespace and runs a privileged pod in it".to_owned();
            self.lead(id, Node::Hub(Hub::Machines), with_fact(Edge::identity("identity/namespace-admin"), fact));
        }
    }

    /// A Secret leads to the account whose token it holds.
    fn secret(&mut self, id: NodeId, namespace: &Name, name: &Name) {
        if let Some(name) = self.world.token_in(namespace, name).filter(|name| self.world.has_account(namespace, name))
        {
            self.lead(id, account(namespace, name), Edge::identity("identity/secret-token"));
        }
        // Whether the server takes such tokens cannot be seen.
        if self.world.secrets.get(namespace).and_then(|names| names.get(name)).is_some_and(|known| known.bootstraps) {
            let edge = || Edge::identity("identity/secret-other").with(Certainty::Unknown);
            self.lead(id, Node::Hub(Hub::Bootstrappers), edge());
            if let Some(user) = bootstrap::user_of(name).filter(|user| self.world.users.contains(user)) {
                self.lead(id, Node::Subject(user), edge());
            }
        }
    }

    /// Who may do everything has everything.
    fn objective(&mut self, id: NodeId, objective: Objective) {
        if objective == Objective::ClusterAdmin {
            let hubs = [Hub::Namespaces, Hub::Machines, Hub::Kubelets, Hub::Users, Hub::Groups];
            for hub in hubs {
                self.lead(id, Node::Hub(hub), Edge::identity("identity/cluster-admin"));
            }
            self.lead(id, Node::Hub(Hub::Impersonate(Scope::Cluster)), Edge::identity("identity/cluster-admin"));
            self.lead(id, Node::Objective(Objective::AllSecrets), Edge::identity("identity/cluster-admin"));
        }
    }

    /// Draws an edge to a node, made when it is not there yet.
    fn lead(&mut self, from: NodeId, to: Node, edge: Edge) {
        let to = self.graph.add(to);
        self.graph.connect(from, to, edge);
    }

    /// The same, unless such an edge is there: replicas say the same.
    fn lead_once(&mut self, from: NodeId, to: Node, edge: Edge) {
        let to = self.graph.add(to);
        self.connect_once(from, to, edge);
    }

    fn connect_once(&mut self, from: NodeId, to: NodeId, edge: Edge) {
        if self.done.insert((from, to)) {
            self.graph.connect(from, to, edge);
        }
    }

    /// The same to all of these, by a hub where they are many.
    fn lead_all(&mut self, from: NodeId, to: Vec<Node>, edge: &Edge) {
        let to = to.into_iter().map(|node| self.graph.add(node)).collect();
        for to in self.lists.of(self.graph, to) {
            self.connect_once(from, to, edge.clone());
        }
    }

    /// Draws structure to a node.
    fn link(&mut self, from: NodeId, to: Node) {
        self.lead(from, to, Edge::structure());
    }
}

fn account(namespace: &Name, name: &Name) -> Node {
    Node::Subject(Subject::ServiceAccount { namespace: namespace.clone(), name: name.clone() })
}

/// An edge that this fact belongs to.
fn with_fact(edge: Edge, fact: String) -> Edge {
    edge.saying(Remarks { facts: vec![fact], ..Remarks::default() })
}
