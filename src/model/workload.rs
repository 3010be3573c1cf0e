//! Pods and what makes them.

use serde::{Deserialize, Serialize};

use super::{Name, PodSpecId};

/// What a person calls a pod's owner: the Deployment, not its ReplicaSet of today.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct WorkloadRef {
    /// `Deployment`, `DaemonSet`, …, or `Pod` for a pod of its own.
    pub kind: Name,
    /// Its name.
    pub name: Name,
}

impl WorkloadRef {
    /// The node name: `workload:NS/KIND/NAME`, or `pod:NS/NAME` for a pod of its own.
    #[must_use]
    pub fn id(&self, namespace: &Name) -> String {
        let (namespace, kind, name) = (namespace.as_str(), self.kind.as_str(), self.name.as_str());
        if kind == "Pod" { format!("pod:{namespace}/{name}") } else { format!("workload:{namespace}/{kind}/{name}") }
    }
}

/// A pod, or the pod that a workload's template would become.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Pod {
    /// Its namespace.
    pub namespace: Name,
    /// Its name; for a template, the workload's.
    pub name: Name,
    /// What a person calls its owner.
    pub workload: WorkloadRef,
    /// Where it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<Name>,
    /// Whether it is the shadow of a pod that the node runs from a file (annotation `kubernetes.io/config.mirror`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mirror: bool,
    /// The ResourceClaims that were made for it, sorted; those that its spec names stand there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_claims: Vec<Name>,
    /// How far its life has come.
    pub phase: Phase,
    /// What it consists of; replicas share one.
    pub spec: PodSpecId,
}

/// How far a pod's life has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Phase {
    /// It runs, or would run as soon as its manifest is applied.
    Running,
    /// Not started yet.
    Pending,
    /// Ended: its token is of no use to anybody.
    Finished,
    /// The template of a workload that has no pod now (scaled to 0, suspended).
    Dormant,
}

/// What decides a pod's identity, after admission.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct PodSpec {
    /// The service account's name, never empty.
    pub service_account: Name,
    /// Volumes that matter for identity or reach the node; others are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
    /// Containers of every kind.
    pub containers: Vec<Container>,
    /// What else its node reads to run it, sorted, each once; Secrets and claims that stand in `volumes` or `containers`
    /// are not repeated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
}

/// Something in the pod's namespace that only its node reads, or whose content does not matter for identity.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Reference {
    /// A Secret that no container sees: it pulls the image or opens a volume.
    Secret(Name),
    /// A ConfigMap: a volume, projected, or in the environment.
    ConfigMap(Name),
    /// A volume, by its name in the pod, whose claim is made with the pod and is called `POD-VOLUME`.
    EphemeralVolume(Name),
    /// A ResourceClaim that the spec names.
    ResourceClaim(Name),
}

/// One volume of a pod. A projected volume becomes one of these for each source that matters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Volume {
    /// Its name within the pod.
    pub name: Name,
    /// What it holds.
    pub kind: VolumeKind,
}

/// What a volume holds, as far as it matters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum VolumeKind {
    /// A projected token of the pod's service account.
    Token(TokenAudience),
    /// A Secret, as a volume or projected.
    Secret(Name),
    /// A path of the node.
    HostPath(Name),
    /// A PersistentVolumeClaim.
    Claim(Name),
}

/// Whom a projected token is for.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum TokenAudience {
    /// The API server itself: no audience was asked for.
    ApiServer,
    /// Somebody else (Vault, a cloud's token service), by name.
    Other(Name),
}

/// The kinds of container in a pod.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum ContainerKind {
    /// An ordinary container.
    Main,
    /// Runs before the others, or beside them with `restartPolicy: Always`.
    Init,
    /// Added to the running pod.
    Ephemeral,
}

/// One container of a pod.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Container {
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: ContainerKind,
    /// The volumes that it mounts; those left out of the pod are left out here too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mounts: Vec<Mount>,
    /// Secrets that its environment is taken from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub env_secrets: Vec<SecretRef>,
}

/// One mount of a volume.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Mount {
    /// The volume.
    pub volume: Name,
    /// Where in the container.
    pub path: Name,
    /// Whether the container may not write to it.
    #[serde(default)]
    pub read_only: bool,
}

/// A Secret of the pod's namespace, by name.
pub type SecretRef = Name;
