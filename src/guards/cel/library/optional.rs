//! Optionals: what may be missing (cel-go `cel/library.go: optionalLib`). `or` and `orValue` are part of the evaluation.

use std::sync::Arc;

use super::super::number;
use super::super::value::Value;
use super::{Answer, Function, error, global, member, truth};

pub(super) const FUNCTIONS: &[Function] = &[
    global("optional.of", 1..=1, of),
    global("optional.none", 0..=0, |_| Some(Ok(Value::Optional(None)))),
    global("optional.ofNonZeroValue", 1..=1, of_non_zero),
    member("hasValue", 1..=1, has_value),
    member("value", 1..=1, value),
];

fn of(values: &[Value]) -> Answer {
    values.first().map(|value| Ok(Value::some(value.clone())))
}

fn of_non_zero(values: &[Value]) -> Answer {
    let value = values.first()?;
    let zero = match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Int(_) | Value::Uint(_) | Value::Double(_) => {
            number::compare(value, &Value::Int(0)).is_some_and(|it| it.is_eq())
        }
        Value::Text(value) => value.is_empty(),
        Value::Bytes(value) => value.is_empty(),
        Value::List(value) => value.is_empty(),
        Value::Map(value) => value.is_empty(),
        Value::Duration(value) => *value == 0,
        Value::Optional(value) => value.is_none(),
        Value::Timestamp(_) | Value::Type(_) | Value::Library(_) => false,
    };
    Some(Ok(if zero { Value::Optional(None) } else { Value::Optional(Some(Arc::new(value.clone()))) }))
}

fn has_value(values: &[Value]) -> Answer {
    let [Value::Optional(value)] = values else { return None };
    truth(value.is_some())
}

fn value(values: &[Value]) -> Answer {
    match values {
        [Value::Optional(Some(value))] => Some(Ok(value.as_ref().clone())),
        [Value::Optional(None)] => error("optional.none() dereference"),
        _ => None,
    }
}
