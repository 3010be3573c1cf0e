//! Which claims lead to a disk or a path of a node.

use std::collections::BTreeMap;

use crate::model::{Name, PersistentVolume, PersistentVolumeClaim, Version, VolumeBacking};

/// Where a pod stands, as far as its escapes depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The namespace of the pod.
    pub namespace: &'a Name,
    /// The claims of the cluster.
    pub volumes: &'a NodeVolumes<'a>,
    /// The server's version.
    pub version: Version,
}

/// The claims that are bound to a PersistentVolume, by namespace and name.
#[derive(Clone, Default, Debug)]
pub struct NodeVolumes<'s>(BTreeMap<&'s Name, BTreeMap<&'s Name, &'s PersistentVolume>>);

/// What is behind a claim.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeVolume<'s> {
    /// A directory of the node, or a disk of it.
    pub path: &'s Name,
    /// Whether it is a disk.
    pub block: bool,
}

impl<'s> NodeVolumes<'s> {
    /// Joins claims and volumes. Linear in both, times the logarithm.
    ///
    /// A claim and a volume are bound when each names the other; one name is enough where the other side names nobody,
    /// for the volume controller then adds it.
    #[must_use]
    pub fn new(volumes: &'s [PersistentVolume], claims: &'s [PersistentVolumeClaim]) -> Self {
        let by_name: BTreeMap<&Name, &PersistentVolume> = volumes.iter().map(|volume| (&volume.name, volume)).collect();
        let ended = |volume: &PersistentVolume| {
            volume.phase.as_ref().is_some_and(|phase| *phase == "Released" || *phase == "Failed")
        };
        let mut by_claim: BTreeMap<(&Name, &Name), &PersistentVolume> = BTreeMap::new();
        for volume in volumes.iter().filter(|volume| !ended(volume)) {
            if let Some((namespace, name)) = &volume.claim {
                by_claim.entry((namespace, name)).or_insert(volume);
            }
        }
        let bound = claims.iter().filter_map(|claim| {
            let key = (&claim.namespace, &claim.name);
            let volume = match &claim.volume {
                Some(name) => by_name.get(name).copied().filter(|volume| is_free_for(volume, claim)),
                None => by_claim.get(&key).copied(),
            };
            Some((key, volume?))
        });
        let mut volumes = NodeVolumes::default();
        for ((namespace, claim), volume) in bound {
            volumes.0.entry(namespace).or_default().insert(claim, volume);
        }
        volumes
    }

    /// What is behind a claim, if it is of a node.
    pub(super) fn behind(&self, namespace: &Name, claim: &Name) -> Option<NodeVolume<'s>> {
        self.bound(namespace, claim).and_then(of_node)
    }

    /// The volume that a claim is bound to.
    #[must_use]
    pub fn bound(&self, namespace: &Name, claim: &Name) -> Option<&'s PersistentVolume> {
        self.0.get(namespace)?.get(claim).copied()
    }

    /// The claims of a namespace, each with its volume.
    pub fn of_namespace(
        &self,
        namespace: &Name,
    ) -> impl Iterator<Item = (&'s Name, &'s PersistentVolume)> + use<'_, 's> {
        self.0.get(namespace).into_iter().flatten().map(|(claim, volume)| (*claim, *volume))
    }
}

fn is_free_for(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    let names = |(namespace, name): &(Name, Name)| *namespace == claim.namespace && *name == claim.name;
    volume.claim.as_ref().is_none_or(names)
}

pub(super) fn of_node(volume: &PersistentVolume) -> Option<NodeVolume<'_>> {
    match &volume.backing {
        VolumeBacking::NodePath(path) => Some(NodeVolume { path, block: volume.block }),
        VolumeBacking::Other => None,
    }
}
