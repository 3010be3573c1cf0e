//! The tables against objects that Kubernetes' own libraries wrote, with every field set: each number, name and type.

use serde::Deserialize;

use super::{fixture, flat, kinds, unwrapped};
use crate::collect::wire::json_value::JsonValue;
use crate::collect::wire::protobuf::bytes::{Reader, Written};
use crate::collect::wire::protobuf::decode::Value;
use crate::collect::wire::protobuf::schema::{Field, Message, Occurs, Shape};

/// Not written any more.
const GONE: &str = "clusterName";

#[test]
fn every_field_of_every_kind_is_what_upstream_writes() {
    let mut fields = 0;
    for (kind, message) in kinds() {
        let (json, bytes) = fixture(kind);
        fields += compare(unwrapped(&bytes), message, &json, kind.name());
    }
    assert!(fields > 1000, "{fields} were compared");
}

#[test]
fn what_serde_sees_is_part_of_the_json() {
    for (kind, message) in kinds() {
        let (json, bytes) = fixture(kind);
        let seen = JsonValue::deserialize(Value::of_message(unwrapped(&bytes), message)).unwrap();
        part(&seen, &json, kind.name());
    }
}

/// Compares the fields of one message; returns how many there were.
fn compare(bytes: &[u8], message: &'static Message, json: &JsonValue, path: &str) -> usize {
    let JsonValue::Map(json) = json else { panic!("{path}: {json:?} is no object") };
    let fields = flat(message);
    if message.is_closed() {
        for key in json.keys() {
            assert!(fields.iter().any(|field| field.name == key), "{path}.{key} has no number");
        }
    }
    let mut compared = 0;
    for field in fields.into_iter().filter(|field| field.name != GONE) {
        let path = format!("{path}.{}", field.name);
        let written = occurrences(bytes, message, field);
        let json = json.get(field.name).unwrap_or_else(|| panic!("{path} is not in the JSON"));
        assert!(!written.is_empty(), "{path} has another number");
        compared += 1 + compare_field(&written, field, json, &path);
    }
    compared
}

fn compare_field(written: &[Written<'_>], field: &'static Field, json: &JsonValue, path: &str) -> usize {
    match (field.occurs, json) {
        _ if matches!(field.shape, Shape::Unread) => mentioned(written, json, path),
        (Occurs::Always | Occurs::UnlessEmpty, json) => {
            assert_eq!(written.len(), 1, "{path} is a list");
            compare_value(written[0], field, json, path)
        }
        (Occurs::List, JsonValue::List(items)) => {
            assert_eq!(written.len(), items.len(), "{path}");
            written.iter().zip(items).map(|(written, item)| compare_value(*written, field, item, path)).sum()
        }
        (Occurs::Map, JsonValue::Map(entries)) => {
            assert_eq!(written.len(), entries.len(), "{path}");
            let value = Reader::new(written[0].bytes().unwrap()).next_of(1).unwrap().unwrap();
            assert_eq!(value.text().ok(), entries.keys().next().map(String::as_str), "{path}");
            0
        }
        _ => panic!("{path} is {json:?} in JSON"),
    }
}

fn compare_value(written: Written<'_>, field: &'static Field, json: &JsonValue, path: &str) -> usize {
    if let Shape::Message(message) = field.shape {
        return compare(written.bytes().unwrap(), message, json, path);
    }
    let value = JsonValue::deserialize(Value::new(written, field.shape));
    assert_eq!(&value.unwrap_or_else(|why| panic!("{path}: {why}")), json, "{path}");
    0
}

/// What is written for a field of a message, or of one that is embedded there.
fn occurrences<'a>(bytes: &'a [u8], message: &'static Message, wanted: &'static Field) -> Vec<Written<'a>> {
    let mut reader = Reader::new(bytes);
    let mut found = Vec::new();
    while let Some((number, written)) = reader.next().unwrap() {
        match message.field(number).unwrap() {
            Some(field) if std::ptr::eq(field, wanted) => found.push(written),
            Some(Field { shape: Shape::Embedded(inner), .. }) => {
                found.extend(occurrences(written.bytes().unwrap(), inner, wanted));
            }
            _ => {}
        }
    }
    found
}

/// Of what nobody reads, the texts at least have to be the same.
fn mentioned(written: &[Written<'_>], json: &JsonValue, path: &str) -> usize {
    let bytes: Vec<u8> = written.iter().flat_map(|written| written.bytes().unwrap_or_default().to_vec()).collect();
    let bytes = String::from_utf8_lossy(&bytes);
    for text in texts(json) {
        assert!(bytes.contains(text), "{path} has another number: no {text}");
    }
    0
}

/// The texts in a value, but for times and numbers in disguise, which protobuf writes in other ways.
fn texts(json: &JsonValue) -> Vec<&str> {
    match json {
        JsonValue::Text(text) if text.ends_with("Value") => vec![text],
        JsonValue::List(items) => items.iter().flat_map(texts).collect(),
        JsonValue::Map(map) => map.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn part(seen: &JsonValue, json: &JsonValue, path: &str) {
    match (seen, json) {
        (JsonValue::Null, _) => {}
        (JsonValue::List(seen), JsonValue::List(json)) => {
            let unread = seen.iter().all(|item| *item == JsonValue::Null);
            assert!(unread || seen.len() == json.len(), "{path}");
            seen.iter().zip(json).for_each(|(seen, json)| part(seen, json, path));
        }
        (JsonValue::List(seen), _) if seen.iter().all(|item| *item == JsonValue::Null) => {}
        (JsonValue::Map(seen), JsonValue::Map(json)) => {
            for (key, seen) in seen {
                let path = format!("{path}.{key}");
                part(seen, json.get(key).unwrap_or_else(|| panic!("{path}")), &path);
            }
        }
        _ => assert_eq!(seen, json, "{path}"),
    }
}
