//! What a value says of the end of a binding. What is not understood is never taken for no end.

use serde::{Deserialize, Serialize};

use crate::model::{Lifetime, Time};

/// As what a value is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Reads {
    /// An instant.
    Time,
    /// How long after the start.
    Lifetime,
    /// The one or the other.
    Any,
}

/// The end of a binding, as a value tells it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum End {
    /// At this instant.
    At(Time),
    /// So long after its creation, which is not known.
    After(Lifetime),
    /// Never, in so many words.
    Never,
}

impl Reads {
    /// The words of the file.
    pub(super) const WORDS: [(&'static str, Reads); 3] =
        [("time", Reads::Time), ("lifetime", Reads::Lifetime), ("any", Reads::Any)];

    /// What a value means; nothing where it cannot be understood.
    pub(super) fn end(self, value: &str, start: impl Fn() -> Option<Time>) -> Option<End> {
        let at = || instant(value).map(End::At);
        let counted = |lifetime: Lifetime| match start() {
            Some(start) => start.after(lifetime).map(End::At),
            None => Some(End::After(lifetime)),
        };
        let after = || Lifetime::parse(value).and_then(counted);
        // No tool of those that write a length reads this one.
        let by_iso = || Lifetime::parse_iso(value).and_then(counted);
        match self {
            Reads::Time => at(),
            Reads::Lifetime => after(),
            Reads::Any => at().or_else(after).or_else(by_iso),
        }
    }
}

/// Reads an instant: RFC 3339, a date, seconds or milliseconds since 1970.
pub(super) fn instant(text: &str) -> Option<Time> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return numeric(text);
    }
    if text.len() <= "2026-01-31".len() {
        return Time::parse_end_of_date(text);
    }
    let zoned = |text: &str| Time::parse(text).or_else(|| Time::parse_local(text));
    zoned(text).or_else(|| zoned(&with_colons(text)?))
}

/// A number says by its length what it is: other lengths are seconds that nobody means, or no time at all.
fn numeric(digits: &str) -> Option<Time> {
    match digits.len() {
        8 => Time::parse_end_of_date(digits),
        10 => Time::from_unix(digits.parse().ok()?),
        13 => Time::from_unix(digits.parse::<i64>().ok()? / 1000),
        _ => None,
    }
}

/// A label holds no colon: `2026-01-31T12-00-00Z`.
fn with_colons(text: &str) -> Option<String> {
    let (date, time) = text.split_once('T')?;
    Some(format!("{date}T{}", time.replace('-', ":")))
}
