//! Containers: what they mount, what their environment is taken from, and what isolates them.

use std::collections::HashSet;

use serde::Deserialize;

use crate::model::{Container, ContainerKind, Mount, Name, Reference};

use super::annotations::{Annotations, CONTAINER_APP_ARMOR, CONTAINER_SECCOMP};
use super::environment::EnvWire;
use super::exposure::{HandlerWire, LifecycleWire, PortWire, exposure};
use super::keep::Keep;
use super::meta::ObjectName;
use super::pod_spec::TOKEN_PATH;
use super::security::SecurityWire;
use super::text::{List, Text};

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ContainerWire<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    image: Option<Text<'a>>,
    volume_mounts: List<MountWire<'a>>,
    volume_devices: List<ObjectName<'a>>,
    env: List<EnvWire<'a>>,
    env_from: List<EnvFromWire<'a>>,
    security_context: Option<SecurityWire<'a>>,
    ports: List<PortWire>,
    liveness_probe: Option<HandlerWire<'a>>,
    readiness_probe: Option<HandlerWire<'a>>,
    startup_probe: Option<HandlerWire<'a>>,
    lifecycle: Option<LifecycleWire<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MountWire<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    mount_path: Text<'a>,
    read_only: Option<bool>,
    sub_path: Option<Text<'a>>,
    mount_propagation: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EnvFromWire<'a> {
    #[serde(borrow)]
    secret_ref: Option<ObjectName<'a>>,
    config_map_ref: Option<ObjectName<'a>>,
}

impl<'a> ContainerWire<'a> {
    /// The container; the ConfigMaps of its environment go to the references of the pod.
    pub(super) fn container(
        mut self,
        kind: ContainerKind,
        pod: Around<'_>,
        references: &mut Vec<Reference>,
        keep: &mut Keep<'_>,
    ) -> Container {
        let name = keep.name(self.name.as_deref().unwrap_or_default());
        let mut annotation = |prefix| pod.annotations.of_container(prefix, &name).map(|value| keep.name(value));
        let app_armor_annotation = annotation(CONTAINER_APP_ARMOR);
        let seccomp_annotation = annotation(CONTAINER_SECCOMP);
        // Of a variable that stands twice the last one counts.
        let aws_role = self.env.0.iter_mut().filter_map(|env| env.aws_role.take()).next_back();
        let aws_role = keep.optional(aws_role);
        let env_secrets = self.env_secrets(references, keep);
        let handlers = self.handlers();
        // Admission looks at what is mounted at the token's path, whatever it is.
        let wanted = |mount: &MountWire<'_>| {
            Name::known(&mount.name).is_some_and(|name| pod.volumes.contains(&name)) || &*mount.mount_path == TOKEN_PATH
        };
        let mounts = self.volume_mounts.into_iter().filter(wanted).map(|mount| mount.mount(keep)).collect();
        let devices = self.volume_devices.into_iter();
        Container {
            mounts,
            env_secrets,
            devices: devices.filter_map(|device| keep.optional(device.name)).collect(),
            image: keep.optional(self.image).unwrap_or_default(),
            security: self.security_context.map(|context| context.of_container(keep)).unwrap_or_default(),
            app_armor_annotation,
            seccomp_annotation,
            exposure: exposure(self.ports, handlers, keep),
            aws_role,
            name,
            kind,
        }
    }

    fn env_secrets(&mut self, references: &mut Vec<Reference>, keep: &mut Keep<'_>) -> Vec<Name> {
        let single = std::mem::take(&mut self.env).into_iter().filter_map(|env| env.value_from);
        let single = single.map(|from| (from.secret_key_ref, from.config_map_key_ref));
        let whole = std::mem::take(&mut self.env_from).into_iter().map(|env| (env.secret_ref, env.config_map_ref));
        let mut env_secrets: Vec<Name> = Vec::new();
        for (secret, config_map) in single.chain(whole) {
            env_secrets.extend(secret.and_then(|secret| keep.optional(secret.name)));
            let config_map = config_map.and_then(|config_map| keep.optional(config_map.name));
            references.extend(config_map.map(Reference::ConfigMap));
        }
        env_secrets.sort_unstable();
        env_secrets.dedup();
        env_secrets
    }

    fn handlers(&mut self) -> [Option<HandlerWire<'a>>; 5] {
        let lifecycle = self.lifecycle.take().unwrap_or_default();
        [
            self.liveness_probe.take(),
            self.readiness_probe.take(),
            self.startup_probe.take(),
            lifecycle.post_start,
            lifecycle.pre_stop,
        ]
    }
}

/// What a container needs to know of its pod.
#[derive(Clone, Copy)]
pub(super) struct Around<'p> {
    /// The names of the volumes that are kept.
    pub(super) volumes: &'p HashSet<Name>,
    /// The annotations of the pod.
    pub(super) annotations: &'p Annotations<'p>,
}

impl MountWire<'_> {
    fn mount(self, keep: &mut Keep<'_>) -> Mount {
        Mount {
            volume: keep.name(&self.name),
            path: keep.name(&self.mount_path),
            read_only: self.read_only.unwrap_or_default(),
            // `subPathExpr` is not read: what it becomes depends on the environment, so all of the volume is in reach.
            sub_path: keep.optional(self.sub_path),
            bidirectional: self.mount_propagation.is_some_and(|how| &*how == "Bidirectional"),
        }
    }
}
