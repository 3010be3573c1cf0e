//! Seccomp: until 1.18 its annotations count and nothing else, then its fields and nothing else.

use crate::guards::pod_security::Level;
use crate::guards::pod_security::check::{Check, Culprit, Revision, contexts, culprits, required};
use crate::model::{Name, PodSpec, SecurityContext};

pub(super) const BASELINE: Check = Check {
    id: "seccompProfile_baseline",
    level: Level::Baseline,
    text: "a seccomp profile that is neither the runtime's default nor one of the node's files",
    overrides: None,
    revisions: &[Revision::new(0, annotations), Revision::new(19, fields)],
};

pub(super) const RESTRICTED: Check = Check {
    id: "seccompProfile_restricted",
    level: Level::Restricted,
    text: "a container without the seccomp profile RuntimeDefault or Localhost, its own or its pod's",
    overrides: Some(BASELINE.id),
    revisions: &[Revision::new(19, everywhere), Revision::new(25, everywhere).sparing_windows()],
};

/// An empty profile is one that is not allowed.
fn annotations(spec: &PodSpec) -> Vec<Culprit> {
    let wrong = |profile: &Option<Name>| {
        let allowed = |profile: &Name| {
            ["runtime/default", "docker/default"].contains(&profile.as_str()) || profile.starts_with("localhost/")
        };
        profile.as_ref().is_some_and(|profile| !allowed(profile))
    };
    culprits(wrong(&spec.security.seccomp_annotation), spec, |container| wrong(&container.seccomp_annotation))
}

fn fields(spec: &PodSpec) -> Vec<Culprit> {
    contexts(spec, |context| confined(context) == Some(false))
}

fn everywhere(spec: &PodSpec) -> Vec<Culprit> {
    required(spec, confined)
}

/// Whether the profile confines; nothing where none is set.
fn confined(context: &SecurityContext) -> Option<bool> {
    context.seccomp.as_ref().map(|kind| ["RuntimeDefault", "Localhost"].contains(&kind.as_str()))
}
