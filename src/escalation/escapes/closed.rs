//! A pod without its ways out: what is left of its spec when the settings go that make them.
//!
//! Steps, the mildest for its function first, for as long as anything leads to the node. A mount that gives nothing when it
//! is read-only stays so; else an empty directory takes the place of the node's path. What a claim holds is the data of an
//! application, and a process of a Windows node can be nothing else: these are not taken away. Cost: the table of escapes
//! for each mount of a path of the node.

use std::collections::BTreeSet;

use crate::model::{Container, ContainerKind, Name, PodSpec, VolumeKind};

use super::confined::bare;
use super::{Gives, Site, escapes};

/// Capabilities that are ways out, by their escapes.
const CAPABILITIES: &[(&str, &str)] = &[
    ("escape/sys-admin", "SYS_ADMIN"),
    ("escape/sys-module", "SYS_MODULE"),
    ("escape/read-search", "DAC_READ_SEARCH"),
];

/// The one that is a way out beside a path of the node. Every container has it that does not drop it.
const OVERRIDE: &str = "DAC_OVERRIDE";

/// Ways out by a path of the node.
const PATHS: &[&str] = &[
    "escape/host-path-write",
    "escape/host-path-read",
    "escape/static-pod-dir",
    "escape/kubelet-dir",
    "escape/runtime-socket",
    "escape/core-pattern",
    "escape/var-log",
];

/// What leads out of a pod, by the ids of the table.
type Open = BTreeSet<&'static str>;

/// The spec without its ways out, and without the ephemeral containers, which its next pod does not have; nothing where one
/// of them cannot be closed. What gives nothing that can be followed stays.
#[must_use]
pub fn closed(spec: &PodSpec, site: &Site<'_>) -> Option<PodSpec> {
    let mut spec = spec.clone();
    spec.containers.retain(|container| container.kind != ContainerKind::Ephemeral);
    for step in [unprivileged, incapable, pathless, alone] {
        let open = open(&spec, site);
        if !open.is_empty() {
            step(&mut spec, &open, site);
        }
    }
    open(&spec, site).is_empty().then_some(spec)
}

fn open(spec: &PodSpec, site: &Site<'_>) -> Open {
    let leading = escapes(spec, site).into_iter().filter(|escaped| escaped.gives != Gives::Finding);
    leading.map(|escaped| escaped.escape.id).collect()
}

fn unprivileged(spec: &mut PodSpec, open: &Open, _: &Site<'_>) {
    if !open.contains("escape/privileged") {
        return;
    }
    for container in spec.containers.iter_mut().filter(|container| container.security.privileged == Some(true)) {
        container.security.privileged = Some(false);
        // The API server lets only privileged containers have it.
        container.mounts.iter_mut().for_each(|mount| mount.bidirectional = false);
    }
}

fn incapable(spec: &mut PodSpec, open: &Open, _: &Site<'_>) {
    let is_path = |volume: &Name| {
        let same = spec.volumes.iter().filter(|it| it.name == *volume);
        same.into_iter().any(|it| matches!(it.kind, VolumeKind::HostPath(_)))
    };
    let has_path = |container: &Container| container.mounts.iter().any(|mount| is_path(&mount.volume));
    let with_path: Vec<bool> = spec.containers.iter().map(has_path).collect();
    let dangerous: Vec<&str> = CAPABILITIES.iter().filter(|(id, _)| open.contains(id)).map(|(_, name)| *name).collect();
    for (container, has_path) in spec.containers.iter_mut().zip(with_path) {
        let security = &mut container.security;
        let overrides = has_path && open.contains("escape/read-search");
        let goes = |name: &Name| {
            let name = bare(name);
            let all = name == "ALL" && !dangerous.is_empty();
            all || dangerous.contains(&name.as_str()) || overrides && name == OVERRIDE
        };
        let had = security.added_capabilities.iter().any(|name| bare(name) == OVERRIDE);
        security.added_capabilities.retain(|name| !goes(name));
        let dropped = security.dropped_capabilities.iter().any(|name| ["ALL", OVERRIDE].contains(&bare(name).as_str()));
        if overrides && had && !dropped {
            security.dropped_capabilities.push(OVERRIDE.into());
        }
    }
}

/// What is done about a mount of a path of the node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cure {
    Nothing,
    ReadOnly,
    Empty,
}

fn pathless(spec: &mut PodSpec, open: &Open, site: &Site<'_>) {
    if !PATHS.iter().any(|id| open.contains(id)) {
        return;
    }
    for volume in spec.volumes.clone().iter().filter(|volume| matches!(volume.kind, VolumeKind::HostPath(_))) {
        let cures = cures(spec, &volume.name, site);
        if cures.iter().any(|(.., cure)| *cure == Cure::Empty) {
            spec.volumes.retain(|it| it.name != volume.name);
            continue;
        }
        for (place, mount, _) in cures.into_iter().filter(|(.., cure)| *cure == Cure::ReadOnly) {
            let container = spec.containers.get_mut(place);
            let mount = container.and_then(|container| container.mounts.get_mut(mount));
            mount.into_iter().for_each(|mount| mount.read_only = true);
        }
    }
}

/// What is done about each mount of a volume, by the places of container and mount.
fn cures(spec: &PodSpec, volume: &Name, site: &Site<'_>) -> Vec<(usize, usize, Cure)> {
    let mut cures = Vec::new();
    for (place, container) in spec.containers.iter().enumerate() {
        for (number, mount) in container.mounts.iter().enumerate().filter(|(_, mount)| mount.volume == *volume) {
            let mut only = mount.clone();
            let leads = |only| {
                let container = Container { mounts: vec![only], ..container.clone() };
                let probe = PodSpec { containers: vec![container], ..spec.clone() };
                open_path(&probe, site)
            };
            let cure = if !leads(only.clone()) {
                Cure::Nothing
            } else {
                only.read_only = true;
                if leads(only) { Cure::Empty } else { Cure::ReadOnly }
            };
            cures.push((place, number, cure));
        }
    }
    cures
}

fn open_path(spec: &PodSpec, site: &Site<'_>) -> bool {
    open(spec, site).iter().any(|id| PATHS.contains(id))
}

/// What a capability does to the processes of the node it cannot do to those of the pod alone.
fn alone(spec: &mut PodSpec, open: &Open, _: &Site<'_>) {
    spec.security.host_pid &= !open.contains("escape/host-pid-caps");
}
