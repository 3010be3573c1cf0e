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
//! Cost: for each label a node carries, the edges that lead to the node. That can still be more than linear, where relays
//! follow relays, so there is a limit; [`Gathered::complete`] says whether it sufficed.

mod flow;
mod watch;
mod written;

use std::collections::HashMap;

use super::incoming::Entering;
use super::{EdgeId, Graph, NodeId};

use flow::Gathering;

/// Which edges count.
pub(super) type Usable<'u> = &'u dyn Fn(&Entering) -> bool;

/// How a node carries a label.
#[derive(Clone, Copy, Debug)]
struct Mark {
    hops: u32,
    next: Next,
}

#[derive(Clone, Copy, Debug)]
enum Next {
    /// It is the part itself, or the relay.
    Here,
    Edge(EdgeId),
    /// It reaches this join, which carries the label.
    Join(NodeId),
}

/// Who carries which labels.
pub(super) struct Gathered {
    marks: HashMap<(NodeId, NodeId), Mark>,
    /// The relays that stand for parts of a join where a node has it only through them: (part, relay).
    relays: HashMap<(NodeId, NodeId), Vec<(NodeId, NodeId)>>,
    /// False when the limit was hit: there may be more.
    pub(super) complete: bool,
}

impl Gathered {
    /// How many labels nodes carry.
    pub(super) fn labels(&self) -> usize {
        self.marks.len()
    }
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
    let mut gathering = Gathering::new(graph, leading.iter().copied().collect());
    for &join in leading {
        gathering.activate(join, settled, usable);
    }
    gathering.run(settled, usable);
    gathering.fired.sort_by_key(|fired| (fired.hops, fired.node, fired.join));
    (gathering.gathered, gathering.fired)
}
