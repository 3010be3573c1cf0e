//! SELinux: a label that confines less than a container's.

use crate::guards::pod_security::Level;
use crate::guards::pod_security::check::{Check, Culprit, Revision, contexts};
use crate::model::{Name, PodSpec, SeLinux};

pub(super) const SE_LINUX: Check = Check {
    id: "seLinuxOptions",
    level: Level::Baseline,
    text: "an SELinux type that is not a container's, or any SELinux user or role",
    overrides: None,
    revisions: &[Revision::new(0, se_linux), Revision::new(31, se_linux_with_engines)],
};

const TYPES: &[&str] = &["container_t", "container_init_t", "container_kvm_t"];

fn se_linux(spec: &PodSpec) -> Vec<Culprit> {
    contexts(spec, |context| context.se_linux.as_ref().is_some_and(|options| is_own(options, TYPES)))
}

fn se_linux_with_engines(spec: &PodSpec) -> Vec<Culprit> {
    let types = [TYPES, &["container_engine_t"]].concat();
    contexts(spec, |context| context.se_linux.as_ref().is_some_and(|options| is_own(options, &types)))
}

/// Whether anything but one of these types is set. What is empty is not set.
fn is_own(options: &SeLinux, types: &[&str]) -> bool {
    let set = |name: &Option<Name>| name.as_ref().is_some_and(|name| !name.is_empty());
    let kind = options.kind.as_ref();
    set(&options.user) || set(&options.role) || kind.is_some_and(|kind| !kind.is_empty() && !types.contains(&&**kind))
}
