//! A pod spec: identity, the volumes that matter, and who mounts them.

use std::collections::HashSet;

use serde::Deserialize;

use crate::collect::found::FoundSpec;
use crate::model::{ContainerKind, Name, Volume};

use super::containers::ContainerWire;
use super::keep::Keep;
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
    volumes: List<VolumeWire<'a>>,
    containers: List<ContainerWire<'a>>,
    init_containers: List<ContainerWire<'a>>,
    ephemeral_containers: List<ContainerWire<'a>>,
}

impl PodSpecWire<'_> {
    pub(super) fn spec(self, keep: &mut Keep<'_>) -> FoundSpec {
        let account = keep.optional(self.service_account_name);
        let old_account = keep.optional(self.service_account);
        let volumes: Vec<Volume> = self.volumes.into_iter().flat_map(|volume| volume.volumes(keep)).collect();
        let kept: HashSet<Name> = volumes.iter().map(|volume| volume.name.clone()).collect();
        let kinds = [
            (ContainerKind::Main, self.containers),
            (ContainerKind::Init, self.init_containers),
            (ContainerKind::Ephemeral, self.ephemeral_containers),
        ];
        let mut containers = Vec::new();
        for (kind, wires) in kinds {
            containers.extend(wires.into_iter().map(|wire| wire.container(kind, &kept, keep)));
        }
        FoundSpec {
            service_account: account.or(old_account),
            automount: self.automount_service_account_token,
            volumes,
            containers,
        }
    }
}
