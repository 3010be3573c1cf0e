//! Numbers of different types, compared and converted as CEL does it: exactly, never by wrapping.

use std::cmp::Ordering;

use super::value::Value;

/// 2^63 and 2^64: the first doubles that are beyond each range.
const BEYOND_INT: f64 = 9_223_372_036_854_775_808.0;
const BEYOND_UINT: f64 = 18_446_744_073_709_551_616.0;

/// How these compare; nothing where one is no number, or not a number at all (NaN).
pub(super) fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Uint(a), Value::Uint(b)) => Some(a.cmp(b)),
        (Value::Int(a), Value::Uint(b)) => Some(i128::from(*a).cmp(&i128::from(*b))),
        (Value::Uint(a), Value::Int(b)) => Some(i128::from(*a).cmp(&i128::from(*b))),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b),
        (Value::Double(a), Value::Int(b)) => with_whole(*a, i128::from(*b)),
        (Value::Double(a), Value::Uint(b)) => with_whole(*a, i128::from(*b)),
        (Value::Int(a), Value::Double(b)) => with_whole(*b, i128::from(*a)).map(Ordering::reverse),
        (Value::Uint(a), Value::Double(b)) => with_whole(*b, i128::from(*a)).map(Ordering::reverse),
        _ => None,
    }
}

/// A double beside a whole number: upstream compares as doubles, but for numbers that no whole number reaches.
fn with_whole(double: f64, whole: i128) -> Option<Ordering> {
    if double.is_nan() {
        return None;
    }
    if double < -BEYOND_INT {
        return Some(Ordering::Less);
    }
    if double >= BEYOND_UINT {
        return Some(Ordering::Greater);
    }
    double.partial_cmp(&wide_double(whole))
}

/// The whole number that a double is exactly.
pub(super) fn exact_int(value: f64) -> Option<i64> {
    (value.fract() == 0.0).then(|| truncated_int(value)).flatten()
}

/// The whole number without sign that a double is exactly.
pub(super) fn exact_uint(value: f64) -> Option<u64> {
    (value.fract() == 0.0).then(|| truncated_uint(value)).flatten()
}

/// `int(double)`: towards zero; nothing at the ends of the range and beyond (`doubleToInt64Checked` upstream).
#[expect(clippy::as_conversions, reason = "the range was checked, and the fraction is meant to go")]
#[expect(clippy::cast_possible_truncation, reason = "the same")]
pub(super) fn truncated_int(value: f64) -> Option<i64> {
    (value > -BEYOND_INT && value < BEYOND_INT).then_some(value as i64)
}

/// `uint(double)`: towards zero.
#[expect(clippy::as_conversions, reason = "the range was checked, and the fraction is meant to go")]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the same")]
pub(super) fn truncated_uint(value: f64) -> Option<u64> {
    (0.0..BEYOND_UINT).contains(&value).then_some(value as u64)
}

/// The nearest double.
pub(super) fn double(value: i64) -> f64 {
    wide_double(i128::from(value))
}

/// The nearest double.
#[expect(clippy::as_conversions, reason = "rounding is what is asked for")]
#[expect(clippy::cast_precision_loss, reason = "the same")]
pub(super) fn wide_double(value: i128) -> f64 {
    value as f64
}

/// A length.
pub(super) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// A length or place as a value.
pub(super) fn whole(length: usize) -> Value {
    Value::Int(i64::try_from(length).unwrap_or(i64::MAX))
}

/// How Go writes a double in its shortest form (`strconv.FormatFloat(value, 'g', -1, 64)`).
pub(super) fn shortest(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    // With the shortest digits, Go leaves positional notation below 10^-4 and from 10^6 on.
    if (-4..6).contains(&exponent) {
        return format!("{value}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}
