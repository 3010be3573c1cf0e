//! Objects that become another thing, or several, once the snapshot is settled.

use std::sync::Arc;

use crate::model::{
    AdmissionKind, Container, Labels, Name, ParamKind, Phase, Placement, PodSecurity, Reference, Volume, Webhook,
    WorkloadRef,
};

/// A pod as it was read.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::collect) struct FoundPod {
    pub(in crate::collect) namespace: Name,
    pub(in crate::collect) name: Name,
    /// Its controller, as its ownerReferences name it: a ReplicaSet rather than the Deployment behind it.
    pub(in crate::collect) owner: Option<WorkloadRef>,
    /// The label `pod-template-hash`: the end of the name of the ReplicaSet that a Deployment made.
    pub(in crate::collect) template_hash: Option<Name>,
    pub(in crate::collect) node: Option<Name>,
    /// Whether it is a mirror pod.
    pub(in crate::collect) mirror: bool,
    /// Whether the API server refuses to give it a node.
    pub(in crate::collect) unbindable: bool,
    /// The ResourceClaims that its status names for it, sorted.
    pub(in crate::collect) resource_claims: Vec<Name>,
    pub(in crate::collect) phase: Phase,
    /// Whether a server stored it (a uid, a nodeName or a status): then admission has already changed its spec.
    pub(in crate::collect) stored: bool,
    pub(in crate::collect) spec: Arc<FoundSpec>,
}

/// A workload: an object with a pod template.
#[derive(PartialEq, Debug)]
pub(in crate::collect) struct FoundWorkload {
    pub(in crate::collect) namespace: Name,
    /// Its kind and name.
    pub(in crate::collect) workload: WorkloadRef,
    /// Its controller: the Deployment of a ReplicaSet, the CronJob of a Job.
    pub(in crate::collect) owner: Option<WorkloadRef>,
    /// Whether it makes no pods now: scaled to 0 or suspended.
    pub(in crate::collect) dormant: bool,
    /// Whether a changed template waits until its pods are deleted.
    pub(in crate::collect) on_delete: bool,
    /// The node that its template names: its pods run there and nowhere else.
    pub(in crate::collect) pinned: Option<Name>,
    pub(in crate::collect) template: Arc<FoundSpec>,
}

/// A ValidatingWebhookConfiguration or a MutatingWebhookConfiguration, which may be empty.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::collect) struct FoundWebhooks {
    pub(in crate::collect) kind: AdmissionKind,
    pub(in crate::collect) name: Name,
    pub(in crate::collect) webhooks: Vec<Webhook>,
}

/// An object that may be the parameter of an admission policy, known by little more than its kind.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::collect) struct FoundParam {
    pub(in crate::collect) api_version: Name,
    pub(in crate::collect) kind: Name,
    /// The namespace that it is in if its kind has namespaces and it names none.
    pub(in crate::collect) namespace: Name,
    /// The whole object; nothing if it could not be understood.
    pub(in crate::collect) json: Option<String>,
}

impl FoundParam {
    /// Whether it is of this kind, in whatever version.
    pub(in crate::collect) fn is_of(&self, kind: &ParamKind) -> bool {
        self.kind == kind.kind && group(&self.api_version) == group(&kind.api_version)
    }
}

fn group(api_version: &Name) -> Option<&str> {
    api_version.split_once('/').map(|(group, _)| group)
}

/// A pod spec as it was read, before admission.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(in crate::collect) struct FoundSpec {
    pub(in crate::collect) service_account: Option<Name>,
    pub(in crate::collect) automount: Option<bool>,
    pub(in crate::collect) volumes: Vec<Volume>,
    pub(in crate::collect) containers: Vec<Container>,
    /// Sorted, each once.
    pub(in crate::collect) references: Vec<Reference>,
    pub(in crate::collect) security: PodSecurity,
    pub(in crate::collect) placement: Placement,
    /// Without those that tell replicas apart.
    pub(in crate::collect) labels: Labels,
    /// The annotation `iam.amazonaws.com/role`.
    pub(in crate::collect) aws_role: Option<Name>,
}
