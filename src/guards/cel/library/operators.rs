//! Operators: arithmetic that fails where it would wrap, comparison, membership, size (cel-go `common/stdlib`).

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::equality::{compare, equal};
use super::super::fault::{Fault, Outcome};
use super::super::number;
use super::super::value::{Value, find};
use super::time::{checked_duration, checked_timestamp};
use super::{Answer, Function, error, global, member, truth};

pub(super) const FUNCTIONS: &[Function] = &[
    global("_==_", 2..=2, |values| equals(values, true)),
    global("_!=_", 2..=2, |values| equals(values, false)),
    global("_<_", 2..=2, |values| ordered(values, Ordering::is_lt)),
    global("_<=_", 2..=2, |values| ordered(values, Ordering::is_le)),
    global("_>_", 2..=2, |values| ordered(values, Ordering::is_gt)),
    global("_>=_", 2..=2, |values| ordered(values, Ordering::is_ge)),
    global("_+_", 2..=2, add),
    global("_-_", 2..=2, subtract),
    global("_*_", 2..=2, multiply),
    global("_/_", 2..=2, divide),
    global("_%_", 2..=2, modulo),
    global("-_", 1..=1, negate),
    global("!_", 1..=1, not),
    global("@in", 2..=2, within),
    global("size", 1..=1, size),
    member("size", 1..=1, size),
    global("cel.@mapInsert", 2..=3, insert),
];

fn equals(values: &[Value], wanted: bool) -> Answer {
    let [left, right] = values else { return None };
    Some(equal(left, right).map(|equal| Value::Bool(equal == wanted)))
}

fn ordered(values: &[Value], holds: fn(Ordering) -> bool) -> Answer {
    let [left, right] = values else { return None };
    Some(compare(left, right).map(|ordering| Value::Bool(holds(ordering))))
}

fn int(value: Option<i64>) -> Answer {
    Some(value.map(Value::Int).ok_or_else(overflow))
}

fn uint(value: Option<u64>) -> Answer {
    Some(value.map(Value::Uint).ok_or_else(|| Fault::error("unsigned integer overflow")))
}

fn overflow() -> Fault {
    Fault::error("integer overflow")
}

pub(super) fn add(values: &[Value]) -> Answer {
    match values {
        [Value::Int(a), Value::Int(b)] => int(a.checked_add(*b)),
        [Value::Uint(a), Value::Uint(b)] => uint(a.checked_add(*b)),
        [Value::Double(a), Value::Double(b)] => Some(Ok(Value::Double(a + b))),
        [Value::Text(a), Value::Text(b)] => Some(Ok(Value::Text([a.as_ref(), b].concat().into()))),
        [Value::Bytes(a), Value::Bytes(b)] => Some(Ok(Value::Bytes([a.as_ref(), b].concat().into()))),
        [Value::List(a), Value::List(b)] => Some(Ok(Value::list(a.iter().chain(b.iter()).cloned().collect()))),
        [Value::Duration(a), Value::Duration(b)] => Some(checked_duration(i128::from(*a) + i128::from(*b))),
        [Value::Timestamp(a), Value::Duration(b)] | [Value::Duration(b), Value::Timestamp(a)] => {
            Some(checked_timestamp(a + i128::from(*b)))
        }
        _ => None,
    }
}

fn subtract(values: &[Value]) -> Answer {
    match values {
        [Value::Int(a), Value::Int(b)] => int(a.checked_sub(*b)),
        [Value::Uint(a), Value::Uint(b)] => uint(a.checked_sub(*b)),
        [Value::Double(a), Value::Double(b)] => Some(Ok(Value::Double(a - b))),
        [Value::Duration(a), Value::Duration(b)] => Some(checked_duration(i128::from(*a) - i128::from(*b))),
        [Value::Timestamp(a), Value::Timestamp(b)] => Some(checked_duration(a - b)),
        [Value::Timestamp(a), Value::Duration(b)] => Some(checked_timestamp(a - i128::from(*b))),
        _ => None,
    }
}

fn multiply(values: &[Value]) -> Answer {
    match values {
        [Value::Int(a), Value::Int(b)] => int(a.checked_mul(*b)),
        [Value::Uint(a), Value::Uint(b)] => uint(a.checked_mul(*b)),
        [Value::Double(a), Value::Double(b)] => Some(Ok(Value::Double(a * b))),
        _ => None,
    }
}

fn divide(values: &[Value]) -> Answer {
    match values {
        [Value::Int(_), Value::Int(0)] | [Value::Uint(_), Value::Uint(0)] => error("division by zero"),
        [Value::Int(a), Value::Int(b)] => int(a.checked_div(*b)),
        [Value::Uint(a), Value::Uint(b)] => uint(a.checked_div(*b)),
        [Value::Double(a), Value::Double(b)] => Some(Ok(Value::Double(a / b))),
        _ => None,
    }
}

fn modulo(values: &[Value]) -> Answer {
    match values {
        [Value::Int(_), Value::Int(0)] | [Value::Uint(_), Value::Uint(0)] => error("modulus by zero"),
        [Value::Int(a), Value::Int(b)] => int(a.checked_rem(*b)),
        [Value::Uint(a), Value::Uint(b)] => uint(a.checked_rem(*b)),
        _ => None,
    }
}

fn negate(values: &[Value]) -> Answer {
    match values {
        [Value::Int(a)] => int(a.checked_neg()),
        [Value::Double(a)] => Some(Ok(Value::Double(-a))),
        [Value::Duration(a)] => Some(checked_duration(-i128::from(*a))),
        _ => None,
    }
}

fn not(values: &[Value]) -> Answer {
    let [Value::Bool(value)] = values else { return None };
    truth(!value)
}

fn within(values: &[Value]) -> Answer {
    match values {
        [wanted, Value::List(list)] => Some(contains(list, wanted).map(Value::Bool)),
        [wanted, Value::Map(map)] => Some(find(map, wanted).map(|found| Value::Bool(found.is_some()))),
        _ => None,
    }
}

/// Whether an element equals it. What cannot be compared is passed over (`baseList.Contains` upstream).
pub(super) fn contains(list: &[Value], wanted: &Value) -> Outcome<bool> {
    for element in list {
        match equal(wanted, element) {
            Ok(true) => return Ok(true),
            Err(fault @ Fault::Undecided(_)) => return Err(fault),
            _ => {}
        }
    }
    Ok(false)
}

fn size(values: &[Value]) -> Answer {
    let [value] = values else { return None };
    let size = match value {
        Value::Text(text) => text.chars().count(),
        Value::Bytes(bytes) => bytes.len(),
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        _ => return None,
    };
    Some(Ok(number::whole(size)))
}

/// A map with one more entry, or with those of another map; a key that is there already is an error.
fn insert(values: &[Value]) -> Answer {
    let [Value::Map(map), added @ ..] = values else { return None };
    let mut map = map.clone();
    let entries = match added {
        [Value::Map(more)] => more.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
        [key, value] => match key.key() {
            Some(key) => vec![(key, value.clone())],
            None => return error("unsupported key type"),
        },
        _ => return None,
    };
    for (key, value) in entries {
        if Arc::make_mut(&mut map).insert(key, value).is_some() {
            return error("insert failed: key already exists");
        }
    }
    Some(Ok(Value::Map(map)))
}
