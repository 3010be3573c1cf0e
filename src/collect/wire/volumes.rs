//! Volumes of a pod that matter for identity or reach the node.

use serde::Deserialize;

use crate::model::{TokenAudience, Volume, VolumeKind};

use super::keep::Keep;
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

impl VolumeWire<'_> {
    /// The volume, once for each source in it that matters.
    pub(super) fn volumes(self, keep: &mut Keep<'_>) -> Vec<Volume> {
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
