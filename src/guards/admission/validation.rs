//! What a policy says to a request with one parameter (`plugin/policy/validating/validator.go: Validate` upstream).

use crate::guards::cel::{Activation, Cost, PER_BINDING, Value, Verdict};
use crate::model::Validation;

use super::conditions::Met;
use super::facts::{Facts, SeenAs};
use super::outcome::Outcome;
use super::policy::Policy;

impl Policy<'_> {
    fn activation<'a>(&self, facts: &Facts<'a>, seen: &SeenAs, params: Value) -> Activation<'a> {
        let mut activation = facts.activation(seen, self.asks_authorizer);
        activation.params = params;
        self.variables.define(&mut activation);
        activation
    }

    fn conditions(&self, facts: &Facts<'_>, seen: &SeenAs, params: &Value) -> Met {
        if self.conditions.is_empty() {
            return Met::Yes;
        }
        self.conditions.evaluate(&self.activation(facts, seen, params.clone()))
    }

    /// What it says to a request with one parameter.
    pub(super) fn evaluate(&self, facts: &Facts<'_>, seen: &SeenAs, params: Value) -> Outcome {
        match self.conditions(facts, seen, &params) {
            Met::No => Outcome::default(),
            Met::Fails(text) => Outcome::denied(text),
            Met::Unknown(reason) if self.mutates() => Outcome::doubtful(reason),
            // What the others then see is not known.
            Met::Yes if self.mutates() => Outcome::doubtful("it may change the object"),
            Met::Yes => self.validate(facts, seen, params),
            Met::Unknown(reason) => {
                let outcome = self.validate(facts, seen, params);
                // What is not known may be an error, too, and that refuses whatever the validations say.
                let matters = !self.policy.ignores_failure || !outcome.denials.is_empty();
                if matters { Outcome::doubtful(reason) } else { outcome }
            }
        }
    }

    fn validate(&self, facts: &Facts<'_>, seen: &SeenAs, params: Value) -> Outcome {
        let mut activation = self.activation(facts, seen, params);
        activation.namespace_object = facts.namespace_object();
        let mut outcome = Outcome::default();
        let mut cost = Cost::default();
        for (validation, expression) in &self.validations {
            let (verdict, spent) = expression.evaluate(&activation);
            cost = cost.and(spent);
            self.count(validation, verdict, &mut outcome);
        }
        match cost.and(activation.spent()).exceeds(PER_BINDING) {
            Some(false) => outcome,
            // Then nothing of what was found counts.
            Some(true) => self.unless_ignored(Outcome::denied(TOO_COSTLY)),
            None if !outcome.denials.is_empty() && !self.policy.ignores_failure => outcome,
            None => Outcome::doubtful("the cost is too near to the limit"),
        }
    }

    fn count(&self, validation: &Validation, verdict: Verdict, outcome: &mut Outcome) {
        match verdict {
            Verdict::True => {}
            Verdict::False => outcome.denials.push(message(validation)),
            Verdict::Error(_) if self.policy.ignores_failure => {}
            Verdict::Error(text) => {
                let expression = validation.expression.as_str();
                outcome.denials.push(format!("expression '{expression}' resulted in error: {text}"));
            }
            Verdict::Undecided(reason) => outcome.doubts.push(reason),
        }
    }
}

/// As the server words it.
const TOO_COSTLY: &str = "validation failed due to running out of cost budget, no further validation rules will be run";

/// What is said of an expression that does not hold.
fn message(validation: &Validation) -> String {
    let given = validation.message.as_ref().map(|message| message.trim()).filter(|message| !message.is_empty());
    given.map_or_else(|| format!("failed expression: {}", validation.expression.trim()), str::to_owned)
}
