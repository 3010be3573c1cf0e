//! Parameters that are missing, or may go missing.

use crate::template::Severity;

use super::row::{HollowGuard, Source};

pub(super) const ABSENT_PARAM_ALLOWS: HollowGuard = HollowGuard {
    id: "guard/absent-param-allows",
    title: "Bindings that let all in when their parameter is gone",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "With parameterNotFoundAction Allow, whoever may delete the parameter, or take off the label that it is found by, \
          puts the policy out of work without a right on it.",
    fix: "Set parameterNotFoundAction to Deny.",
    source: Source::Text,
};

pub(super) const NO_PARAMS: HollowGuard = HollowGuard {
    id: "guard/no-params",
    title: "Bindings whose parameter does not exist",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "Without its parameter a policy is not evaluated: parameterNotFoundAction Allow, or failurePolicy Ignore, lets all \
          in. Low where it refuses everything instead. Told only where all objects of that kind were read.",
    fix: "Restore the parameter, or correct paramRef.",
    source: Source::Loss(&[]),
};

pub(super) const UNSERVED_PARAMS: HollowGuard = HollowGuard {
    id: "guard/unserved-params",
    title: "Policies with parameters of a kind that no server has",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "The policy cannot be evaluated and does what its failurePolicy says: with Ignore everything is let in. Low where \
          it is Fail.",
    fix: "Install the kind, or correct paramKind.",
    source: Source::Failure,
};
