//! Walks the graph without AND backwards from a goal: numbers what reaches it, the nearest first, and writes down the edges.
//!
//! What reaches the goal without any binding that could be removed is one with it: nothing separates the two. It is walked
//! first, and leaves no edges.

use hashbrown::HashMap;

use super::{Question, Rank, Relaxed, Taking};
use crate::graph::incoming::Incoming;
use crate::graph::neighbours::{NONE, at, number, set};
use crate::graph::{Graph, Node, NodeId};
use crate::model::BindingId;

/// A walk under way.
pub(super) struct Walk<'g> {
    graph: &'g Graph,
    incoming: &'g Incoming,
    question: &'g Question<'g>,
    rank: Rank,
    taking: &'g Taking,
    /// What is led through each binding.
    led: HashMap<NodeId, Vec<NodeId>>,
    /// The number of each node of the graph.
    pub(super) numbers: Vec<u32>,
    /// The nodes by number.
    nodes: Vec<NodeId>,
    /// The bindings among them that could be removed.
    pub(super) removable: Vec<Option<BindingId>>,
    /// The edges between them, by number.
    pub(super) edges: Vec<(u32, u32)>,
    /// How many nodes are one with the goal.
    pub(super) free: usize,
}

impl<'g> Walk<'g> {
    pub(super) fn new(graph: &'g Graph, question: &'g Question<'g>, rank: Rank, taking: &'g Taking) -> Self {
        let mut led: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        taking.led(rank.1).for_each(|(from, binding)| led.entry(binding).or_default().push(from));
        let numbers = vec![NONE; graph.inner.node_count()];
        let (nodes, removable, edges) = (Vec::new(), Vec::new(), Vec::new());
        let incoming = graph.incoming();
        Walk { graph, incoming, question, rank, taking, led, numbers, nodes, removable, edges, free: 0 }
    }

    pub(super) fn run(&mut self) {
        self.number(self.question.goal, self.removable(self.question.goal));
        self.run_free();
        let mut here = 1;
        while let Some(&node) = self.nodes.get(here) {
            let to = number(here);
            here += 1;
            self.each_before(node, |walk, from| {
                if walk.known(from) == NONE {
                    walk.number(from, walk.removable(from));
                }
                walk.edge(from, to);
            });
        }
    }

    /// Walks to the last bindings before the goal.
    fn run_free(&mut self) {
        let mut waiting = vec![self.question.goal];
        while let Some(node) = waiting.pop() {
            self.free += 1;
            self.each_before(node, |walk, from| {
                if walk.known(from) == NONE {
                    match walk.removable(from) {
                        None => {
                            set(&mut walk.numbers, number(from.index()), Relaxed::GOAL);
                            waiting.push(from);
                        }
                        binding => walk.number(from, binding),
                    }
                }
                walk.edge(from, Relaxed::GOAL);
            });
        }
    }

    /// Visits what leads to a node, one by one.
    fn each_before(&mut self, node: NodeId, mut visit: impl FnMut(&mut Self, NodeId)) {
        let incoming = self.incoming;
        if incoming.is_join(node) {
            part(incoming, node, self.rank.0).into_iter().for_each(|part| visit(self, part));
            return;
        }
        if incoming.is_binding(node) {
            self.led.remove(&node).into_iter().flatten().for_each(|from| visit(self, from));
        }
        for edge in incoming.to(node).iter().filter(|edge| edge.certainty <= self.question.certainty) {
            let through = if edge.takes { self.taking.through(edge.id.index(), self.rank.1) } else { None };
            visit(self, through.unwrap_or(edge.from));
        }
    }

    /// What leads on from the goal leads nobody there.
    fn edge(&mut self, from: NodeId, to: u32) {
        let from = self.known(from);
        if from != Relaxed::GOAL {
            self.edges.push((from, to));
        }
    }

    fn known(&self, node: NodeId) -> u32 {
        at(&self.numbers, number(node.index()))
    }

    fn number(&mut self, node: NodeId, removable: Option<BindingId>) {
        set(&mut self.numbers, number(node.index()), number(self.nodes.len()));
        self.nodes.push(node);
        self.removable.push(removable);
    }

    fn removable(&self, node: NodeId) -> Option<BindingId> {
        match self.incoming.is_binding(node).then(|| self.graph.node(node))? {
            Some(Node::Binding(binding)) => Some(*binding).filter(|id| (self.question.removable)(*id)),
            _ => None,
        }
    }
}

/// The part of a join that the fewest edges lead to, or the next of that order. Counting the bindings behind it would be
/// better and cost a search for each.
fn part(incoming: &Incoming, join: NodeId, rank: usize) -> Option<NodeId> {
    let parts = incoming.to(join).iter().map(|edge| (incoming.to(edge.from).len(), edge.from));
    let mut parts: Vec<(usize, NodeId)> = parts.collect();
    parts.sort_unstable();
    parts.dedup();
    let place = rank.checked_rem(parts.len())?;
    parts.get(place).map(|(_, part)| *part)
}
