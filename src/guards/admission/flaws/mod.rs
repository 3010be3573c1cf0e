//! What makes a guard hollow, seen without any request: it stands there, and does not hold what it seems to.
//!
//! A flaw says what is, not that somebody can use it. Each check is a function of one [`Examined`] guard; [`CHECKS`] is the
//! list. Texts hold names from the cluster as they are: reports escape them.

mod aws_auth;
mod coverage;
mod examined;
mod failing;
mod parameters;
mod selectors;
#[cfg(test)]
mod tests;

use crate::model::Snapshot;

use super::ruling::Guard;
use examined::Examined;

/// A flaw of a guard.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Flaw {
    /// Whose: a policy, a policy with one of its bindings, or a webhook.
    pub guard: Guard,
    /// Which: one of [`flaw_ids`].
    pub id: &'static str,
    /// One sentence.
    pub text: String,
}

/// A check: nothing where the guard does not have this flaw.
type Check = (&'static str, fn(&Examined<'_>) -> Option<String>);

const CHECKS: &[Check] = &[
    ("absent-param-allows", parameters::absent_allows),
    ("aws-auth-left-out", aws_auth::left_out),
    ("deletion-left-out", coverage::deletion_left_out),
    ("does-not-compile", failing::does_not_compile),
    ("exact-match", coverage::exact_match),
    ("fails-open", failing::fails_open),
    ("namespace-label", selectors::namespace_label),
    ("never-denies", failing::never_denies),
    ("no-params", parameters::none_found),
    ("no-policy", failing::no_policy),
    ("no-service", failing::no_service),
    ("object-label", selectors::object_label),
    ("operation-left-out", coverage::operation_left_out),
    ("owned", failing::owned),
    ("rbac-kind-left-out", coverage::rbac_kind_left_out),
    ("subresource-left-out", coverage::subresource_left_out),
    ("type-warnings", failing::type_warnings),
    ("unbound", failing::unbound),
    ("unserved-params", parameters::unserved),
    ("unserved-version", coverage::unserved_version),
];

/// The ids of all flaws that there are, sorted.
pub fn flaw_ids() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().map(|(id, _)| *id)
}

/// The flaws of all policies, bindings and webhooks of a snapshot, sorted.
#[must_use]
pub fn flaws(snapshot: &Snapshot) -> Vec<Flaw> {
    let mut found = Vec::new();
    examined::for_each(snapshot, |examined| {
        let flaws = CHECKS.iter().filter_map(|(id, check)| Some((*id, check(examined)?)));
        found.extend(flaws.map(|(id, text)| Flaw { guard: examined.guard.clone(), id, text }));
    });
    found.sort_unstable();
    found
}
