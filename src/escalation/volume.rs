//! Effect `volume`: the actor reaches the data of volumes.
//!
//! Data is nothing that the graph follows, but a volume that is a path of a node leads to the node. Which node that is
//! depends on where the pod runs, so any may be.

use crate::graph::{Certainty, Hub, Node, Remarks};
use crate::model::{PersistentVolume, VolumeBacking};
use crate::template::Hit;

use super::Reached;
use super::world::World;

pub(super) fn reached(hit: &Hit, world: &World<'_>) -> Vec<Reached> {
    let free = |volume: &&PersistentVolume| {
        let phase = volume.phase.as_deref();
        let unbound = matches!(phase, Some("Available" | "Released")) || (phase.is_none() && volume.claim.is_none());
        unbound && volume.backing != VolumeBacking::Other && hit.targets.contains(&volume.name)
    };
    let found = world.snapshot.persistent_volumes.iter().find(free);
    let reached = found.map(|volume| Reached {
        node: Node::Hub(Hub::Machines),
        certainty: Certainty::Unknown,
        remarks: Remarks {
            facts: vec![format!("the volume {} is a path of a node", volume.name.as_str())],
            blocked_by: Vec::new(),
        },
    });
    reached.into_iter().collect()
}
