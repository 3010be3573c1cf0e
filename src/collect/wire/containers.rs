//! Containers: what they mount, and what their environment is taken from.

use std::collections::HashSet;

use serde::Deserialize;

use crate::model::{Container, ContainerKind, Mount, Name, Reference};

use super::keep::Keep;
use super::meta::ObjectName;
use super::pod_spec::TOKEN_PATH;
use super::text::{List, Text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContainerWire<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    #[serde(default)]
    volume_mounts: List<MountWire<'a>>,
    #[serde(default)]
    env: List<EnvWire<'a>>,
    #[serde(default)]
    env_from: List<EnvFromWire<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MountWire<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    mount_path: Text<'a>,
    read_only: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EnvWire<'a> {
    #[serde(borrow)]
    value_from: Option<ValueFrom<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ValueFrom<'a> {
    #[serde(borrow)]
    secret_key_ref: Option<ObjectName<'a>>,
    config_map_key_ref: Option<ObjectName<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EnvFromWire<'a> {
    #[serde(borrow)]
    secret_ref: Option<ObjectName<'a>>,
    config_map_ref: Option<ObjectName<'a>>,
}

impl ContainerWire<'_> {
    /// The container; the ConfigMaps of its environment go to the references of the pod.
    pub(super) fn container(
        self,
        kind: ContainerKind,
        volumes: &HashSet<Name>,
        references: &mut Vec<Reference>,
        keep: &mut Keep<'_>,
    ) -> Container {
        let mounts = self.volume_mounts.into_iter();
        // Admission looks at what is mounted at the token's path, whatever it is.
        let wanted = |mount: &MountWire<'_>| volumes.contains(&*mount.name) || &*mount.mount_path == TOKEN_PATH;
        let mounts = mounts.filter(wanted).map(|mount| mount.mount(keep)).collect();
        let single = self.env.into_iter().filter_map(|env| env.value_from);
        let single = single.map(|from| (from.secret_key_ref, from.config_map_key_ref));
        let whole = self.env_from.into_iter().map(|env| (env.secret_ref, env.config_map_ref));
        let mut env_secrets: Vec<Name> = Vec::new();
        for (secret, config_map) in single.chain(whole) {
            env_secrets.extend(secret.and_then(|secret| keep.optional(secret.name)));
            let config_map = config_map.and_then(|config_map| keep.optional(config_map.name));
            references.extend(config_map.map(Reference::ConfigMap));
        }
        env_secrets.sort_unstable();
        env_secrets.dedup();
        Container {
            name: keep.name(self.name.as_deref().unwrap_or_default()),
            kind,
            mounts,
            env_secrets,
            devices: Vec::new(),
            image: Name::default(),
            security: Default::default(),
            app_armor_annotation: None,
            seccomp_annotation: None,
            exposure: Default::default(),
        }
    }
}

impl MountWire<'_> {
    fn mount(self, keep: &mut Keep<'_>) -> Mount {
        Mount {
            volume: keep.name(&self.name),
            path: keep.name(&self.mount_path),
            read_only: self.read_only.unwrap_or_default(),
            sub_path: None,
        }
    }
}
