//! Edges that are less sure than they look, and why.

use crate::graph::{Certainty, Edge};
use crate::model::Name;

use super::super::world::{UNREAD, World};

/// An edge that is not sure, because of this.
pub(super) fn doubted(edge: Edge, why: &str) -> Edge {
    let mut remarks = edge.remarks.as_deref().cloned().unwrap_or_default();
    remarks.facts.push(why.to_owned());
    let certainty = edge.certainty.max(Certainty::Unknown);
    edge.with(certainty).saying(remarks)
}

/// An edge that depends on labels and taints of a node: where its Node object was not read, they are not known.
pub(super) fn as_far_as_read(edge: Edge, world: &World<'_>, machine: &Name) -> Edge {
    if world.was_read(machine) { edge } else { doubted(edge, UNREAD) }
}

/// What a pod that waits for a node does not have yet.
pub(super) fn awaited(edge: Edge) -> Edge {
    doubted(edge, "the pod waits for a node")
}
