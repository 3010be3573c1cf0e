//! Volumes and devices that are not a `hostPath`.

use crate::model::{Reference, Volume, VolumeKind};

use super::super::build::{claims_volume, has_device, mounted, names, pod, pod_with, security};
use super::{Case, case, in_own_users};

pub(super) fn cases() -> Vec<Case> {
    let csi = |driver: &str| mounted(VolumeKind::Csi(driver.into()), false);
    let refers = |reference| pod_with(|spec| spec.references = vec![reference]);
    let old = |kind: &str| security(|pod| pod.other_volumes = names(&[kind]));
    vec![
        case(
            "escape/block-device",
            vec![has_device("disk")],
            vec![has_device("net"), has_device("data"), claims_volume("disk"), in_own_users(has_device("disk"))],
        ),
        case(
            "escape/claim-host-volume",
            vec![claims_volume("etc"), claims_volume("takes-free"), claims_volume("asked")],
            vec![
                claims_volume("data"),
                claims_volume("unbound"),
                claims_volume("gone"),
                claims_volume("loser"),
                claims_volume("elsewhere"),
                claims_volume("net"),
                pod_with(|spec| {
                    spec.volumes.push(Volume {
                        name: "v".into(),
                        kind: VolumeKind::Claim("etc".into()),
                        read_only: false,
                        path_type: None,
                    })
                }),
                mounted(VolumeKind::Secret("etc".into()), false),
            ],
        ),
        case(
            "escape/inline-csi",
            vec![csi("hostpath.csi.k8s.io")],
            vec![csi("secrets-store.csi.k8s.io"), claims_volume("etc")],
        ),
        case(
            "escape/device",
            vec![refers(Reference::ResourceClaim("gpu".into()))],
            vec![refers(Reference::ConfigMap("gpu".into())), pod()],
        ),
        case("escape/old-volumes", vec![old("flexVolume")], vec![old("gitRepo"), old("nfs")]),
    ]
}
