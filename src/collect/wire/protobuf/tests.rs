use crate::collect::kind::Kind;
use crate::collect::live::is_listed;
use crate::collect::wire::json_value::JsonValue;

use super::bytes::Reader;
use super::schema::{self, Field, Message, Shape};

mod asked;
pub(in crate::collect) mod encode;
mod hostile;
mod pages;
mod upstream;
mod values;

/// Every kind that has a table.
fn kinds() -> Vec<(Kind, &'static Message)> {
    let tables = Kind::ALL.iter().filter_map(|kind| Some((*kind, schema::of(*kind)?)));
    tables.collect()
}

/// An object of this kind that has every field, as JSON and as protobuf in its envelope.
fn fixture(kind: Kind) -> (JsonValue, Vec<u8>) {
    let path = format!("{}/tests/fixtures/protobuf/{}", env!("CARGO_MANIFEST_DIR"), kind.name());
    let json = std::fs::read_to_string(format!("{path}.json")).unwrap();
    let mut json: JsonValue = serde_json::from_str(&json).unwrap();
    // Items of a list do not have them.
    json.as_map().unwrap().retain(|key, _| !matches!(key.as_str(), "apiVersion" | "kind"));
    (json, std::fs::read(format!("{path}.pb")).unwrap())
}

/// The object in its envelope.
fn unwrapped(bytes: &[u8]) -> &[u8] {
    let mut reader = Reader::new(bytes.strip_prefix(b"k8s\0").unwrap());
    assert!(reader.next_of(1).unwrap().is_some(), "its kind");
    reader.next_of(2).unwrap().unwrap().bytes().unwrap()
}

/// The fields of a message as JSON has them: those of embedded messages among them.
fn flat(message: &'static Message) -> Vec<&'static Field> {
    let of = |field: &'static Field| match field.shape {
        Shape::Embedded(inner) => flat(inner),
        _ => vec![field],
    };
    message.fields.iter().flat_map(of).collect()
}

#[test]
fn every_kind_that_is_listed_has_a_table() {
    for kind in Kind::ALL {
        assert_eq!(super::is_known(*kind), is_listed(*kind), "{kind:?}");
    }
}

#[test]
fn the_numbers_of_a_table_ascend() {
    fn check(message: &'static Message, depth: usize) {
        assert!(depth < 20, "{} holds itself", message.name);
        assert!(message.fields.is_sorted_by(|one, next| one.number < next.number), "{}", message.name);
        for field in message.fields {
            if let Shape::Message(inner) | Shape::Embedded(inner) = field.shape {
                check(inner, depth + 1);
            }
        }
    }
    for (_, message) in kinds() {
        check(message, 0);
    }
}
