//! Tables over the evaluator: who may what, and who may become whom.

pub(super) mod account;
mod assume;
mod brute_force;
mod callers;
mod choices;
mod conditions;
mod identities;
mod properties;
mod statements;

use account::Fixture;

use super::{Context, Decision, Iam, Request, Target, Verdict};
use crate::model::Time;

const ALLOW: Verdict = Verdict::Allow;
const DENY: Verdict = Verdict::Deny;
const CONDITIONAL: Verdict = Verdict::Conditional;

const ACCOUNT: &str = "111122223333";
const OTHER: &str = "444455556666";

fn now() -> Time {
    Time::parse("2026-06-15T12:00:00Z").unwrap()
}

/// What a user with these statements may do.
fn user_may(statements: &str, action: &str, target: Target<'_>, context: Context) -> Decision {
    let mut fixture = Fixture::new();
    fixture.user("ann", &[statements]);
    fixture.decide("user/ann", &Request::new(action, target).with(context))
}

fn statement(effect: &str, rest: &str) -> String {
    format!(r#"{{"Effect": "{effect}", {rest}}}"#)
}
