//! Layer 3, the graph: who can become what. The only place that knows petgraph.
//!
//! Nodes are subjects, bindings, roles where they hold, pods (by workload), nodes of the cluster and their kubelets,
//! namespaces, Secrets, objectives, and *hubs*. A hub stands for a set ("may run a pod in shop"): whoever reaches it
//! reaches each of its members, so edges stay linear in the input and never become actor × target. Steps cost one hop;
//! structure (a subject's bindings, a group's membership, a hub's members) costs none.
//!
//! A *join* takes everything that leads to it: an attacker keeps what it has, and reaches the join once it has reached
//! all of its parts, maybe by different identities. Everything else takes any one of what leads to it. So the graph is
//! one of AND and OR, and a way through it may be a small DAG.
//!
//! [`Reach`] searches backwards from an objective, once for all sources; [`Closure`] forwards from one source. [`cut`]
//! says which bindings hold it all together.

mod alternatives;
mod closure;
pub mod cut;
mod dominators;
mod flow;
mod gather;
mod incoming;
mod kinds;
mod neighbours;
mod node;
mod objective;
mod placement;
mod relaxed;
mod search;
mod walk;

use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::sync::{Arc, OnceLock};

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};
use petgraph::Direction;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::authz::Grant;
use crate::model::BindingId;
use incoming::Incoming;
use kinds::{Kind, Kinds};

pub use alternatives::{Way, alternatives};
pub use closure::Closure;
pub use node::{Hub, Node, PodChange};
pub use objective::Objective;
pub use placement::{Ask, Means, Power};
pub use relaxed::Question;
pub use search::Reach;
pub use walk::Move;

/// A node of one graph.
pub type NodeId = NodeIndex<u32>;
/// An edge of one graph.
pub type EdgeId = EdgeIndex<u32>;

/// How sure it is that an edge can be walked. Ordered: the surest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Certainty {
    /// All rights are held and all objects are there.
    ProvenRights,
    /// A needed fact is missing, or somebody else must act.
    Unknown,
    /// A guard that was evaluated blocks it.
    Guarded,
}

impl Certainty {
    /// All of them, surest first.
    pub const ALL: [Certainty; 3] = [Certainty::ProvenRights, Certainty::Unknown, Certainty::Guarded];

    /// The word that stands in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Certainty::ProvenRights => "proven-rights",
            Certainty::Unknown => "unknown",
            Certainty::Guarded => "guarded",
        }
    }
}

/// What an edge is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// A technique: this entry of the template, with its evidence.
    Entry {
        /// The entry's place in the template.
        entry: usize,
        /// The grants that allow it. Those without a binding are held through the binding just walked.
        grants: Vec<Grant>,
    },
    /// What is true without using any permission, by its id (`identity/pod-token`, `escape/privileged`).
    Identity(&'static str),
    /// A way up within a cloud account: this method of the template.
    Method(usize),
    /// The structure between named nodes; it costs no hop and is not shown.
    Structure,
}

impl Step {
    /// Whether it counts as a hop of a path.
    #[must_use]
    pub fn is_hop(&self) -> bool {
        !matches!(self, Step::Structure)
    }

    /// The bindings that it takes, beside the one that leads to it.
    pub(crate) fn bindings(&self) -> impl Iterator<Item = BindingId> {
        let grants = match self {
            Step::Entry { grants, .. } => grants.as_slice(),
            Step::Identity(_) | Step::Method(_) | Step::Structure => &[],
        };
        grants.iter().filter_map(|grant| grant.binding)
    }
}

/// What else there is to say of an edge.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Remarks {
    /// What else must be true, and is.
    pub facts: Vec<String>,
    /// What blocks it.
    pub blocked_by: Vec<String>,
    /// The guards that are asked about it and whose answer cannot be known: webhooks.
    pub unseen: Vec<String>,
}

impl Remarks {
    /// Says this too.
    pub fn add(&mut self, more: &Remarks) {
        self.facts.extend_from_slice(&more.facts);
        self.blocked_by.extend_from_slice(&more.blocked_by);
        self.unseen.extend_from_slice(&more.unseen);
    }
}

/// An edge: a step and how sure it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edge {
    /// What it is.
    pub step: Step,
    /// How sure it is.
    pub certainty: Certainty,
    /// What else there is to say, if anything; shared by the edges that it holds for.
    pub remarks: Option<Arc<Remarks>>,
}

impl Edge {
    /// Structure is always true.
    #[must_use]
    pub fn structure() -> Self {
        Edge { step: Step::Structure, certainty: Certainty::ProvenRights, remarks: None }
    }

    /// What needs no permission is always true.
    #[must_use]
    pub fn identity(id: &'static str) -> Self {
        Edge { step: Step::Identity(id), certainty: Certainty::ProvenRights, remarks: None }
    }

    /// The same edge, this sure.
    #[must_use]
    pub fn with(mut self, certainty: Certainty) -> Self {
        self.certainty = certainty;
        self
    }

    /// The same edge with something to say.
    #[must_use]
    pub fn saying(mut self, remarks: Remarks) -> Self {
        self.remarks = Some(Arc::new(remarks));
        self
    }

    /// Blocked by this: it is kept, and shown on request.
    #[must_use]
    pub fn blocked(self, by: String) -> Self {
        self.with(Certainty::Guarded).saying(Remarks { blocked_by: vec![by], ..Remarks::default() })
    }
}

/// Who can become what.
#[derive(Default)]
pub struct Graph {
    inner: DiGraph<Node, Kind, u32>,
    /// What its edges are.
    kinds: Kinds,
    /// The nodes by what they are; what they are is in the graph alone.
    index: HashTable<NodeId>,
    hasher: DefaultHashBuilder,
    joins: u32,
    /// The objectives that are there.
    objectives: BTreeMap<Objective, NodeId>,
    /// Made by the first search.
    incoming: OnceLock<Incoming>,
}

impl Graph {
    /// The node, made when it is not there yet.
    pub fn add(&mut self, node: Node) -> NodeId {
        let (hash, inner, hasher) = (self.hasher.hash_one(Some(&node)), &self.inner, &self.hasher);
        let is_it = |id: &NodeId| inner.node_weight(*id) == Some(&node);
        let rehash = |id: &NodeId| hasher.hash_one(inner.node_weight(*id));
        match self.index.entry(hash, is_it, rehash) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                self.incoming.take();
                let id = NodeId::new(self.inner.node_count());
                free.insert(id);
                if let Node::Objective(objective) = node {
                    self.objectives.insert(objective, id);
                }
                self.inner.add_node(node)
            }
        }
    }

    /// Makes room for so many nodes more.
    pub fn reserve(&mut self, nodes: usize) {
        let (inner, hasher) = (&self.inner, &self.hasher);
        self.index.reserve(nodes, |id| hasher.hash_one(inner.node_weight(*id)));
        self.inner.reserve_nodes(nodes);
    }

    /// Gives back what was kept for more: it is drawn.
    pub fn shrink(&mut self) {
        self.inner.shrink_to_fit();
        self.kinds.shrink();
    }

    /// The node, if it is there.
    #[must_use]
    pub fn find(&self, node: &Node) -> Option<NodeId> {
        self.index.find(self.hasher.hash_one(Some(node)), |id| self.inner.node_weight(*id) == Some(node)).copied()
    }

    /// The objectives that it has, the worst first.
    pub fn objectives(&self) -> impl Iterator<Item = (Objective, NodeId)> {
        self.objectives.iter().map(|(objective, node)| (*objective, *node))
    }

    /// A join of these parts: what takes all of them.
    pub fn join(&mut self, parts: &[NodeId]) -> NodeId {
        let join = self.add(Node::Join(self.joins));
        self.joins = self.joins.saturating_add(1);
        for &part in parts {
            self.connect(part, join, Edge::structure());
        }
        join
    }

    /// Whether it takes everything that leads to it.
    #[must_use]
    pub fn is_join(&self, id: NodeId) -> bool {
        matches!(self.node(id), Some(Node::Join(_)))
    }

    /// The nodes with an edge to this one; those that a join takes.
    pub fn parts(&self, join: NodeId) -> impl Iterator<Item = NodeId> {
        self.inner.neighbors_directed(join, Direction::Incoming)
    }

    /// Draws an edge.
    pub fn connect(&mut self, from: NodeId, to: NodeId, edge: Edge) {
        if from != to {
            self.incoming.take();
            let kind = self.kinds.of(edge);
            self.inner.add_edge(from, to, kind);
        }
    }

    /// What a node is.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.inner.node_weight(id)
    }

    /// An edge with its ends.
    #[must_use]
    pub fn edge(&self, id: EdgeId) -> Option<(NodeId, NodeId, &Edge)> {
        let (from, to) = self.inner.edge_endpoints(id)?;
        Some((from, to, self.what(id)?))
    }

    /// What an edge is.
    fn what(&self, id: EdgeId) -> Option<&Edge> {
        self.kinds.get(*self.inner.edge_weight(id)?)
    }

    /// The node at this place, in the order in which they were added.
    #[must_use]
    pub fn nth(&self, place: usize) -> Option<(NodeId, &Node)> {
        let id = NodeId::new(place);
        Some((id, self.inner.node_weight(id)?))
    }

    /// All nodes with their ids.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.inner.node_indices().zip(self.inner.node_weights())
    }

    /// The edges that leave a node: where to, and what they are.
    pub fn edges_from(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Edge)> {
        self.edges_of(id).map(|(_, to, edge)| (to, edge))
    }

    /// The edges that lead to a node: their ids, where from, and what they are.
    pub fn edges_to(&self, id: NodeId) -> impl Iterator<Item = (EdgeId, NodeId, &Edge)> {
        let edges = self.inner.edges_directed(id, Direction::Incoming);
        edges.filter_map(|edge| Some((edge.id(), edge.source(), self.kinds.get(*edge.weight())?)))
    }

    /// The edges that leave a node, with their ids.
    pub fn edges_of(&self, id: NodeId) -> impl Iterator<Item = (EdgeId, NodeId, &Edge)> {
        self.inner.edges(id).filter_map(|edge| Some((edge.id(), edge.target(), self.kinds.get(*edge.weight())?)))
    }

    /// The edges that lead to each node.
    fn incoming(&self) -> &Incoming {
        self.incoming.get_or_init(|| Incoming::of_graph(self))
    }

    /// How many nodes and edges there are.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.inner.node_count(), self.inner.edge_count())
    }
}
