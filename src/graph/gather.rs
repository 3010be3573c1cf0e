//! Joins that lead to a goal, and who reaches all of their parts.
//!
//! Every part of a join that matters is a *label*. Labels flow backwards over the edges: a node carries those of the parts
//! that it reaches. A node that carries all labels of a join reaches the join, and with it whatever the join carries in
//! turn. Nodes that reach the goal anyway are left out, so in practice few carry any.
//!
//! A node that many labels come to, such as a group that is bound in every namespace or the right to rewrite every role,
//! is a *relay*: it keeps the labels that come late and gives out one of its own instead, which stands for all that it
//! keeps. Each join of a label that is kept is watched for with the relay's label in its place too. So N labels that meet
//! M nodes through one are N + M, not N × M.
//!
//! Of most joins nobody has all parts, and for most of these it is cheap to see (`ancestors`): their labels stay where they
//! are. Cost: for each label a node carries, the edges that lead to the node. That can still be more than linear, where relays
//! follow relays, so there is a limit; [`Gathered::complete`] says whether it sufficed.

mod ancestors;
mod flow;
mod marks;
mod watch;
mod written;

use hashbrown::HashMap;

use super::incoming::Entering;
use super::{Graph, NodeId};

use ancestors::Ancestors;
use flow::Gathering;
use marks::{Marks, Next};

/// Which edges count.
pub(super) type Usable<'u> = &'u dyn Fn(&Entering) -> bool;

/// Who carries which labels.
pub(super) struct Gathered {
    /// How many labels nodes carry.
    pub(super) labels: usize,
    /// How they do; only kept when somebody reaches a join by them.
    marks: Option<Marks>,
    /// The relays that stand for parts of a join where a node has it only through them: (part, relay).
    relays: HashMap<(NodeId, NodeId), Vec<(NodeId, NodeId)>>,
    /// False when the limit was hit: there may be more.
    pub(super) complete: bool,
}

/// A node that reaches all parts of a join that leads to the goal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fired {
    pub(super) node: NodeId,
    pub(super) join: NodeId,
    /// The hops to all of its parts together.
    pub(super) hops: u32,
}

/// Gathers for these joins, which all lead to the goal. `settled` says which nodes reach it anyway, `usable` which edges
/// count.
pub(super) fn gather(
    graph: &Graph,
    leading: &[NodeId],
    settled: &dyn Fn(NodeId) -> bool,
    usable: Usable<'_>,
) -> (Gathered, Vec<Fired>) {
    let parts = leading.iter().flat_map(|join| graph.parts(*join));
    let ancestors = Ancestors::of(graph, parts, settled, usable);
    let mut gathering = Gathering::new(graph, leading.iter().copied().collect(), ancestors);
    for &join in leading {
        gathering.activate(join, settled, usable);
    }
    gathering.run(settled, usable);
    gathering.end()
}
