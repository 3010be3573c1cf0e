//! What the caller may choose: the choice that serves it best.
//!
//! One choice must satisfy the Allow and dodge the Deny. The candidates of a key are the values that the conditions on it
//! name, with wildcards filled in; what two of them match; something that nobody names; leaving it out. Where several
//! patterns have wildcards, there may be a value for any set of them that matches just these: such a value is a candidate
//! too, but as long as nobody has seen it, what it gives is conditional. So a Deny means that no choice helps.

mod options;

use crate::model::Name;

use super::context::ContextValue;
use super::decision::RESOURCE;
use super::evaluate::{BEST, Case, Judged};
use super::facts::{Facts, Pick, Place};
use super::truth::Truth;
use super::{Choice, Decision, Doubt, Verdict};
use options::Options;

/// How many choices are tried for one decision.
pub const MOST_CHOICES: usize = 1024;

/// The best verdict over all choices.
pub(super) fn decide(case: &Case<'_>, facts: &Facts<'_>) -> Decision {
    let options = options::of(case, facts);
    if options.is_empty() {
        return decision(case.judge(facts), Vec::new());
    }
    let total = options.iter().fold(1_usize, |product, options| product.saturating_mul(options.len()));
    let (judged, choices) = best(case, facts, &options, total.min(MOST_CHOICES));
    if judged.rank() > 0 || total <= MOST_CHOICES {
        return decision(judged, choices);
    }
    // What is not tried may help wherever it can.
    let mut decision = decision(case.judge(facts), Vec::new());
    if decision.verdict != Verdict::Deny {
        decision.verdict = Verdict::Conditional;
        decision.doubts.push(Doubt::TooManyChoices);
    }
    decision
}

/// The first of the best among so many choices.
fn best(case: &Case<'_>, facts: &Facts<'_>, options: &[Options], count: usize) -> (Judged, Vec<Choice>) {
    let try_out = |number| {
        let Taken { facts, choices, doubt } = take(options, facts, number);
        (case.judge(&facts).unless(doubt), choices)
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

/// One combination of candidates.
struct Taken<'f> {
    facts: Facts<'f>,
    choices: Vec<Choice>,
    /// Whether nobody has seen a value like one of these.
    doubt: Truth,
}

/// The facts with one combination of candidates, counted through.
fn take<'f>(options: &[Options], facts: &Facts<'f>, number: usize) -> Taken<'f> {
    let mut taken = Taken { facts: facts.clone(), choices: Vec::new(), doubt: Truth::Yes };
    let mut rest = number;
    for option in options {
        let index = rest.checked_rem(option.len()).unwrap_or_default();
        rest = rest.checked_div(option.len()).unwrap_or_default();
        match option {
            Options::Key(key, picks) => taken.pick(key, picks.get(index)),
            Options::Place(places) => taken.put(places.get(index)),
        }
    }
    taken.choices.sort_unstable();
    taken
}

impl Taken<'_> {
    fn pick(&mut self, key: &Name, pick: Option<&Pick>) {
        let pick = pick.cloned().unwrap_or(Pick::Value(ContextValue::Absent));
        match &pick {
            Pick::Value(ContextValue::Known(values)) => self.choose(key.clone(), values.first()),
            Pick::Value(_) => self.choose(key.clone(), None),
            Pick::Matching(_) => self.doubt(key.clone()),
        }
        self.facts.chosen.push((key.clone(), pick));
    }

    fn put(&mut self, place: Option<&Place>) {
        match place {
            Some(Place::Text(text)) => self.choose(RESOURCE.into(), Some(&text.as_str().into())),
            Some(_) => self.doubt(RESOURCE.into()),
            None => return,
        }
        self.facts.place = place.cloned().unwrap_or_else(|| self.facts.place.clone());
    }

    fn choose(&mut self, key: Name, value: Option<&Name>) {
        self.choices.push(Choice { key, value: value.cloned() });
    }

    fn doubt(&mut self, key: Name) {
        self.doubt = std::mem::replace(&mut self.doubt, Truth::No).and(Truth::maybe(Doubt::Choice(key)));
    }
}
