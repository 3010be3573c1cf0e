//! PersistentVolumes: what is behind them, whose they are, who may claim them, and the Secrets that a node needs to mount
//! them.
//!
//! Which Secrets those are: `VisitPVSecretNames` upstream (`pkg/api/v1/persistentvolume/util.go`). Secrets that only the
//! controller of a CSI driver needs are left out: no node may read them for the volume's sake.

use serde::Deserialize;

use crate::model::{Name, PersistentVolume, VolumeBacking};

use super::Object;
use super::keep::{Keep, Refused};
use super::meta::Meta;
use super::placement::NodeSelector;
use super::text::Text;

#[derive(Deserialize)]
pub(super) struct VolumeWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<VolumeSpec<'a>>,
    #[serde(default)]
    status: Option<VolumeStatus<'a>>,
}

#[derive(Deserialize)]
struct VolumeStatus<'a> {
    #[serde(borrow)]
    phase: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VolumeSpec<'a> {
    #[serde(borrow)]
    host_path: Option<NodePath<'a>>,
    local: Option<NodePath<'a>>,
    claim_ref: Option<ClaimRef<'a>>,
    node_affinity: Option<VolumeAffinity<'a>>,
    storage_class_name: Option<Text<'a>>,
    volume_mode: Option<Text<'a>>,
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
struct NodePath<'a> {
    #[serde(borrow)]
    path: Text<'a>,
}

#[derive(Deserialize)]
struct VolumeAffinity<'a> {
    #[serde(borrow)]
    required: Option<NodeSelector<'a>>,
}

#[derive(Deserialize)]
struct ClaimRef<'a> {
    #[serde(borrow)]
    namespace: Option<Text<'a>>,
    name: Option<Text<'a>>,
    uid: Option<Text<'a>>,
}

/// A namespaced object.
#[derive(Deserialize)]
struct ObjectRef<'a> {
    #[serde(borrow)]
    namespace: Option<Text<'a>>,
    name: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AzureFile<'a> {
    #[serde(borrow)]
    secret_name: Option<Text<'a>>,
    secret_namespace: Option<Text<'a>>,
}

/// Any of the drivers that name their Secret in the same way.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    #[serde(borrow)]
    secret_ref: Option<ObjectRef<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Csi<'a> {
    #[serde(borrow)]
    node_publish_secret_ref: Option<ObjectRef<'a>>,
    node_stage_secret_ref: Option<ObjectRef<'a>>,
    node_expand_secret_ref: Option<ObjectRef<'a>>,
}

impl Object for VolumeWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let mut spec = self.spec.ok_or_else(|| Refused::new("spec is missing"))?;
        let name = keep.named(&self.metadata.unwrap_or_default())?;
        let backing = match spec.host_path.take().or(spec.local.take()) {
            Some(on_node) => VolumeBacking::NodePath(keep.name(&on_node.path)),
            None => VolumeBacking::Other,
        };
        let terms = spec.node_affinity.take().and_then(|affinity| affinity.required);
        let terms = terms.map_or_else(Vec::new, |required| required.terms(keep));
        let claim = spec.claim_ref.take();
        let claim_fixed = claim.as_ref().and_then(|claim| claim.uid.as_ref()).is_some_and(|uid| !uid.is_empty());
        let claim = claim.and_then(|claim| keep.optional(claim.namespace).zip(keep.optional(claim.name)));
        let class = keep.optional(spec.storage_class_name.take());
        let block = spec.volume_mode.take().as_deref() == Some("Block");
        let secrets = spec.secrets(claim.as_ref().map(|(namespace, _)| namespace), keep);
        let phase = self.status.and_then(|status| keep.optional(status.phase));
        let volume = PersistentVolume { name, backing, claim, secrets, phase, class, claim_fixed, terms, block };
        keep.found.persistent_volumes.push(volume);
        Ok(())
    }
}

impl VolumeSpec<'_> {
    /// The Secrets, sorted. Some drivers take the namespace of the claim where they name none, the others then have none.
    fn secrets(self, claim_namespace: Option<&Name>, keep: &mut Keep<'_>) -> Vec<(Name, Name)> {
        let by_claim = [self.cephfs, self.flex_volume, self.iscsi, self.rbd, self.scale_io];
        let by_claim = by_claim.into_iter().flatten().filter_map(|driver| driver.secret_ref);
        let azure =
            self.azure_file.map(|azure| ObjectRef { namespace: azure.secret_namespace, name: azure.secret_name });
        let by_itself = [self.cinder, self.storageos].into_iter().flatten().filter_map(|driver| driver.secret_ref);
        let csi = self.csi.into_iter().flat_map(Csi::secrets);
        let by_claim = by_claim.chain(azure).map(|secret| (secret, claim_namespace));
        let all = by_claim.chain(by_itself.chain(csi).map(|secret| (secret, None)));
        let named = all.filter_map(|(secret, otherwise)| {
            let namespace = keep.optional(secret.namespace).or_else(|| otherwise.cloned());
            namespace.zip(keep.optional(secret.name))
        });
        let mut secrets: Vec<_> = named.collect();
        secrets.sort_unstable();
        secrets.dedup();
        secrets
    }
}

impl<'a> Csi<'a> {
    fn secrets(self) -> impl Iterator<Item = ObjectRef<'a>> {
        let refs = [self.node_publish_secret_ref, self.node_stage_secret_ref, self.node_expand_secret_ref];
        refs.into_iter().flatten()
    }
}
