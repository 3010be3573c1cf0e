//! Edges that are less sure than they look, and why.

use crate::graph::{Certainty, Edge};
use crate::model::Name;

use super::super::world::{UNREAD, World};

const WAITS: &str = "the pod waits for a node";

/// An edge that is not sure, because of this.
pub(super) fn doubted(edge: Edge, why: &str) -> Edge {
    let certainty = edge.certainty.max(Certainty::Unknown);
    noting(edge.with(certainty), why)
}

/// An edge with something more to say.
pub(super) fn noting(edge: Edge, fact: &str) -> Edge {
    let mut remarks = edge.remarks.as_deref().cloned().unwrap_or_default();
    remarks.facts.push(fact.to_owned());
    edge.saying(remarks)
}

/// An edge that depends on labels and taints of a node: where its Node object was not read, they are not known.
pub(in crate::escalation) fn as_far_as_read(edge: Edge, world: &World<'_>, machine: &Name) -> Edge {
    if world.was_read(machine) { edge } else { doubted(edge, UNREAD) }
}

/// What a pod that waits for a node carries to whichever it gets.
pub(super) fn awaited(edge: Edge) -> Edge {
    noting(edge, WAITS)
}

/// What of a pod that waits depends on the node that it gets.
pub(super) fn unplaced(edge: Edge) -> Edge {
    doubted(edge, WAITS)
}
