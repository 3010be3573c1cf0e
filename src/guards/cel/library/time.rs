//! Moments and spans of time (cel-go `common/types/timestamp.go`, `duration.go`).

use super::super::fault::{Fault, Outcome};
use super::super::number::wide_double;
use super::super::value::Value;
use super::{Answer, Function, global, int, member};

pub(super) const FUNCTIONS: &[Function] = &[
    global("timestamp", 1..=1, timestamp),
    global("duration", 1..=1, duration),
    member("getFullYear", 1..=2, |values| part(values, |moment| moment.year)),
    member("getMonth", 1..=2, |values| part(values, |moment| moment.month - 1)),
    member("getDate", 1..=2, |values| part(values, |moment| moment.day)),
    member("getDayOfMonth", 1..=2, |values| part(values, |moment| moment.day - 1)),
    member("getDayOfWeek", 1..=2, |values| part(values, |moment| (moment.days + 4).rem_euclid(7))),
    member("getDayOfYear", 1..=2, |values| part(values, |moment| moment.days - days_of(moment.year, 1, 1))),
    member("getHours", 1..=2, |values| clock(values, HOUR, 24)),
    member("getMinutes", 1..=2, |values| clock(values, MINUTE, 60)),
    member("getSeconds", 1..=2, |values| clock(values, SECOND, 60)),
    member("getMilliseconds", 1..=2, |values| clock(values, MILLISECOND, 1000)),
];

const MILLISECOND: i128 = 1_000_000;
const SECOND: i128 = 1000 * MILLISECOND;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

/// From the year 1 to the year 9999.
const FIRST: i128 = -62_135_596_800 * SECOND;
const LAST: i128 = 253_402_300_799 * SECOND + 999_999_999;

/// A moment within the years that CEL knows.
pub(super) fn checked_timestamp(nanos: i128) -> Outcome<Value> {
    if (FIRST..=LAST).contains(&nanos) { Ok(Value::Timestamp(nanos)) } else { Err(Fault::error("timestamp overflow")) }
}

/// A span within the 64 bits of Go's.
pub(super) fn checked_duration(nanos: i128) -> Outcome<Value> {
    i64::try_from(nanos).map(Value::Duration).map_err(|_| Fault::error("duration overflow"))
}

fn timestamp(values: &[Value]) -> Answer {
    match values {
        [Value::Timestamp(_)] => values.first().cloned().map(Ok),
        [Value::Int(seconds)] => Some(checked_timestamp(i128::from(*seconds) * SECOND)),
        [Value::Text(value)] => {
            Some(read(value).ok_or_else(|| Fault::error("no RFC 3339 time")).and_then(checked_timestamp))
        }
        _ => None,
    }
}

fn duration(values: &[Value]) -> Answer {
    match values {
        [Value::Duration(_)] => values.first().cloned().map(Ok),
        [Value::Int(nanos)] => Some(Ok(Value::Duration(*nanos))),
        [Value::Text(value)] => {
            Some(read_duration(value).ok_or_else(|| Fault::error("no duration")).and_then(checked_duration))
        }
        _ => None,
    }
}

/// A day with its place in the calendar.
struct Moment {
    /// Since 1970.
    days: i64,
    year: i64,
    month: i64,
    day: i64,
}

fn moment(nanos: i128) -> Moment {
    let days = i64::try_from(nanos.div_euclid(DAY)).unwrap_or(0);
    // The calendar repeats every 400 years of 146,097 days; a year that begins in March has its leap day last.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Moment { days, year, month, day }
}

/// The days from 1970 to a day.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn part(values: &[Value], part: fn(&Moment) -> i64) -> Answer {
    match values {
        [Value::Timestamp(nanos)] => int(part(&moment(*nanos))),
        [Value::Timestamp(nanos), Value::Text(zone)] => {
            Some(offset(zone).map(|offset| Value::Int(part(&moment(nanos + offset)))))
        }
        _ => None,
    }
}

/// A part of the clock, or all of a span in that unit.
fn clock(values: &[Value], unit: i128, modulus: i128) -> Answer {
    let whole = |value: i128| Value::Int(i64::try_from(value).unwrap_or(i64::MAX));
    match values {
        [Value::Duration(nanos)] => Some(Ok(whole(i128::from(*nanos) / unit))),
        [Value::Timestamp(nanos)] => Some(Ok(whole(nanos.div_euclid(unit).rem_euclid(modulus)))),
        [Value::Timestamp(nanos), Value::Text(zone)] => {
            Some(offset(zone).map(|offset| whole((nanos + offset).div_euclid(unit).rem_euclid(modulus))))
        }
        _ => None,
    }
}

/// A zone as `+02:00`. Zones by name need a data base that is not here.
fn offset(zone: &str) -> Outcome<i128> {
    if matches!(zone, "UTC" | "") {
        return Ok(0);
    }
    let (sign, rest) = match zone.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, zone.strip_prefix('+').unwrap_or(zone)),
    };
    let Some((hours, minutes)) = rest.split_once(':') else {
        return Err(Fault::undecided("a time zone by its name"));
    };
    match (number(hours, 2), number(minutes, 2)) {
        (Some(hours), Some(minutes)) => Ok(sign * (i128::from(hours) * HOUR + i128::from(minutes) * MINUTE)),
        _ => Err(Fault::undecided("a time zone in another notation")),
    }
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// A time of RFC 3339, as Go reads it.
pub(super) fn read(text: &str) -> Option<i128> {
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    let (clock, rest) = (rest.strip_prefix('T')?.get(..8)?, rest.get(9..)?);
    let days = read_date(date)?;
    let [hours, minutes, seconds] = clock.split(':').map(|part| number(part, 2)).collect::<Vec<_>>().try_into().ok()?;
    let (hours, minutes, seconds) = (hours?, minutes?, seconds?);
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let (fraction, zone) = match rest.strip_prefix(['.', ',']) {
        Some(rest) => {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            (fraction_of(rest.get(..length)?)?, rest.get(length..)?)
        }
        None => (0, rest),
    };
    let zone = if zone == "Z" { 0 } else { read_zone(zone)? };
    let clock = i128::from(hours) * HOUR + i128::from(minutes) * MINUTE + i128::from(seconds) * SECOND;
    Some(i128::from(days) * DAY + clock + fraction - zone)
}

/// The nanoseconds of the digits behind a point.
fn fraction_of(digits: &str) -> Option<i128> {
    let known = digits.get(..digits.len().min(9))?;
    format!("{known:0<9}").parse().ok().filter(|_| !digits.is_empty())
}

fn read_zone(zone: &str) -> Option<i128> {
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = zone.strip_prefix(['+', '-'])?.split_once(':')?;
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    (hours <= 24 && minutes <= 59).then(|| sign * (i128::from(hours) * HOUR + i128::from(minutes) * MINUTE))
}

/// The days from 1970 to a date as `2024-02-29`, which must exist.
pub(super) fn read_date(text: &str) -> Option<i64> {
    let [year, month, day] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let days = days_of(year, month, day);
    let there = moment(i128::from(days) * DAY);
    (there.year == year && there.month == month && there.day == day).then_some(days)
}

/// A time of RFC 3339 in UTC, without zeros at the end of its fraction.
pub(super) fn write(nanos: i128) -> String {
    let day = moment(nanos);
    let of = |unit: i128, modulus: i128| nanos.div_euclid(unit).rem_euclid(modulus);
    let fraction = format!("{:09}", nanos.rem_euclid(SECOND));
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    let clock = format!("{:02}:{:02}:{:02}", of(HOUR, 24), of(MINUTE, 60), of(SECOND, 60));
    format!("{:04}-{:02}-{:02}T{clock}{point}{fraction}Z", day.year, day.month, day.day)
}

/// A span as Go reads it: `1h30m`, `-1.5s`.
fn read_duration(text: &str) -> Option<i128> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total: i128 = 0;
    let mut parts = 0;
    while !rest.is_empty() {
        let amount: &str =
            rest.get(..rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count())?;
        rest = rest.get(amount.len()..)?;
        let unit = rest.get(..rest.bytes().take_while(|byte| !byte.is_ascii_digit() && *byte != b'.').count())?;
        rest = rest.get(unit.len()..)?;
        total = total.checked_add(span(amount, unit)?)?;
        parts += 1;
    }
    (parts > 0).then_some(sign * total)
}

fn span(amount: &str, unit: &str) -> Option<i128> {
    let unit = match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1000,
        "ms" => MILLISECOND,
        "s" => SECOND,
        "m" => MINUTE,
        "h" => HOUR,
        _ => return None,
    };
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    if whole.is_empty() && fraction.is_empty() || fraction.contains('.') || amount.len() > 25 {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let kept = fraction.get(..fraction.len().min(18))?;
    let parts: i128 = if kept.is_empty() { 0 } else { kept.parse().ok()? };
    let scale = 10_i128.checked_pow(u32::try_from(kept.len()).ok()?)?;
    whole.checked_mul(unit)?.checked_add(parts.checked_mul(unit)? / scale)
}

/// A span in seconds.
pub(super) fn write_duration(nanos: i64) -> String {
    format!("{}s", wide_double(i128::from(nanos)) / 1e9)
}
