//! For each row: pods that have the escape, and pods that look as if they had.

mod host_paths;
mod namespaces;
mod privileges;
mod volumes;

use crate::model::{ContainerKind, PodSpec};

pub(super) struct Case {
    pub id: &'static str,
    pub hits: Vec<PodSpec>,
    pub misses: Vec<PodSpec>,
}

fn case(id: &'static str, hits: Vec<PodSpec>, misses: Vec<PodSpec>) -> Case {
    Case { id, hits, misses }
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = privileges::cases();
    cases.extend(host_paths::cases());
    cases.extend(namespaces::cases());
    cases.extend(volumes::cases());
    cases
}

fn in_own_users(mut spec: PodSpec) -> PodSpec {
    spec.security.host_users = Some(false);
    spec
}

fn with_kind(mut spec: PodSpec, kind: ContainerKind) -> PodSpec {
    spec.containers[0].kind = kind;
    spec
}
