//! Quantities (`pkg/cel/library/quantity.go`, and `apimachinery/pkg/api/resource/quantity.go`, which reads them).

use std::cmp::Ordering;

use super::super::fault::{Fault, Outcome};
use super::super::number;
use super::super::value::Value;
use super::{Answer, Function, Library, error, global, int, member, truth};

pub(super) const FUNCTIONS: &[Function] = &[
    global("quantity", 1..=1, quantity),
    global("isQuantity", 1..=1, is_quantity),
    global("sign", 1..=1, |values| int(i64::try_from(one(values)?.nanos().signum()).unwrap_or(0))),
    member("isInteger", 1..=1, |values| truth(one(values)?.whole().is_some())),
    member("asInteger", 1..=1, as_integer),
    member("asApproximateFloat", 1..=1, as_float),
    member("isGreaterThan", 2..=2, |values| truth(compare(values)?.is_gt())),
    member("isLessThan", 2..=2, |values| truth(compare(values)?.is_lt())),
    member("compareTo", 2..=2, |values| match compare(values)? {
        Ordering::Less => int(-1),
        Ordering::Equal => int(0),
        Ordering::Greater => int(1),
    }),
    member("add", 2..=2, |values| sum(values, 1)),
    member("sub", 2..=2, |values| sum(values, -1)),
];

/// An amount. How it is kept decides whether upstream calls it an integer.
#[derive(Clone, Copy, Debug)]
pub enum Quantity {
    /// A number times a power of ten, as most are (`int64Amount` upstream).
    Scaled {
        /// The number.
        value: i64,
        /// The power of ten, from -9 on.
        scale: i32,
    },
    /// Nanounits: anything else (`infDecAmount` upstream), which is never called an integer.
    Nanos(i128),
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.nanos() == other.nanos()
    }
}

/// What a suffix stands for: a power of ten or of two.
#[derive(Clone, Copy)]
enum Suffix {
    Ten(i32),
    Two(u32),
}

/// Why a text is no quantity here.
enum Refusal {
    /// It is none upstream either.
    Malformed,
    /// It is beyond what is computed here.
    Beyond,
}

impl Quantity {
    fn parse(text: &str) -> Result<Self, Refusal> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if text.is_empty() {
            return Err(Refusal::Malformed);
        }
        let (whole, rest) = digits(unsigned.trim_start_matches('0'));
        let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), digits);
        let suffix = suffix(rest).ok_or(Refusal::Malformed)?;
        if whole.is_empty() && fraction.is_empty() && !unsigned.starts_with('0') {
            return Err(Refusal::Beyond);
        }
        let whole = if whole.is_empty() { "0" } else { whole };
        if let Some(scaled) = scaled(whole, fraction, suffix, negative) {
            return Ok(scaled);
        }
        let nanos = nanos(whole, fraction, suffix).ok_or(Refusal::Beyond)?;
        Ok(Quantity::Nanos(if negative { -nanos } else { nanos }))
    }

    /// INVARIANT: no quantity is made whose nanounits do not fit.
    fn nanos(&self) -> i128 {
        match self {
            Quantity::Nanos(nanos) => *nanos,
            Quantity::Scaled { value, scale } => {
                i128::from(*value).saturating_mul(power(scale + 9).unwrap_or(i128::MAX))
            }
        }
    }

    fn fits(self) -> Option<Self> {
        match self {
            Quantity::Nanos(_) => Some(self),
            Quantity::Scaled { value, scale } => i128::from(value).checked_mul(power(scale + 9)?).map(|_| self),
        }
    }

    /// The integer that upstream sees in it: only where nothing is kept behind the point, be it zeros.
    fn whole(&self) -> Option<i64> {
        match self {
            Quantity::Scaled { value, scale } if *scale >= 0 => value.checked_mul(i64::try_from(power(*scale)?).ok()?),
            _ => None,
        }
    }

    /// The sum, kept as upstream keeps it.
    fn plus(self, other: Quantity) -> Option<Quantity> {
        let (Quantity::Scaled { value: a, scale: x }, Quantity::Scaled { value: b, scale: y }) = (self, other) else {
            return self.nanos().checked_add(other.nanos()).map(Quantity::Nanos);
        };
        let least = match (a, b) {
            (_, 0) => return Some(self),
            (0, _) => return Some(other),
            _ => x.min(y),
        };
        let at_least = |value: i64, scale: i32| value.checked_mul(i64::try_from(power(scale - least)?).ok()?);
        let exact = at_least(a, x).zip(at_least(b, y)).and_then(|(a, b)| a.checked_add(b));
        match exact {
            Some(value) => Some(Quantity::Scaled { value, scale: least }),
            None => self.nanos().checked_add(other.nanos()).map(Quantity::Nanos),
        }
    }

    fn negated(self) -> Option<Quantity> {
        match self {
            Quantity::Nanos(nanos) => Some(Quantity::Nanos(-nanos)),
            Quantity::Scaled { value, scale } => Some(Quantity::Scaled { value: value.checked_neg()?, scale }),
        }
    }
}

fn power(exponent: i32) -> Option<i128> {
    10_i128.checked_pow(u32::try_from(exponent).ok()?)
}

fn digits(text: &str) -> (&str, &str) {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(length).unwrap_or(("", text))
}

fn suffix(text: &str) -> Option<Suffix> {
    let decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    let binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    if let Some(place) = decimal.iter().position(|known| *known == text) {
        return i32::try_from(place).ok().map(|place| Suffix::Ten((place - 3) * 3));
    }
    if let Some(place) = binary.iter().position(|known| *known == text) {
        return u32::try_from(place).ok().map(|place| Suffix::Two((place + 1) * 10));
    }
    text.strip_prefix(['e', 'E'])?.parse().ok().map(Suffix::Ten)
}

/// A number that upstream keeps as such: at most 18 digits, nothing below the nanounit.
fn scaled(whole: &str, fraction: &str, suffix: Suffix, negative: bool) -> Option<Quantity> {
    let (whole_digits, places) = (i32::try_from(whole.len()).ok()?, i32::try_from(fraction.len()).ok()?);
    let (precision, exponent, factor) = match suffix {
        Suffix::Ten(exponent) => (18 - whole_digits - places, exponent, 1),
        Suffix::Two(exponent) if fraction.is_empty() => {
            (15 - whole_digits - i32::try_from(exponent * 3 / 10).ok()? - 1, 0, 1_i64.checked_shl(exponent)?)
        }
        Suffix::Two(_) => return None,
    };
    let scale = exponent.checked_sub(places)?;
    if precision < 0 || scale < -9 {
        return None;
    }
    let value: i64 = format!("{whole}{fraction}").parse().ok()?;
    let value = value.checked_mul(factor)?;
    Quantity::Scaled { value: if negative { -value } else { value }, scale }.fits()
}

/// The nanounits of an amount, rounded up; powers of two end at the largest number of 64 bits.
fn nanos(whole: &str, fraction: &str, suffix: Suffix) -> Option<i128> {
    let number: i128 = format!("{whole}{fraction}").parse().ok()?;
    let places = i32::try_from(fraction.len()).ok()?;
    let (number, exponent) = match suffix {
        Suffix::Ten(exponent) => (number, exponent),
        Suffix::Two(exponent) => (number.checked_mul(1_i128.checked_shl(exponent)?)?, 0),
    };
    let shift = exponent.checked_sub(places)?.checked_add(9)?;
    let nanos = if shift >= 0 {
        number.checked_mul(power(shift)?)?
    } else {
        let divisor = power(-shift)?;
        number / divisor + i128::from(number % divisor != 0)
    };
    let most = i128::from(i64::MAX) * 1_000_000_000;
    Some(if matches!(suffix, Suffix::Two(_)) { nanos.min(most) } else { nanos })
}

fn quantity(values: &[Value]) -> Answer {
    let [Value::Text(text)] = values else { return None };
    match Quantity::parse(text) {
        Ok(quantity) => Some(Ok(Value::Library(Library::Quantity(quantity)))),
        Err(Refusal::Malformed) => error("no quantity"),
        Err(Refusal::Beyond) => Some(Err(beyond())),
    }
}

fn beyond() -> Fault {
    Fault::undecided("a quantity beyond what is computed here")
}

fn is_quantity(values: &[Value]) -> Answer {
    let [Value::Text(text)] = values else { return None };
    match Quantity::parse(text) {
        Ok(_) => truth(true),
        Err(Refusal::Malformed) => truth(false),
        Err(Refusal::Beyond) => Some(Err(beyond())),
    }
}

fn one(values: &[Value]) -> Option<Quantity> {
    let [Value::Library(Library::Quantity(quantity))] = values else { return None };
    Some(*quantity)
}

fn as_integer(values: &[Value]) -> Answer {
    match one(values)?.whole() {
        Some(value) => int(value),
        None => error("cannot convert value to integer"),
    }
}

fn as_float(values: &[Value]) -> Answer {
    let Quantity::Scaled { value, scale } = one(values)? else {
        return super::undecided("an approximate float of a large quantity");
    };
    let power: f64 = format!("1e{scale}").parse().unwrap_or(1.0);
    Some(Ok(Value::Double(if scale == 0 { number::double(value) } else { number::double(value) * power })))
}

fn compare(values: &[Value]) -> Option<Ordering> {
    let [Value::Library(Library::Quantity(a)), Value::Library(Library::Quantity(b))] = values else { return None };
    Some(a.nanos().cmp(&b.nanos()))
}

fn sum(values: &[Value], sign: i8) -> Answer {
    let (left, right) = match values {
        [Value::Library(Library::Quantity(a)), Value::Library(Library::Quantity(b))] => (*a, *b),
        [Value::Library(Library::Quantity(a)), Value::Int(b)] => (*a, Quantity::Scaled { value: *b, scale: 0 }),
        _ => return None,
    };
    let right = if sign < 0 { right.negated() } else { Some(right) };
    let sum: Outcome<Quantity> = right.and_then(|right| left.plus(right)).and_then(Quantity::fits).ok_or_else(beyond);
    Some(sum.map(|sum| Value::Library(Library::Quantity(sum))))
}
