//! The structs against the tables: a field that a struct asks for, and that upstream has, is in the table, and the table
//! has no field that nobody asks for.

use std::cell::RefCell;

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use super::{fixture, flat, kinds};
use crate::collect::found::Found;
use crate::collect::wire::json_value::JsonValue;
use crate::collect::wire::keep::{Keep, Refused};
use crate::collect::wire::protobuf::Misread;
use crate::collect::wire::protobuf::schema::{Field, Message, Occurs, Shape};
use crate::collect::wire::read::{Source, read};
use crate::yaml::UnknownKey;

#[test]
fn a_table_has_the_fields_that_are_asked_for_and_no_others() {
    let faults = RefCell::new(Vec::new());
    for (kind, message) in kinds() {
        let (json, _) = fixture(kind);
        let question =
            Question { shape: Shape::Message(message), occurs: Occurs::Always, json: &json, faults: &faults };
        let mut found = Found::default();
        let outcome = read(question, &mut Keep::new(&mut found, kind, "default"));
        assert_eq!(outcome.map_err(|refused| refused.message), Err(SEEN.to_owned()), "{kind:?}");
    }
    assert!(faults.borrow().is_empty(), "{:#?}", faults.borrow());
}

/// What every object is refused with, once its struct has asked for everything.
const SEEN: &str = "seen";

/// A place in an object, to be decoded: it answers with anything of the right type.
#[derive(Clone, Copy)]
struct Question<'t> {
    shape: Shape,
    occurs: Occurs,
    /// What upstream has there, with every field set.
    json: &'t JsonValue,
    faults: &'t RefCell<Vec<String>>,
}

impl<'t> Source<'t> for Question<'t> {
    fn decode<T: Deserialize<'t>>(self, _: &mut Vec<UnknownKey>) -> Result<T, Refused> {
        let decoded = T::deserialize(self);
        Err(Refused::new(decoded.map_or_else(|misread| misread.to_string(), |_| SEEN.to_owned())))
    }
}

impl<'t> Question<'t> {
    fn once(self) -> Self {
        Question { occurs: Occurs::Always, ..self }
    }

    /// The fields of a message that the JSON has too, with what it has there.
    fn fields(self, message: &'static Message) -> Vec<(&'static Field, Self)> {
        let JsonValue::Map(json) = self.json else { panic!("{} is {:?}", message.name, self.json) };
        let below = |field: &'static Field| {
            let json = match json.get(field.name)? {
                JsonValue::List(items) => &items[0],
                other => other,
            };
            Some((field, Question { shape: field.shape, occurs: field.occurs, json, faults: self.faults }))
        };
        flat(message).into_iter().filter_map(below).collect()
    }

    fn check(self, message: &'static Message, asked: &[&str]) {
        let JsonValue::Map(json) = self.json else { return };
        let table = flat(message);
        let has = |name: &str| table.iter().any(|field| field.name == name);
        let missing = asked.iter().filter(|name| json.contains_key(**name) && !has(name));
        let missing = missing.map(|name| format!("{}.{name} is asked for, and not in the table", message.name));
        let idle = table.iter().filter(|field| !asked.contains(&field.name));
        let idle = idle.map(|field| format!("{}.{} is in the table, and not asked for", message.name, field.name));
        self.faults.borrow_mut().extend(missing.chain(idle));
    }
}

impl<'t> IntoDeserializer<'t, Misread> for Question<'t> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Question<'de> {
    type Error = Misread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match (self.occurs, self.shape) {
            (Occurs::List, _) => visitor.visit_seq(SeqDeserializer::new([self.once()].into_iter())),
            (Occurs::Map, _) => visitor.visit_map(MapDeserializer::new([("key", self.once())].into_iter())),
            (_, Shape::Message(message)) => {
                let fields = self.fields(message).into_iter().map(|(field, value)| (field.name, value));
                visitor.visit_map(MapDeserializer::new(fields))
            }
            (_, Shape::Text | Shape::Time | Shape::Quantity) => visitor.visit_borrowed_str("text"),
            (_, Shape::Boolean) => visitor.visit_bool(true),
            (_, Shape::Number) => visitor.visit_u64(1),
            (_, Shape::Json | Shape::Unread | Shape::Embedded(_)) => visitor.visit_unit(),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        asked: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        if let (Occurs::Always | Occurs::UnlessEmpty | Occurs::List, Shape::Message(message)) =
            (self.occurs, self.shape)
        {
            self.check(message, asked);
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        BorrowedStrDeserializer::new(variants[0]).deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct newtype_struct seq tuple tuple_struct map identifier
    }
}
