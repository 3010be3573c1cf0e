//! `matchConditions`: the last word on whether a guard is asked (`plugin/webhook/matchconditions/matcher.go` upstream).

use crate::guards::cel::{Activation, Cost, PER_MATCH_CONDITIONS, Verdict};
use crate::model::NamedExpression;

use super::expression::Expression;

/// The conditions of a guard, all of which must hold.
pub(super) struct Conditions {
    expressions: Vec<Expression>,
    ignores_failure: bool,
}

/// What they come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Met {
    /// The guard is asked.
    Yes,
    /// It is not.
    No,
    /// The request is refused without asking it.
    Fails(String),
    /// It is not known, for this reason.
    Unknown(String),
}

impl Conditions {
    pub(super) fn new(conditions: &[NamedExpression], ignores_failure: bool) -> Self {
        let expressions = conditions.iter().map(|condition| Expression::new(&condition.expression)).collect();
        Conditions { expressions, ignores_failure }
    }

    /// The conditions.
    pub(super) fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.expressions.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.expressions.is_empty()
    }

    /// One that is false decides, errors or not; but all are evaluated, and what they cost together comes first.
    pub(super) fn evaluate(&self, activation: &Activation<'_>) -> Met {
        let results: Vec<(Verdict, Cost)> =
            self.expressions.iter().map(|expression| expression.evaluate(activation)).collect();
        let cost = results.iter().fold(activation.spent(), |sum, (_, cost)| sum.and(*cost));
        let failed = |text: &str| if self.ignores_failure { Met::No } else { Met::Fails(text.to_owned()) };
        match cost.exceeds(PER_MATCH_CONDITIONS) {
            Some(false) => {}
            Some(true) => return failed("the match conditions cost too much"),
            None if results.iter().any(|(verdict, _)| *verdict == Verdict::False) && self.ignores_failure => {
                return Met::No;
            }
            None => return Met::Unknown("the cost of the match conditions is too near to the limit".to_owned()),
        }
        if results.iter().any(|(verdict, _)| *verdict == Verdict::False) {
            return Met::No;
        }
        let error = results.iter().find_map(|(verdict, _)| match verdict {
            Verdict::Error(text) => Some(text),
            _ => None,
        });
        let undecided = results.iter().find_map(|(verdict, _)| match verdict {
            Verdict::Undecided(text) => Some(text),
            _ => None,
        });
        match (error, undecided) {
            // Whether the other one is false or not, it is not asked.
            (Some(_), _) if self.ignores_failure => Met::No,
            (_, Some(reason)) => Met::Unknown(reason.clone()),
            (Some(text), None) => failed(text),
            (None, None) => Met::Yes,
        }
    }
}
