//! What a container is allowed.

use crate::model::{ContainerKind, SeLinux, VolumeKind};

use super::super::build::{capabilities, has_device, mount, names, pod, pod_with, reads, security, web};
use super::{Case, case, in_own_users, with_kind};

#[expect(clippy::too_many_lines, reason = "one table")]
pub(super) fn cases() -> Vec<Case> {
    let privileged = || web(|web| web.security.privileged = Some(true));
    let unmasked = || web(|web| web.security.proc_mount = Some("Unmasked".into()));
    let se_linux = |kind: &str| SeLinux { kind: Some(kind.into()), ..SeLinux::default() };
    vec![
        case(
            "escape/privileged",
            vec![
                privileged(),
                with_kind(privileged(), ContainerKind::Init),
                with_kind(privileged(), ContainerKind::Ephemeral),
            ],
            vec![
                web(|web| {
                    web.security.privileged = Some(false);
                    web.security.allow_privilege_escalation = Some(true);
                }),
                capabilities(&["ALL"], &[]),
            ],
        ),
        case(
            "escape/sys-admin",
            vec![
                capabilities(&["SYS_ADMIN"], &["ALL"]),
                capabilities(&["cap_sys_admin"], &[]),
                capabilities(&["ALL"], &[]),
                capabilities(&["All"], &["NET_RAW"]),
            ],
            vec![
                capabilities(&["SYS_ADMIN"], &["CAP_SYS_ADMIN"]),
                capabilities(&["ALL"], &["all"]),
                capabilities(&["NET_ADMIN"], &[]),
                in_own_users(capabilities(&["SYS_ADMIN"], &[])),
            ],
        ),
        case(
            "escape/sys-module",
            vec![capabilities(&["SYS_MODULE"], &["ALL"])],
            vec![capabilities(&["SYS_MODULES"], &[]), in_own_users(capabilities(&["SYS_MODULE"], &[]))],
        ),
        case(
            "escape/read-search",
            vec![
                capabilities(&["DAC_READ_SEARCH"], &[]),
                pod_with(|spec| {
                    *spec = capabilities(&["DAC_OVERRIDE"], &[]);
                    mount(spec, VolumeKind::HostPath("/srv/data".into()), true, None);
                }),
            ],
            vec![capabilities(&["DAC_OVERRIDE"], &[]), reads("/srv/data"), capabilities(&[], &["DAC_READ_SEARCH"])],
        ),
        case(
            "escape/other-caps",
            vec![
                capabilities(&["SYS_RAWIO"], &[]),
                capabilities(&["BPF"], &[]),
                pod_with(|spec| {
                    *spec = has_device("net");
                    spec.containers[0].security.added_capabilities = names(&["MKNOD"]);
                }),
                pod_with(|spec| {
                    *spec = reads("/dev");
                    spec.containers[0].security.added_capabilities = names(&["MKNOD"]);
                }),
            ],
            vec![
                capabilities(&["MKNOD"], &[]),
                capabilities(&["CHOWN", "DAC_OVERRIDE", "NET_BIND_SERVICE", "SETFCAP", "SYS_CHROOT"], &[]),
                reads("/dev"),
            ],
        ),
        case("escape/proc-mount", vec![in_own_users(unmasked())], vec![unmasked(), in_own_users(pod())]),
        case(
            "escape/unconfined",
            vec![
                web(|web| web.security.seccomp = Some("Unconfined".into())),
                web(|web| web.app_armor_annotation = Some("unconfined".into())),
                security(|pod| pod.seccomp_annotation = Some("unconfined".into())),
                security(|pod| pod.context.app_armor = Some("Unconfined".into())),
                security(|pod| pod.context.se_linux = Some(se_linux("spc_t"))),
            ],
            vec![
                pod(),
                pod_with(|spec| {
                    spec.security.context.seccomp = Some("Unconfined".into());
                    spec.containers[0].security.seccomp = Some("RuntimeDefault".into());
                }),
                security(|pod| pod.context.se_linux = Some(se_linux("container_t"))),
            ],
        ),
        case(
            "escape/windows-host-process",
            vec![
                security(|pod| pod.context.host_process = Some(true)),
                web(|web| web.security.host_process = Some(true)),
            ],
            vec![
                pod_with(|spec| {
                    spec.security.context.host_process = Some(true);
                    spec.placement.node_selector = [("kubernetes.io/os".into(), "linux".into())].into();
                }),
                pod_with(|spec| {
                    spec.security.context.host_process = Some(true);
                    spec.containers[0].security.host_process = Some(false);
                }),
            ],
        ),
    ]
}
