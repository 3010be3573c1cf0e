//! The graph without AND, for what is counted by ways: dominators and cuts.
//!
//! A join takes all of its parts, so each of its ways passes each part: it is enough to keep one. Likewise an edge that
//! takes several bindings together is led through one of them. Whoever reaches the goal still does here, and each of its
//! real ways holds one of the ways here. So what lies on all ways here lies on all real ways, and what separates here
//! separates really. The reverse fails where another part, or another of the bindings, would have told more: a number
//! from here may be too small, a cut too large. Cost: the nodes that reach the goal + the edges to them.

mod merged;
mod taking;
mod walk;

use super::neighbours::{Neighbours, place};
use super::{Certainty, Graph, NodeId};
use crate::model::BindingId;

use merged::Merged;
pub(super) use taking::Taking;
use walk::Walk;

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
/// Nodes that no binding could separate have one number.
pub(super) struct Relaxed {
    /// What number the walk gave each node of the graph.
    walked: Vec<u32>,
    /// The number of each of these.
    merged: Vec<u32>,
    /// Where each node leads.
    pub(super) next: Neighbours,
    /// What leads to each node.
    pub(super) previous: Neighbours,
    /// The bindings that could be removed.
    pub(super) removable: Vec<Option<BindingId>>,
    /// How many nodes of the graph reach the goal without any of them.
    pub(super) free: usize,
}

impl Relaxed {
    /// The number of the goal, and of all that reaches it without any binding that could be removed.
    pub(super) const GOAL: u32 = 0;

    /// Keeps, of each join, the part of a rank, the scarcest first, and likewise one of several bindings.
    pub(super) fn new(graph: &Graph, question: &Question<'_>, rank: Rank, taking: &Taking) -> Self {
        let mut walk = Walk::new(graph, question, rank, taking);
        walk.run();
        let Walk { numbers: walked, removable, edges, free, .. } = walk;
        let Merged { numbers: merged, removable, edges } = Merged::new(&removable, &edges);
        let next = Neighbours::new(removable.len(), edges.iter().copied());
        let previous = Neighbours::new(removable.len(), edges.iter().map(|&(from, to)| (to, from)));
        Relaxed { walked, merged, next, previous, removable, free }
    }

    /// The number of a node, if it reaches the goal.
    pub(super) fn number(&self, node: NodeId) -> Option<u32> {
        let walked = self.walked.get(node.index()).copied()?;
        self.merged.get(place(walked)).copied()
    }
}
