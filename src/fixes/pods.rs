//! What changes of pods: their token, and their node. A template takes effect as its controller replaces the pods, so the
//! pods of a changed workload are taken to be replaced.

use std::collections::BTreeMap;

use crate::findings::quoted;
use crate::model::{
    Labels, Name, PodSpec, PodSpecId, Snapshot, Taint, TokenAudience, Toleration, VolumeKind, WorkloadRef,
};

use super::Manifest;
use super::pod_part::PodPart;

/// The volume of the token that admission adds; the suffix that a server gives it is cut while reading.
const TOKEN_VOLUME: &str = "kube-api-access";

/// Where that is mounted.
const TOKEN_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

/// The label of a node that is a workload's own. Kubelets may not set labels of this prefix on their own node, so that
/// nobody who has taken over another node draws the workload there.
const OWN_NODE: &str = "node-restriction.kubernetes.io/kubescan";

/// A workload.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Target {
    /// Its namespace.
    pub(super) namespace: Name,
    /// Its kind and name.
    pub(super) workload: WorkloadRef,
}

/// A node for one workload.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Home {
    /// The node.
    pub(super) node: Name,
    /// The value of its label and its taint.
    pub(super) value: Name,
    /// What the template puts up with already.
    pub(super) tolerations: Vec<Toleration>,
}

impl Target {
    /// `workload:NS/KIND/NAME`.
    pub(super) fn id(&self) -> String {
        self.workload.id(&self.namespace)
    }

    /// A part of its template.
    pub(super) fn manifest(&self, part: PodPart) -> Option<Manifest> {
        Manifest::workload(&self.namespace, &self.workload, part)
    }
}

/// The change that takes the token away.
pub(super) fn no_token() -> PodPart {
    PodPart { automount: Some(Some(false)), ..PodPart::default() }
}

/// The change that gives it again, where the account does not say otherwise.
pub(super) fn token_again() -> PodPart {
    PodPart { automount: Some(None), ..PodPart::default() }
}

/// Whether a spec has the token that admission adds.
pub(super) fn has_token(spec: &PodSpec) -> bool {
    spec.volumes
        .iter()
        .any(|volume| volume.name == TOKEN_VOLUME && volume.kind == VolumeKind::Token(TokenAudience::ApiServer))
        && spec.containers.iter().flat_map(|container| &container.mounts).any(|mount| mount.path == TOKEN_PATH)
}

/// Takes the token away from the pods of a workload.
pub(super) fn without_token(snapshot: &mut Snapshot, target: &Target) {
    respecify(snapshot, target, |spec| {
        spec.volumes.retain(|volume| volume.name != TOKEN_VOLUME);
        for container in &mut spec.containers {
            container.mounts.retain(|mount| mount.volume != TOKEN_VOLUME);
        }
    });
}

/// Brings the pods of a workload to a node of its own.
pub(super) fn place(snapshot: &mut Snapshot, target: &Target, home: &Home) {
    for node in snapshot.nodes.iter_mut().filter(|node| node.name == home.node) {
        node.labels.insert(OWN_NODE.into(), home.value.clone());
        node.taints.push(Taint { key: OWN_NODE.into(), value: Some(home.value.clone()), effect: "NoSchedule".into() });
    }
    let chosen = |labels: &mut Labels| labels.insert(OWN_NODE.into(), home.value.clone());
    respecify(snapshot, target, |spec| {
        chosen(&mut spec.placement.node_selector);
        spec.placement.tolerations.push(home.toleration());
    });
    let pods = snapshot.pods.iter_mut().filter(|pod| is_of(target, &pod.namespace, &pod.workload));
    pods.for_each(|pod| pod.node = Some(home.node.clone()));
    let workloads = snapshot.workloads.iter_mut();
    for workload in workloads.filter(|workload| is_of(target, &workload.namespace, &workload.workload)) {
        chosen(&mut workload.placement.node_selector);
        workload.placement.tolerations.push(home.toleration());
    }
}

impl Home {
    fn toleration(&self) -> Toleration {
        Toleration {
            key: Some(OWN_NODE.into()),
            operator: Some("Equal".into()),
            value: Some(self.value.clone()),
            effect: Some("NoSchedule".into()),
        }
    }

    /// What of the template brings its pods there.
    pub(super) fn part(&self) -> PodPart {
        let own = [self.toleration()];
        let tolerations = self.tolerations.iter().chain(&own).map(Into::into).collect();
        PodPart {
            node_selector: Some(BTreeMap::from([(OWN_NODE.into(), Some(self.value.clone()))])),
            tolerations: Some(Some(tolerations)),
            ..PodPart::default()
        }
    }

    /// What takes that back.
    pub(super) fn part_before(&self) -> PodPart {
        let tolerations = self.tolerations.iter().map(Into::into).collect::<Vec<_>>();
        PodPart {
            node_selector: Some(BTreeMap::from([(OWN_NODE.into(), None)])),
            tolerations: Some(Some(tolerations).filter(|some| !some.is_empty())),
            ..PodPart::default()
        }
    }

    /// The commands that keep the node for the workload.
    pub(super) fn reservation(&self) -> Vec<String> {
        let (node, value) = (quoted(self.node.as_str()), quoted(self.value.as_str()));
        vec![
            format!("kubectl taint nodes {node} {OWN_NODE}={value}:NoSchedule --overwrite"),
            format!("kubectl label nodes {node} {OWN_NODE}={value} --overwrite"),
        ]
    }

    /// The commands that give it to all again.
    pub(super) fn release(&self) -> Vec<String> {
        let node = quoted(self.node.as_str());
        vec![format!("kubectl label nodes {node} {OWN_NODE}-"), format!("kubectl taint nodes {node} {OWN_NODE}-")]
    }
}

pub(super) fn is_of(target: &Target, namespace: &Name, workload: &WorkloadRef) -> bool {
    *namespace == target.namespace && *workload == target.workload
}

/// Gives the pods of a workload specs of their own, changed like this.
pub(super) fn respecify(snapshot: &mut Snapshot, target: &Target, change: impl Fn(&mut PodSpec)) {
    let mut known: BTreeMap<PodSpecId, PodSpecId> = BTreeMap::new();
    for pod in snapshot.pods.iter_mut().filter(|pod| is_of(target, &pod.namespace, &pod.workload)) {
        let specs = &mut snapshot.pod_specs;
        pod.spec = *known.entry(pod.spec).or_insert_with_key(|old| {
            let Some(mut spec) = specs.get(old.index()).cloned() else { return *old };
            change(&mut spec);
            let place = specs.iter().position(|other| *other == spec);
            PodSpecId::new(place.unwrap_or_else(|| {
                specs.push(spec);
                specs.len() - 1
            }))
        });
    }
}
