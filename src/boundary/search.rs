//! What a subject reaches past all guards, past those whose answer is known, and where no guard objects.

use crate::graph::{Certainty, Closure, Edge, EdgeId, Graph, NodeId};
use crate::model::HashSet;

use super::gains::Gains;

pub(super) struct Search<'a> {
    pub(super) graph: &'a Graph,
    pub(super) starts: Vec<NodeId>,
    /// The nodes that the subject is and holds without a step, in the order of the graph.
    pub(super) home: Vec<NodeId>,
    /// What would be reached if no guard stood.
    pub(super) all: Closure,
    /// What is reached where no guard objects.
    pub(super) open: Closure,
    useful: [HashSet<NodeId>; 3],
}

/// How far a step gets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Past {
    /// No guard objects.
    Open,
    /// No guard surely objects.
    Unknown,
    /// Only if no guard stood.
    All,
}

impl Past {
    pub(super) fn lets(self, edge: &Edge) -> bool {
        let unseen = edge.remarks.as_ref().is_some_and(|remarks| !remarks.unseen.is_empty());
        match self {
            Past::All => true,
            Past::Unknown => edge.certainty != Certainty::Guarded,
            Past::Open => edge.certainty != Certainty::Guarded && !unseen,
        }
    }
}

impl<'a> Search<'a> {
    pub(super) fn new(graph: &'a Graph, starts: &[NodeId], gains: &Gains<'_>) -> Self {
        let usable = |past: Past| move |id: EdgeId| graph.edge(id).is_some_and(|(_, _, edge)| past.lets(edge));
        let closures =
            [Past::Open, Past::Unknown, Past::All].map(|past| (past, Closure::of(graph, starts, &usable(past))));
        let useful = closures.each_ref().map(|(past, closure)| gains.useful(closure, &|edge| past.lets(edge)));
        let [(_, open), _, (_, all)] = closures;
        let home = gains.home().iter().copied().collect();
        Search { graph, starts: starts.to_vec(), home, all, open, useful }
    }

    /// Whether a step leads to more, as far as these guards let it.
    pub(super) fn leads(&self, past: Past, edge: &Edge, to: NodeId) -> bool {
        let [open, unknown, all] = &self.useful;
        let useful = match past {
            Past::Open => open,
            Past::Unknown => unknown,
            Past::All => all,
        };
        past.lets(edge) && useful.contains(&to)
    }
}
