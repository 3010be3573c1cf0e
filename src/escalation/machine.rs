//! Effect `node`: the actor becomes root on nodes.

use crate::authz::NameSet;
use crate::graph::{Hub, Node};
use crate::template::{Hit, NodeTarget};

use super::world::World;

pub(super) fn reached(target: NodeTarget, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    match (target, &hit.targets) {
        (NodeTarget::Named, NameSet::Only(names)) => {
            names.iter().filter(|name| world.machines.contains_key(name)).cloned().map(Node::Machine).collect()
        }
        // A pod names its node itself, and tolerates what it likes: it can be scheduled anywhere.
        _ => vec![Node::Hub(Hub::Machines)],
    }
}
