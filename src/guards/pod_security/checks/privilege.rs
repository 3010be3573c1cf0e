//! Privileged containers, on Linux and on Windows, and how others become more than they were.

use crate::guards::pod_security::Level;
use crate::guards::pod_security::check::{Check, Culprit, Revision, contexts, culprits};
use crate::model::PodSpec;

pub(super) const PRIVILEGED: Check = Check {
    id: "privileged",
    level: Level::Baseline,
    text: "a privileged container",
    overrides: None,
    revisions: &[Revision::new(0, privileged)],
};

pub(super) const HOST_PROCESS: Check = Check {
    id: "windowsHostProcess",
    level: Level::Baseline,
    text: "a container that runs as a process of a Windows node",
    overrides: None,
    revisions: &[Revision::new(0, host_process)],
};

pub(super) const ESCALATION: Check = Check {
    id: "allowPrivilegeEscalation",
    level: Level::Restricted,
    text: "a container without allowPrivilegeEscalation: false",
    overrides: None,
    revisions: &[Revision::new(8, escalation), Revision::new(25, escalation).sparing_windows()],
};

fn privileged(spec: &PodSpec) -> Vec<Culprit> {
    culprits(false, spec, |container| container.security.privileged == Some(true))
}

fn host_process(spec: &PodSpec) -> Vec<Culprit> {
    contexts(spec, |context| context.host_process == Some(true))
}

fn escalation(spec: &PodSpec) -> Vec<Culprit> {
    culprits(false, spec, |container| container.security.allow_privilege_escalation != Some(false))
}
