//! An object that says once what it is.
//!
//! Which struct an object is decoded into depends on the `apiVersion` and `kind` that were seen first. Of a key that stands
//! twice an API server takes the last, and most structs do not look at these two.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::text::Text;

/// Decodes as what is in it, unless one of the two keys stands twice; an item of a typed list, whose kind the list says,
/// unless it says one itself.
pub(super) struct OneType<T, const LISTED: bool>(pub(super) T);

impl<'de, T: Deserialize<'de>, const LISTED: bool> Deserialize<'de> for OneType<T, LISTED> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T, const LISTED: bool>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const LISTED: bool> Visitor<'de> for ObjectVisitor<T, LISTED> {
    type Value = OneType<T, LISTED>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<OneType<T, LISTED>, A::Error> {
        let keys = Keys { access, api_version: false, kind: LISTED };
        T::deserialize(MapAccessDeserializer::new(keys)).map(OneType)
    }
}

/// The entries of an object, with a look at their keys.
struct Keys<A> {
    access: A,
    api_version: bool,
    kind: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Keys<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Some(key) = self.access.next_key::<Text<'de>>()? else { return Ok(None) };
        let twice = match &*key {
            "apiVersion" => std::mem::replace(&mut self.api_version, true),
            "kind" => std::mem::replace(&mut self.kind, true),
            _ => false,
        };
        if twice {
            return Err(A::Error::custom("a key stands twice"));
        }
        match key.borrowed() {
            Some(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
            None => seed.deserialize(StrDeserializer::new(&key)),
        }
        .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.access.next_value_seed(seed)
    }
}
