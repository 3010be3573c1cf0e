//! How a way is written down: moves from edge to edge, with a new start for each part of a join.

use super::{EdgeId, NodeId};

/// One move of a way.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Move {
    /// Along an edge.
    Edge(EdgeId),
    /// Back to what has been reached before: from here the next part of a join is walked to.
    Back(NodeId),
    /// All parts of this join have been reached, so it is.
    Join(NodeId),
}
