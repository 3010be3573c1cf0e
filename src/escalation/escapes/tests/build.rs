//! Builds pods, claims and volumes.

use crate::model::{
    Container, ContainerKind, Mount, Name, PersistentVolume, PersistentVolumeClaim, Placement, PodSecurity, PodSpec,
    SecurityContext, Version, Volume, VolumeBacking, VolumeKind,
};

pub(super) fn version() -> Version {
    Version::NEWEST
}

/// A pod with one container, `web`, that has nothing.
pub(super) fn pod() -> PodSpec {
    PodSpec {
        service_account: "default".into(),
        volumes: Vec::new(),
        containers: vec![container("web")],
        references: Vec::new(),
        security: PodSecurity::default(),
        placement: Placement::default(),
        labels: [].into(),
        aws_role: None,
    }
}

pub(super) fn container(name: &str) -> Container {
    Container {
        name: name.into(),
        kind: ContainerKind::Main,
        mounts: Vec::new(),
        env_secrets: Vec::new(),
        devices: Vec::new(),
        image: "".into(),
        security: SecurityContext::default(),
        app_armor_annotation: None,
        seccomp_annotation: None,
        exposure: Default::default(),
        aws_role: None,
    }
}

/// A pod, changed.
pub(super) fn pod_with(change: impl FnOnce(&mut PodSpec)) -> PodSpec {
    let mut spec = pod();
    change(&mut spec);
    spec
}

/// A pod whose container is changed.
pub(super) fn web(change: impl FnOnce(&mut Container)) -> PodSpec {
    pod_with(|spec| change(&mut spec.containers[0]))
}

/// A pod whose settings as a whole are changed.
pub(super) fn security(change: impl FnOnce(&mut PodSecurity)) -> PodSpec {
    pod_with(|spec| change(&mut spec.security))
}

pub(super) fn names(names: &[&str]) -> Vec<Name> {
    names.iter().copied().map(Name::from).collect()
}

/// A pod whose container adds and drops capabilities.
pub(super) fn capabilities(added: &[&str], dropped: &[&str]) -> PodSpec {
    web(|web| {
        web.security.added_capabilities = names(added);
        web.security.dropped_capabilities = names(dropped);
    })
}

/// Adds a volume to a pod, which its first container mounts.
pub(super) fn mount(spec: &mut PodSpec, kind: VolumeKind, read_only: bool, sub_path: Option<&str>) {
    let name = Name::from(format!("volume-{}", spec.volumes.len()));
    spec.volumes.push(Volume { name: name.clone(), kind, read_only: false, path_type: None });
    let sub_path = sub_path.map(Name::from);
    spec.containers[0].mounts.push(Mount {
        volume: name,
        path: "/in".into(),
        read_only,
        sub_path,
        bidirectional: false,
    });
}

pub(super) fn mounted(kind: VolumeKind, read_only: bool) -> PodSpec {
    pod_with(|spec| mount(spec, kind, read_only, None))
}

/// A pod that mounts a path of its node, writable.
pub(super) fn writes(path: &str) -> PodSpec {
    mounted(VolumeKind::HostPath(path.into()), false)
}

/// The same, read-only.
pub(super) fn reads(path: &str) -> PodSpec {
    mounted(VolumeKind::HostPath(path.into()), true)
}

/// A pod that mounts a claim, writable.
pub(super) fn claims_volume(claim: &str) -> PodSpec {
    mounted(VolumeKind::Claim(claim.into()), false)
}

/// A pod that has a claim as a device.
pub(super) fn has_device(claim: &str) -> PodSpec {
    pod_with(|spec| {
        spec.volumes.push(Volume {
            name: "disk".into(),
            kind: VolumeKind::Claim(claim.into()),
            read_only: false,
            path_type: None,
        });
        spec.containers[0].devices = names(&["disk"]);
    })
}

/// As (name, path of the node, the claim that it names in shop, phase, block).
type Row = (&'static str, Option<&'static str>, Option<&'static str>, &'static str, bool);

pub(super) fn volumes() -> Vec<PersistentVolume> {
    let rows: [Row; 8] = [
        ("pv-etc", Some("/etc"), Some("etc"), "Bound", false),
        ("pv-data", Some("/mnt/disks/ssd1"), Some("data"), "Bound", false),
        ("pv-disk", Some("/dev/sdb"), Some("disk"), "Bound", true),
        ("pv-net", None, Some("net"), "Bound", true),
        ("pv-free", Some("/etc"), None, "Available", false),
        ("pv-asks", Some("/root"), Some("asked"), "Available", false),
        ("pv-gone", Some("/etc"), Some("gone"), "Released", false),
        ("pv-other", Some("/etc"), Some("somebody"), "Bound", false),
    ];
    let volume = |(name, path, claim, phase, block): Row| PersistentVolume {
        name: name.into(),
        backing: path.map_or(VolumeBacking::Other, |path| VolumeBacking::NodePath(path.into())),
        claim: claim.map(|claim| ("shop".into(), claim.into())),
        secrets: Vec::new(),
        phase: Some(phase.into()),
        class: None,
        claim_fixed: false,
        terms: Vec::new(),
        block,
    };
    rows.map(volume).to_vec()
}

pub(super) fn claims() -> Vec<PersistentVolumeClaim> {
    let rows = [
        ("shop", "etc", Some("pv-etc")),
        ("shop", "data", Some("pv-data")),
        ("shop", "disk", Some("pv-disk")),
        ("shop", "net", Some("pv-net")),
        ("shop", "takes-free", Some("pv-free")),
        ("shop", "asked", None),
        ("shop", "gone", None),
        ("shop", "unbound", None),
        ("shop", "loser", Some("pv-other")),
        ("bank", "elsewhere", Some("pv-free")),
    ];
    let claim = |(namespace, name, volume): (&str, &str, Option<&str>)| PersistentVolumeClaim {
        namespace: namespace.into(),
        name: name.into(),
        volume: volume.map(Name::from),
    };
    rows.map(claim).to_vec()
}
