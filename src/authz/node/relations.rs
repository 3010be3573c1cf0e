//! What the pods of each node refer to: the graph of the Node authorizer.
//!
//! Upstream (`graph.go`: `AddPod`, `AddPV`) every edge points toward a node, and a question is a search from the object. A
//! chain has one of two shapes, so here it is a look-up: *pod → object*, a row of one table with the pod's node in its
//! key; or *pod → claim → volume (→ Secret)*, which starts with such a row. A pod counts from the moment it is bound
//! until it is deleted, ended or not. A mirror pod leads to nothing: a node makes those itself.
//!
//! Cost: the table has a row for each reference of a bound pod. A question is one look-up, and as many more as volumes share
//! the Secret that is asked for.

use crate::model::{HashMap, Name, PersistentVolume, Pod, PodSpec, Reference, Snapshot, VolumeKind};

use super::grant::NodeGrant;

/// What a pod may refer to in its namespace.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Target {
    ConfigMap,
    PersistentVolumeClaim,
    ResourceClaim,
    Secret,
    ServiceAccount,
}

/// What pods refer to: target, namespace, name, and the node of the pod. The first pod that does stands for all.
type Links<'s> = HashMap<(Target, Name, Name, Name), &'s Pod>;

/// See the module.
pub(super) struct Relations<'s> {
    snapshot: &'s Snapshot,
    /// The bound pods by namespace and name.
    pods: HashMap<(Name, Name), &'s Pod>,
    links: Links<'s>,
    /// The claimed volumes by name.
    volumes: HashMap<&'s str, &'s PersistentVolume>,
    /// The Secrets of claimed volumes, sorted.
    volume_secrets: Vec<(&'s (Name, Name), &'s PersistentVolume)>,
}

/// No name of a pod (253), a dash and the name of a volume (63) are longer together.
const LONGEST_EPHEMERAL: usize = 317;

impl<'s> Relations<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Self {
        let bound = || snapshot.pods.iter().filter(|pod| !node_of(pod).is_empty());
        let mut links = Links::default();
        for pod in bound().filter(|pod| !pod.mirror) {
            add_links(pod, snapshot.pod_spec(pod.spec), &mut links);
        }
        let claimed = || snapshot.persistent_volumes.iter().filter(|volume| volume.claim.is_some());
        let secrets = claimed().flat_map(|volume| volume.secrets.iter().map(move |secret| (secret, volume)));
        let mut volume_secrets: Vec<_> = secrets.collect();
        volume_secrets.sort_by_key(|(secret, volume)| (*secret, &volume.name));
        Relations {
            snapshot,
            pods: bound().map(|pod| ((pod.namespace.clone(), pod.name.clone()), pod)).collect(),
            links,
            volumes: claimed().map(|volume| (volume.name.as_str(), volume)).collect(),
            volume_secrets,
        }
    }

    /// The pod, if it is bound to the node.
    pub(super) fn pod(&self, node: &str, namespace: &str, name: &str) -> Option<NodeGrant<'s>> {
        Some(NodeGrant::Runs(self.bound(node, namespace, name)?))
    }

    /// Why the node has to do with this object.
    pub(super) fn reach(&self, node: &str, target: Target, namespace: &str, name: &str) -> Option<NodeGrant<'s>> {
        if let Some(pod) = self.referrer(node, target, namespace, name) {
            return Some(NodeGrant::Refers(pod));
        }
        match target {
            Target::Secret => self.secret_of_volume(node, namespace, name),
            _ => None,
        }
    }

    /// Why the node has to do with this PersistentVolume.
    pub(super) fn volume(&self, node: &str, name: &str) -> Option<NodeGrant<'s>> {
        self.mounted(node, self.volumes.get(name)?)
    }

    fn secret_of_volume(&self, node: &str, namespace: &str, name: &str) -> Option<NodeGrant<'s>> {
        let wanted = (namespace, name);
        let key = |(secret, _): &(&'s (Name, Name), _)| (secret.0.as_str(), secret.1.as_str());
        let start = self.volume_secrets.partition_point(|row| key(row) < wanted);
        let mut rows = self.volume_secrets.iter().skip(start).take_while(|row| key(row) == wanted);
        rows.find_map(|(_, volume)| self.mounted(node, volume))
    }

    fn mounted(&self, node: &str, volume: &'s PersistentVolume) -> Option<NodeGrant<'s>> {
        let (namespace, name) = volume.claim.as_ref()?;
        let pod = self.referrer(node, Target::PersistentVolumeClaim, namespace, name)?;
        Some(NodeGrant::Mounts(pod, volume))
    }

    /// A pod on the node that refers to the object.
    fn referrer(&self, node: &str, target: Target, namespace: &str, name: &str) -> Option<&'s Pod> {
        let key = || Some((target, Name::known(namespace)?, Name::known(name)?, Name::known(node)?));
        let found = key().and_then(|key| self.links.get(&key)).copied();
        match target {
            Target::PersistentVolumeClaim => found.or_else(|| self.ephemeral(node, namespace, name)),
            _ => found,
        }
    }

    /// A pod whose ephemeral volume has this claim: `POD-VOLUME`, and either may hold dashes.
    fn ephemeral(&self, node: &str, namespace: &str, claim: &str) -> Option<&'s Pod> {
        if claim.len() > LONGEST_EPHEMERAL {
            return None;
        }
        claim.match_indices('-').find_map(|(dash, _)| {
            let (pod, volume) = (claim.get(..dash)?, claim.get(dash + 1..)?);
            let pod = self.bound(node, namespace, pod).filter(|pod| !pod.mirror)?;
            let spec = self.snapshot.pod_spec(pod.spec);
            let made = |reference: &Reference| matches!(reference, Reference::EphemeralVolume(name) if name == volume);
            spec.references.iter().any(made).then_some(pod)
        })
    }

    fn bound(&self, node: &str, namespace: &str, name: &str) -> Option<&'s Pod> {
        let pod = *self.pods.get(&(Name::known(namespace)?, Name::known(name)?))?;
        (node_of(pod) == node).then_some(pod)
    }
}

fn node_of(pod: &Pod) -> &str {
    pod.node.as_ref().map_or("", Name::as_str)
}

fn add_links<'s>(pod: &'s Pod, spec: &PodSpec, links: &mut Links<'s>) {
    let Some(node) = &pod.node else { return };
    let mut add = |target, name: &Name| {
        links.entry((target, pod.namespace.clone(), name.clone(), node.clone())).or_insert(pod);
    };
    add(Target::ServiceAccount, &spec.service_account);
    for secret in spec.containers.iter().flat_map(|container| &container.env_secrets) {
        add(Target::Secret, secret);
    }
    for volume in &spec.volumes {
        match &volume.kind {
            VolumeKind::Secret(name) => add(Target::Secret, name),
            VolumeKind::Claim(name) => add(Target::PersistentVolumeClaim, name),
            VolumeKind::Token(_) | VolumeKind::HostPath(_) | VolumeKind::Csi(_) => {}
        }
    }
    for reference in &spec.references {
        match reference {
            Reference::Secret(name) => add(Target::Secret, name),
            Reference::ConfigMap(name) => add(Target::ConfigMap, name),
            Reference::ResourceClaim(name) => add(Target::ResourceClaim, name),
            // Its name depends on the pod: it is looked up the other way round.
            Reference::EphemeralVolume(_) => {}
        }
    }
    for claim in &pod.resource_claims {
        add(Target::ResourceClaim, claim);
    }
}
