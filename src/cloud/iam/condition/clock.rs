//! Instants.
//!
//! When a request will be made nobody knows, only that it is not before now: a bound that is past decides, one that is
//! ahead does not.

use std::cmp::Ordering;

use crate::cloud::iam::Doubt;
use crate::cloud::iam::truth::Truth;
use crate::model::{Name, Time};

/// Whether an instant of the request stands in one of these orders to that of the condition. `is_clock` says that it is
/// the time of the request itself, which only goes on.
pub(super) fn compare(orders: &[Ordering], written: &Name, text: &Name, is_clock: bool) -> Truth {
    let (Some(bound), Some(time)) = (instant(written), instant(text)) else {
        return Truth::maybe(Doubt::Value(written.clone()));
    };
    if is_clock && bound >= time {
        return Truth::maybe(Doubt::Time(written.clone()));
    }
    Truth::of(orders.contains(&time.cmp(&bound)))
}

/// An instant as policies write it: by ISO 8601, or in seconds since 1970.
fn instant(text: &str) -> Option<Time> {
    let seconds = || text.parse().ok().and_then(Time::from_unix);
    Time::parse(text).or_else(|| Time::parse_local(text)).or_else(|| Time::parse_start_of_date(text)).or_else(seconds)
}
