//! The escape that only Windows nodes have.

use crate::template::{Proof, Severity};

use super::examined::Examined;
use super::row::{Escape, Gives, Refused, UserNamespace};
use super::sighting::Sighting;

pub(super) const HOST_PROCESS: Escape = Escape {
    id: "escape/windows-host-process",
    title: "Run as a process of a Windows node",
    gives: Gives::Node,
    severity: Severity::Critical,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Unaffected,
    needs: None,
    proof: Proof::Kubelet,
    why: "A HostProcess container is an ordinary process of the node, often one of the system's own account.",
    fix: "Remove hostProcess; keep pods that need it in a namespace that only administrators may write to.",
    controls: &["T1611", "CIS-5.2.11", "KSV-0103"],
    needs_root: false,
    find: host_process,
};

/// A Linux node ignores the setting.
fn host_process<'a>(pod: &Examined<'a>) -> Vec<Sighting<'a>> {
    let windows = pod.is_windows();
    if !windows && pod.node_os().is_some() {
        return Vec::new();
    }
    let mut seen = pod.sightings(|container| {
        container.is_host_process().then(|| "is a process of the node (hostProcess)".to_owned())
    });
    if !windows {
        let unsure = "it works on a Windows node only, and the pod does not ask for one";
        seen.iter_mut().for_each(|sighting| sighting.weaknesses.push(unsure.to_owned()));
    }
    seen
}
