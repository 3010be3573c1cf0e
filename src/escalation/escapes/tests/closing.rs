//! What closes each row, and what cannot be closed.

use crate::escalation::escapes::{ALL, Gives, NodeVolumes, Site, closed, escapes};
use crate::model::{ContainerKind, PodSpec, VolumeKind};

use super::build::{
    capabilities, claims, claims_volume, container, mount, names, pod, pod_with, reads, security, version, volumes,
    web, writes,
};
use super::rows;

/// Rows that a patch of the template does not close.
const LEFT: &[&str] = &["escape/block-device", "escape/claim-host-volume", "escape/windows-host-process"];

fn close(spec: &PodSpec) -> Option<PodSpec> {
    let (volumes, claims) = (volumes(), claims());
    let namespace = "shop".into();
    let site = Site { namespace: &namespace, volumes: &NodeVolumes::new(&volumes, &claims), version: version() };
    let closed = closed(spec, &site)?;
    assert!(escapes(&closed, &site).iter().all(|escaped| escaped.gives == Gives::Finding), "{closed:#?}");
    Some(closed)
}

#[test]
fn every_row_that_leads_out_is_closed_or_said_not_to_be() {
    for case in rows::cases() {
        let row = ALL.iter().find(|row| row.id == case.id).unwrap();
        for spec in &case.hits {
            let closed = close(spec);
            assert_eq!(closed.is_none(), LEFT.contains(&case.id), "{} of {spec:#?}", case.id);
            let found_only = row.gives == Gives::Finding;
            assert!(found_only || closed.as_ref() != Some(spec) || is_little(spec), "{} stays in {spec:#?}", case.id);
        }
    }
}

/// Whether a pod has ephemeral containers only, or gives less than its row says.
fn is_little(spec: &PodSpec) -> bool {
    super::found(spec).iter().all(|escaped| escaped.gives == Gives::Finding)
}

#[test]
fn nothing_else_goes() {
    let unprivileged = web(|web| web.security.privileged = Some(false));
    let rows = [
        ("privileged", web(|web| web.security.privileged = Some(true)), unprivileged),
        (
            "what is not read but written is no longer written",
            writes("/usr/local"),
            pod_with(|spec| mount(spec, VolumeKind::HostPath("/usr/local".into()), true, None)),
        ),
        ("what only may be something of the node stays", writes("/data"), writes("/data")),
        ("the rest of the capabilities stays", capabilities(&["NET_ADMIN", "CAP_SYS_ADMIN"], &["ALL"]), {
            capabilities(&["NET_ADMIN"], &["ALL"])
        }),
        ("all of them are more than the rest", capabilities(&["ALL", "NET_RAW"], &[]), capabilities(&["NET_RAW"], &[])),
        ("what leads nowhere stays", security(|it| it.host_network = true), security(|it| it.host_network = true)),
        ("a capability that sees only the pod stays", traces(true), traces(false)),
    ];
    for (what, spec, expected) in rows {
        assert_eq!(close(&spec), Some(expected), "{what}");
    }
}

fn traces(host_pid: bool) -> PodSpec {
    let mut spec = capabilities(&["SYS_PTRACE"], &[]);
    spec.security.host_pid = host_pid;
    spec
}

#[test]
fn a_path_that_is_read_gives_way_to_an_empty_directory_in_all_containers() {
    let mut spec = reads("/etc/kubernetes");
    let mut beside = container("beside");
    beside.mounts.clone_from(&spec.containers[0].mounts);
    beside.kind = ContainerKind::Init;
    spec.containers.push(beside);
    let closed = close(&spec).unwrap();
    assert!(closed.volumes.is_empty() && closed.containers == spec.containers);
}

#[test]
fn only_privileged_containers_share_their_mounts_with_the_node() {
    let mut spec = writes("/data");
    spec.containers[0].mounts[0].bidirectional = true;
    spec.containers[0].security.privileged = Some(true);
    assert!(!close(&spec).unwrap().containers[0].mounts[0].bidirectional);
}

#[test]
fn a_default_capability_is_dropped_where_it_is_a_way_out() {
    let with = |dropped: &[&str]| {
        let mut spec = capabilities(&["DAC_OVERRIDE"], dropped);
        mount(&mut spec, VolumeKind::HostPath("/data".into()), true, None);
        close(&spec).unwrap().containers.remove(0).security
    };
    assert_eq!(with(&[]).dropped_capabilities, names(&["DAC_OVERRIDE"]));
    assert_eq!(with(&["ALL"]).dropped_capabilities, names(&["ALL"]));
    assert!(with(&["ALL"]).added_capabilities.is_empty());
}

#[test]
fn one_way_that_stays_open_is_enough() {
    let mut spec = claims_volume("etc");
    spec.containers[0].security.privileged = Some(true);
    assert_eq!(close(&spec), None);
    let mut windows = web(|web| web.security.host_process = Some(true));
    windows.security.windows = true;
    assert_eq!(close(&windows), None);
}

#[test]
fn the_next_pod_has_no_ephemeral_containers() {
    let mut spec = pod();
    let mut ephemeral = container("debug");
    ephemeral.kind = ContainerKind::Ephemeral;
    ephemeral.security.privileged = Some(true);
    spec.containers.push(ephemeral);
    assert_eq!(close(&spec), Some(pod()));
}
