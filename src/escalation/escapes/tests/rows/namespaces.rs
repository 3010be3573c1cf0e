//! Namespaces that are shared.

use crate::model::{Container, ContainerKind, PodSpec};

use super::super::build::{capabilities, container, pod, pod_with, security, web};
use super::{Case, case, in_own_users, with_kind};

#[expect(clippy::too_many_lines, reason = "one table")]
pub(super) fn cases() -> Vec<Case> {
    let host_pid = |mut spec: PodSpec| {
        spec.security.host_pid = true;
        spec
    };
    let host_network = |mut spec: PodSpec| {
        spec.security.host_network = true;
        spec
    };
    let sharing = |second: Option<ContainerKind>| {
        pod_with(|spec| {
            spec.security.share_processes = true;
            spec.containers.extend(second.map(|kind| Container { kind, ..container("second") }));
        })
    };
    let privileged = || web(|web| web.security.privileged = Some(true));
    vec![
        case(
            "escape/host-pid-caps",
            vec![
                host_pid(capabilities(&["SYS_PTRACE"], &[])),
                host_pid(capabilities(&["CAP_SYS_ADMIN"], &["ALL"])),
                host_pid(privileged()),
            ],
            vec![
                capabilities(&["SYS_PTRACE"], &[]),
                host_pid(pod()),
                in_own_users(host_pid(privileged())),
                privileged(),
            ],
        ),
        case(
            "escape/host-pid",
            vec![host_pid(pod())],
            vec![sharing(Some(ContainerKind::Main)), host_pid(privileged()), in_own_users(host_pid(pod()))],
        ),
        case(
            "escape/host-network-caps",
            vec![
                host_network(capabilities(&["NET_RAW"], &[])),
                host_network(capabilities(&["ALL"], &[])),
                host_network(with_kind(capabilities(&["NET_ADMIN"], &[]), ContainerKind::Ephemeral)),
            ],
            vec![
                capabilities(&["NET_RAW", "NET_ADMIN"], &[]),
                host_network(pod()),
                host_network(with_kind(pod(), ContainerKind::Ephemeral)),
                with_kind(capabilities(&["NET_ADMIN"], &[]), ContainerKind::Ephemeral),
            ],
        ),
        case(
            "escape/host-network",
            vec![host_network(pod())],
            vec![web(|web| web.exposure.host_ports = vec![80]), host_pid(pod())],
        ),
        case(
            "escape/host-ipc",
            vec![security(|pod| pod.host_ipc = true)],
            vec![host_pid(pod()), in_own_users(security(|pod| pod.host_ipc = true))],
        ),
        case(
            "escape/share-process",
            vec![
                sharing(Some(ContainerKind::Main)),
                sharing(Some(ContainerKind::Ephemeral)),
                sharing(Some(ContainerKind::Init)),
            ],
            vec![sharing(None), pod_with(|spec| spec.containers.push(container("second")))],
        ),
        case(
            "escape/host-port",
            vec![web(|web| web.exposure.host_ports = vec![80])],
            // A containerPort is not kept.
            vec![pod(), host_network(pod())],
        ),
    ]
}
