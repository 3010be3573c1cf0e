//! What the caller may choose: the choice that serves it best.
//!
//! One choice must satisfy the Allow and dodge the Deny. The candidates of a key are the values that the conditions on it
//! name, wildcards filled in, something that nobody names, and leaving it out; they are enough where at most one
//! pattern has wildcards. Where they may not be and none of them works, the key is taken for unknown: then the answer is
//! conditional if any choice could still work, and a Deny only if none can.

mod options;

use crate::model::Name;

use super::context::ContextValue;
use super::decision::RESOURCE;
use super::evaluate::{BEST, Case, Judged};
use super::facts::{Facts, Place};
use super::{Choice, Decision, Doubt, Verdict};
use options::{Chosen, Options};

/// How many choices are tried for one decision.
pub const MOST_CHOICES: usize = 256;

/// The best verdict over all choices.
pub(super) fn decide(case: &Case<'_>, facts: &Facts<'_>) -> Decision {
    let options = options::of(case, facts);
    if options.is_empty() {
        return decision(case.judge(facts), Vec::new());
    }
    let total = options.iter().fold(1_usize, |product, options| product.saturating_mul(options.len()));
    let (judged, choices) = best(case, facts, &options, total.min(MOST_CHOICES));
    let is_complete = total <= MOST_CHOICES && !options.iter().any(|options| options.is_open);
    if judged.rank() > 0 || is_complete {
        return decision(judged, choices);
    }
    let mut decision = decision(case.judge(facts), Vec::new());
    if decision.verdict == Verdict::Conditional && total > MOST_CHOICES {
        decision.doubts.push(Doubt::TooManyChoices);
    }
    decision
}

/// The first of the best among so many choices.
fn best(case: &Case<'_>, facts: &Facts<'_>, options: &[Options], count: usize) -> (Judged, Vec<Choice>) {
    let try_out = |number| {
        let (chosen, choices) = take(options, facts, number);
        (case.judge(&chosen), choices)
    };
    let mut best = try_out(0);
    for number in 1..count {
        if best.0.rank() == BEST {
            break;
        }
        let next = try_out(number);
        if next.0.rank() > best.0.rank() {
            best = next;
        }
    }
    best
}

fn decision(judged: Judged, choices: Vec<Choice>) -> Decision {
    let (doubts, verdict) = match judged.rank() {
        0 => (Vec::new(), Verdict::Deny),
        1 => (judged.doubts(), Verdict::Conditional),
        _ => (Vec::new(), Verdict::Allow),
    };
    let choices = if verdict == Verdict::Deny { Vec::new() } else { choices };
    Decision { verdict, doubts, allowed_by: judged.allowed_by, blocked_by: judged.blocked_by, choices }
}

/// The facts with one combination of candidates, counted through.
fn take<'f>(options: &[Options], facts: &Facts<'f>, number: usize) -> (Facts<'f>, Vec<Choice>) {
    let mut chosen = facts.clone();
    let mut choices = Vec::new();
    let mut rest = number;
    for option in options {
        let index = rest.checked_rem(option.len()).unwrap_or_default();
        rest = rest.checked_div(option.len()).unwrap_or_default();
        match &option.of {
            Chosen::Key(key, values) => {
                let value = values.get(index).cloned().unwrap_or(ContextValue::Absent);
                choices.push(Choice { key: key.clone(), value: first(&value) });
                chosen.chosen.push((key.clone(), value));
            }
            Chosen::Place(places) => {
                let place = places.get(index).cloned().unwrap_or_default();
                choices.push(Choice { key: RESOURCE.into(), value: Some(place.as_str().into()) });
                chosen.place = Place::Text(place);
            }
        }
    }
    choices.sort_unstable();
    (chosen, choices)
}

fn first(value: &ContextValue) -> Option<Name> {
    match value {
        ContextValue::Known(values) => values.first().cloned(),
        _ => None,
    }
}
