//! Conversions: `int(…)`, `string(…)` and their like, and `type(…)`.

use super::super::fault::Fault;
use super::super::number::{double, shortest, truncated_int, truncated_uint, wide_double};
use super::super::value::Value;
use super::{Answer, Function, Library, error, global, text, time, truth, undecided};

pub(super) const FUNCTIONS: &[Function] = &[
    global("int", 1..=1, to_int),
    global("uint", 1..=1, to_uint),
    global("double", 1..=1, to_double),
    global("bool", 1..=1, to_bool),
    global("string", 1..=1, to_text),
    global("bytes", 1..=1, to_bytes),
    global("dyn", 1..=1, |values| values.first().cloned().map(Ok)),
    global("type", 1..=1, |values| values.first().map(|value| Ok(Value::Type(value.type_name().into())))),
];

const RANGE: &str = "range error";

fn to_int(values: &[Value]) -> Answer {
    let value = match values {
        [Value::Int(value)] => Some(*value),
        [Value::Uint(value)] => i64::try_from(*value).ok(),
        [Value::Double(value)] => truncated_int(*value),
        [Value::Text(value)] => value.parse().ok(),
        [Value::Timestamp(nanos)] => i64::try_from(nanos.div_euclid(1_000_000_000)).ok(),
        [Value::Duration(nanos)] => Some(*nanos),
        _ => return None,
    };
    Some(value.map(Value::Int).ok_or_else(|| Fault::error(RANGE)))
}

fn to_uint(values: &[Value]) -> Answer {
    let value = match values {
        [Value::Uint(value)] => Some(*value),
        [Value::Int(value)] => u64::try_from(*value).ok(),
        [Value::Double(value)] => truncated_uint(*value),
        // Go takes no sign here, Rust would.
        [Value::Text(value)] if value.starts_with('+') => None,
        [Value::Text(value)] => value.parse().ok(),
        _ => return None,
    };
    Some(value.map(Value::Uint).ok_or_else(|| Fault::error(RANGE)))
}

fn to_double(values: &[Value]) -> Answer {
    match values {
        [Value::Double(value)] => Some(Ok(Value::Double(*value))),
        [Value::Int(value)] => Some(Ok(Value::Double(double(*value)))),
        [Value::Uint(value)] => Some(Ok(Value::Double(wide_double(i128::from(*value))))),
        [Value::Text(value)] if value.contains("0x") || value.contains("0X") || value.contains('_') => {
            undecided("a number in another notation")
        }
        [Value::Text(value)] => match value.parse::<f64>() {
            // Go says that a number is out of range, where Rust says infinite.
            Ok(number) if number.is_infinite() && !value.to_ascii_lowercase().contains("inf") => error(RANGE),
            Ok(number) => Some(Ok(Value::Double(number))),
            Err(_) => error("no number"),
        },
        _ => None,
    }
}

fn to_bool(values: &[Value]) -> Answer {
    match values {
        [Value::Bool(value)] => truth(*value),
        [Value::Text(value)] => match value.as_ref() {
            "1" | "t" | "T" | "true" | "TRUE" | "True" => truth(true),
            "0" | "f" | "F" | "false" | "FALSE" | "False" => truth(false),
            _ => error("neither true nor false"),
        },
        _ => None,
    }
}

fn to_text(values: &[Value]) -> Answer {
    match values {
        [Value::Text(_)] => values.first().cloned().map(Ok),
        [Value::Bool(value)] => text(if *value { "true" } else { "false" }),
        [Value::Int(value)] => text(&value.to_string()),
        [Value::Uint(value)] => text(&value.to_string()),
        [Value::Double(value)] => text(&shortest(*value)),
        [Value::Bytes(bytes)] => match std::str::from_utf8(bytes) {
            Ok(value) => text(value),
            Err(_) => error("invalid UTF-8"),
        },
        [Value::Timestamp(nanos)] => text(&time::write(*nanos)),
        [Value::Duration(nanos)] => text(&time::write_duration(*nanos)),
        [Value::Library(Library::Ip(address))] => text(&super::ip::write(*address)),
        [Value::Library(Library::Cidr(address, bits))] => text(&format!("{}/{bits}", super::ip::write(*address))),
        _ => None,
    }
}

fn to_bytes(values: &[Value]) -> Answer {
    match values {
        [Value::Bytes(_)] => values.first().cloned().map(Ok),
        [Value::Text(value)] => Some(Ok(Value::Bytes(value.as_bytes().into()))),
        _ => None,
    }
}
