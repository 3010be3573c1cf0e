//! A pod spec: identity, the volumes that matter, and who mounts them.

use std::collections::HashSet;

use serde::Deserialize;

use crate::collect::found::FoundSpec;
use crate::model::{ContainerKind, Name, TokenAudience, Volume, VolumeKind};

use super::containers::ContainerWire;
use super::keep::Keep;
use super::text::{List, Text};

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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VolumeWire<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    host_path: Option<HostPath<'a>>,
    secret: Option<SecretSource<'a>>,
    persistent_volume_claim: Option<ClaimSource<'a>>,
    projected: Option<Projected<'a>>,
}

#[derive(Deserialize)]
struct HostPath<'a> {
    #[serde(borrow)]
    path: Text<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SecretSource<'a> {
    #[serde(borrow)]
    secret_name: Option<Text<'a>>,
    /// A projected secret is called so.
    name: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClaimSource<'a> {
    #[serde(borrow)]
    claim_name: Text<'a>,
}

#[derive(Deserialize)]
struct Projected<'a> {
    #[serde(borrow, default)]
    sources: List<Projection<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Projection<'a> {
    #[serde(borrow)]
    service_account_token: Option<TokenSource<'a>>,
    secret: Option<SecretSource<'a>>,
}

#[derive(Deserialize)]
struct TokenSource<'a> {
    #[serde(borrow)]
    audience: Option<Text<'a>>,
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

impl VolumeWire<'_> {
    /// The volume, once for each source in it that matters.
    fn volumes(self, keep: &mut Keep<'_>) -> Vec<Volume> {
        let name = keep.name(&self.name);
        let mut kinds = Vec::new();
        kinds.extend(self.host_path.map(|host| VolumeKind::HostPath(keep.name(&host.path))));
        kinds.extend(self.secret.and_then(|secret| secret.kind(keep)));
        let claim = self.persistent_volume_claim;
        kinds.extend(claim.map(|claim| VolumeKind::Claim(keep.name(&claim.claim_name))));
        for source in self.projected.into_iter().flat_map(|projected| projected.sources) {
            kinds.extend(source.service_account_token.map(|token| token.kind(keep)));
            kinds.extend(source.secret.and_then(|secret| secret.kind(keep)));
        }
        kinds.into_iter().map(|kind| Volume { name: name.clone(), kind }).collect()
    }
}

impl SecretSource<'_> {
    fn kind(self, keep: &mut Keep<'_>) -> Option<VolumeKind> {
        keep.optional(self.secret_name.or(self.name)).map(VolumeKind::Secret)
    }
}

/// Whether an audience is the API server's own: the issuer that clusters have unless they are set up otherwise.
fn is_api_server(audience: &str) -> bool {
    let host = audience.trim_end_matches('/').strip_prefix("https://");
    matches!(host, Some("kubernetes.default.svc" | "kubernetes.default.svc.cluster.local"))
}

impl TokenSource<'_> {
    fn kind(self, keep: &mut Keep<'_>) -> VolumeKind {
        let audience = keep.optional(self.audience).filter(|audience| !is_api_server(audience));
        VolumeKind::Token(audience.map_or(TokenAudience::ApiServer, TokenAudience::Other))
    }
}
