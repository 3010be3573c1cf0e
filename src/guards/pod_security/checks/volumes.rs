//! Volumes that are not the cluster's own. What stands behind a claim or a CSI driver is never looked at.

use crate::guards::pod_security::Level;
use crate::guards::pod_security::check::{Check, Culprit, Revision, culprits};
use crate::model::{PodSpec, VolumeKind};

pub(super) const HOST_PATH: Check = Check {
    id: "hostPathVolumes",
    level: Level::Baseline,
    text: "a hostPath volume, mounted or not",
    overrides: None,
    revisions: &[Revision::new(0, host_path)],
};

pub(super) const RESTRICTED: Check = Check {
    id: "restrictedVolumes",
    level: Level::Restricted,
    text: "a volume that reaches the node or a storage server by itself",
    overrides: Some(HOST_PATH.id),
    revisions: &[Revision::new(0, |spec| culprits(has_host_path(spec) || has_others(spec), spec, |_| false))],
};

fn host_path(spec: &PodSpec) -> Vec<Culprit> {
    culprits(has_host_path(spec), spec, |_| false)
}

fn has_host_path(spec: &PodSpec) -> bool {
    spec.volumes.iter().any(|volume| matches!(volume.kind, VolumeKind::HostPath(_)))
}

/// All kinds but configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected and secret.
fn has_others(spec: &PodSpec) -> bool {
    !spec.security.other_volumes.is_empty()
}
