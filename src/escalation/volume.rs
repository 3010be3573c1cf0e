//! Effect `volume`: the actor reaches the data of volumes.
//!
//! Data is nothing that the graph follows, but a volume that is a place of a node which matters leads to the node: to any
//! that its affinity lets in. A volume that was released still names its last claim by uid, and so does one that is held
//! ready for a claim that is there: only who may write it gets it.

use crate::graph::{Certainty, Remarks};
use crate::model::{PersistentVolume, Scope};
use crate::template::{Entry, Hit};

use super::Reached;
use super::structure::volume_reached;
use super::world::World;

pub(super) fn reached(entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Reached> {
    let writes = entry.needs.iter().flat_map(|need| &need.resources).any(|resource| *resource == "persistentvolumes");
    let volumes = world.snapshot.persistent_volumes.iter().filter(|volume| is_free(volume, writes, &hit.scope));
    let volumes = volumes.filter(|volume| hit.targets.contains(&volume.name));
    volumes.flat_map(|volume| of_volume(volume, world)).collect()
}

/// Whether a claim of this scope can get the volume.
fn is_free(volume: &PersistentVolume, writes: bool, scope: &Scope) -> bool {
    let held_for_scope = || match &volume.claim {
        None => true,
        Some((namespace, _)) => !volume.claim_fixed && scope.namespace().is_none_or(|only| only == namespace),
    };
    match volume.phase.as_deref() {
        Some("Available") | None => writes || held_for_scope(),
        Some("Released") => writes,
        Some(_) => false,
    }
}

fn of_volume(volume: &PersistentVolume, world: &World<'_>) -> Vec<Reached> {
    let facts = vec![format!("the volume {} is a path of a node", volume.name.as_str())];
    let remarks = Remarks { facts, ..Remarks::default() };
    let nodes = volume_reached(world, volume).map_or_else(Vec::new, |(_, nodes)| nodes);
    let reached =
        nodes.into_iter().map(|(node, _)| Reached { node, certainty: Certainty::Unknown, remarks: remarks.clone() });
    reached.collect()
}
