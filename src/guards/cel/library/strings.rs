//! Strings: cel-go's standard library and its extension in version 2 (`ext/strings.go`). Places count characters.

use super::super::fault::{Fault, Outcome};
use super::super::number::{shortest, whole};
use super::super::value::Value;
use super::{Answer, Function, error, global, member, text, time, truth, undecided};

pub(super) const FUNCTIONS: &[Function] = &[
    member("contains", 2..=2, |values| both(values, |text, part| text.contains(part))),
    member("startsWith", 2..=2, |values| both(values, |text, part| text.starts_with(part))),
    member("endsWith", 2..=2, |values| both(values, |text, part| text.ends_with(part))),
    member("charAt", 2..=2, char_at),
    member("indexOf", 2..=3, index_of),
    member("lastIndexOf", 2..=3, last_index_of),
    member("lowerAscii", 1..=1, |values| changed(values, str::to_ascii_lowercase)),
    member("upperAscii", 1..=1, |values| changed(values, str::to_ascii_uppercase)),
    member("trim", 1..=1, |values| changed(values, |value| value.trim().to_owned())),
    member("replace", 3..=4, replace),
    member("split", 2..=3, split),
    member("join", 1..=2, join),
    member("substring", 2..=3, substring),
    member("format", 2..=2, format),
    global("strings.quote", 1..=1, |values| changed(values, quote)),
];

fn both(values: &[Value], holds: fn(&str, &str) -> bool) -> Answer {
    let [Value::Text(value), Value::Text(part)] = values else { return None };
    truth(holds(value, part))
}

fn changed(values: &[Value], change: fn(&str) -> String) -> Answer {
    let [Value::Text(value)] = values else { return None };
    text(&change(value))
}

fn out_of_range(place: i64) -> Answer {
    error(format!("index out of range: {place}"))
}

/// A place from 0 to the length of a text.
fn place_in(place: i64, length: usize) -> Option<usize> {
    usize::try_from(place).ok().filter(|place| *place <= length)
}

fn char_at(values: &[Value]) -> Answer {
    let [Value::Text(value), Value::Int(place)] = values else { return None };
    let Some(found) = place_in(*place, value.chars().count()) else { return out_of_range(*place) };
    text(&value.chars().skip(found).take(1).collect::<String>())
}

/// Where a part stands; an empty one stands wherever it is looked for, even outside.
fn index_of(values: &[Value]) -> Answer {
    let (value, part, from) = match values {
        [Value::Text(value), Value::Text(part)] => (value, part, 0),
        [Value::Text(value), Value::Text(part), Value::Int(from)] => (value, part, *from),
        _ => return None,
    };
    if part.is_empty() {
        return super::int(from);
    }
    let Ok(start) = usize::try_from(from) else { return out_of_range(from) };
    let (value, part) = (characters(value), characters(part));
    let found = value.windows(part.len()).enumerate().skip(start).find(|(_, window)| *window == part);
    Some(Ok(found.map_or(Value::Int(-1), |(place, _)| whole(place))))
}

fn last_index_of(values: &[Value]) -> Answer {
    let (value, part, from) = match values {
        [Value::Text(value), Value::Text(part)] => (value, part, None),
        [Value::Text(value), Value::Text(part), Value::Int(from)] => (value, part, Some(*from)),
        _ => return None,
    };
    let (value, sought) = (characters(value), characters(part));
    let last = match from {
        _ if sought.is_empty() => return Some(Ok(from.map_or_else(|| whole(value.len()), Value::Int))),
        None => value.len(),
        Some(from) => match usize::try_from(from) {
            Ok(from) if from >= value.len() => return super::int(-1),
            Ok(from) => from,
            Err(_) => return out_of_range(from),
        },
    };
    let windows = value.windows(sought.len()).enumerate();
    let found = windows.take(last.saturating_add(1)).rfind(|(_, window)| *window == sought);
    Some(Ok(found.map_or(Value::Int(-1), |(place, _)| whole(place))))
}

fn characters(value: &str) -> Vec<char> {
    value.chars().collect()
}

fn replace(values: &[Value]) -> Answer {
    let (value, old, new, most) = match values {
        [Value::Text(value), Value::Text(old), Value::Text(new)] => (value, old, new, -1),
        [Value::Text(value), Value::Text(old), Value::Text(new), Value::Int(most)] => (value, old, new, *most),
        _ => return None,
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    text(&value.replacen(old.as_ref(), new, most))
}

fn split(values: &[Value]) -> Answer {
    let (value, by, most) = match values {
        [Value::Text(value), Value::Text(by)] => (value, by, -1),
        [Value::Text(value), Value::Text(by), Value::Int(most)] => (value, by, *most),
        _ => return None,
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let parts = match (by.is_empty(), most) {
        (_, 0) => Vec::new(),
        (false, most) => value.splitn(most, by.as_ref()).map(Value::text).collect(),
        (true, most) => exploded(value, most),
    };
    Some(Ok(Value::list(parts)))
}

/// Single characters, the last part taking what is left; nothing of nothing (Go's `explode`).
fn exploded(value: &str, most: usize) -> Vec<Value> {
    let mut parts = Vec::new();
    let mut rest = value;
    while let Some(first) = rest.chars().next() {
        let length = if parts.len() + 1 == most { rest.len() } else { first.len_utf8() };
        let Some((part, behind)) = rest.split_at_checked(length) else { break };
        parts.push(Value::text(part));
        rest = behind;
    }
    parts
}

fn join(values: &[Value]) -> Answer {
    let (list, by) = match values {
        [Value::List(list)] => (list, ""),
        [Value::List(list), Value::Text(by)] => (list, by.as_ref()),
        _ => return None,
    };
    let mut parts = Vec::with_capacity(list.len());
    for element in list.iter() {
        let Value::Text(part) = element else { return error("join: invalid input") };
        parts.push(part.as_ref());
    }
    text(&parts.join(by))
}

fn substring(values: &[Value]) -> Answer {
    let (value, start, end) = match values {
        [Value::Text(value), Value::Int(start)] => (value, *start, None),
        [Value::Text(value), Value::Int(start), Value::Int(end)] => (value, *start, Some(*end)),
        _ => return None,
    };
    let length = value.chars().count();
    let Some(from) = place_in(start, length) else { return out_of_range(start) };
    let to = match end {
        None => length,
        Some(end) if start > end => return error("invalid substring range"),
        Some(end) => match place_in(end, length) {
            Some(to) => to,
            None => return out_of_range(end),
        },
    };
    text(&value.chars().skip(from).take(to.saturating_sub(from)).collect::<String>())
}

fn quote(value: &str) -> String {
    let mut quoted = String::from("\"");
    for character in value.chars() {
        match character {
            '\x07' => quoted.push_str("\\a"),
            '\x08' => quoted.push_str("\\b"),
            '\x0c' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\x0b' => quoted.push_str("\\v"),
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

/// `%s`, `%d` and `%%` of plain values; the other clauses are for messages.
fn format(values: &[Value]) -> Answer {
    let [Value::Text(pattern), Value::List(list)] = values else { return None };
    let mut written = String::new();
    let (mut rest, mut left) = (pattern.chars(), list.iter());
    while let Some(character) = rest.next() {
        if character != '%' {
            written.push(character);
            continue;
        }
        match rest.next() {
            Some('%') => written.push('%'),
            Some(clause @ ('s' | 'd')) => match left.next().map(|value| written_as(clause, value)) {
                Some(Ok(part)) => written.push_str(&part),
                Some(Err(fault)) => return Some(Err(fault)),
                None => return error("index out of range"),
            },
            _ => return undecided("a format clause that is not known here"),
        }
    }
    text(&written)
}

fn written_as(clause: char, value: &Value) -> Outcome<String> {
    match (clause, value) {
        (_, Value::Int(value)) => Ok(value.to_string()),
        (_, Value::Uint(value)) => Ok(value.to_string()),
        ('s', Value::Text(value)) => Ok(value.to_string()),
        ('s', Value::Bool(value)) => Ok(value.to_string()),
        ('s', Value::Null) => Ok("null".to_owned()),
        ('s', Value::Timestamp(nanos)) => Ok(time::write(*nanos)),
        ('s', Value::Double(value)) if value.fract() != 0.0 => Ok(shortest(*value)),
        ('d', Value::Text(_) | Value::Bool(_) | Value::Null) => Err(Fault::error("no whole number to format")),
        _ => Err(Fault::undecided("a value whose format is not known here")),
    }
}
