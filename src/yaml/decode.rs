//! From a node to a typed value.
//!
//! A serde deserializer over the tree. It differs from others in three ways: errors carry the place of the node and the
//! path of the field; a scalar without quotes is only a string if both YAML versions say so; and keys that a struct
//! does not have are either errors or, in the lenient form, reported and left out.

use std::cell::RefCell;

use serde::Deserialize;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, Deserializer, Visitor};

use super::access::{MapAccess, SeqAccess};
use super::error::UnknownKey;
use super::node::{Content, Entry, Node};
use super::{YamlError, plain};

/// Decodes a node. A key that a struct with `deny_unknown_fields` does not have is an error.
///
/// # Errors
/// When the node does not have the shape of the type; with the place and the path of the field.
pub fn from_node<'n, T: Deserialize<'n>>(node: &'n Node<'n>) -> Result<T, YamlError> {
    T::deserialize(Decoder { node, unknown: None }).map_err(|error| error.placed(node))
}

/// Decodes a node and lists the keys that the structs do not have, which are left out.
///
/// # Errors
/// As [`from_node`], unknown keys apart.
pub fn from_node_lenient<'n, T: Deserialize<'n>>(
    node: &'n Node<'n>,
    unknown: &mut Vec<UnknownKey>,
) -> Result<T, YamlError> {
    let found = RefCell::new(Vec::new());
    let decoder = Decoder { node, unknown: Some(&found) };
    let value = T::deserialize(decoder).map_err(|error| error.placed(node));
    unknown.append(&mut found.into_inner());
    value
}

#[derive(Clone, Copy)]
pub(super) struct Decoder<'n, 'u> {
    pub(super) node: &'n Node<'n>,
    /// Where unknown keys are listed; nothing to leave them to the type.
    pub(super) unknown: Option<&'u RefCell<Vec<UnknownKey>>>,
}

impl<'n, 'u> Decoder<'n, 'u> {
    fn expected(self, what: &str) -> YamlError {
        YamlError::at(self.node, format!("expected {what}, found {}", self.node.what()))
    }

    fn text(self) -> Result<&'n str, YamlError> {
        let Content::Scalar { text, plain } = &self.node.content else {
            return Err(self.expected("a string"));
        };
        match plain::meaning(text) {
            Some("null") if *plain => Err(self.expected("a string")),
            Some(meaning) if *plain => {
                let message = format!("`{text}` is {meaning} in YAML where a string is due; quote it");
                Err(YamlError::at(self.node, message))
            }
            _ => Ok(text),
        }
    }

    fn number<N: std::str::FromStr>(self) -> Result<N, YamlError> {
        let number = self.node.plain().and_then(|text| text.parse().ok());
        number.ok_or_else(|| self.expected("a number"))
    }

    fn items(self) -> Result<&'n [Node<'n>], YamlError> {
        match &self.node.content {
            Content::Sequence(items) => Ok(items),
            _ => Err(self.expected("a list")),
        }
    }

    fn entries(self) -> Result<&'n [Entry<'n>], YamlError> {
        match &self.node.content {
            Content::Mapping(entries) => Ok(entries),
            _ => Err(self.expected("an object")),
        }
    }

    fn map_access(self, known: Option<&'static [&'static str]>) -> Result<MapAccess<'n, 'u>, YamlError> {
        Ok(MapAccess {
            entries: self.entries()?.iter(),
            known: known.filter(|_| self.unknown.is_some()),
            current: None,
            unknown: self.unknown,
        })
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
            visitor.$visit(self.number()?)
        }
    )*};
}

impl<'n> Deserializer<'n> for Decoder<'n, '_> {
    type Error = YamlError;

    fn deserialize_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        let text = match &self.node.content {
            Content::Sequence(_) => return self.deserialize_seq(visitor),
            Content::Mapping(_) => return self.deserialize_map(visitor),
            Content::Scalar { text, plain: false } => return visitor.visit_borrowed_str(text),
            Content::Scalar { text, .. } => text,
        };
        if plain::is_null(text) {
            visitor.visit_unit()
        } else if let Some(value) = plain::as_bool(text) {
            visitor.visit_bool(value)
        } else if let Ok(value) = text.parse() {
            visitor.visit_u64(value)
        } else if let Ok(value) = text.parse() {
            visitor.visit_i64(value)
        } else if let Some(value) = plain::as_float(text) {
            visitor.visit_f64(value)
        } else {
            visitor.visit_borrowed_str(text)
        }
    }

    numbers! {
        deserialize_i8 visit_i8
        deserialize_i16 visit_i16
        deserialize_i32 visit_i32
        deserialize_i64 visit_i64
        deserialize_u8 visit_u8
        deserialize_u16 visit_u16
        deserialize_u32 visit_u32
        deserialize_u64 visit_u64
        deserialize_f32 visit_f32
        deserialize_f64 visit_f64
    }

    fn deserialize_bool<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        match self.node.plain().and_then(plain::as_bool) {
            Some(value) => visitor.visit_bool(value),
            None => Err(self.expected("true or false")),
        }
    }

    fn deserialize_str<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        if self.node.is_null() { visitor.visit_unit() } else { Err(self.expected("nothing")) }
    }

    fn deserialize_unit_struct<V: Visitor<'n>>(self, _: &'static str, visitor: V) -> Result<V::Value, YamlError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'n>>(self, _: &'static str, visitor: V) -> Result<V::Value, YamlError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        visitor.visit_seq(SeqAccess { items: self.items()?.iter().enumerate(), unknown: self.unknown })
    }

    fn deserialize_tuple<V: Visitor<'n>>(self, _: usize, visitor: V) -> Result<V::Value, YamlError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, YamlError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        visitor.visit_map(self.map_access(None)?)
    }

    fn deserialize_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, YamlError> {
        visitor.visit_map(self.map_access(Some(fields))?)
    }

    fn deserialize_enum<V: Visitor<'n>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, YamlError> {
        match &self.node.content {
            Content::Scalar { .. } => visitor.visit_enum(BorrowedStrDeserializer::new(self.text()?)),
            Content::Mapping(_) => {
                let access = de::value::MapAccessDeserializer::new(self.map_access(None)?);
                access.deserialize_enum("", &[], visitor)
            }
            Content::Sequence(_) => Err(self.expected("a word")),
        }
    }

    fn deserialize_identifier<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, YamlError> {
        visitor.visit_unit()
    }
}
