//! The checks by hand; `tests/integration/pod_security` compares them with Kubernetes.

mod baseline;
mod freedoms;
mod labels;
mod restricted;
mod updates;
mod verdict;

use super::modest_pod;
use crate::model::{Container, Name, PodSpec, SecurityContext};
use verdict::verdict;

/// A change of a modest pod, and where that is refused: `b: procMount 0-34` is `baseline` from 1.0 to 1.34.
type Row = (&'static str, fn(&mut PodSpec), &'static str);

/// Each row is refused there and nowhere else.
#[track_caller]
fn check(rows: &[Row]) {
    for (what, change, expected) in rows {
        let mut pod = modest_pod();
        change(&mut pod);
        assert_eq!(verdict(&pod), *expected, "{what}");
    }
}

/// The one container.
fn main(pod: &mut PodSpec) -> &mut Container {
    &mut pod.containers[0]
}

/// The `securityContext` of the one container.
fn own(pod: &mut PodSpec) -> &mut SecurityContext {
    &mut pod.containers[0].security
}

/// The `securityContext` of the pod.
fn shared(pod: &mut PodSpec) -> &mut SecurityContext {
    &mut pod.security.context
}

fn some(name: &str) -> Option<Name> {
    Some(name.into())
}
