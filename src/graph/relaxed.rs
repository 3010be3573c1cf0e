//! The graph without AND, for what is counted by ways: dominators and cuts.
//!
//! A join takes all of its parts, so each of its ways passes each part: it is enough to keep one. Likewise an edge that
//! takes several bindings together is led through one of them. Whoever reaches the goal still does here, and each of its
//! real ways holds one of the ways here. So what lies on all ways here lies on all real ways, and what separates here
//! separates really. The reverse fails where another part, or another of the bindings, would have told more: a number
//! from here may be too small, a cut too large. Cost: nodes + edges.

use std::collections::HashMap;

use super::{Certainty, Edge, Graph, Node, NodeId, Step};
use crate::model::BindingId;

/// What may happen to a binding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It stays whatever is done: what the API server itself installs.
    Fixed,
    /// It could be removed.
    Removable,
    /// It is taken for removed.
    Removed,
}

/// What is asked: who of these sources reaches the goal, this surely at least, by which bindings.
#[derive(Clone, Copy)]
pub struct Question<'q> {
    /// What is reached.
    pub goal: NodeId,
    /// Who may reach it. They should really do: a source that only seems to, because a join is not looked at, counts too.
    pub sources: &'q [NodeId],
    /// The least sure edges that count.
    pub certainty: Certainty,
    /// What may happen to each binding.
    pub fate: &'q dyn Fn(BindingId) -> Fate,
}

/// Which part of a join stands for it, and which of the bindings that are taken together.
#[derive(Clone, Copy)]
pub(super) struct Rank {
    part: usize,
    binding: usize,
}

impl Rank {
    /// All that are tried: most joins have two parts, most such edges two bindings.
    pub(super) const ALL: [Rank; 4] = [
        Rank { part: 0, binding: 0 },
        Rank { part: 1, binding: 0 },
        Rank { part: 0, binding: 1 },
        Rank { part: 1, binding: 1 },
    ];
}

/// Neighbours of each node, in one table.
pub(super) struct Neighbours {
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Neighbours {
    /// The neighbours over these edges, from the first of each pair to the second.
    fn new(count: usize, edges: impl Iterator<Item = (usize, usize)> + Clone) -> Self {
        let mut starts = vec![0; count.saturating_add(1)];
        for (from, _) in edges.clone() {
            starts.get_mut(from.saturating_add(1)).into_iter().for_each(|start| *start += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let (mut free, mut ends) = (starts.clone(), vec![0; sum]);
        for (from, to) in edges {
            let Some(place) = free.get_mut(from) else { continue };
            ends.get_mut(*place).into_iter().for_each(|end| *end = to);
            *place += 1;
        }
        Neighbours { starts, ends }
    }

    /// The neighbours of one node.
    pub(super) fn of(&self, node: usize) -> &[usize] {
        let bounds = self.starts.get(node).zip(self.starts.get(node.saturating_add(1)));
        bounds.and_then(|(&from, &to)| self.ends.get(from..to)).unwrap_or_default()
    }
}

/// The graph without AND.
pub(super) struct Relaxed {
    pub(super) goal: usize,
    /// Where each node leads.
    pub(super) next: Neighbours,
    /// What leads to each node.
    pub(super) previous: Neighbours,
    /// The bindings that could be removed.
    pub(super) removable: Vec<Option<BindingId>>,
}

impl Relaxed {
    /// Keeps, of each join, the part of a rank, the scarcest first, and likewise one of several bindings.
    pub(super) fn new(graph: &Graph, question: &Question<'_>, rank: Rank) -> Self {
        let fate = question.fate;
        let count = graph.inner.node_count();
        let mut removable = vec![None; count];
        for (id, node) in graph.nodes() {
            if let (Node::Binding(binding), Some(place)) = (node, removable.get_mut(id.index())) {
                *place = Some(*binding).filter(|binding| fate(*binding) == Fate::Removable);
            }
        }
        let mut edges = Vec::with_capacity(graph.inner.edge_count());
        let uses = uses(graph);
        for (id, node) in graph.nodes() {
            let gone = matches!(node, Node::Binding(binding) if fate(*binding) == Fate::Removed);
            for (to, edge) in graph.edges_from(id).filter(|_| !gone) {
                if graph.is_join(to) || edge.certainty > question.certainty {
                    continue;
                }
                match through(graph, edge, fate, &uses, rank.binding) {
                    Through::Nothing => edges.push((id.index(), to.index())),
                    Through::Binding(binding) => {
                        edges.extend([(id.index(), binding.index()), (binding.index(), to.index())]);
                    }
                    Through::Gone => {}
                }
            }
            if graph.is_join(id) {
                edges.extend(part(graph, id, rank.part).map(|part| (part.index(), id.index())));
            }
        }
        let next = Neighbours::new(count, edges.iter().copied());
        let previous = Neighbours::new(count, edges.iter().map(|&(from, to)| (to, from)));
        Relaxed { goal: question.goal.index(), next, previous, removable }
    }

    /// For each node, whether it reaches the goal without any binding that could be removed.
    pub(super) fn free(&self) -> Vec<bool> {
        let mut free = vec![false; self.removable.len()];
        let mut waiting = vec![self.goal];
        while let Some(node) = waiting.pop() {
            let Some(seen @ false) = free.get_mut(node) else { continue };
            *seen = true;
            let open = |node: &&usize| self.removable.get(**node).is_some_and(Option::is_none);
            waiting.extend(self.previous.of(node).iter().filter(open));
        }
        free
    }
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
fn uses(graph: &Graph) -> HashMap<BindingId, usize> {
    let mut uses = HashMap::new();
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

/// What an edge is led through.
enum Through {
    Nothing,
    Binding(NodeId),
    /// One of its bindings is removed.
    Gone,
}

/// Of several bindings the one of this rank: that which most such edges take first, since removing it is worth most.
fn through(
    graph: &Graph,
    edge: &Edge,
    fate: &dyn Fn(BindingId) -> Fate,
    uses: &HashMap<BindingId, usize>,
    rank: usize,
) -> Through {
    if together(edge).any(|binding| fate(binding) == Fate::Removed) {
        return Through::Gone;
    }
    let removable = together(edge).filter(|binding| fate(*binding) == Fate::Removable);
    let mut removable: Vec<BindingId> = removable.collect();
    removable.sort_by_key(|binding| (std::cmp::Reverse(uses.get(binding).copied()), *binding));
    removable.dedup();
    let chosen = rank.checked_rem(removable.len()).and_then(|place| removable.get(place));
    chosen.and_then(|&binding| graph.find(&Node::Binding(binding))).map_or(Through::Nothing, Through::Binding)
}
