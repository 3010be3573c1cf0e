//! Capabilities. The names are compared as they are written: `CAP_CHOWN` or `chown` is no capability that is allowed.

use crate::guards::pod_security::Level;
use crate::guards::pod_security::check::{Check, Culprit, Revision, culprits};
use crate::model::{Name, PodSpec};

/// What a container runtime grants by itself, without NET_RAW.
const DEFAULT: &[&str] = &[
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

pub(super) const BASELINE: Check = Check {
    id: "capabilities_baseline",
    level: Level::Baseline,
    text: "an added capability that runtimes do not grant by themselves",
    overrides: None,
    revisions: &[Revision::new(0, beyond_default)],
};

pub(super) const RESTRICTED: Check = Check {
    id: "capabilities_restricted",
    level: Level::Restricted,
    text: "any capability but NET_BIND_SERVICE: the rest must be dropped as ALL",
    overrides: Some(BASELINE.id),
    revisions: &[Revision::new(22, kept), Revision::new(25, kept).sparing_windows()],
};

fn beyond_default(spec: &PodSpec) -> Vec<Culprit> {
    let beyond = |capability: &Name| !DEFAULT.contains(&capability.as_str());
    culprits(false, spec, |container| container.security.added_capabilities.iter().any(beyond))
}

fn kept(spec: &PodSpec) -> Vec<Culprit> {
    culprits(false, spec, |container| {
        let drops_all = container.security.dropped_capabilities.iter().any(|capability| *capability == "ALL");
        let adds = container.security.added_capabilities.iter().any(|capability| *capability != "NET_BIND_SERVICE");
        !drops_all || adds
    })
}
