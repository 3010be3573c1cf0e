//! Conditions: whether a request passes a test.
//!
//! A key that the request lacks fails positive operators and passes negated ones; `…IfExists` and `ForAllValues:` pass
//! without it, `ForAnyValue:` fails. A value that is not known is neither.

mod clock;
mod compare;
mod number;
mod order;

use std::collections::BTreeSet;

use crate::model::Name;
use crate::model::cloud::{Condition, Operator, PolicyVersion, SetOperator, Test as Comparison};

use super::Doubt;
use super::context::ContextValue;
use super::facts::{Atom, Facts, Pick};
use super::pattern::{Pattern, Wildcards, is_everything, is_wildcard};
use super::statement::{Resolved, resolve};
use super::truth::Truth;

/// One condition, ready to be asked.
pub(super) struct Test {
    pub(super) operator: Operator,
    /// In lower case.
    pub(super) key: Name,
    pub(super) values: Vec<Value>,
}

/// A value that a condition names.
pub(super) struct Value {
    pub(super) text: Name,
    pub(super) pattern: Pattern,
}

impl Test {
    pub(super) fn new(condition: &Condition, version: PolicyVersion) -> Self {
        let wildcards = if has_wildcards(&condition.operator.test) { Wildcards::Meant } else { Wildcards::Literal };
        let value = |text: &Name| Value { text: text.clone(), pattern: Pattern::new(text, version, wildcards) };
        Test {
            operator: condition.operator.clone(),
            key: condition.key.to_ascii_lowercase().into(),
            values: condition.values.iter().map(value).collect(),
        }
    }

    /// Whether the request passes.
    pub(super) fn holds(&self, facts: &Facts<'_>) -> Truth {
        if let Comparison::Other(name) = &self.operator.test {
            return Truth::maybe(Doubt::Operator(name.clone()));
        }
        if let Some(Pick::Matching(matched)) = facts.pick(&self.key) {
            return self.holds_matching(matched, facts);
        }
        let value = facts.value(&self.key);
        if self.operator.test == Comparison::Null {
            return self.is_null(&value);
        }
        match value {
            ContextValue::Absent => Truth::of(self.holds_without()),
            ContextValue::Known(values) if values.is_empty() => Truth::of(self.holds_without()),
            ContextValue::Known(values) => self.holds_for(&values, facts),
            ContextValue::KnownOrAbsent(value, doubt) => match self.holds_for(&[value], facts) {
                with if with == Truth::of(self.holds_without()) => with,
                _ => Truth::maybe(doubt),
            },
            ContextValue::BeginsWith(prefix, doubt) => self.sign(self.begins(&prefix, &doubt, facts)),
            ContextValue::ChosenByCaller { .. } => Truth::maybe(Doubt::Choice(self.key.clone())),
            ContextValue::Unknown(doubt) => Truth::maybe(doubt),
        }
    }

    /// Whether it holds for one value that matches these patterns with wildcards, no others, and none without.
    fn holds_matching(&self, matched: &BTreeSet<Atom>, facts: &Facts<'_>) -> Truth {
        if self.operator.test == Comparison::Null {
            return self.is_null(&ContextValue::ChosenByCaller { optional: false });
        }
        if !compares_text(&self.operator.test) {
            return Truth::maybe(Doubt::Choice(self.key.clone()));
        }
        self.sign(Truth::any(self.values.iter().map(|value| match resolve(&value.pattern, facts) {
            Resolved::Pieces(pieces) if is_everything(&pieces) => Truth::Yes,
            Resolved::Pieces(pieces) => {
                Truth::of(pieces.iter().any(is_wildcard) && matched.contains(&self.atom(value)))
            }
            Resolved::Absent => compare::without_variable(self, value),
            Resolved::Doubt(doubt) => Truth::maybe(doubt),
        })))
    }

    /// A value that is a pattern, as choices tell patterns apart.
    pub(super) fn atom(&self, value: &Value) -> Atom {
        (self.operator.test.name().starts_with("Arn"), value.text.clone())
    }

    /// Whether it holds for a request that lacks the key.
    fn holds_without(&self) -> bool {
        match self.operator.set {
            _ if self.operator.if_exists => true,
            Some(SetOperator::ForAllValues) => true,
            Some(SetOperator::ForAnyValue) => false,
            None => self.operator.test.is_negated(),
        }
    }

    fn is_null(&self, value: &ContextValue) -> Truth {
        let is_absent = match value {
            ContextValue::Absent => Truth::Yes,
            ContextValue::Known(values) => Truth::of(values.is_empty()),
            ContextValue::BeginsWith(..) | ContextValue::ChosenByCaller { optional: false } => Truth::No,
            ContextValue::ChosenByCaller { optional: true } => Truth::maybe(Doubt::Choice(self.key.clone())),
            ContextValue::Unknown(doubt) | ContextValue::KnownOrAbsent(_, doubt) => Truth::maybe(doubt.clone()),
        };
        Truth::any(self.values.iter().map(|value| match value.text.to_ascii_lowercase().as_str() {
            "true" => is_absent.clone(),
            "false" => is_absent.clone().negate(),
            _ => Truth::maybe(Doubt::Value(value.text.clone())),
        }))
    }

    fn holds_for(&self, values: &[Name], facts: &Facts<'_>) -> Truth {
        let mut each = values.iter().map(|value| self.sign(self.matches(value, facts)));
        match self.operator.set {
            Some(SetOperator::ForAllValues) => Truth::all(each),
            Some(SetOperator::ForAnyValue) => Truth::any(each),
            None => {
                let first = each.next().unwrap_or(Truth::No);
                // AWS leaves open what becomes of several values without a word on how many must pass.
                if each.all(|next| next == first) {
                    first
                } else {
                    Truth::maybe(Doubt::SeveralValues(self.key.clone()))
                }
            }
        }
    }

    /// Whether any of the condition's values is what the request has.
    fn matches(&self, text: &Name, facts: &Facts<'_>) -> Truth {
        Truth::any(self.values.iter().map(|value| compare::compare(self, value, text, facts)))
    }

    fn begins(&self, prefix: &str, doubt: &Doubt, facts: &Facts<'_>) -> Truth {
        Truth::any(self.values.iter().map(|value| compare::begins(self, value, prefix, doubt, facts)))
    }

    /// Negated operators hold where nothing matches.
    fn sign(&self, matches: Truth) -> Truth {
        if self.operator.test.is_negated() { matches.negate() } else { matches }
    }
}

/// Whether an operator compares texts, rather than numbers, instants or addresses.
pub(super) fn compares_text(test: &Comparison) -> bool {
    let name = test.name();
    !matches!(test, Comparison::Other(_)) && (name.starts_with("String") || name.starts_with("Arn"))
}

/// Whether `*` and `?` mean something to an operator.
pub(super) fn has_wildcards(test: &Comparison) -> bool {
    matches!(
        test,
        Comparison::StringLike
            | Comparison::StringNotLike
            | Comparison::ArnEquals
            | Comparison::ArnLike
            | Comparison::ArnNotEquals
            | Comparison::ArnNotLike
    )
}
