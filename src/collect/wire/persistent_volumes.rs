//! PersistentVolumes.

use serde::Deserialize;

use crate::model::{PersistentVolume, VolumeBacking};

use super::Object;
use super::keep::{Keep, Refused};
use super::meta::Meta;
use super::text::Text;

#[derive(Deserialize)]
pub(super) struct VolumeWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<VolumeSpec<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VolumeSpec<'a> {
    #[serde(borrow)]
    host_path: Option<NodePath<'a>>,
    local: Option<NodePath<'a>>,
    claim_ref: Option<ClaimRef<'a>>,
}

#[derive(Deserialize)]
struct NodePath<'a> {
    #[serde(borrow)]
    path: Text<'a>,
}

#[derive(Deserialize)]
struct ClaimRef<'a> {
    #[serde(borrow)]
    namespace: Option<Text<'a>>,
    name: Option<Text<'a>>,
}

impl Object for VolumeWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let spec = self.spec.ok_or_else(|| Refused::new("spec is missing"))?;
        let name = keep.named(&self.metadata.unwrap_or_default())?;
        let backing = match spec.host_path.or(spec.local) {
            Some(on_node) => VolumeBacking::NodePath(keep.name(&on_node.path)),
            None => VolumeBacking::Other,
        };
        let claim = spec.claim_ref.and_then(|claim| keep.optional(claim.namespace).zip(keep.optional(claim.name)));
        keep.found.persistent_volumes.push(PersistentVolume { name, backing, claim });
        Ok(())
    }
}
