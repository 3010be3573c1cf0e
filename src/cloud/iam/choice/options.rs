//! Candidates for what the caller may choose.

use std::collections::{BTreeMap, BTreeSet};

use crate::cloud::iam::Doubt;
use crate::cloud::iam::condition::{Test, compares_text};
use crate::cloud::iam::context::ContextValue;
use crate::cloud::iam::evaluate::Case;
use crate::cloud::iam::facts::{Atom, Facts, Pick, Place};
use crate::cloud::iam::pattern::{FRESH, Piece, instance, is_everything, is_wildcard, matches, meet, rests_after};
use crate::cloud::iam::statement::{Resolved, resolve};
use crate::model::Name;
use crate::model::cloud::Test as Comparison;

/// The candidates of one key, or of what is new; at least one.
pub(super) enum Options {
    Key(Name, Vec<Pick>),
    Place(Vec<Place>),
}

impl Options {
    pub(super) fn len(&self) -> usize {
        match self {
            Options::Key(_, picks) => picks.len(),
            Options::Place(places) => places.len(),
        }
    }
}

/// Of more patterns than these the sets are not counted through.
const MOST_PATTERNS: usize = 4;

/// Of more patterns than these no two are brought together.
const MOST_MET: usize = 8;

/// Keys of which a request may have several values.
const OF_SEVERAL: &[&str] = &["aws:tagkeys", "eks:kubernetesgroups", "eks:namespaces"];

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
        options.push(Options::Place(places(prefix, case, facts)));
    }
    options
}

fn of_key(key: Name, optional: bool, tests: &[&Test], facts: &Facts<'_>) -> Options {
    let fresh = fresh(&key);
    let named = Named::by(tests, &fresh, facts);
    let mut values: Vec<ContextValue> =
        named.values.iter().map(|name| ContextValue::Known(vec![name.clone()])).collect();
    let has_several = OF_SEVERAL.contains(&key.as_str());
    if has_several {
        values.push(ContextValue::Known(named.values.iter().cloned().collect()));
    }
    values.push(ContextValue::text(&fresh));
    if optional {
        values.push(ContextValue::Absent);
    }
    let mut picks: Vec<Pick> = values.into_iter().map(Pick::Value).collect();
    let is_open =
        named.atoms.len() > 1 || named.is_fresh_known || tests.iter().any(|test| is_of_order(&test.operator.test));
    if has_several || named.atoms.len() > MOST_PATTERNS {
        picks.push(Pick::Value(ContextValue::Unknown(Doubt::Choice(key.clone()))));
    } else if is_open {
        picks.extend(subsets(&named.atoms).into_iter().map(Pick::Matching));
    }
    Options::Key(key, picks)
}

/// Whether an operator compares something of which the values that conditions name are no fair sample.
fn is_of_order(test: &Comparison) -> bool {
    !compares_text(test) && !matches!(test, Comparison::Null | Comparison::Bool)
}

/// Every set of some of these.
fn subsets<T: Ord + Clone>(all: &BTreeSet<T>) -> Vec<BTreeSet<T>> {
    let mut sets = vec![BTreeSet::new()];
    for one in all {
        let with: Vec<BTreeSet<T>> = sets.iter().map(|set| set.iter().chain([one]).cloned().collect()).collect();
        sets.extend(with);
    }
    sets
}

/// The values that conditions on a key name.
#[derive(Default)]
struct Named {
    values: BTreeSet<Name>,
    /// Patterns with wildcards that not everything matches.
    atoms: BTreeSet<Atom>,
    /// Whether one of them matches what fills wildcards: then something else may be what none matches.
    is_fresh_known: bool,
}

impl Named {
    fn by(tests: &[&Test], fresh: &str, facts: &Facts<'_>) -> Self {
        let mut named = Named::default();
        let mut patterns: Vec<Vec<Piece>> = Vec::new();
        for test in tests.iter().filter(|test| test.operator.test != Comparison::Null) {
            for value in &test.values {
                let Resolved::Pieces(pieces) = resolve(&value.pattern, facts) else { continue };
                named.values.insert(Name::from(instance(&pieces)));
                if pieces.iter().any(is_wildcard) && !is_everything(&pieces) && named.atoms.insert(test.atom(value)) {
                    named.is_fresh_known |= matches(&pieces, fresh, true);
                    patterns.push(pieces.into_owned());
                }
            }
            if test.operator.test == Comparison::Bool {
                named.values.extend(["true", "false"].map(Name::from));
            }
        }
        named.values.extend(met(&patterns).into_iter().map(Name::from));
        named
    }
}

/// What two of some patterns match, if they are few.
fn met(patterns: &[Vec<Piece>]) -> Vec<String> {
    let few = if patterns.len() > MOST_MET { &[] } else { patterns };
    let pairs =
        few.iter().enumerate().flat_map(|(index, one)| few.iter().skip(index + 1).map(move |other| (one, other)));
    pairs.filter_map(|(one, other)| meet(one, other)).collect()
}

/// A value that no policy names, of the shape that the key has.
fn fresh(key: &str) -> String {
    if key.ends_with("arn") { format!("arn:aws:iam::aws:policy/{FRESH}") } else { FRESH.to_owned() }
}

/// The names that something new may have.
fn places(prefix: &str, case: &Case<'_>, facts: &Facts<'_>) -> Vec<Place> {
    let mut new = NewNames::default();
    let listed = case.applied().filter_map(|applied| applied.statement.resources.as_ref());
    for pattern in listed.flat_map(|selection| selection.listed()) {
        if let Resolved::Pieces(pieces) = resolve(pattern, facts) {
            new.add(prefix, &pieces);
        }
    }
    let is_open = new.atoms.len() > 1 || new.narrow.iter().any(|rest| matches(rest, FRESH, false));
    new.named.extend(met(&new.narrow));
    new.named.retain(|name| !name.is_empty() && name != FRESH);
    let text = |name: String| Place::Text(format!("{prefix}{name}"));
    let mut places: Vec<Place> = new.named.into_iter().chain([FRESH.to_owned()]).map(text).collect();
    if new.atoms.len() > MOST_PATTERNS {
        places.push(Place::Open(prefix.to_owned()));
    } else if is_open {
        places.extend(subsets(&new.atoms).into_iter().map(|set| Place::Matching(prefix.to_owned(), set)));
    }
    places
}

/// The names that patterns of resources leave to something new.
#[derive(Default)]
struct NewNames {
    named: BTreeSet<String>,
    /// Instances of patterns that only some names match.
    atoms: BTreeSet<String>,
    /// What those patterns ask of the name.
    narrow: Vec<Vec<Piece>>,
}

impl NewNames {
    fn add(&mut self, prefix: &str, pieces: &[Piece]) {
        let rests = rests_after(prefix, pieces);
        self.named.extend(rests.iter().map(|rest| instance(rest)));
        let is_fixed = !rests.iter().any(|rest| rest.iter().any(is_wildcard));
        // What every name matches narrows nothing.
        if is_fixed || rests.iter().any(|rest| is_everything(rest)) {
            return;
        }
        self.atoms.insert(instance(pieces));
        for rest in rests {
            if !self.narrow.iter().any(|known| known == rest) {
                self.narrow.push(rest.to_vec());
            }
        }
    }
}
