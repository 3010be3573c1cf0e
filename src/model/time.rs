//! Instants and lengths of time, to the second.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An instant, in seconds since 1970 by UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(i64);

/// A length of time, in seconds; never negative.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Lifetime(i64);

impl Time {
    /// What this machine takes for now.
    #[must_use]
    pub fn of_this_machine() -> Self {
        Time(jiff::Timestamp::now().as_second())
    }

    /// So many seconds after 1970; nothing for what no calendar holds.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        jiff::Timestamp::from_second(seconds).ok().map(|_| Time(seconds))
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339, as Kubernetes writes it: `2026-01-31T12:00:00Z`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|time| Time(time.as_second()))
    }

    /// Reads the `Date` of an HTTP answer: `Sat, 31 Jan 2026 12:00:00 GMT`.
    #[must_use]
    pub fn parse_http(text: &str) -> Option<Self> {
        let parser = jiff::fmt::rfc2822::DateTimeParser::new();
        parser.parse_timestamp(text).ok().map(|time| Time(time.as_second()))
    }

    /// Reads a date and time without a zone, by UTC: `2026-01-31T12:00`.
    #[must_use]
    pub fn parse_local(text: &str) -> Option<Self> {
        let time: jiff::civil::DateTime = text.parse().ok()?;
        time.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|time| Time(time.timestamp().as_second()))
    }

    /// Reads a date alone: the moment at which that day is over, by UTC.
    #[must_use]
    pub fn parse_end_of_date(text: &str) -> Option<Self> {
        let date: jiff::civil::Date = text.parse().ok()?;
        let next = date.tomorrow().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Time(next.timestamp().as_second()))
    }

    /// Reads a date alone: its beginning, by UTC.
    #[must_use]
    pub fn parse_start_of_date(text: &str) -> Option<Self> {
        let date: jiff::civil::Date = text.parse().ok()?;
        let start = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Time(start.timestamp().as_second()))
    }

    /// So much later; nothing for what no calendar holds.
    #[must_use]
    pub fn after(self, lifetime: Lifetime) -> Option<Self> {
        self.0.checked_add(lifetime.0).and_then(Time::from_unix)
    }

    /// How long after another instant this one is; nothing where it is before.
    #[must_use]
    pub fn since(self, earlier: Time) -> Option<Lifetime> {
        self.0.checked_sub(earlier.0).filter(|seconds| *seconds >= 0).map(Lifetime)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(time) => write!(formatter, "{time}"),
            Err(_) => write!(formatter, "{}", self.0),
        }
    }
}

impl Lifetime {
    /// Reads a length of time as Go does, with days and weeks of 24-hour days as well: `1h30m`, `90s`, `7d`.
    ///
    /// Months and years have no fixed length, a number alone has no unit, and before the beginning there is nothing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if !text.starts_with(|first: char| first.is_ascii_digit()) || text.contains(char::is_whitespace) {
            return None;
        }
        Lifetime::of_span(text)
    }

    /// Reads a length of time by ISO 8601, of days of 24 hours: `PT8H`, `P1DT12H`, `P2W`. Months and years have no fixed length.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        if text.starts_with('P') { Lifetime::of_span(text) } else { None }
    }

    fn of_span(text: &str) -> Option<Self> {
        let span: jiff::Span = text.parse().ok()?;
        let length = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).ok()?;
        (!length.is_negative()).then(|| Lifetime(length.as_secs()))
    }
}

impl fmt::Display for Lifetime {
    /// In the largest unit of which there are two or more, rounded down: `3d`, `26h`, `90m`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(i64, &str); 3] = [(86_400, "d"), (3_600, "h"), (60, "m")];
        match UNITS.iter().find(|(seconds, _)| self.0 / seconds >= 2) {
            Some((seconds, unit)) => write!(formatter, "{}{unit}", self.0 / seconds),
            None => write!(formatter, "{}s", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lifetime, Time};

    #[test]
    fn instants_are_read_and_written_by_utc() {
        let noon = Time::parse("2026-01-31T12:00:00Z").unwrap();
        assert_eq!(Time::parse("2026-01-31T14:00:00.9+02:00"), Some(noon));
        assert_eq!(Time::parse_http("Sat, 31 Jan 2026 12:00:00 GMT"), Some(noon));
        assert_eq!(Time::parse_local("2026-01-31T12:00"), Some(noon));
        assert_eq!(noon.to_string(), "2026-01-31T12:00:00Z");
        assert_eq!(Time::parse_end_of_date("2026-01-31"), Time::parse("2026-02-01T00:00:00Z"));
        for text in ["", "soon", "2026-13-01T00:00:00Z", "2026-01-31T12:00:00"] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
        assert_eq!(Time::parse_start_of_date("2026-01-31"), Time::parse("2026-01-31T00:00:00Z"));
        for text in ["2026-02-30", "tomorrow", "2026-01"] {
            assert_eq!(Time::parse_start_of_date(text), None, "{text}");
        }
        assert_eq!(Time::from_unix(i64::MAX), None);
    }

    #[test]
    fn lengths_are_those_of_go_and_days() {
        let table = [
            ("1h30m", Some(5_400)),
            ("90s", Some(90)),
            ("1.5h", Some(5_400)),
            ("300ms", Some(0)),
            ("7d", Some(604_800)),
            ("2w", Some(1_209_600)),
            ("0s", Some(0)),
            ("-1h", None),
            ("7", None),
            ("1mo", None),
            ("1y", None),
            ("7 d", None),
            ("P7D", None),
            ("", None),
        ];
        for (text, seconds) in table {
            assert_eq!(Lifetime::parse(text), seconds.map(Lifetime), "{text}");
        }
    }

    #[test]
    fn lengths_are_those_of_iso_8601_too() {
        let table = [
            ("PT8H", Some(28_800)),
            ("P1DT12H", Some(129_600)),
            ("P2W", Some(1_209_600)),
            ("PT90S", Some(90)),
            ("P1M", None),
            ("P1Y", None),
            ("-PT8H", None),
            ("PT", None),
            ("P", None),
            ("8h", None),
        ];
        for (text, seconds) in table {
            assert_eq!(Lifetime::parse_iso(text), seconds.map(Lifetime), "{text}");
        }
    }

    #[test]
    fn a_length_is_told_in_the_unit_that_fits() {
        for (seconds, text) in [(90, "90s"), (5_400, "90m"), (93_600, "26h"), (200_000, "2d")] {
            assert_eq!(Lifetime(seconds).to_string(), text);
        }
        let (early, late) = (Time(10), Time(25));
        assert_eq!((late.since(early), early.since(late)), (Some(Lifetime(15)), None));
        assert_eq!(early.after(Lifetime(15)), Some(late));
    }
}
