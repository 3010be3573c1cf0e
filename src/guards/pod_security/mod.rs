//! Pod Security: which pods a namespace lets in, decided as the PodSecurity admission plugin decides it.
//!
//! [`enforced`] reads the level and the version off the labels of a namespace; [`violations`] puts a pod to the checks of
//! that level, each in the revision of that version; [`forbids`] asks the same of a pod that does not exist yet. Upstream
//! is the module `k8s.io/pod-security-admission`: `api/helpers.go`, `policy/registry.go`, and a file `policy/check_*.go`
//! for each check.
//!
//! Only `enforce` blocks, and only pods: objects with a pod template are stored whatever it says, and pods that run stay.
//! Nothing here looks at service accounts, Secrets, nodes or what a claim is bound to, since the plugin does not. Its
//! configuration is a file that the API does not show: another level for namespaces without label, and users,
//! namespaces and runtime classes that no check applies to.

mod check;
mod checks;
mod freedom;
mod policy;
mod update;

#[cfg(test)]
mod tests;

pub use check::{Culprit, Violation};
pub use freedom::{Freedom, forbids, modest_pod};
pub use policy::{Enforced, Level, Policy, enforced};
pub use update::{evaluates_subresource, evaluates_update};

use crate::model::PodSpec;
use check::Check;

/// What keeps this pod out, in upstream's order; nothing lets it in.
///
/// A stricter level holds the checks of the weaker one, except those that a check of its own overrides.
#[must_use]
pub fn violations(policy: &Policy, spec: &PodSpec) -> Vec<Violation> {
    let minor = policy.version.minor;
    let applies = |check: &&Check| check.level <= policy.level && check.revision(minor).is_some();
    let checks = || checks::ALL.iter().filter(applies);
    let overridden: Vec<&str> = checks().filter_map(|check| check.overrides).collect();
    checks().filter(|check| !overridden.contains(&check.id)).filter_map(|check| check.violation(minor, spec)).collect()
}
