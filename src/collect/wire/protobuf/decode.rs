//! A message as serde sees JSON: names for numbers, nothing where JSON would write nothing.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;

use crate::model::Time;

use super::Misread;
use super::bytes::{Reader, Written};
use super::fields::Fields;
use super::schema::{Message, Shape};

/// What is written for a field, once.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    written: Written<'a>,
    shape: Shape,
}

impl<'a> Value<'a> {
    pub(super) fn new(written: Written<'a>, shape: Shape) -> Self {
        Value { written, shape }
    }

    /// A message that stands by itself.
    pub(super) fn of_message(bytes: &'a [u8], message: &'static Message) -> Self {
        Value::new(Written::Bytes(bytes), Shape::Message(message))
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Misread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.shape {
            Shape::Text => visitor.visit_borrowed_str(self.written.text()?),
            Shape::Boolean => visitor.visit_bool(self.written.varint()? != 0),
            Shape::Number => match self.written.varint()?.cast_signed() {
                negative @ ..0 => visitor.visit_i64(negative),
                number => visitor.visit_u64(number.cast_unsigned()),
            },
            Shape::Message(message) => visitor.visit_map(Fields::new(self.written.bytes()?, message)),
            Shape::Time => match time(self.written.bytes()?)? {
                Some(time) => visitor.visit_string(time),
                None => visitor.visit_unit(),
            },
            Shape::Quantity => visitor.visit_borrowed_str(first(self.written)?.map_or(Ok(""), Written::text)?),
            Shape::Json => match first(self.written)?.map_or(Ok(""), Written::text)? {
                "" => visitor.visit_unit(),
                text => json(text, visitor),
            },
            Shape::Embedded(_) => Err(Misread::new("a message that has no place of its own")),
            Shape::Unread => visitor.visit_unit(),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        // The time that was never set is a null in JSON, or missing.
        match self.shape {
            Shape::Time if self.written.is_empty() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        BorrowedStrDeserializer::new(self.written.text()?).deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier
    }
}

/// What a message has as its field 1: that is all there is to a Quantity and to `FieldsV1`.
fn first(written: Written<'_>) -> Result<Option<Written<'_>>, Misread> {
    Reader::new(written.bytes()?).next_of(1)
}

/// `metav1.Time`, as JSON has it; nothing for the one that was never set.
fn time(bytes: &[u8]) -> Result<Option<String>, Misread> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let seconds = Reader::new(bytes).next_of(1)?.map_or(Ok(0), Written::varint)?;
    let time = Time::from_unix(seconds.cast_signed());
    time.map(|time| Some(time.to_string())).ok_or_else(|| Misread::new("a time that no calendar holds"))
}

fn json<'de, V: Visitor<'de>>(text: &'de str, visitor: V) -> Result<V::Value, Misread> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = deserializer.deserialize_any(visitor);
    value.and_then(|value| deserializer.end().map(|()| value)).map_err(Misread::custom)
}
