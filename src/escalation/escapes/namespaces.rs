//! Escapes by a namespace that a pod shares: with its node, or its containers with each other.

use crate::model::ContainerKind;
use crate::template::{Proof, Severity};

use super::confined::Confined;
use super::examined::Examined;
use super::privileges;
use super::row::{Escape, Gives, Refused, UserNamespace};
use super::sighting::Sighting;

pub(super) const HOST_PID_CAPS: Escape = Escape {
    id: "escape/host-pid-caps",
    title: "Enter a process of the node",
    gives: Gives::Node,
    severity: Severity::Critical,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Impossible,
    needs: None,
    proof: Proof::Kubelet,
    why: "The container sees the node's processes and may trace them or enter their namespaces. One step into process 1 \
          and it is root on the node.",
    fix: "Remove hostPID, or at least privileged, SYS_PTRACE and SYS_ADMIN.",
    controls: &["T1611", "CIS-5.2.3", "C-0038", "KSV-0010"],
    needs_root: true,
    find: |pod| if pod.spec.security.host_pid { enters(pod) } else { Vec::new() },
};

pub(super) const HOST_PID: Escape = Escape {
    id: "escape/host-pid",
    title: "Read the environment of the node's processes",
    gives: Gives::Finding,
    severity: Severity::Medium,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Impossible,
    needs: None,
    proof: Proof::Kubelet,
    why: "The container sees all processes of the node: the command line of each, and the environment and open files of \
          those that run as the same user with no more capabilities. Passwords stand in all three.",
    fix: "Remove hostPID.",
    controls: &["T1057", "CIS-5.2.3", "C-0038", "KSV-0010"],
    needs_root: false,
    find: |pod| pod_has(pod.spec.security.host_pid && enters(pod).is_empty(), "the pod has hostPID"),
};

pub(super) const HOST_NETWORK_CAPS: Escape = Escape {
    id: "escape/host-network-caps",
    title: "Redirect or forge the node's traffic",
    gives: Gives::Finding,
    severity: Severity::High,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Limited,
    needs: None,
    proof: Proof::Kubelet,
    why: "On the node's own network NET_RAW reads and forges any packet, and NET_ADMIN redirects connections: those of \
          the kubelet and of other pods.",
    fix: "Remove hostNetwork, or drop ALL and do not add NET_ADMIN or NET_RAW.",
    controls: &["T1557", "MS-TA9036", "CIS-5.2.8"],
    needs_root: true,
    find: |pod| {
        let host = pod.spec.security.host_network;
        pod.sightings(|container| {
            let added = host.then(|| privileges::adds(container, &["NET_ADMIN", "NET_RAW"]))?;
            added.map(|added| format!("{added} on the network of the node"))
        })
    },
};

pub(super) const HOST_NETWORK: Escape = Escape {
    id: "escape/host-network",
    title: "Use the node's network as the node",
    gives: Gives::Finding,
    severity: Severity::Medium,
    refused_from: Some(Refused::Baseline),
    // Only an alpha gate lets both stand together; where it is on, the network is the node's all the same.
    user_namespace: UserNamespace::Limited,
    needs: None,
    proof: Proof::Kubelet,
    why: "The pod reaches services that listen on the node's localhost only, and a cloud's metadata service takes it for \
          the node. Network policies do not apply to it.",
    fix: "Remove hostNetwork; let the cloud's metadata service answer only one hop away.",
    controls: &["T1040", "CIS-5.2.5", "C-0041", "KSV-0009"],
    needs_root: false,
    find: |pod| pod_has(pod.spec.security.host_network, "the pod has hostNetwork"),
};

pub(super) const HOST_IPC: Escape = Escape {
    id: "escape/host-ipc",
    title: "Read the node's shared memory",
    gives: Gives::Finding,
    severity: Severity::Low,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Impossible,
    needs: None,
    proof: Proof::Kubelet,
    why: "The pod can open the shared memory and message queues of programs of the node and of other such pods.",
    fix: "Remove hostIPC; containers of one pod share memory without it.",
    controls: &["CIS-5.2.4", "C-0038", "KSV-0008"],
    needs_root: false,
    find: |pod| pod_has(pod.spec.security.host_ipc, "the pod has hostIPC"),
};

pub(super) const SHARE_PROCESS: Escape = Escape {
    id: "escape/share-process",
    title: "Take the files and token of a neighbouring container",
    gives: Gives::Finding,
    severity: Severity::Low,
    refused_from: None,
    user_namespace: UserNamespace::Unaffected,
    needs: None,
    proof: Proof::Kubelet,
    why: "The containers of the pod see each other's processes, and through them the environment and files of each \
          other: also a token or Secret that only one of them mounts.",
    fix: "Remove shareProcessNamespace, or keep what is secret out of the pod.",
    controls: &["T1057"],
    needs_root: false,
    find: share_process,
};

pub(super) const HOST_PORT: Escape = Escape {
    id: "escape/host-port",
    title: "Be reached on a port of the node",
    gives: Gives::Finding,
    severity: Severity::Low,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Unaffected,
    needs: None,
    proof: Proof::Kubelet,
    why: "Everybody who reaches the node reaches the container, and some network plugins do not apply policies to this.",
    fix: "Use a Service.",
    controls: &["CIS-5.2.13", "C-0044", "KSV-0024"],
    needs_root: false,
    find: |pod| pod.sightings(host_ports),
};

/// The containers that can enter what they see of the node.
fn enters<'a>(pod: &Examined<'a>) -> Vec<Sighting<'a>> {
    let mut seen = pod.sightings(|container| {
        let privileged = container.is_privileged().then(|| "is privileged".to_owned());
        let how = privileged.or_else(|| privileges::adds(container, &["SYS_PTRACE", "SYS_ADMIN"]))?;
        Some(format!("{how} and sees the processes of the node (hostPID)"))
    });
    for sighting in &mut seen {
        let confined = sighting.container.filter(|container| !container.is_privileged());
        sighting.weaknesses.extend(confined.and_then(|container| container.profile()));
    }
    seen
}

fn pod_has<'a>(holds: bool, fact: &str) -> Vec<Sighting<'a>> {
    holds.then(|| Sighting::pod(fact)).into_iter().collect()
}

fn share_process<'a>(pod: &Examined<'a>) -> Vec<Sighting<'a>> {
    let containers = &pod.spec.containers;
    if !pod.spec.security.share_processes || containers.len() < 2 {
        return Vec::new();
    }
    let beside = containers.iter().filter(|container| container.kind != ContainerKind::Init).count();
    let ended = "its init containers may have ended before the others start".to_owned();
    vec![Sighting::pod("the pod has shareProcessNamespace").weakened_by((beside < 2).then_some(ended))]
}

fn host_ports(container: &Confined<'_>) -> Option<String> {
    let ports: Vec<String> = container.container.exposure.host_ports.iter().map(u16::to_string).collect();
    (!ports.is_empty()).then(|| format!("has hostPort {}", ports.join(", ")))
}
