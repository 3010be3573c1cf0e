//! One volume of a pod as it stands there: its name, and under which key what is behind it.
//!
//! Read by hand rather than derived, because a key that nobody knows yet counts too: a pod security level that lists
//! what it allows refuses what a newer server added.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::meta::ObjectName;
use super::text::{List, Text};

/// The kinds that name the Secret that opens them in the same way (`VisitPodSecretNames` upstream).
const WITH_SECRET: &[&str] = &["cephfs", "cinder", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos"];

/// What stands under a key: nothing where the key is missing, nothing inside where it is null.
type Seen<T> = Option<Option<T>>;

#[derive(Default)]
pub(super) struct VolumeWire<'a> {
    pub(super) name: Seen<Text<'a>>,
    pub(super) host_path: Seen<HostPath<'a>>,
    pub(super) secret: Seen<SecretSource<'a>>,
    pub(super) claim: Seen<ClaimSource<'a>>,
    pub(super) projected: Seen<Projected<'a>>,
    pub(super) config_map: Seen<ObjectName<'a>>,
    pub(super) ephemeral: Seen<IgnoredAny>,
    pub(super) csi: Seen<Csi<'a>>,
    empty_dir: Seen<IgnoredAny>,
    downward_api: Seen<IgnoredAny>,
    image: Seen<IgnoredAny>,
    /// Sources of every other kind, with the Secret that opens them.
    pub(super) others: BTreeMap<Text<'a>, Seen<Text<'a>>>,
}

#[derive(Deserialize)]
pub(super) struct HostPath<'a> {
    #[serde(borrow)]
    pub(super) path: Text<'a>,
    #[serde(rename = "type")]
    pub(super) kind: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SecretSource<'a> {
    #[serde(borrow)]
    pub(super) secret_name: Option<Text<'a>>,
    /// A projected secret is called so.
    pub(super) name: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClaimSource<'a> {
    #[serde(borrow)]
    pub(super) claim_name: Text<'a>,
    #[serde(default)]
    pub(super) read_only: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct Projected<'a> {
    #[serde(borrow, default)]
    pub(super) sources: List<Projection<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Projection<'a> {
    #[serde(borrow)]
    pub(super) service_account_token: Option<TokenSource<'a>>,
    pub(super) secret: Option<SecretSource<'a>>,
    pub(super) config_map: Option<ObjectName<'a>>,
}

#[derive(Deserialize)]
pub(super) struct TokenSource<'a> {
    #[serde(borrow)]
    pub(super) audience: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Csi<'a> {
    #[serde(borrow)]
    pub(super) driver: Option<Text<'a>>,
    pub(super) node_publish_secret_ref: Option<ObjectName<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AzureFile<'a> {
    #[serde(borrow)]
    secret_name: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    #[serde(borrow)]
    secret_ref: Option<ObjectName<'a>>,
}

impl<'a> VolumeWire<'a> {
    /// Whether it has a source that the level `restricted` allows: such a volume passes whatever else it has
    /// (`check_restrictedVolumes.go` of `k8s.io/pod-security-admission/policy`).
    pub(super) fn is_permitted(&self) -> bool {
        let ignored = [&self.ephemeral, &self.empty_dir, &self.downward_api, &self.image];
        ignored.into_iter().any(|source| source.is_some_and(|source| source.is_some()))
            || matches!(self.config_map, Some(Some(_)))
            || matches!(self.csi, Some(Some(_)))
            || matches!(self.claim, Some(Some(_)))
            || matches!(self.projected, Some(Some(_)))
            || matches!(self.secret, Some(Some(_)))
    }

    fn read_entry<A: MapAccess<'a>>(&mut self, key: Text<'a>, access: &mut A) -> Result<(), A::Error> {
        match &*key {
            "name" => once(&mut self.name, access),
            "hostPath" => once(&mut self.host_path, access),
            "secret" => once(&mut self.secret, access),
            "persistentVolumeClaim" => once(&mut self.claim, access),
            "projected" => once(&mut self.projected, access),
            "configMap" => once(&mut self.config_map, access),
            "ephemeral" => once(&mut self.ephemeral, access),
            "csi" => once(&mut self.csi, access),
            "emptyDir" => once(&mut self.empty_dir, access),
            "downwardAPI" => once(&mut self.downward_api, access),
            "image" => once(&mut self.image, access),
            _ => {
                let secret = read_other(&key, access)?;
                if self.others.insert(key, secret).is_some() { Err(twice()) } else { Ok(()) }
            }
        }
    }
}

/// The Secret that opens a volume of another kind.
fn read_other<'a, A: MapAccess<'a>>(key: &str, access: &mut A) -> Result<Seen<Text<'a>>, A::Error> {
    if key == "azureFile" {
        let source: Option<AzureFile<'a>> = access.next_value()?;
        Ok(source.map(|source| source.secret_name))
    } else if WITH_SECRET.contains(&key) {
        let source: Option<Driver<'a>> = access.next_value()?;
        Ok(source.map(|source| source.secret_ref.and_then(|secret| secret.name)))
    } else {
        let source: Option<IgnoredAny> = access.next_value()?;
        Ok(source.map(|_| None))
    }
}

fn once<'a, T: Deserialize<'a>, A: MapAccess<'a>>(slot: &mut Seen<T>, access: &mut A) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(twice());
    }
    *slot = Some(access.next_value()?);
    Ok(())
}

fn twice<E: Error>() -> E {
    E::custom("a key stands twice")
}

impl<'de: 'a, 'a> Deserialize<'de> for VolumeWire<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct VolumeVisitor;

        impl<'de> Visitor<'de> for VolumeVisitor {
            type Value = VolumeWire<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a volume")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<VolumeWire<'de>, A::Error> {
                let mut volume = VolumeWire::default();
                while let Some(key) = access.next_key()? {
                    volume.read_entry(key, &mut access)?;
                }
                if matches!(volume.name, Some(Some(_))) { Ok(volume) } else { Err(A::Error::missing_field("name")) }
            }
        }

        deserializer.deserialize_map(VolumeVisitor)
    }
}
