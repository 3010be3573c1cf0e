//! The graph without AND, for what is counted by ways: dominators and cuts.
//!
//! A join takes all of its parts, so each of its ways passes each part: it is enough to keep one. Likewise an edge that
//! takes several bindings together is led through one of them. Whoever reaches the goal still does here, and each of its
//! real ways holds one of the ways here. So what lies on all ways here lies on all real ways, and what separates here
//! separates really. The reverse fails where another part, or another of the bindings, would have told more: a number
//! from here may be too small, a cut too large. Cost: nodes + edges.

use hashbrown::HashMap;

use super::neighbours::{NONE, Neighbours, at, is, number, place, set};
use super::{Certainty, Edge, Graph, Node, NodeId, Step};
use crate::model::BindingId;

/// What is asked: who of these sources reaches the goal, this surely at least, by which bindings.
#[derive(Clone, Copy)]
pub struct Question<'q> {
    /// What is reached.
    pub goal: NodeId,
    /// Who may reach it. They should really do: a source that only seems to, because a join is not looked at, counts too.
    pub sources: &'q [NodeId],
    /// The least sure edges that count.
    pub certainty: Certainty,
    /// Which bindings could be removed.
    pub removable: &'q (dyn Fn(BindingId) -> bool + Sync),
}

/// Which part of a join stands for it, and which of the bindings that are taken together.
pub(super) type Rank = (usize, usize);

/// All that are tried: most joins have two parts, most such edges two bindings.
pub(super) const RANKS: [Rank; 4] = [(0, 0), (1, 0), (0, 1), (1, 1)];

/// What reaches the goal in the graph without AND, numbered by how near it is: neighbours stand side by side in memory.
pub(super) struct Relaxed {
    /// The number of each node of the graph.
    numbers: Vec<u32>,
    /// Where each node leads.
    pub(super) next: Neighbours,
    /// What leads to each node.
    pub(super) previous: Neighbours,
    /// The bindings that could be removed.
    pub(super) removable: Vec<Option<BindingId>>,
}

impl Relaxed {
    /// The number of the goal.
    pub(super) const GOAL: u32 = 0;

    /// Keeps, of each join, the part of a rank, the scarcest first, and likewise one of several bindings.
    pub(super) fn new(graph: &Graph, question: &Question<'_>, rank: Rank, uses: &Uses) -> Self {
        let edges = edges(graph, question, rank, uses);
        let (numbers, nodes) = numbered(question.goal, &Neighbours::new(graph.inner.node_count(), reversed(&edges)));
        let numbered = |node: u32| Some(at(&numbers, node)).filter(|number| *number != NONE);
        // What leads to something that reaches the goal does too.
        let near: Vec<(u32, u32)> =
            edges.into_iter().filter_map(|(from, to)| Some((numbered(from)?, numbered(to)?))).collect();
        let removable = |node: &u32| match graph.node(NodeId::new(place(*node))) {
            Some(Node::Binding(binding)) => Some(*binding).filter(|id| (question.removable)(*id)),
            _ => None,
        };
        let removable = nodes.iter().map(removable).collect();
        let next = Neighbours::new(nodes.len(), near.iter().copied());
        let previous = Neighbours::new(nodes.len(), reversed(&near));
        Relaxed { numbers, next, previous, removable }
    }

    /// The number of a node, if it reaches the goal.
    pub(super) fn number(&self, node: NodeId) -> Option<u32> {
        self.numbers.get(node.index()).copied().filter(|number| *number != NONE)
    }

    /// For each number, whether it reaches the goal without any binding that could be removed.
    pub(super) fn free(&self) -> Vec<bool> {
        let mut free = vec![false; self.removable.len()];
        let mut waiting = vec![Self::GOAL];
        while let Some(node) = waiting.pop() {
            if is(&free, node) {
                continue;
            }
            set(&mut free, node, true);
            let open = |node: &u32| self.removable.get(place(*node)).is_some_and(Option::is_none);
            waiting.extend(self.previous.of(node).filter(open));
        }
        free
    }
}

/// The edges of the graph without AND.
fn edges(graph: &Graph, question: &Question<'_>, (of_parts, of_bindings): Rank, uses: &Uses) -> Vec<(u32, u32)> {
    let incoming = graph.incoming();
    let mut edges = Vec::with_capacity(graph.inner.edge_count());
    for edge in graph.inner.raw_edges() {
        let (from, to) = (edge.source(), edge.target());
        if incoming.is_join(to) || edge.weight.certainty > question.certainty {
            continue;
        }
        match through(graph, &edge.weight, question.removable, uses, of_bindings) {
            Some(binding) => edges.extend([(from, binding), (binding, to)]),
            None => edges.push((from, to)),
        }
    }
    let joins = graph.inner.node_indices().filter(|node| incoming.is_join(*node));
    edges.extend(joins.filter_map(|join| Some((part(graph, join, of_parts)?, join))));
    edges.into_iter().map(|(from, to)| (number(from.index()), number(to.index()))).collect()
}

/// The numbers of nodes by how near the goal they are, and the other way round.
fn numbered(goal: NodeId, previous: &Neighbours) -> (Vec<u32>, Vec<u32>) {
    let mut numbers = vec![NONE; previous.count()];
    let mut nodes = vec![number(goal.index())];
    numbers.get_mut(goal.index()).into_iter().for_each(|number| *number = Relaxed::GOAL);
    let mut next = 0;
    while let Some(&node) = nodes.get(next) {
        next += 1;
        for before in previous.of(node) {
            if at(&numbers, before) == NONE {
                set(&mut numbers, before, number(nodes.len()));
                nodes.push(before);
            }
        }
    }
    (numbers, nodes)
}

fn reversed(edges: &[(u32, u32)]) -> impl Iterator<Item = (u32, u32)> + Clone {
    edges.iter().map(|&(from, to)| (to, from))
}

/// The part of a join that the fewest edges lead to, or the next of that order. Counting the bindings behind it would be
/// better and cost a search for each.
fn part(graph: &Graph, join: NodeId, rank: usize) -> Option<NodeId> {
    let mut parts: Vec<(usize, NodeId)> =
        graph.parts(join).map(|part| (graph.incoming().to(part).len(), part)).collect();
    parts.sort_unstable();
    parts.dedup();
    let place = rank.checked_rem(parts.len())?;
    parts.get(place).map(|(_, part)| *part)
}

/// How many edges take each binding together with others.
pub(super) type Uses = HashMap<BindingId, usize>;

/// Counts them.
pub(super) fn uses(graph: &Graph) -> Uses {
    let mut uses = Uses::new();
    for edge in graph.inner.edge_weights() {
        for binding in together(edge) {
            *uses.entry(binding).or_default() += 1;
        }
    }
    uses
}

/// The bindings that an edge takes, beside the one that leads to it.
fn together(edge: &Edge) -> impl Iterator<Item = BindingId> {
    let grants = match &edge.step {
        Step::Entry { grants, .. } => grants.as_slice(),
        Step::Identity(_) | Step::Structure => &[],
    };
    grants.iter().filter_map(|grant| grant.binding)
}

/// What an edge that takes bindings together is led through: the one of this rank, that which most such edges take first,
/// since removing it is worth most.
fn through(
    graph: &Graph,
    edge: &Edge,
    removable: &dyn Fn(BindingId) -> bool,
    uses: &Uses,
    rank: usize,
) -> Option<NodeId> {
    let mut removable: Vec<BindingId> = together(edge).filter(|binding| removable(*binding)).collect();
    removable.sort_by_key(|binding| (std::cmp::Reverse(uses.get(binding).copied()), *binding));
    removable.dedup();
    let chosen = rank.checked_rem(removable.len()).and_then(|place| removable.get(place));
    chosen.and_then(|&binding| graph.find(&Node::Binding(binding)))
}
