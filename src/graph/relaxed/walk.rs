//! Walks the graph without AND backwards from a goal: numbers what reaches it, the nearest first, and writes down the edges.

use hashbrown::HashMap;

use super::{Question, Rank, Taking};
use crate::graph::neighbours::{NONE, at, number, place, set};
use crate::graph::{Graph, NodeId};

/// A walk under way.
pub(super) struct Walk<'g> {
    graph: &'g Graph,
    question: &'g Question<'g>,
    rank: Rank,
    taking: &'g Taking,
    /// What is led through each binding.
    led: HashMap<NodeId, Vec<NodeId>>,
    /// The number of each node of the graph.
    pub(super) numbers: Vec<u32>,
    /// The nodes by number.
    pub(super) nodes: Vec<u32>,
    /// The edges between them, by number.
    pub(super) edges: Vec<(u32, u32)>,
}

impl<'g> Walk<'g> {
    pub(super) fn new(graph: &'g Graph, question: &'g Question<'g>, rank: Rank, taking: &'g Taking) -> Self {
        let mut led: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        taking.led(rank.1).for_each(|(from, binding)| led.entry(binding).or_default().push(from));
        let numbers = vec![NONE; graph.inner.node_count()];
        let edges = Vec::with_capacity(graph.inner.edge_count());
        let mut walk = Walk { graph, question, rank, taking, led, numbers, nodes: Vec::new(), edges };
        walk.number(question.goal);
        walk
    }

    pub(super) fn run(&mut self) {
        let mut here = 0;
        while let Some(&node) = self.nodes.get(here) {
            let (id, to) = (NodeId::new(place(node)), number(here));
            here += 1;
            if self.graph.incoming().is_join(id) {
                part(self.graph, id, self.rank.0).into_iter().for_each(|part| self.edge(part, to));
                continue;
            }
            for from in self.led.remove(&id).unwrap_or_default() {
                self.edge(from, to);
            }
            let graph = self.graph;
            for edge in graph.incoming().to(id).iter().filter(|edge| edge.certainty <= self.question.certainty) {
                let through = if edge.takes { self.taking.through(edge.id.index(), self.rank.1) } else { None };
                self.edge(through.unwrap_or(edge.from), to);
            }
        }
    }

    fn edge(&mut self, from: NodeId, to: u32) {
        let from = self.number(from);
        self.edges.push((from, to));
    }

    fn number(&mut self, node: NodeId) -> u32 {
        let node = number(node.index());
        let known = at(&self.numbers, node);
        if known != NONE {
            return known;
        }
        let new = number(self.nodes.len());
        set(&mut self.numbers, node, new);
        self.nodes.push(node);
        new
    }
}

/// The part of a join that the fewest edges lead to, or the next of that order. Counting the bindings behind it would be
/// better and cost a search for each.
fn part(graph: &Graph, join: NodeId, rank: usize) -> Option<NodeId> {
    let parts = graph.incoming().to(join).iter().map(|edge| (graph.incoming().to(edge.from).len(), edge.from));
    let mut parts: Vec<(usize, NodeId)> = parts.collect();
    parts.sort_unstable();
    parts.dedup();
    let place = rank.checked_rem(parts.len())?;
    parts.get(place).map(|(_, part)| *part)
}
