//! The namespaces, ports and network of the node.

use crate::guards::pod_security::Level;
use crate::guards::pod_security::check::{Check, Culprit, Revision, culprits};
use crate::model::PodSpec;

pub(super) const NAMESPACES: Check = Check {
    id: "hostNamespaces",
    level: Level::Baseline,
    text: "a namespace of the node: hostNetwork, hostPID or hostIPC",
    overrides: None,
    revisions: &[Revision::new(0, namespaces)],
};

pub(super) const PORTS: Check = Check {
    id: "hostPorts",
    level: Level::Baseline,
    text: "a hostPort",
    overrides: None,
    revisions: &[Revision::new(0, ports)],
};

/// The kubelet sends what a probe asks for, from the node.
pub(super) const PROBES: Check = Check {
    id: "hostProbesAndHostLifecycle",
    level: Level::Baseline,
    text: "a probe or lifecycle handler with a host of its own",
    overrides: None,
    revisions: &[Revision::new(34, probes)],
};

fn namespaces(spec: &PodSpec) -> Vec<Culprit> {
    let security = &spec.security;
    culprits(security.host_network || security.host_pid || security.host_ipc, spec, |_| false)
}

fn ports(spec: &PodSpec) -> Vec<Culprit> {
    culprits(false, spec, |container| container.exposure.host_ports.iter().any(|port| *port != 0))
}

fn probes(spec: &PodSpec) -> Vec<Culprit> {
    culprits(false, spec, |container| container.exposure.probe_hosts.iter().any(|host| !host.is_empty()))
}
