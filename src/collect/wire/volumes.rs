//! Volumes of a pod: those that matter for identity or reach the node, and what the others make the node read.

use crate::model::{Name, Reference, TokenAudience, Volume, VolumeKind};

use super::keep::Keep;
use super::volume_sources::{Csi, SecretSource, TokenSource, VolumeWire};

/// What the volumes of a pod make of it beside themselves.
#[derive(Default)]
pub(super) struct Needs {
    /// What its node reads.
    pub(super) references: Vec<Reference>,
    /// The kinds that the level `restricted` does not allow, but `hostPath`.
    pub(super) other_kinds: Vec<Name>,
}

impl VolumeWire<'_> {
    /// The volume, once for each source in it that matters; the rest goes to the needs of the pod.
    pub(super) fn volumes(self, needs: &mut Needs, keep: &mut Keep<'_>) -> Vec<Volume> {
        let permitted = self.is_permitted();
        let name = keep.name(self.name.flatten().as_deref().unwrap_or_default());
        if self.ephemeral.flatten().is_some() && !matches!(self.claim, Some(Some(_))) {
            needs.references.push(Reference::EphemeralVolume(name.clone()));
        }
        for (kind, source) in self.others {
            let Some(secret) = source else { continue };
            needs.references.extend(keep.optional(secret).map(Reference::Secret));
            if !permitted {
                needs.other_kinds.push(keep.name(&kind));
            }
        }
        let mut kinds = Vec::new();
        let read_only = self.claim.as_ref().and_then(Option::as_ref).and_then(|claim| claim.read_only);
        let host = self.host_path.flatten().map(|host| (VolumeKind::HostPath(keep.name(&host.path)), host.kind));
        let (host, path_type) = host.unzip();
        let path_type = keep.optional(path_type.flatten());
        kinds.extend(host);
        kinds.extend(self.secret.flatten().and_then(|secret| secret.kind(keep)));
        kinds.extend(self.claim.flatten().map(|claim| VolumeKind::Claim(keep.name(&claim.claim_name))));
        kinds.extend(self.csi.flatten().and_then(|csi| csi.kind(needs, keep)));
        let mut config_maps = vec![self.config_map.flatten()];
        for source in self.projected.flatten().into_iter().flat_map(|projected| projected.sources) {
            kinds.extend(source.service_account_token.map(|token| token.kind(keep)));
            kinds.extend(source.secret.and_then(|secret| secret.kind(keep)));
            config_maps.push(source.config_map);
        }
        let config_maps = config_maps.into_iter().filter_map(|config_map| keep.optional(config_map?.name));
        needs.references.extend(config_maps.map(Reference::ConfigMap));
        kinds
            .into_iter()
            .map(|kind| {
                let read_only = read_only.unwrap_or_default();
                Volume { name: name.clone(), kind, read_only, path_type: path_type.clone() }
            })
            .collect()
    }
}

impl SecretSource<'_> {
    fn kind(self, keep: &mut Keep<'_>) -> Option<VolumeKind> {
        keep.optional(self.secret_name.or(self.name)).map(VolumeKind::Secret)
    }
}

impl Csi<'_> {
    fn kind(self, needs: &mut Needs, keep: &mut Keep<'_>) -> Option<VolumeKind> {
        let secret = self.node_publish_secret_ref.and_then(|secret| keep.optional(secret.name));
        needs.references.extend(secret.map(Reference::Secret));
        keep.optional(self.driver).map(VolumeKind::Csi)
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
