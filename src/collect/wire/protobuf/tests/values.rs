//! What is empty in protobuf, and what that is in JSON.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::collect::wire::protobuf::bytes::Written;
use crate::collect::wire::protobuf::decode::Value;
use crate::collect::wire::protobuf::schema::{Field, Message, Occurs, Shape};

static INNER: Message = Message::open("Inner", &[field(1, "deep", Shape::Text, Occurs::UnlessEmpty)]);

static OUTER: Message = Message::open(
    "Outer",
    &[
        field(1, "text", Shape::Text, Occurs::UnlessEmpty),
        field(2, "pointer", Shape::Text, Occurs::Always),
        field(3, "flag", Shape::Boolean, Occurs::Always),
        field(4, "number", Shape::Number, Occurs::Always),
        field(5, "time", Shape::Time, Occurs::Always),
        field(6, "list", Shape::Text, Occurs::List),
        field(7, "", Shape::Embedded(&INNER), Occurs::Always),
        field(8, "json", Shape::Json, Occurs::Always),
        field(9, "skipped", Shape::Unread, Occurs::List),
        field(10, "message", Shape::Message(&INNER), Occurs::Always),
    ],
);

const fn field(number: u32, name: &'static str, shape: Shape, occurs: Occurs) -> Field {
    Field { number, name, shape, occurs }
}

#[derive(Deserialize, Debug, PartialEq, Default)]
#[serde(default)]
struct Outer<'a> {
    text: Option<&'a str>,
    pointer: Option<&'a str>,
    flag: Option<bool>,
    number: Option<i64>,
    time: Option<String>,
    list: Vec<&'a str>,
    deep: Option<&'a str>,
    json: Option<Vec<u8>>,
    #[serde(deserialize_with = "seen")]
    skipped: bool,
    message: Option<Inner<'a>>,
}

#[derive(Deserialize, Debug, PartialEq, Default)]
struct Inner<'a> {
    deep: Option<&'a str>,
}

fn seen<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<IgnoredAny>::deserialize(deserializer).map(|ignored| ignored.is_some())
}

fn outer(bytes: &[u8]) -> Result<Outer<'_>, String> {
    Outer::deserialize(Value::of_message(bytes, &OUTER)).map_err(|misread| misread.to_string())
}

#[test]
fn an_empty_text_is_none_unless_it_was_pointed_to() {
    assert_eq!(outer(&[0x0a, 0, 0x12, 0]).unwrap(), Outer { pointer: Some(""), ..Outer::default() });
    assert_eq!(outer(&[0x0a, 1, b'x']).unwrap().text, Some("x"));
}

#[test]
fn false_and_zero_are_values() {
    let zero = outer(&[0x18, 0, 0x20, 0]).unwrap();
    assert_eq!((zero.flag, zero.number), (Some(false), Some(0)));
    let negative = [&[0x20][..], &[0xff; 9], &[1]].concat();
    assert_eq!(outer(&negative).unwrap().number, Some(-1));
}

#[test]
fn a_time_that_was_never_set_is_none() {
    assert_eq!(outer(&[0x2a, 0]).unwrap().time, None);
    assert_eq!(outer(&[0x2a, 4, 8, 0, 16, 0]).unwrap().time.as_deref(), Some("1970-01-01T00:00:00Z"));
    let never = [&[0x2a, 11, 8][..], &[0xff; 9], &[1]].concat();
    assert_eq!(outer(&never).unwrap().time.as_deref(), Some("1969-12-31T23:59:59Z"));
    let far = [&[0x2a, 10, 8][..], &[0xff; 8], &[0x7f]].concat();
    assert_eq!(outer(&far), Err("a time that no calendar holds".to_owned()));
}

#[test]
fn empty_texts_of_a_list_stay() {
    assert_eq!(outer(&[0x32, 0, 0x32, 1, b'x', 0x32, 0]).unwrap().list, ["", "x", ""]);
}

#[test]
fn what_is_embedded_comes_as_if_it_were_not() {
    let embedded = outer(&[0x0a, 1, b'x', 0x3a, 3, 0x0a, 1, b'y', 0x48, 1, 0x48, 2]).unwrap();
    assert_eq!((embedded.text, embedded.deep, embedded.skipped), (Some("x"), Some("y"), true));
    assert_eq!(outer(&[0x52, 0]).unwrap().message, Some(Inner::default()), "an empty message is there");
}

#[test]
fn json_in_bytes_is_read_to_its_end() {
    assert_eq!(outer(b"\x42\x05\x0a\x03[7]").unwrap().json, Some(vec![7]));
    assert!(outer(b"\x42\x06\x0a\x04[7]]").is_err());
    assert!(outer(b"\x42\x04\x0a\x02[7").is_err());
    let deep = [b"\x42\xd2\x0f\x0a\xcf\x0f".to_vec(), vec![b'['; 1999]].concat();
    assert!(outer(&deep).is_err(), "however deep it goes");
}

#[test]
fn another_wire_type_is_an_error() {
    assert!(outer(&[0x08, 1]).is_err());
    assert!(outer(&[0x1a, 0]).is_err());
    let mut written = Value::new(Written::Fixed, Shape::Number);
    assert!(i64::deserialize(written).is_err());
    written = Value::new(Written::Varint(3), Shape::Text);
    assert!(String::deserialize(written).is_err());
}
