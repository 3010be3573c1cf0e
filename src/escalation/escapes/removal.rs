//! What of a pod's spec makes each escape: what to take away from it.

/// The part of the spec to remove, by the escape.
const REMOVALS: &[(&str, &str)] = &[
    ("escape/privileged", "privileged: true"),
    ("escape/host-path-write", "the hostPath volume"),
    ("escape/host-path-read", "the hostPath volume"),
    ("escape/static-pod-dir", "the hostPath volume"),
    ("escape/kubelet-dir", "the hostPath volume"),
    ("escape/runtime-socket", "the hostPath volume"),
    ("escape/core-pattern", "the hostPath volume"),
    ("escape/var-log", "the hostPath volume"),
    ("escape/host-pid-caps", "hostPID: true, or the capability"),
    ("escape/host-pid", "hostPID: true"),
    ("escape/sys-admin", "the capability SYS_ADMIN"),
    ("escape/sys-module", "the capability SYS_MODULE"),
    ("escape/read-search", "the capability"),
    ("escape/other-caps", "the capabilities"),
    ("escape/host-network-caps", "hostNetwork: true, or the capability"),
    ("escape/host-network", "hostNetwork: true"),
    ("escape/host-ipc", "hostIPC: true"),
    ("escape/proc-mount", "procMount: Unmasked"),
    ("escape/block-device", "the volume"),
    ("escape/claim-host-volume", "the volume of the claim"),
    ("escape/inline-csi", "the inline CSI volume"),
    ("escape/windows-host-process", "hostProcess: true"),
    ("escape/unconfined", "the unconfined profile"),
    ("escape/share-process", "shareProcessNamespace: true"),
    ("escape/host-port", "the hostPort"),
    ("escape/device", "the ResourceClaim"),
    ("escape/old-volumes", "the volume"),
];

/// What to remove so that a pod no longer has this escape.
#[must_use]
pub fn removal(escape: &str) -> Option<&'static str> {
    REMOVALS.iter().find(|(id, _)| *id == escape).map(|(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::REMOVALS;
    use crate::escalation::escapes::ALL;

    #[test]
    fn every_escape_says_what_to_remove() {
        let mut known: Vec<&str> = ALL.iter().map(|escape| escape.id).collect();
        let mut told: Vec<&str> = REMOVALS.iter().map(|(id, _)| *id).collect();
        known.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, known);
    }
}
