//! One value of a request against one of a condition.

use crate::model::Name;
use crate::model::cloud::Test as Comparison;

use super::{Test, Value, clock, number, order};
use crate::cloud::iam::Doubt;
use crate::cloud::iam::facts::{Facts, is_clock};
use crate::cloud::iam::pattern::{Piece, matches};
use crate::cloud::iam::statement::{Resolved, resolve, some_or_all};
use crate::cloud::iam::truth::Truth;

/// Whether a value of the request is this one of the condition; negation comes later.
pub(super) fn compare(test: &Test, value: &Value, text: &Name, facts: &Facts<'_>) -> Truth {
    let pieces = match resolve(&value.pattern, facts) {
        Resolved::Pieces(pieces) => pieces,
        Resolved::Absent => return without_variable(test, value),
        Resolved::Doubt(doubt) => return Truth::maybe(doubt),
    };
    match &test.operator.test {
        Comparison::StringEqualsIgnoreCase | Comparison::StringNotEqualsIgnoreCase | Comparison::Bool => {
            Truth::of(matches(&pieces, text, true))
        }
        Comparison::ArnEquals | Comparison::ArnLike | Comparison::ArnNotEquals | Comparison::ArnNotLike => {
            is_arn(&pieces, value, text)
        }
        // The address of a caller is not in an export, and who knows one may be anywhere behind it.
        Comparison::IpAddress | Comparison::NotIpAddress => Truth::maybe(Doubt::Key(test.key.clone())),
        _ => ordered(test, value, text).unwrap_or_else(|| Truth::of(matches(&pieces, text, false))),
    }
}

/// The same for operators that compare by order.
fn ordered(test: &Test, value: &Value, text: &Name) -> Option<Truth> {
    let comparison = &test.operator.test;
    let is_clock = is_clock(&test.key);
    match (order::of_numbers(comparison), order::of_instants(comparison)) {
        // Seconds since 1970 are a number too.
        (Some(orders), _) if is_clock => Some(clock::compare(orders, &value.text, text, true)),
        (Some(orders), _) => Some(number::compare(orders, &value.text, text)),
        (_, Some(orders)) => Some(clock::compare(orders, &value.text, text, is_clock)),
        _ => None,
    }
}

/// A variable without a value matches nothing; whether a negated operator then holds is not said anywhere.
pub(super) fn without_variable(test: &Test, value: &Value) -> Truth {
    if test.operator.test.is_negated() { Truth::maybe(Doubt::Variable(value.text.clone())) } else { Truth::No }
}

/// ARNs are compared part by part: a wildcard stays within its part.
fn is_arn(pieces: &[Piece], value: &Value, text: &str) -> Truth {
    let written = split(pieces);
    let parts: Vec<&str> = text.splitn(PARTS, ':').collect();
    if parts.len() < PARTS {
        return Truth::No;
    }
    if written.len() < PARTS {
        // Everybody writes `*` and means every ARN; what else is no ARN is not said to match any.
        let is_all = pieces == [Piece::Many];
        return if is_all { Truth::Yes } else { Truth::maybe(Doubt::Value(value.text.clone())) };
    }
    Truth::of(written.iter().zip(parts).all(|(pieces, part)| matches(pieces, part, false)))
}

const PARTS: usize = 6;

/// The parts of an ARN; the last takes the rest.
fn split(pieces: &[Piece]) -> Vec<&[Piece]> {
    pieces.splitn(PARTS, |piece| *piece == Piece::Char(':')).collect()
}

/// Whether a value of the request that begins so is this one of the condition.
pub(super) fn begins(test: &Test, value: &Value, prefix: &str, doubt: &Doubt, facts: &Facts<'_>) -> Truth {
    let is_text = matches!(
        test.operator.test,
        Comparison::StringEquals | Comparison::StringNotEquals | Comparison::StringLike | Comparison::StringNotLike
    );
    match resolve(&value.pattern, facts) {
        Resolved::Pieces(pieces) if is_text => some_or_all(&pieces, prefix, || doubt.clone()),
        Resolved::Pieces(pieces) if is_other_arn(test, &pieces, prefix) => Truth::No,
        Resolved::Absent => without_variable(test, value),
        Resolved::Pieces(_) | Resolved::Doubt(_) => Truth::maybe(doubt.clone()),
    }
}

/// Whether a pattern of an ARN is none of those that begin so.
fn is_other_arn(test: &Test, pieces: &[Piece], prefix: &str) -> bool {
    let written = split(pieces);
    let is_arn = test.operator.test.name().starts_with("Arn") && written.len() == PARTS;
    // The last part of the beginning goes on.
    let known = prefix.rsplit_once(':').map_or("", |(known, _)| known);
    is_arn && !known.is_empty() && !written.iter().zip(known.split(':')).all(|(part, text)| matches(part, text, false))
}
