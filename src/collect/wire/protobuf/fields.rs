//! The fields of a message as serde sees those of a JSON object, lists and maps among them.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::Misread;
use super::bytes::{Reader, Written};
use super::decode::Value;
use super::schema::{Field, Message, Occurs, Shape};

/// How deep messages are embedded in one another: a rule with names holds one with operations, which holds a plain one.
const EMBEDDED: usize = 2;

/// A message whose fields are being read.
#[derive(Clone, Copy)]
struct Level<'a> {
    reader: Reader<'a>,
    message: &'static Message,
}

/// The fields of a message. Those of an embedded one come as if they were its own.
pub(super) struct Fields<'a> {
    level: Level<'a>,
    outer: [Option<Level<'a>>; EMBEDDED],
    /// The field whose value is next.
    pending: Option<(&'static Field, Written<'a>)>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(bytes: &'a [u8], message: &'static Message) -> Self {
        let level = Level { reader: Reader::new(bytes), message };
        Fields { level, outer: [None; EMBEDDED], pending: None }
    }

    /// The next field that JSON would have.
    fn next_field(&mut self) -> Result<Option<(&'static Field, Written<'a>)>, Misread> {
        loop {
            let Some((number, written)) = self.level.reader.next()? else {
                match self.outer.iter_mut().rev().find_map(Option::take) {
                    Some(outer) => self.level = outer,
                    None => return Ok(None),
                }
                continue;
            };
            match self.level.message.field(number)? {
                Some(Field { shape: Shape::Embedded(message), .. }) => self.enter(written.bytes()?, message)?,
                Some(field) if field.occurs != Occurs::UnlessEmpty || !written.is_empty() => {
                    return Ok(Some((field, written)));
                }
                _ => {}
            }
        }
    }

    fn enter(&mut self, bytes: &'a [u8], message: &'static Message) -> Result<(), Misread> {
        let free = self.outer.iter_mut().find(|level| level.is_none());
        let free = free.ok_or_else(|| Misread::new("messages that are embedded too deep"))?;
        *free = Some(std::mem::replace(&mut self.level, Level { reader: Reader::new(bytes), message }));
        Ok(())
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Misread;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misread> {
        self.pending = self.next_field()?;
        self.pending.map(|(field, _)| seed.deserialize(BorrowedStrDeserializer::new(field.name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misread> {
        let Some((field, written)) = self.pending.take() else {
            return Err(Misread::new("a value without a name"));
        };
        if matches!(field.occurs, Occurs::Always | Occurs::UnlessEmpty) {
            return seed.deserialize(Value::new(written, field.shape));
        }
        let mut run = Run { reader: &mut self.level.reader, field, first: Some(written), value: None };
        let value = seed.deserialize(Several(&mut run))?;
        // Whoever is not interested leaves some behind.
        while run.next()?.is_some() {}
        Ok(value)
    }
}

/// A field that stands there several times in a row: a list, or a map.
struct Run<'r, 'a> {
    reader: &'r mut Reader<'a>,
    field: &'static Field,
    first: Option<Written<'a>>,
    /// Of a map, the value whose key was read.
    value: Option<Written<'a>>,
}

impl<'a> Run<'_, 'a> {
    fn next(&mut self) -> Result<Option<Written<'a>>, Misread> {
        match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => self.reader.next_of(self.field.number),
        }
    }
}

/// The same, to be decoded.
struct Several<'s, 'r, 'a>(&'s mut Run<'r, 'a>);

impl<'de> Deserializer<'de> for Several<'_, '_, 'de> {
    type Error = Misread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        if self.0.field.occurs == Occurs::Map { visitor.visit_map(self.0) } else { visitor.visit_seq(self.0) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_some(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
    }
}

impl<'de> SeqAccess<'de> for &mut Run<'_, 'de> {
    type Error = Misread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misread> {
        let written = self.next()?;
        written.map(|written| seed.deserialize(Value::new(written, self.field.shape))).transpose()
    }
}

/// An entry of a map is a message: its key is field 1, its value field 2.
impl<'de> MapAccess<'de> for &mut Run<'_, 'de> {
    type Error = Misread;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misread> {
        let Some(entry) = self.next()? else { return Ok(None) };
        let mut entry = Reader::new(entry.bytes()?);
        let key = entry.next_of(1)?.map_or(Ok(""), Written::text)?;
        self.value = Some(entry.next_of(2)?.unwrap_or(Written::Bytes(&[])));
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misread> {
        let written = self.value.take().ok_or_else(|| Misread::new("a value without a key"))?;
        seed.deserialize(Value::new(written, self.field.shape))
    }
}
