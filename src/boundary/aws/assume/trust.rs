//! What a trust policy names: whom, and which values of the keys of tokens.

use std::collections::BTreeSet;

use crate::model::Name;
use crate::model::cloud::{Condition, Document, Effect, PrincipalPattern, Selection, Test};

/// What a trust policy names.
#[derive(Default)]
pub(in crate::boundary::aws) struct Trust<'c> {
    /// Whom its Allow statements name.
    pub(super) named: Vec<&'c PrincipalPattern>,
    /// Whether an Allow statement lets in everyone, or everyone but some.
    pub(super) everyone: bool,
    conditions: Vec<&'c Condition>,
}

/// The values that conditions compare a key with.
#[derive(Default)]
pub(in crate::boundary::aws) struct Compared {
    /// Those without wildcards.
    pub(super) exact: BTreeSet<Name>,
    /// An example of each that has some.
    pub(super) examples: BTreeSet<Name>,
}

/// What fills the wildcards of examples.
pub(super) const FILLER: &str = "kubescan";

impl<'c> Trust<'c> {
    pub(in crate::boundary::aws) fn of(document: &'c Document) -> Self {
        let allowing = document.statements.iter().filter(|statement| statement.effect == Effect::Allow);
        let selections: Vec<_> = allowing.filter_map(|statement| statement.principals.as_ref()).collect();
        let named: Vec<&PrincipalPattern> = selections.iter().flat_map(|selection| selection.listed()).collect();
        let is_everyone = |pattern: &&PrincipalPattern| match pattern {
            PrincipalPattern::Anyone => true,
            PrincipalPattern::Aws(name) => *name == "*",
            _ => false,
        };
        let all_but = selections.iter().any(|selection| matches!(selection, Selection::AllBut(_)));
        let everyone = all_but || named.iter().any(is_everyone);
        let conditions = document.statements.iter().flat_map(|statement| &statement.conditions).collect();
        Trust { named, everyone, conditions }
    }

    /// The providers that it names.
    pub(super) fn providers(&self) -> BTreeSet<&'c Name> {
        let named = self.named.iter().filter_map(|pattern| match pattern {
            PrincipalPattern::Federated(name) => Some(name),
            _ => None,
        });
        named.collect()
    }

    /// The values that it compares a key with.
    pub(super) fn compared(&self, key: &str) -> Compared {
        let mut compared = Compared::default();
        let about = self.conditions.iter().filter(|one| one.key.eq_ignore_ascii_case(key));
        for condition in about.filter(|one| one.operator.test != Test::Null) {
            let name = condition.operator.test.name();
            let has_wildcards = name.ends_with("Like") || name.starts_with("Arn");
            for value in &condition.values {
                match has_wildcards && value.contains(['*', '?']) {
                    true => compared.examples.insert(example(value)),
                    false => compared.exact.insert(value.clone()),
                };
            }
        }
        compared
    }
}

/// What matches a pattern.
fn example(pattern: &str) -> Name {
    pattern.replace('*', FILLER).replace('?', "x").into()
}
