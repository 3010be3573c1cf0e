//! Paths of the node.

use crate::model::{ContainerKind, PodSpec, Volume, VolumeKind};

use super::super::build::{mount, pod, pod_with, reads, writes};
use super::{Case, case, with_kind};

#[expect(clippy::too_many_lines, reason = "one table")]
pub(super) fn cases() -> Vec<Case> {
    let part = |path: &str, sub_path: &str| {
        pod_with(|spec| mount(spec, VolumeKind::HostPath(path.into()), false, Some(sub_path)))
    };
    let only_defined = |path: &str| {
        pod_with(|spec| {
            spec.volumes.push(Volume {
                name: "v".into(),
                kind: VolumeKind::HostPath(path.into()),
                read_only: false,
                path_type: None,
            })
        })
    };
    let as_user = |mut spec: PodSpec| {
        spec.security.context.run_as_user = Some(1000);
        spec
    };
    vec![
        case(
            "escape/host-path-write",
            vec![
                writes("/"),
                writes("//etc/../etc/cron.d/"),
                writes("/var"),
                writes("/var/lib"),
                writes("/var/run/dbus"),
                writes("/srv/../root/.ssh"),
                part("/", "etc/systemd"),
                writes(r"C:\etc\kubernetes"),
                writes("/tmp/cache"),
                with_kind(writes("/etc"), ContainerKind::Ephemeral),
            ],
            vec![
                writes("/etcd-data"),
                writes("/varnish"),
                writes("/var/log"),
                writes("/var/log/pods"),
                writes("/srv/etc"),
                writes("/ETC"),
                reads("/etc"),
                only_defined("/etc"),
                part("/", "srv/data"),
            ],
        ),
        case(
            "escape/host-path-read",
            vec![reads("/etc/kubernetes/pki"), reads("/etc"), reads("/"), reads("/proc"), reads("/root")],
            vec![
                reads("/usr/share/zoneinfo"),
                reads("/etc/localtime"),
                reads("/etc/sshd-banner"),
                reads("/proc/cpuinfo"),
                only_defined("/root"),
            ],
        ),
        case(
            "escape/static-pod-dir",
            vec![
                writes("/etc/kubernetes/manifests"),
                writes("/etc/kubernetes/manifests/"),
                writes("/etc"),
                part("/etc/kubernetes", "manifests"),
            ],
            vec![
                reads("/etc/kubernetes/manifests"),
                part("/etc/kubernetes", "pki"),
                writes("/etc/kubernetes/manifest"),
            ],
        ),
        case(
            "escape/kubelet-dir",
            vec![
                reads("/var/lib/kubelet"),
                reads("/var/lib"),
                reads("/var/lib/kubelet/pods/0/volumes"),
                writes("/var/lib/kubelet/plugins_registry"),
                writes("/var/lib/kubelet/plugins/csi.example.com"),
            ],
            // An emptyDir is no volume of the model: a pod that mounts nothing of the node.
            vec![pod(), reads("/var/lib/kubelet-data"), only_defined("/var/lib/kubelet")],
        ),
        case(
            "escape/runtime-socket",
            vec![
                reads("/var/run/docker.sock"),
                reads("/run/containerd"),
                reads("/run"),
                writes("/run/crio/crio.sock"),
                writes("/run/podman"),
                reads("/opt/custom/docker.sock"),
                reads(r"\\.\pipe\docker_engine"),
            ],
            vec![
                reads("/run/app/app.sock"),
                reads("/run/containerd/io.containerd.runtime"),
                reads("/run/docker.sock.d"),
                only_defined("/run/docker.sock"),
            ],
        ),
        case(
            "escape/core-pattern",
            vec![writes("/proc/sys"), writes("/proc"), writes("/"), writes("/proc/sys/kernel/core_pattern")],
            vec![pod(), reads("/proc/sys"), writes("/proc/sys/net"), as_user(writes("/proc"))],
        ),
        case(
            "escape/var-log",
            vec![writes("/var/log"), writes("/var"), writes("/var/log/pods/"), writes("/var/log/app")],
            vec![reads("/var/log"), reads("/var/log/app"), writes("/var/logs")],
        ),
    ]
}
