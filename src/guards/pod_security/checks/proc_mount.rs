//! `procMount`: what a container sees of `/proc`.

use crate::guards::pod_security::Level;
use crate::guards::pod_security::check::{Check, Culprit, Revision, culprits};
use crate::model::PodSpec;

pub(super) const BASELINE: Check = Check {
    id: "procMount",
    level: Level::Baseline,
    text: "a procMount that is not Default",
    overrides: None,
    revisions: &[Revision::new(0, unmasked), Revision::new(35, unmasked).sparing_user_namespaces()],
};

/// Keeps what `baseline` once asked of everybody.
pub(super) const RESTRICTED: Check = Check {
    id: "procMount_restricted",
    level: Level::Restricted,
    text: BASELINE.text,
    overrides: Some(BASELINE.id),
    revisions: &[Revision::new(35, unmasked)],
};

fn unmasked(spec: &PodSpec) -> Vec<Culprit> {
    culprits(false, spec, |container| container.security.proc_mount.as_ref().is_some_and(|mount| *mount != "Default"))
}
