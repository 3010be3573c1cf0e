//! The edges that lead to each node, side by side.
//!
//! A search reads nothing of most edges but where they come from, whether they count as a hop and how sure they are. In
//! one flat table that is a few bytes each, in the order in which they are read; from edge to edge through a graph of
//! millions every look would be a wait for memory. Made once for a graph that is no longer drawn.

use petgraph::visit::EdgeRef;

use super::{Certainty, EdgeId, Graph, Node, NodeId};

/// An edge as a search sees it.
#[derive(Clone, Copy)]
pub(super) struct Entering {
    pub(super) id: EdgeId,
    pub(super) from: NodeId,
    pub(super) certainty: Certainty,
    pub(super) is_hop: bool,
    /// Whether it takes bindings beside the one that leads to it.
    pub(super) takes: bool,
}

/// The edges that lead to each node, the newest first.
pub(super) struct Incoming {
    starts: Vec<usize>,
    edges: Vec<Entering>,
    joins: Vec<bool>,
    bindings: Vec<bool>,
    /// How sure the edges are, each once.
    certainties: Vec<Certainty>,
}

impl Incoming {
    pub(super) fn of_graph(graph: &Graph) -> Self {
        let mut starts = vec![0; graph.inner.node_count().saturating_add(1)];
        for edge in graph.inner.raw_edges() {
            starts.get_mut(edge.target().index().saturating_add(1)).into_iter().for_each(|start| *start += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let none = Entering {
            id: EdgeId::end(),
            from: NodeId::end(),
            certainty: Certainty::Guarded,
            is_hop: false,
            takes: false,
        };
        let (mut free, mut edges) = (starts.clone(), vec![none; sum]);
        for edge in graph.inner.edge_references().rev() {
            let place = free.get_mut(edge.target().index());
            let Some((place, what)) = place.zip(graph.kinds.get(*edge.weight())) else { continue };
            let (certainty, is_hop) = (what.certainty, what.step.is_hop());
            let takes = what.step.bindings().next().is_some();
            let entering = Entering { id: edge.id(), from: edge.source(), certainty, is_hop, takes };
            edges.get_mut(*place).into_iter().for_each(|edge| *edge = entering);
            *place += 1;
        }
        let joins = graph.inner.node_weights().map(|node| matches!(node, Node::Join(_))).collect();
        let bindings = graph.inner.node_weights().map(|node| matches!(node, Node::Binding(_))).collect();
        let is_there = |certainty: &Certainty| edges.iter().any(|edge| edge.certainty == *certainty);
        let certainties = Certainty::ALL.into_iter().filter(is_there).collect();
        Incoming { starts, edges, joins, bindings, certainties }
    }

    /// Whether any edge is this sure, neither more nor less.
    pub(super) fn has(&self, certainty: Certainty) -> bool {
        self.certainties.contains(&certainty)
    }

    /// Whether this is a join.
    pub(super) fn is_join(&self, node: NodeId) -> bool {
        self.joins.get(node.index()).copied().unwrap_or_default()
    }

    /// Whether this is a binding.
    pub(super) fn is_binding(&self, node: NodeId) -> bool {
        self.bindings.get(node.index()).copied().unwrap_or_default()
    }

    /// All edges.
    pub(super) fn all(&self) -> &[Entering] {
        &self.edges
    }

    /// The edges to one node.
    pub(super) fn to(&self, node: NodeId) -> &[Entering] {
        let place = node.index();
        let bounds = self.starts.get(place).zip(self.starts.get(place.saturating_add(1)));
        bounds.and_then(|(&from, &to)| self.edges.get(from..to)).unwrap_or_default()
    }
}
