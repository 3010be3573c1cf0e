//! A pod spec: identity, the volumes that matter, who mounts them, and what else the node reads.

use std::collections::HashSet;

use serde::Deserialize;

use crate::collect::found::FoundSpec;
use crate::model::{ContainerKind, Name, Reference, Volume};

use super::containers::ContainerWire;
use super::keep::Keep;
use super::meta::ObjectName;
use super::resource_claims::PodClaim;
use super::text::{List, Text};
use super::volumes::VolumeWire;

/// Where admission mounts a token, unless something is mounted there already.
pub(in crate::collect) const TOKEN_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

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
    volumes: List<VolumeWire<'a>>,
    containers: List<ContainerWire<'a>>,
    init_containers: List<ContainerWire<'a>>,
    ephemeral_containers: List<ContainerWire<'a>>,
}

impl PodSpecWire<'_> {
    pub(super) fn spec(self, keep: &mut Keep<'_>) -> FoundSpec {
        let account = keep.optional(self.service_account_name);
        let old_account = keep.optional(self.service_account);
        let pull_secrets = self.image_pull_secrets.into_iter();
        let pull_secrets = pull_secrets.filter_map(|secret| keep.optional(secret.name));
        let mut references: Vec<Reference> = pull_secrets.map(Reference::Secret).collect();
        let claims = self.resource_claims.into_iter().filter_map(|claim| keep.optional(claim.resource_claim_name));
        references.extend(claims.map(Reference::ResourceClaim));
        let volumes = self.volumes.into_iter();
        let volumes: Vec<Volume> = volumes.flat_map(|volume| volume.volumes(&mut references, keep)).collect();
        let kept: HashSet<Name> = volumes.iter().map(|volume| volume.name.clone()).collect();
        let kinds = [
            (ContainerKind::Main, self.containers),
            (ContainerKind::Init, self.init_containers),
            (ContainerKind::Ephemeral, self.ephemeral_containers),
        ];
        let mut containers = Vec::new();
        for (kind, wires) in kinds {
            containers.extend(wires.into_iter().map(|wire| wire.container(kind, &kept, &mut references, keep)));
        }
        references.sort_unstable();
        references.dedup();
        // A pod lives long and grows no more.
        references.shrink_to_fit();
        FoundSpec {
            service_account: account.or(old_account),
            automount: self.automount_service_account_token,
            volumes,
            containers,
            references,
        }
    }
}
