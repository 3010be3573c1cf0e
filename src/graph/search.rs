//! Reverse search from one goal: who reaches it, and by which next move.
//!
//! One pass for each degree of certainty, surest first: a node that the proven edges reach keeps its proven way even if an
//! unsure one is shorter. Within a pass it is a breadth-first search where structure costs nothing (a deque: free edges
//! go to its front). It stops at joins; who reaches all parts of one is found by `gather`, and the search goes on from
//! there. Cost: nodes + edges for each pass, and what gathering costs; cycles are harmless.

mod pass;
mod regained;

use super::gather::{Gathered, Usable};
use super::incoming::Entering;
use super::{Certainty, Edge, EdgeId, Graph, Move, Node, NodeId, Step};
use crate::model::BindingId;

/// Who reaches a goal.
pub struct Reach {
    /// For each node: how sure its way is, how many hops it has, and its first move.
    ways: Vec<Option<Way>>,
    /// Who reaches the parts of joins; one for each pass that met any.
    rounds: Vec<Gathered>,
}

#[derive(Clone, Copy)]
struct Way {
    certainty: Certainty,
    hops: u32,
    next: Next,
}

/// The first move of a way.
#[derive(Clone, Copy)]
enum Next {
    /// It is the goal.
    Goal,
    Edge(EdgeId),
    /// All parts of this join, as this round found. There is one for each certainty at most.
    Join(NodeId, u8),
}

impl Reach {
    /// Searches backwards from `goal`.
    #[must_use]
    pub fn to(graph: &Graph, goal: NodeId) -> Self {
        Reach::search(graph, goal, &Certainty::ALL, &|_| false)
    }

    /// Who surely still reaches it in a cluster without any of these bindings, over edges this sure at least: what takes
    /// several bindings together is lost with any of them, though others might stand in for it. One pass: whether a node
    /// still reaches the goal is all that the answer tells of it.
    #[must_use]
    pub fn at_least_without(
        graph: &Graph,
        goal: NodeId,
        certainty: Certainty,
        removed: &dyn Fn(BindingId) -> bool,
    ) -> Self {
        let gone = gone(graph, removed);
        let takes = |edge: &Entering| graph.what(edge.id).is_some_and(|edge| takes(edge, removed));
        Reach::search(graph, goal, &[certainty], &|edge| is_from(&gone, edge) || takes(edge))
    }

    /// Who may still reach it in a cluster without any of these bindings, likewise: what takes several bindings together
    /// stays, since others might stand in for the one that is gone.
    #[must_use]
    pub fn at_most_without(
        graph: &Graph,
        goal: NodeId,
        certainty: Certainty,
        removed: &dyn Fn(BindingId) -> bool,
    ) -> Self {
        let gone = gone(graph, removed);
        Reach::search(graph, goal, &[certainty], &|edge| is_from(&gone, edge))
    }

    /// Who may still reach it without these edges, which leave this node, over edges this sure at least.
    #[must_use]
    pub fn without_edges(
        graph: &Graph,
        goal: NodeId,
        certainty: Certainty,
        lost: &dyn Fn(NodeId, &Edge) -> bool,
    ) -> Self {
        let is_lost = |edge: &Entering| graph.what(edge.id).is_some_and(|what| lost(edge.from, what));
        Reach::search(graph, goal, &[certainty], &is_lost)
    }

    fn search(graph: &Graph, goal: NodeId, passes: &[Certainty], lost: Usable<'_>) -> Self {
        let mut reach = Reach { ways: vec![None; graph.inner.node_count()], rounds: Vec::new() };
        let mut done = false;
        for &certainty in passes {
            // A pass that has no more edges than the one before finds no more.
            if !done || graph.incoming().has(certainty) {
                let usable = |edge: &Entering| edge.certainty <= certainty && !lost(edge);
                done = reach.pass(graph, goal, certainty, &usable);
            }
        }
        reach
    }

    /// How sure it is that this node reaches the goal; nothing when it does not.
    #[must_use]
    pub fn certainty(&self, node: NodeId) -> Option<Certainty> {
        self.way(node).map(|way| way.certainty)
    }

    /// How many hops it takes from here.
    #[must_use]
    pub fn hops(&self, node: NodeId) -> Option<u32> {
        self.way(node).map(|way| way.hops)
    }

    /// False when there was too much to combine: more nodes may reach the goal, by several identities together.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.rounds.iter().all(|round| round.complete)
    }

    /// How many labels of joins were given out: what gathering cost, in words that no machine changes.
    #[must_use]
    pub fn labels(&self) -> usize {
        self.rounds.iter().map(|round| round.labels).sum()
    }

    fn way(&self, node: NodeId) -> Option<&Way> {
        self.ways.get(node.index())?.as_ref()
    }

    /// The moves from this node to the join that is its way's first move, if one is.
    #[must_use]
    pub fn to_join(&self, graph: &Graph, from: NodeId) -> Option<Vec<Move>> {
        let Next::Join(join, round) = self.way(from)?.next else { return None };
        let mut moves = Vec::new();
        self.rounds.get(usize::from(round))?.to_join(graph, from, join, &mut moves);
        Some(moves)
    }

    /// The moves from this node to the goal, one after the other: at least so many hops of them, if there are.
    #[must_use]
    pub fn path(&self, graph: &Graph, from: NodeId, most: usize) -> Vec<Move> {
        let (mut moves, mut hops) = (Vec::new(), 0);
        let mut node = from;
        // INVARIANT: a way's next node was settled before it, in the same pass or a surer one, so this ends.
        while let Some(way) = self.way(node).filter(|_| hops < most) {
            match way.next {
                Next::Goal => break,
                Next::Edge(edge) => {
                    moves.push(Move::Edge(edge));
                    let Some((_, to, edge)) = graph.edge(edge) else { break };
                    hops += usize::from(edge.step.is_hop());
                    node = to;
                }
                Next::Join(join, round) => {
                    let (Some(round), before) = (self.rounds.get(usize::from(round)), moves.len()) else { break };
                    round.to_join(graph, node, join, &mut moves);
                    hops += moves.iter().skip(before).filter(|step| is_hop(graph, step)).count();
                    node = join;
                }
            }
        }
        moves
    }
}

fn is_hop(graph: &Graph, step: &Move) -> bool {
    let Move::Edge(edge) = step else { return false };
    graph.edge(*edge).is_some_and(|(_, _, edge)| edge.step.is_hop())
}

/// Whether each node is one of these bindings.
fn gone(graph: &Graph, removed: &dyn Fn(BindingId) -> bool) -> Vec<bool> {
    graph.nodes().map(|(_, node)| matches!(node, Node::Binding(binding) if removed(*binding))).collect()
}

/// Whether an edge leaves one of these nodes.
fn is_from(gone: &[bool], edge: &Entering) -> bool {
    gone.get(edge.from.index()).copied().unwrap_or_default()
}

/// Whether this is one of these bindings.
pub(super) fn leaves(graph: &Graph, from: NodeId, removed: &dyn Fn(BindingId) -> bool) -> bool {
    matches!(graph.node(from), Some(Node::Binding(binding)) if removed(*binding))
}

/// Whether an edge takes one of these bindings, together with others.
pub(super) fn takes(edge: &Edge, removed: &dyn Fn(BindingId) -> bool) -> bool {
    match &edge.step {
        Step::Entry { grants, .. } => grants.iter().any(|grant| grant.binding.is_some_and(removed)),
        Step::Identity(_) | Step::Method(_) | Step::Structure => false,
    }
}

#[cfg(test)]
mod tests;
