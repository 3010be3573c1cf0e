//! Effect `placement`: the actor decides where pods run, or makes them start anew.
//!
//! Worth something only with a node under its control: their Secrets and tokens come to that node. The join with one is
//! structure.

use crate::graph::{Hub, Node};
use crate::template::Hit;

pub(super) fn reached(hit: &Hit) -> Vec<Node> {
    vec![Node::Hub(Hub::Move(hit.entry, hit.scope.clone()))]
}
