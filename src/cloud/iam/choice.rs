//! What the caller may choose: the choice that serves it best.
//!
//! One choice must satisfy the Allow and dodge the Deny. The candidates of a key are the values that the conditions on it
//! name, wildcards filled in, something that nobody names, and leaving it out; they are enough where at most one
//! pattern has wildcards. Where they may not be and none of them works, the key is taken for unknown: then the answer is
//! conditional if any choice could still work, and a Deny only if none can.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Name;
use crate::model::cloud::Test as Comparison;

use super::condition::Test;
use super::context::ContextValue;
use super::decision::RESOURCE;
use super::evaluate::{Case, Judged};
use super::facts::{Facts, Place};
use super::pattern::{FRESH, Piece, beginning_with, instance, matches};
use super::statement::{Resolved, resolve};
use super::{Choice, Decision, Doubt, Verdict};

/// How many choices are tried for one decision.
pub const MOST_CHOICES: usize = 256;

/// The candidates of one key, or of the name of what is new.
struct Options {
    of: Chosen,
    /// Whether other values might do what none of these does.
    is_open: bool,
}

enum Chosen {
    Key(Name, Vec<ContextValue>),
    Place(Vec<String>),
}

/// The best verdict over all choices.
pub(super) fn decide(case: &Case<'_>, facts: &Facts<'_>) -> Decision {
    let options = options(case, facts);
    if options.is_empty() {
        return decision(case.judge(facts), Vec::new());
    }
    let total = options.iter().fold(1_usize, |product, options| product.saturating_mul(options.len()));
    let mut best: Option<(Judged, Vec<Choice>)> = None;
    for number in 0..total.min(MOST_CHOICES) {
        let (chosen, choices) = take(&options, facts, number);
        let judged = case.judge(&chosen);
        if best.as_ref().is_none_or(|(known, _)| judged.rank() > known.rank()) {
            best = Some((judged, choices));
        }
        if best.as_ref().is_some_and(|(known, _)| known.rank() == 2) {
            break;
        }
    }
    let is_complete = total <= MOST_CHOICES && !options.iter().any(|options| options.is_open);
    let (judged, choices) = best.unwrap_or_else(|| (case.judge(facts), Vec::new()));
    if judged.rank() > 0 || is_complete {
        return decision(judged, choices);
    }
    let mut decision = decision(case.judge(facts), Vec::new());
    if decision.verdict == Verdict::Conditional && total > MOST_CHOICES {
        decision.doubts.push(Doubt::TooManyChoices);
    }
    decision
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

impl Options {
    fn len(&self) -> usize {
        match &self.of {
            Chosen::Key(_, values) => values.len(),
            Chosen::Place(places) => places.len(),
        }
    }
}

/// The keys that the caller may choose and a condition asks about, and the name of what is new.
fn options(case: &Case<'_>, facts: &Facts<'_>) -> Vec<Options> {
    let mut asked: BTreeMap<Name, Vec<&Test>> = BTreeMap::new();
    for test in case.applied().flat_map(|applied| &applied.statement.tests) {
        asked.entry(test.key.clone()).or_default().push(test);
    }
    let mut options: Vec<Options> = Vec::new();
    for (key, tests) in asked {
        if let ContextValue::ChosenByCaller { optional } = facts.value(&key) {
            options.push(of_key(key, optional, &tests, facts));
        }
    }
    if let Place::Open(prefix) = &facts.place {
        options.push(of_place(prefix, case, facts));
    }
    options
}

fn of_key(key: Name, optional: bool, tests: &[&Test], facts: &Facts<'_>) -> Options {
    let mut named = BTreeSet::new();
    let mut patterns = BTreeSet::new();
    let mut is_open = tests.iter().any(|test| test.operator.set.is_some() || !is_of_text(&test.operator.test));
    for test in tests.iter().filter(|test| test.operator.test != Comparison::Null) {
        for value in &test.values {
            let Resolved::Pieces(pieces) = resolve(&value.pattern, facts) else {
                is_open = true;
                continue;
            };
            named.insert(Name::from(instance(&pieces)));
            if has_wildcards(&pieces) {
                patterns.insert(value.text.clone());
            }
        }
        if test.operator.test == Comparison::Bool {
            named.extend(["true", "false"].map(Name::from));
        }
    }
    let all = ContextValue::Known(named.iter().cloned().collect());
    let mut values: Vec<ContextValue> = named.into_iter().map(|name| ContextValue::Known(vec![name])).collect();
    if values.len() > 1 && tests.iter().any(|test| test.operator.set.is_some()) {
        values.push(all);
    }
    values.push(ContextValue::text(&fresh(&key)));
    if optional {
        values.push(ContextValue::Absent);
    }
    Options { of: Chosen::Key(key, values), is_open: is_open || patterns.len() > 1 }
}

/// A value that no policy names, of the shape that the key has.
fn fresh(key: &str) -> String {
    if key.ends_with("arn") { format!("arn:aws:iam::aws:policy/{FRESH}") } else { FRESH.to_owned() }
}

fn is_of_text(test: &Comparison) -> bool {
    !matches!(test, Comparison::Other(_) | Comparison::IpAddress | Comparison::NotIpAddress | Comparison::BinaryEquals)
        && !test.name().starts_with("Numeric")
        && !test.name().starts_with("Date")
}

fn has_wildcards(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| matches!(piece, Piece::Many | Piece::One))
}

fn of_place(prefix: &str, case: &Case<'_>, facts: &Facts<'_>) -> Options {
    let mut places = BTreeSet::new();
    let mut partial = BTreeSet::new();
    let mut is_open = false;
    let fresh = format!("{prefix}{FRESH}");
    let patterns = case.applied().filter_map(|applied| applied.statement.resources.as_ref());
    for pattern in patterns.flat_map(|selection| selection.listed()) {
        let Resolved::Pieces(pieces) = resolve(pattern, facts) else {
            is_open = true;
            continue;
        };
        let Some(place) = beginning_with(prefix, &pieces) else { continue };
        // What every name matches narrows nothing.
        if has_wildcards(&pieces) && !matches(&pieces, &fresh, false) {
            partial.insert(instance(&pieces));
        }
        places.insert(place);
    }
    places.remove(&fresh);
    let places = places.into_iter().chain([fresh]).collect();
    Options { of: Chosen::Place(places), is_open: is_open || partial.len() > 1 }
}
