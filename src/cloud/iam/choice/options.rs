//! Candidates for what the caller may choose.

use std::collections::{BTreeMap, BTreeSet};

use crate::cloud::iam::condition::Test;
use crate::cloud::iam::context::ContextValue;
use crate::cloud::iam::evaluate::Case;
use crate::cloud::iam::facts::{Facts, Place};
use crate::cloud::iam::pattern::{FRESH, Piece, beginning_with, instance, matches};
use crate::cloud::iam::statement::{Resolved, resolve};
use crate::model::Name;
use crate::model::cloud::Test as Comparison;

/// The candidates of one key, or of the name of what is new.
pub(super) struct Options {
    pub(super) of: Chosen,
    /// Whether other values might do what none of these does.
    pub(super) is_open: bool,
}

pub(super) enum Chosen {
    Key(Name, Vec<ContextValue>),
    Place(Vec<String>),
}

impl Options {
    pub(super) fn len(&self) -> usize {
        match &self.of {
            Chosen::Key(_, values) => values.len(),
            Chosen::Place(places) => places.len(),
        }
    }
}

/// The keys that the caller may choose and a condition asks about, and the name of what is new.
pub(super) fn of(case: &Case<'_>, facts: &Facts<'_>) -> Vec<Options> {
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
    let named = Named::by(tests, facts);
    let of_sets = tests.iter().any(|test| test.operator.set.is_some());
    let is_open = named.is_open || of_sets || !tests.iter().all(|test| is_of_text(&test.operator.test));
    let all = ContextValue::Known(named.values.iter().cloned().collect());
    let mut values: Vec<ContextValue> = named.values.into_iter().map(|name| ContextValue::Known(vec![name])).collect();
    if of_sets && values.len() > 1 {
        values.push(all);
    }
    values.push(ContextValue::text(&fresh(&key)));
    if optional {
        values.push(ContextValue::Absent);
    }
    Options { of: Chosen::Key(key, values), is_open }
}

/// The values that conditions on a key name.
struct Named {
    values: BTreeSet<Name>,
    /// Whether they are not all that there are: a variable has no known value, or patterns could be satisfied together.
    is_open: bool,
}

impl Named {
    fn by(tests: &[&Test], facts: &Facts<'_>) -> Self {
        let mut named = Named { values: BTreeSet::new(), is_open: false };
        let mut patterns = BTreeSet::new();
        for test in tests.iter().filter(|test| test.operator.test != Comparison::Null) {
            for value in &test.values {
                let Resolved::Pieces(pieces) = resolve(&value.pattern, facts) else {
                    named.is_open = true;
                    continue;
                };
                named.values.insert(Name::from(instance(&pieces)));
                if has_wildcards(&pieces) {
                    patterns.insert(&value.text);
                }
            }
            if test.operator.test == Comparison::Bool {
                named.values.extend(["true", "false"].map(Name::from));
            }
        }
        named.is_open |= patterns.len() > 1;
        named
    }
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
