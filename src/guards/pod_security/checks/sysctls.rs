//! Sysctls: those that touch nothing outside of the pod, more with each version that knew more of them.

use crate::guards::pod_security::Level;
use crate::guards::pod_security::check::{Check, Culprit, Revision, culprits};
use crate::model::{Name, PodSpec};

pub(super) const SYSCTLS: Check = Check {
    id: "sysctls",
    level: Level::Baseline,
    text: "a sysctl that is not known to be safe",
    overrides: None,
    revisions: &[
        Revision::new(0, |spec| unsafe_in(0, spec)),
        Revision::new(27, |spec| unsafe_in(27, spec)),
        Revision::new(29, |spec| unsafe_in(29, spec)),
        Revision::new(32, |spec| unsafe_in(32, spec)),
    ],
};

/// Each with the minor version since which it is allowed.
const SAFE: &[(u16, &str)] = &[
    (0, "kernel.shm_rmid_forced"),
    (0, "net.ipv4.ip_local_port_range"),
    (0, "net.ipv4.tcp_syncookies"),
    (0, "net.ipv4.ping_group_range"),
    (0, "net.ipv4.ip_unprivileged_port_start"),
    (27, "net.ipv4.ip_local_reserved_ports"),
    (29, "net.ipv4.tcp_keepalive_time"),
    (29, "net.ipv4.tcp_fin_timeout"),
    (29, "net.ipv4.tcp_keepalive_intvl"),
    (29, "net.ipv4.tcp_keepalive_probes"),
    (32, "net.ipv4.tcp_rmem"),
    (32, "net.ipv4.tcp_wmem"),
];

/// A name with slashes means the same to the kernel, but is not the name that is looked for.
fn unsafe_in(minor: u16, spec: &PodSpec) -> Vec<Culprit> {
    let safe = |name: &Name| SAFE.iter().any(|(since, safe)| *since <= minor && *name == *safe);
    culprits(!spec.security.sysctls.iter().all(safe), spec, |_| false)
}
