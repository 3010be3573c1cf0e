//! Operators that compare by order: of numbers and of instants.

use std::cmp::Ordering;

use crate::model::cloud::Test as Comparison;

/// Which orders of the request's value to the condition's match; negation comes later.
pub(super) fn of_numbers(comparison: &Comparison) -> Option<&'static [Ordering]> {
    Some(match comparison {
        Comparison::NumericEquals | Comparison::NumericNotEquals => &[Ordering::Equal],
        Comparison::NumericLessThan => &[Ordering::Less],
        Comparison::NumericLessThanEquals => &[Ordering::Less, Ordering::Equal],
        Comparison::NumericGreaterThan => &[Ordering::Greater],
        Comparison::NumericGreaterThanEquals => &[Ordering::Greater, Ordering::Equal],
        _ => return None,
    })
}

/// The same of instants.
pub(super) fn of_instants(comparison: &Comparison) -> Option<&'static [Ordering]> {
    Some(match comparison {
        Comparison::DateEquals | Comparison::DateNotEquals => &[Ordering::Equal],
        Comparison::DateLessThan => &[Ordering::Less],
        Comparison::DateLessThanEquals => &[Ordering::Less, Ordering::Equal],
        Comparison::DateGreaterThan => &[Ordering::Greater],
        Comparison::DateGreaterThanEquals => &[Ordering::Greater, Ordering::Equal],
        _ => return None,
    })
}
