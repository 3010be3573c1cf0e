//! The annotations that say more than labels do. All others are dropped while parsing: they may hold anything.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::Deserializer;

use super::cloud_names::CLOUD;
use super::text::{Text, wanted_texts};

/// Of a Secret: the service account that it is, or asks for, a token of.
pub(super) const SERVICE_ACCOUNT: &str = "kubernetes.io/service-account.name";
/// Of a mirror pod, whatever its value.
pub(super) const MIRROR: &str = "kubernetes.io/config.mirror";
/// Of a ServiceAccount: its pods may use the Secrets only that it lists.
pub(super) const MOUNTABLE_SECRETS: &str = "kubernetes.io/enforce-mountable-secrets";
/// Of a pod of an old cluster: its seccomp profile.
pub(super) const SECCOMP: &str = "seccomp.security.alpha.kubernetes.io/pod";
/// The same of one container, whose name follows.
pub(super) const CONTAINER_SECCOMP: &str = "container.seccomp.security.alpha.kubernetes.io/";
/// Of a pod of an old cluster: the AppArmor profile of the container whose name follows.
pub(super) const CONTAINER_APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

/// The annotations of an object, as far as they are wanted.
#[derive(Default)]
pub(super) struct Annotations<'a>(BTreeMap<Text<'a>, Text<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Annotations<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wanted_texts(deserializer, is_wanted).map(Annotations)
    }
}

fn is_wanted(key: &str) -> bool {
    matches!(key, SERVICE_ACCOUNT | MIRROR | MOUNTABLE_SECRETS | SECCOMP)
        || CLOUD.contains(&key)
        || key.starts_with(CONTAINER_SECCOMP)
        || key.starts_with(CONTAINER_APP_ARMOR)
}

impl Annotations<'_> {
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|value| &**value)
    }

    /// The annotation with this prefix that is about this container.
    pub(super) fn of_container(&self, prefix: &str, name: &str) -> Option<&str> {
        // Nearly every pod has none: then no key is put together.
        if self.0.is_empty() {
            return None;
        }
        self.get(&format!("{prefix}{name}"))
    }
}
