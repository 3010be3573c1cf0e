//! Guards that let in what they cannot judge, that nothing puts to work, or that fall with something else.

use crate::template::Severity;

use super::row::{HollowGuard, Source};

pub(super) const DOES_NOT_COMPILE: HollowGuard = HollowGuard {
    id: "guard/does-not-compile",
    title: "Guards with an expression that no server reads",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "A server refuses to store such a policy, so it guards nothing; one that a later server no longer reads does what \
          its failurePolicy says. Low where that is Fail.",
    fix: "Correct the expression; `kubectl apply --dry-run=server` shows what the server makes of it.",
    source: Source::Failure,
};

pub(super) const FAILS_OPEN: HollowGuard = HollowGuard {
    id: "guard/fails-open",
    title: "Guards that let in what they cannot judge",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "With failurePolicy Ignore a policy lets in whatever makes an expression fail, and an object so large that the \
          expression costs too much does; a webhook lets in all while it does not answer, and whoever may scale down, \
          delete or overload what answers sees to that. Low for webhooks that policy engines and cloud providers install \
          so, and for what changes objects rather than refuse them.",
    fix: "Set failurePolicy to Fail; let several replicas answer for a webhook, and leave out the namespace that they run in, \
          by its name, so that they can start again.",
    source: Source::Text,
};

pub(super) const NEVER_DENIES: HollowGuard = HollowGuard {
    id: "guard/never-denies",
    title: "Bindings of a policy that refuse nothing",
    severity: Severity::Info,
    elsewhere: Severity::Info,
    why: "validationActions without Deny warn, or write to the audit log, and let the request in. That may well be meant: \
          other flaws of a policy that refuses nothing are reported as information, too.",
    fix: "Where the policy is to be a boundary, add Deny.",
    source: Source::Text,
};

pub(super) const NO_POLICY: HollowGuard = HollowGuard {
    id: "guard/no-policy",
    title: "Bindings of a policy that does not exist",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "Such a binding judges nothing, and looks as if it did. Told only where all policies were read.",
    fix: "Correct policyName, restore the policy, or delete the binding.",
    source: Source::Absence(&["validatingadmissionpolicies", "mutatingadmissionpolicies"]),
};

pub(super) const NO_SERVICE: HollowGuard = HollowGuard {
    id: "guard/no-service",
    title: "Webhooks whose Service does not exist",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "Nobody answers, so the webhook does what its failurePolicy says: with Ignore everything is let in, and whoever \
          may make a Service in that namespace answers in its place. Low where it is Fail, which refuses everything. Told \
          only where all Services were read.",
    fix: "Delete the configuration of what is no longer installed, or correct the Service.",
    source: Source::Loss(&["services"]),
};

pub(super) const OWNED: HollowGuard = HollowGuard {
    id: "guard/owned",
    title: "Guards that are deleted with their owner",
    severity: Severity::Low,
    elsewhere: Severity::Info,
    why: "The garbage collector deletes a guard whose owner is gone: whoever may delete the owner takes the guard away \
          without a right on it. Paths that this opens are reported as such.",
    fix: "Remove ownerReferences from guards, or keep the right to delete the owner as close as that on the guard.",
    source: Source::Text,
};

pub(super) const TYPE_WARNINGS: HollowGuard = HollowGuard {
    id: "guard/type-warnings",
    title: "Policies that the server's type checker warns about",
    severity: Severity::Low,
    elsewhere: Severity::Info,
    why: "An expression that names a field which the type does not have fails whenever it is evaluated for that type: the \
          policy refuses everything of it, or, with failurePolicy Ignore, nothing.",
    fix: "Read status.typeChecking of the policy, and correct the expression or narrow the kinds that it is asked about.",
    source: Source::Text,
};

pub(super) const UNBOUND: HollowGuard = HollowGuard {
    id: "guard/unbound",
    title: "Policies that no binding names",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "A policy without a binding judges nothing. Its other flaws are reported as information. Told only where all \
          bindings were read.",
    fix: "Bind it with validationActions [Deny], or delete it.",
    source: Source::Absence(&["validatingadmissionpolicybindings", "mutatingadmissionpolicybindings"]),
};
