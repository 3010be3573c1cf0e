//! Numbers.

use std::cmp::Ordering;

use crate::cloud::iam::Doubt;
use crate::cloud::iam::truth::Truth;
use crate::model::Name;

/// Whether a number of the request stands in one of these orders to that of the condition.
pub(super) fn compare(orders: &[Ordering], written: &Name, text: &Name) -> Truth {
    let number = |text: &Name| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let order = number(text).zip(number(written)).and_then(|(value, bound)| value.partial_cmp(&bound));
    match order {
        Some(order) => Truth::of(orders.contains(&order)),
        None => Truth::maybe(Doubt::Value(written.clone())),
    }
}
