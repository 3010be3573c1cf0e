//! A policy with its bindings: which of them are asked, and with what (`plugin/policy/validating/dispatcher.go` upstream).

use crate::model::{AdmissionBinding, AdmissionKind, AdmissionPolicy, Validation};

use super::conditions::Conditions;
use super::expression::{Expression, Variables};
use super::facts::Facts;
use super::matching::{Matched, matches};
use super::outcome::Outcome;
use super::params::{Handed, Params, Service};
use super::ruling::{Guard, Ruling};

/// A policy that is bound, with its expressions read.
pub(super) struct Policy<'s> {
    pub(super) policy: &'s AdmissionPolicy,
    bindings: Vec<&'s AdmissionBinding>,
    pub(super) conditions: Conditions,
    pub(super) variables: Variables,
    pub(super) validations: Vec<(&'s Validation, Expression)>,
    pub(super) asks_authorizer: bool,
}

impl<'s> Policy<'s> {
    pub(super) fn new(policy: &'s AdmissionPolicy, bindings: Vec<&'s AdmissionBinding>) -> Self {
        let read = |validation: &'s Validation| (validation, Expression::new(&validation.expression));
        let mut read = Policy {
            policy,
            bindings,
            conditions: Conditions::new(&policy.conditions, policy.ignores_failure),
            variables: Variables::new(&policy.variables),
            validations: policy.validations.iter().map(read).collect(),
            asks_authorizer: false,
        };
        let asks_authorizer = read.expressions().any(Expression::asks_authorizer);
        read.asks_authorizer = asks_authorizer;
        read
    }

    fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let validations = self.validations.iter().map(|(_, expression)| expression);
        self.conditions.expressions().chain(self.variables.expressions()).chain(validations)
    }

    /// Whether its answer may depend on who asks.
    pub(super) fn reads_user(&self) -> bool {
        self.expressions().any(Expression::reads_user)
    }

    /// Puts a request to it.
    pub(super) fn judge(&self, facts: &Facts<'_>, params: &Params<'_>, ruling: &mut Ruling) {
        let Some(matched) = matches(facts, &self.policy.matches, false) else { return };
        let standing = self.policy.param_kind.as_ref().map(|kind| params.standing(kind));
        if standing == Some(Service::Unserved) {
            let failed = self.unless_ignored(Outcome::denied("the kind of its parameters is not served"));
            failed.report(&self.guard(None), matched.doubt, ruling);
            return;
        }
        if standing == Some(Service::Unknown) && !self.policy.ignores_failure {
            ruling.doubt(&self.guard(None), "whether the kind of its parameters is served is not known");
        }
        for binding in &self.bindings {
            self.judge_bound(binding, &matched, facts, params, ruling);
        }
    }

    fn judge_bound(
        &self,
        binding: &AdmissionBinding,
        matched: &Matched,
        facts: &Facts<'_>,
        params: &Params<'_>,
        ruling: &mut Ruling,
    ) {
        let narrowed = binding.matches.as_ref().map(|criteria| matches(facts, criteria, false));
        let doubt = match narrowed {
            None => matched.doubt,
            Some(None) => return,
            Some(Some(narrowed)) => matched.doubt.or(narrowed.doubt),
        };
        let guard = self.guard(Some(binding));
        let enforces = self.mutates() || binding.actions.iter().any(|action| action == "Deny");
        ruling.ask(&guard, enforces);
        match params.handed(self.policy.param_kind.as_ref(), binding.params.as_ref(), &facts.namespace) {
            // This refuses whatever the actions of the binding are.
            Handed::Fails(text) => self.unless_ignored(Outcome::denied(text)).report(&guard, doubt, ruling),
            Handed::Unknown(reason) if enforces || !self.policy.ignores_failure => ruling.doubt(&guard, reason),
            Handed::Values(values) if enforces => values
                .into_iter()
                .for_each(|value| self.evaluate(facts, &matched.seen, value).report(&guard, doubt, ruling)),
            Handed::Unknown(_) | Handed::Values(_) => {}
        }
    }

    /// Whether it may change the object.
    pub(super) fn mutates(&self) -> bool {
        self.policy.kind == AdmissionKind::Mutating
    }

    /// A failure, unless failures are ignored.
    pub(super) fn unless_ignored(&self, outcome: Outcome) -> Outcome {
        if self.policy.ignores_failure { Outcome::default() } else { outcome }
    }

    fn guard(&self, binding: Option<&AdmissionBinding>) -> Guard {
        Guard::Policy {
            kind: self.policy.kind,
            policy: self.policy.name.clone(),
            binding: binding.map(|binding| binding.name.clone()),
        }
    }
}
