//! PersistentVolumeClaims.

use serde::Deserialize;

use crate::model::PersistentVolumeClaim;

use super::Object;
use super::keep::{Keep, Refused};
use super::meta::Meta;
use super::text::Text;

#[derive(Deserialize)]
pub(super) struct ClaimWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<ClaimSpec<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClaimSpec<'a> {
    #[serde(borrow)]
    volume_name: Option<Text<'a>>,
}

impl Object for ClaimWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let (namespace, name) = keep.namespaced(&self.metadata.unwrap_or_default())?;
        let volume = self.spec.and_then(|spec| keep.optional(spec.volume_name));
        let claim = PersistentVolumeClaim { namespace, name, volume };
        keep.found.persistent_volume_claims.push(claim);
        Ok(())
    }
}
