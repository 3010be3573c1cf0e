//! The user that a container runs as.

use crate::guards::pod_security::Level;
use crate::guards::pod_security::check::{Check, Culprit, Revision, contexts, required};
use crate::model::PodSpec;

pub(super) const NON_ROOT: Check = Check {
    id: "runAsNonRoot",
    level: Level::Restricted,
    text: "a container without runAsNonRoot: true, its own or its pod's",
    overrides: None,
    revisions: &[Revision::new(0, non_root), Revision::new(35, non_root).sparing_user_namespaces()],
};

pub(super) const USER: Check = Check {
    id: "runAsUser",
    level: Level::Restricted,
    text: "runAsUser: 0",
    overrides: None,
    revisions: &[Revision::new(23, user), Revision::new(35, user).sparing_user_namespaces()],
};

fn non_root(spec: &PodSpec) -> Vec<Culprit> {
    required(spec, |context| context.run_as_non_root)
}

fn user(spec: &PodSpec) -> Vec<Culprit> {
    contexts(spec, |context| context.run_as_user == Some(0))
}
