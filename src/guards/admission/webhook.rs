//! A webhook: whether it is called is decided here, what it answers cannot be seen.

use crate::model::{AdmissionKind, Webhook};

use super::conditions::{Conditions, Met};
use super::expression::Expression;
use super::facts::Facts;
use super::matching::matches;
use super::ruling::{Guard, Ruling};

/// A webhook with its conditions read.
pub(super) struct Hook<'s> {
    pub(super) webhook: &'s Webhook,
    conditions: Conditions,
}

impl<'s> Hook<'s> {
    pub(super) fn new(webhook: &'s Webhook) -> Self {
        Hook { webhook, conditions: Conditions::new(&webhook.conditions, webhook.ignores_failure) }
    }

    /// Whether it may be called or not by who asks.
    pub(super) fn reads_user(&self) -> bool {
        self.conditions.expressions().any(Expression::reads_user)
    }

    /// Whether its conditions ask the authorizer.
    pub(super) fn asks_authorizer(&self) -> bool {
        self.conditions.expressions().any(Expression::asks_authorizer)
    }

    /// Puts a request to it.
    pub(super) fn judge(&self, facts: &Facts<'_>, ruling: &mut Ruling) {
        let webhook = self.webhook;
        let Some(matched) = matches(facts, &webhook.matches, true) else { return };
        let guard = Guard::Webhook {
            kind: webhook.kind,
            configuration: webhook.configuration.clone(),
            name: webhook.name.clone(),
        };
        let met = if self.conditions.is_empty() {
            Met::Yes
        } else {
            self.conditions.evaluate(&facts.activation(&matched.seen, self.asks_authorizer()))
        };
        match (met, matched.doubt) {
            (Met::No, _) => return,
            (Met::Fails(text), None) => ruling.deny(&guard, text),
            (Met::Fails(_), Some(reason)) => ruling.doubt(&guard, reason),
            (Met::Yes, None) if facts.attempt.dry_run && !webhook.takes_dry_run => {
                ruling.deny(&guard, "it does not support dry run");
            }
            (Met::Yes | Met::Unknown(_), _) => ruling.doubt(&guard, opaque(webhook.kind)),
        }
        ruling.ask(&guard, true);
    }
}

fn opaque(kind: AdmissionKind) -> &'static str {
    match kind {
        AdmissionKind::Validating => "what a webhook answers cannot be seen",
        AdmissionKind::Mutating => "a webhook may change or refuse the object",
    }
}
