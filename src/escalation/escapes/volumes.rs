//! Escapes by volumes and devices that are not a `hostPath` and yet of the node.

use crate::model::{PersistentVolume, Reference, Version, VolumeKind};
use crate::template::{Proof, Severity};

use super::examined::{Examined, NodeMount};
use super::host_paths;
use super::node_path::NodePath;
use super::node_volumes::of_node;
use super::places::{self, Worth};
use super::row::{Escape, Gives, Refused, UserNamespace};
use super::sighting::Sighting;

/// Inline drivers that hand a pod its own secrets and certificates, nothing of the node.
const OWN_DATA: &[&str] =
    &["csi.cert-manager.io", "csi.spiffe.io", "secrets-store.csi.k8s.io", "spiffe.csi.cert-manager.io"];

/// The first versions that the `gitRepo` helper is off by default, and for good (feature `GitRepoVolumeDriver`).
const GIT_REPO_OFF: Version = Version { major: 1, minor: 33 };
const GIT_REPO_GONE: Version = Version { major: 1, minor: 36 };

pub(super) const BLOCK_DEVICE: Escape = Escape {
    id: "escape/block-device",
    title: "Read and write a disk of the node",
    gives: Gives::Node,
    severity: Severity::High,
    refused_from: None,
    user_namespace: UserNamespace::Impossible,
    needs: None,
    proof: Proof::Kubelet,
    why: "The container has a disk of its node as a device and changes the file system on it past all modes. If the node \
          runs from that disk, it is taken over.",
    fix: "Let only administrators create PersistentVolumes, and keep disks that the node uses out of them.",
    controls: &["T1611"],
    needs_root: true,
    find: block_device,
};

pub(super) const CLAIM_HOST_VOLUME: Escape = Escape {
    id: "escape/claim-host-volume",
    title: "Mount a path of the node through a claim",
    gives: Gives::Node,
    severity: Severity::High,
    refused_from: None,
    user_namespace: UserNamespace::Limited,
    needs: None,
    proof: Proof::Kubelet,
    why: "Pod security levels refuse hostPath in a pod, but not a claim whose PersistentVolume is one. The effect is the \
          same.",
    fix: "Let only administrators create PersistentVolumes, and give those of type hostPath or local a directory that \
          holds nothing else.",
    controls: &["T1611", "MS-TA9013", "CIS-5.1.9"],
    needs_root: true,
    find: |pod| pod.claim_mounts.iter().filter_map(claimed).collect(),
};

pub(super) const INLINE_CSI: Escape = Escape {
    id: "escape/inline-csi",
    title: "Have a storage driver act on the node",
    gives: Gives::Finding,
    severity: Severity::Low,
    refused_from: None,
    user_namespace: UserNamespace::Unaffected,
    needs: None,
    proof: Proof::Unproven,
    why: "A CSI driver runs privileged on the node and takes parameters for an inline volume from the pod's author. What \
          they can make it do depends on the driver.",
    fix: "Limit with an admission policy which drivers may be used inline, or remove Ephemeral from the driver's \
          volumeLifecycleModes.",
    controls: &[],
    needs_root: false,
    find: |pod| {
        mounted(pod, |kind| match kind {
            VolumeKind::Csi(driver) if !OWN_DATA.contains(&driver.as_str()) => {
                Some(format!("mounts an inline volume of the driver {}", driver.as_str()))
            }
            _ => None,
        })
    },
};

pub(super) const DEVICE: Escape = Escape {
    id: "escape/device",
    title: "Attack the node through a device",
    gives: Gives::Finding,
    severity: Severity::Low,
    refused_from: None,
    user_namespace: UserNamespace::Unaffected,
    needs: None,
    proof: Proof::Unproven,
    why: "The pod gets hardware of its node by a ResourceClaim. What it can do to the node, or to others who use the \
          device, depends on the device and its driver.",
    fix: "Limit who may create ResourceClaims and for which device classes.",
    controls: &[],
    needs_root: false,
    find: |pod| pod.spec.references.iter().filter_map(device).collect(),
};

pub(super) const OLD_VOLUMES: Escape = Escape {
    id: "escape/old-volumes",
    title: "Have a helper of the node run through an old volume type",
    gives: Gives::Finding,
    severity: Severity::Medium,
    refused_from: Some(Refused::Restricted),
    user_namespace: UserNamespace::Unaffected,
    needs: None,
    proof: Proof::Unproven,
    why: "gitRepo clones a repository as root on the node, and its hooks run there. flexVolume runs a program of the \
          node as root with parameters from the pod's author.",
    fix: "Clone in an init container into an emptyDir; replace flexVolume drivers by CSI drivers.",
    controls: &["T1611"],
    needs_root: false,
    find: |pod| pod.spec.security.other_volumes.iter().filter_map(|kind| old_volume(kind, pod.site.version)).collect(),
};

fn block_device<'a>(pod: &Examined<'a>) -> Vec<Sighting<'a>> {
    let mut seen = Vec::new();
    for container in pod.containers() {
        let devices = &container.container.devices;
        for volume in pod.spec.volumes.iter().filter(|volume| devices.contains(&volume.name)) {
            let VolumeKind::Claim(claim) = &volume.kind else { continue };
            if let Some(disk) = pod.site.volumes.behind(pod.site.namespace, claim).filter(|disk| disk.block) {
                let (path, claim) = (disk.path.as_str(), claim.as_str());
                let what = format!("has the disk {path} of the node as a device, by the claim {claim}");
                // The device is opened for reading only: what is on the disk is seen, not changed.
                let gives = volume.read_only.then_some(Gives::NodeFiles);
                seen.push(Sighting { gives, ..Sighting::container(container, &what) });
            }
        }
    }
    seen
}

/// What a mounted claim gives. A directory that only may hold something of the node is what a provisioner hands out, so
/// it does not count.
fn claimed<'a>(mount: &NodeMount<'a>) -> Option<Sighting<'a>> {
    let gives = worth_of(&mount.path, mount.read_only)?;
    let sighting = host_paths::sighting(mount, Worth::Sure);
    Some(Sighting { fact: format!("{}, through a claim", sighting.fact), gives: Some(gives), ..sighting })
}

/// What a path of the node gives: the node when it is writable, what can be read when it is not.
fn worth_of(path: &NodePath, read_only: bool) -> Option<Gives> {
    let is = |worth: Option<Worth>| worth == Some(Worth::Sure);
    if places::has_runtime_socket(path) || !read_only && is(places::written(path)) {
        Some(Gives::Node)
    } else if is(places::kubelet(path)) {
        Some(Gives::NodePods)
    } else if is(places::read(path)) {
        Some(Gives::NodeFiles)
    } else {
        None
    }
}

/// What a volume gives to whoever runs a pod with a claim to it: the escape and how far it goes.
#[must_use]
pub fn by_volume(volume: &PersistentVolume) -> Option<(&'static Escape, Gives)> {
    let found = of_node(volume)?;
    if found.block {
        return Some((&BLOCK_DEVICE, Gives::Node));
    }
    let gives = worth_of(&NodePath::new(found.path, None, false), false)?;
    Some((&CLAIM_HOST_VOLUME, gives))
}

/// What containers mount of a kind of volume.
fn mounted<'a>(pod: &Examined<'a>, what: impl Fn(&VolumeKind) -> Option<String>) -> Vec<Sighting<'a>> {
    let mut seen = Vec::new();
    for container in pod.containers() {
        let mounts = &container.container.mounts;
        let mounted = pod.spec.volumes.iter().filter(|volume| mounts.iter().any(|mount| mount.volume == volume.name));
        seen.extend(mounted.filter_map(|volume| Some(Sighting::container(container, &what(&volume.kind)?))));
    }
    seen
}

fn device<'a>(reference: &Reference) -> Option<Sighting<'a>> {
    match reference {
        Reference::ResourceClaim(claim) => {
            Some(Sighting::pod(&format!("the pod has a device by the ResourceClaim {}", claim.as_str())))
        }
        _ => None,
    }
}

fn old_volume<'a>(kind: &str, version: Version) -> Option<Sighting<'a>> {
    let seen = Sighting::pod(&format!("the pod has a volume of type {kind}"));
    match kind {
        "flexVolume" => Some(seen),
        "gitRepo" if version < GIT_REPO_GONE => {
            let off =
                (version >= GIT_REPO_OFF).then(|| "gitRepo is off unless the kubelet is told otherwise".to_owned());
            Some(seen.weakened_by(off))
        }
        _ => None,
    }
}
