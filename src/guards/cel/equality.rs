//! When two values are equal, and which of two comes first.

use std::cmp::Ordering;

use super::fault::{Fault, Outcome};
use super::number;
use super::value::{Value, find};
use super::weight::Map;

/// Whether these are equal. Different types are not, but for numbers; Kubernetes' own types refuse to be compared with others.
pub(super) fn equal(left: &Value, right: &Value) -> Outcome<bool> {
    let result = match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Text(a), Value::Text(b)) | (Value::Type(a), Value::Type(b)) => a == b,
        (Value::Bytes(a), Value::Bytes(b)) => a == b,
        (Value::Timestamp(a), Value::Timestamp(b)) => a == b,
        (Value::Duration(a), Value::Duration(b)) => a == b,
        (Value::List(a), Value::List(b)) => a.len() == b.len() && all_equal(a.iter().zip(b.iter()))?,
        (Value::Map(a), Value::Map(b)) => maps_equal(a, b)?,
        (Value::Optional(a), Value::Optional(b)) => match (a, b) {
            (Some(a), Some(b)) => equal(a, b)?,
            (a, b) => a.is_none() && b.is_none(),
        },
        // Nothing is equal to null, and asking is no error.
        (Value::Null, _) | (_, Value::Null) => false,
        (Value::Library(a), Value::Library(b)) => a.equal(b)?,
        (Value::Library(_), _) => return Err(Fault::error("no such overload")),
        _ => number::compare(left, right) == Some(Ordering::Equal),
    };
    Ok(result)
}

fn all_equal<'v>(pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Outcome<bool> {
    for (a, b) in pairs {
        if !equal(a, b)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn maps_equal(left: &Map, right: &Map) -> Outcome<bool> {
    if left.len() != right.len() {
        return Ok(false);
    }
    for (key, value) in left.iter() {
        match find(right, &Value::from(key))? {
            Some(other) if equal(value, other)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

/// Which comes first; an error where there is no order.
pub(super) fn compare(left: &Value, right: &Value) -> Outcome<Ordering> {
    match (left, right) {
        (Value::Bool(a), Value::Bool(b)) => Ok(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Ok(a.cmp(b)),
        (Value::Bytes(a), Value::Bytes(b)) => Ok(a.cmp(b)),
        (Value::Timestamp(a), Value::Timestamp(b)) => Ok(a.cmp(b)),
        (Value::Duration(a), Value::Duration(b)) => Ok(a.cmp(b)),
        (Value::Double(a), _) if a.is_nan() => Err(Fault::error("NaN values cannot be ordered")),
        (_, Value::Double(b)) if b.is_nan() => Err(Fault::error("NaN values cannot be ordered")),
        _ => number::compare(left, right).ok_or_else(|| Fault::error("no such overload")),
    }
}
