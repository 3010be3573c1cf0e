//! Volumes of a pod: those that matter for identity, and what the others make the node read.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::{Reference, TokenAudience, Volume, VolumeKind};

use super::keep::Keep;
use super::meta::ObjectName;
use super::text::{List, Text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VolumeWire<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    host_path: Option<HostPath<'a>>,
    secret: Option<SecretSource<'a>>,
    persistent_volume_claim: Option<ClaimSource<'a>>,
    projected: Option<Projected<'a>>,
    config_map: Option<ObjectName<'a>>,
    ephemeral: Option<IgnoredAny>,
    azure_file: Option<AzureFile<'a>>,
    cephfs: Option<Driver<'a>>,
    cinder: Option<Driver<'a>>,
    flex_volume: Option<Driver<'a>>,
    iscsi: Option<Driver<'a>>,
    rbd: Option<Driver<'a>>,
    #[serde(rename = "scaleIO")]
    scale_io: Option<Driver<'a>>,
    storageos: Option<Driver<'a>>,
    csi: Option<Csi<'a>>,
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
    config_map: Option<ObjectName<'a>>,
}

#[derive(Deserialize)]
struct TokenSource<'a> {
    #[serde(borrow)]
    audience: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AzureFile<'a> {
    #[serde(borrow)]
    secret_name: Option<Text<'a>>,
}

/// Any of the drivers that name their Secret in the same way.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    #[serde(borrow)]
    secret_ref: Option<ObjectName<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Csi<'a> {
    #[serde(borrow)]
    node_publish_secret_ref: Option<ObjectName<'a>>,
}

impl<'a> VolumeWire<'a> {
    /// The volume, once for each source in it that matters; the rest goes to the references of the pod.
    pub(super) fn volumes(mut self, references: &mut Vec<Reference>, keep: &mut Keep<'_>) -> Vec<Volume> {
        let name = keep.name(&self.name);
        if self.ephemeral.is_some() && self.persistent_volume_claim.is_none() {
            references.push(Reference::EphemeralVolume(name.clone()));
        }
        let secret = keep.optional(self.driver_secret());
        references.extend(secret.map(Reference::Secret));
        let mut kinds = Vec::new();
        kinds.extend(self.host_path.map(|host| VolumeKind::HostPath(keep.name(&host.path))));
        kinds.extend(self.secret.and_then(|secret| secret.kind(keep)));
        let claim = self.persistent_volume_claim;
        kinds.extend(claim.map(|claim| VolumeKind::Claim(keep.name(&claim.claim_name))));
        let mut config_maps = vec![self.config_map];
        for source in self.projected.into_iter().flat_map(|projected| projected.sources) {
            kinds.extend(source.service_account_token.map(|token| token.kind(keep)));
            kinds.extend(source.secret.and_then(|secret| secret.kind(keep)));
            config_maps.push(source.config_map);
        }
        let config_maps = config_maps.into_iter().filter_map(|config_map| keep.optional(config_map?.name));
        references.extend(config_maps.map(Reference::ConfigMap));
        kinds.into_iter().map(|kind| Volume { name: name.clone(), kind }).collect()
    }

    /// The Secret that opens the volume (`VisitPodSecretNames` upstream). A volume has one source.
    fn driver_secret(&mut self) -> Option<Text<'a>> {
        let drivers = [
            &mut self.cephfs,
            &mut self.cinder,
            &mut self.flex_volume,
            &mut self.iscsi,
            &mut self.rbd,
            &mut self.scale_io,
            &mut self.storageos,
        ];
        let driver = drivers.into_iter().find_map(Option::take).and_then(|driver| driver.secret_ref);
        let csi = self.csi.take().and_then(|csi| csi.node_publish_secret_ref);
        let azure = self.azure_file.take().and_then(|azure| azure.secret_name);
        driver.or(csi).and_then(|secret| secret.name).or(azure)
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
