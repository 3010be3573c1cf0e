//! Pods and what makes them.

use serde::{Deserialize, Serialize};

use super::{Exposure, Labels, Name, Placement, PodSecurity, PodSpecId, SecurityContext};

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

/// An object with a pod template, whether it has pods or not.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Workload {
    /// Its namespace.
    pub namespace: Name,
    /// Its kind and name.
    pub workload: WorkloadRef,
    /// Its controller: the Deployment of a ReplicaSet, the CronJob of a Job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<WorkloadRef>,
    /// It makes no pods now (scaled to 0, suspended, ended).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dormant: bool,
    /// A changed template takes effect only when its pods are deleted (`updateStrategy.type: OnDelete`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_delete: bool,
    /// Where its template lets pods run. A stored pod does not always say: the controller of a DaemonSet replaces the
    /// affinity.
    #[serde(default, skip_serializing_if = "Placement::is_unset")]
    pub placement: Placement,
    /// The node that its template names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Name>,
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
    /// The API server gives it no node: it is being deleted, or has scheduling gates (`setPodNodeAndMetadata` of
    /// `pkg/registry/core/pod/storage`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unbindable: bool,
    /// The ResourceClaims that were made for it, sorted; those that its spec names stand there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_claims: Vec<Name>,
    /// How far its life has come.
    pub phase: Phase,
    /// What it consists of; replicas share one.
    pub spec: PodSpecId,
}

impl Pod {
    /// Whether it waits for a node: its token is made, and its code runs, only there. What no server has stored is taken
    /// to run.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.node.is_none() && self.phase == Phase::Pending && !self.mirror
    }

    /// Whether it waits for a node, and whoever may bind it gives it one.
    #[must_use]
    pub fn can_be_bound(&self) -> bool {
        self.waits() && !self.unbindable
    }
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
    /// What isolates it from its node.
    #[serde(default)]
    pub security: PodSecurity,
    /// Where it may run.
    #[serde(default, skip_serializing_if = "Placement::is_unset")]
    pub placement: Placement,
    /// Its labels, without those that tell replicas apart (`statefulset.kubernetes.io/pod-name` and the like).
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// The annotation `iam.amazonaws.com/role`: the IAM role that kube2iam or kiam gives it, by name or ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_role: Option<Name>,
}

impl PodSpec {
    /// Whether a container of any kind mounts this volume.
    #[must_use]
    pub fn is_mounted(&self, volume: &Name) -> bool {
        self.containers.iter().any(|container| container.mounts.iter().any(|mount| mount.volume == *volume))
    }

    /// The Secrets that its containers can read: mounted or in their environment. May name one twice.
    pub fn readable_secrets(&self) -> impl Iterator<Item = &Name> {
        let mounted = self.volumes.iter().filter(|volume| self.is_mounted(&volume.name));
        let mounted = mounted.filter_map(Volume::secret);
        mounted.chain(self.containers.iter().flat_map(|container| &container.env_secrets))
    }

    /// Every Secret that its node may read for its sake. May name one twice.
    pub fn secrets(&self) -> impl Iterator<Item = &Name> {
        let volumes = self.volumes.iter().filter_map(Volume::secret);
        let references = self.references.iter().filter_map(|reference| match reference {
            Reference::Secret(name) => Some(name),
            _ => None,
        });
        volumes.chain(self.containers.iter().flat_map(|container| &container.env_secrets)).chain(references)
    }
}

impl Volume {
    fn secret(&self) -> Option<&Name> {
        match &self.kind {
            VolumeKind::Secret(name) => Some(name),
            _ => None,
        }
    }
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
    /// Whether no container may write to it, whatever its mount says: `readOnly` of the claim's source (`mustMountRO` in
    /// `pkg/kubelet/kubelet_pods.go`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
    /// `type` of a `hostPath`, such as `DirectoryOrCreate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_type: Option<Name>,
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
    /// An inline volume of this CSI driver.
    Csi(Name),
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
    /// The volumes that it uses as block devices (`volumeDevices`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<Name>,
    /// Its image, as written.
    #[serde(default, skip_serializing_if = "Name::is_empty")]
    pub image: Name,
    /// Its `securityContext`.
    #[serde(default, skip_serializing_if = "SecurityContext::is_unset")]
    pub security: SecurityContext,
    /// The annotation of old clusters that names its AppArmor profile
    /// (`container.apparmor.security.beta.kubernetes.io/NAME`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_armor_annotation: Option<Name>,
    /// The same for seccomp (`container.seccomp.security.alpha.kubernetes.io/NAME`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seccomp_annotation: Option<Name>,
    /// Ports and hosts of the node that it uses.
    #[serde(default, skip_serializing_if = "Exposure::is_unset")]
    pub exposure: Exposure,
    /// The IAM role that `AWS_ROLE_ARN` of its environment names, where that is a literal value: of every other variable
    /// the value is dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_role: Option<Name>,
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
    /// The part of the volume that is mounted (`subPath`); nothing for all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_path: Option<Name>,
    /// What is mounted below it in the container appears on the node (`mountPropagation: Bidirectional`), which takes a
    /// privileged container.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bidirectional: bool,
}

/// A Secret of the pod's namespace, by name.
pub type SecretRef = Name;
