//! A pod spec: identity, the volumes that matter, who mounts them, what isolates it, where it may run, and what else the
//! node reads.

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::collect::found::FoundSpec;
use crate::model::{ContainerKind, Name, PodSecurity, Reference, Volume};

use super::annotations::{Annotations, SECCOMP};
use super::cloud_names::{POD_ROLE, named};
use super::containers::{Around, ContainerWire};
use super::keep::Keep;
use super::meta::ObjectName;
use super::placement::{AffinityWire, TolerationWire, placement};
use super::pod_labels::shared_labels;
use super::resource_claims::PodClaim;
use super::security::SecurityWire;
use super::text::{List, Text, TextMap};
use super::volume_sources::VolumeWire;
use super::volumes::Needs;

/// Where admission mounts a token, unless something is mounted there already.
pub(in crate::collect) const TOKEN_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

/// The name of the volume that admission adds. A server appends a random suffix.
pub(in crate::collect) const TOKEN_VOLUME: &str = "kube-api-access";

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct PodSpecWire<'a> {
    #[serde(borrow)]
    service_account_name: Option<Text<'a>>,
    /// The old name of the same field.
    service_account: Option<Text<'a>>,
    automount_service_account_token: Option<bool>,
    pub(super) node_name: Option<Text<'a>>,
    image_pull_secrets: List<ObjectName<'a>>,
    pub(super) resource_claims: List<PodClaim<'a>>,
    pub(super) scheduling_gates: List<IgnoredAny>,
    volumes: List<VolumeWire<'a>>,
    containers: List<ContainerWire<'a>>,
    init_containers: List<ContainerWire<'a>>,
    ephemeral_containers: List<ContainerWire<'a>>,
    host_network: Option<bool>,
    #[serde(rename = "hostPID")]
    host_pid: Option<bool>,
    #[serde(rename = "hostIPC")]
    host_ipc: Option<bool>,
    host_users: Option<bool>,
    share_process_namespace: Option<bool>,
    os: Option<ObjectName<'a>>,
    runtime_class_name: Option<Text<'a>>,
    security_context: Option<SecurityWire<'a>>,
    node_selector: TextMap<'a>,
    affinity: Option<AffinityWire<'a>>,
    tolerations: List<TolerationWire<'a>>,
}

impl PodSpecWire<'_> {
    /// The spec of a pod that has these labels and annotations.
    pub(super) fn spec(mut self, labels: TextMap<'_>, annotations: &Annotations<'_>, keep: &mut Keep<'_>) -> FoundSpec {
        let account = keep.optional(self.service_account_name.take());
        let old_account = keep.optional(self.service_account.take());
        let mut security = self.security(annotations, keep);
        let mut needs = Needs { references: self.references(keep), ..Needs::default() };
        let volumes = self.volumes.into_iter();
        let volumes: Vec<Volume> = volumes.flat_map(|volume| volume.volumes(&mut needs, keep)).collect();
        let kept: HashSet<Name> = volumes.iter().map(|volume| volume.name.clone()).collect();
        let around = Around { volumes: &kept, annotations };
        let kinds = [
            (ContainerKind::Main, self.containers),
            (ContainerKind::Init, self.init_containers),
            (ContainerKind::Ephemeral, self.ephemeral_containers),
        ];
        let mut containers = Vec::new();
        for (kind, wires) in kinds {
            let container = |wire: ContainerWire<'_>| wire.container(kind, around, &mut needs.references, keep);
            containers.extend(wires.into_iter().map(container));
        }
        security.other_volumes = each_once(needs.other_kinds);
        FoundSpec {
            service_account: account.or(old_account),
            automount: self.automount_service_account_token,
            volumes,
            containers,
            references: each_once(needs.references),
            security,
            placement: placement(self.node_selector, self.affinity, self.tolerations, keep),
            labels: shared_labels(labels, keep),
            aws_role: named(annotations, POD_ROLE),
        }
    }

    /// What stands in the spec itself of what isolates the pod.
    fn security(&mut self, annotations: &Annotations<'_>, keep: &mut Keep<'_>) -> PodSecurity {
        let (context, sysctls) = self.security_context.take().unwrap_or_default().of_pod(keep);
        PodSecurity {
            host_network: self.host_network.unwrap_or_default(),
            host_pid: self.host_pid.unwrap_or_default(),
            host_ipc: self.host_ipc.unwrap_or_default(),
            host_users: self.host_users,
            share_processes: self.share_process_namespace.unwrap_or_default(),
            windows: self.os.take().and_then(|os| os.name).as_deref() == Some("windows"),
            runtime_class: keep.optional(self.runtime_class_name.take()),
            sysctls,
            context,
            seccomp_annotation: annotations.get(SECCOMP).map(|profile| keep.name(profile)),
            other_volumes: Vec::new(),
        }
    }

    /// The Secrets that pull its images, and the ResourceClaims that it names.
    fn references(&mut self, keep: &mut Keep<'_>) -> Vec<Reference> {
        let pull_secrets = std::mem::take(&mut self.image_pull_secrets).into_iter();
        let pull_secrets = pull_secrets.filter_map(|secret| keep.optional(secret.name));
        let mut references: Vec<Reference> = pull_secrets.map(Reference::Secret).collect();
        let claims = std::mem::take(&mut self.resource_claims).into_iter();
        let claims = claims.filter_map(|claim| keep.optional(claim.resource_claim_name));
        references.extend(claims.map(Reference::ResourceClaim));
        references
    }
}

fn each_once<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items.dedup();
    // A pod lives long and grows no more.
    items.shrink_to_fit();
    items
}
