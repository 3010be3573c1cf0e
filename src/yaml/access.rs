//! Lists and objects of the tree, entry by entry, as serde visits them.

use std::cell::RefCell;

use serde::de::{self, DeserializeSeed};

use super::YamlError;
use super::decode::Decoder;
use super::error::UnknownKey;
use super::node::{Entry, Node};

pub(super) struct SeqAccess<'n, 'u> {
    pub(super) items: std::iter::Enumerate<std::slice::Iter<'n, Node<'n>>>,
    pub(super) unknown: Option<&'u RefCell<Vec<UnknownKey>>>,
}

impl<'n> de::SeqAccess<'n> for SeqAccess<'n, '_> {
    type Error = YamlError;

    fn next_element_seed<T: DeserializeSeed<'n>>(&mut self, seed: T) -> Result<Option<T::Value>, YamlError> {
        let Some((index, node)) = self.items.next() else {
            return Ok(None);
        };
        let decoder = Decoder { node, unknown: self.unknown };
        let value = seed.deserialize(decoder);
        value.map(Some).map_err(|error| error.placed(node).within_item(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

pub(super) struct MapAccess<'n, 'u> {
    pub(super) entries: std::slice::Iter<'n, Entry<'n>>,
    /// The fields of the struct, where others are to be left out.
    pub(super) known: Option<&'static [&'static str]>,
    pub(super) current: Option<&'n Entry<'n>>,
    pub(super) unknown: Option<&'u RefCell<Vec<UnknownKey>>>,
}

impl<'n> MapAccess<'n, '_> {
    /// The next entry that the type knows; the others are listed.
    fn next_known(&mut self) -> Option<&'n Entry<'n>> {
        loop {
            let entry = self.entries.next()?;
            let key = entry.key.as_str().unwrap_or_default();
            match (self.known, self.unknown) {
                (Some(known), Some(unknown)) if !known.contains(&key) => unknown.borrow_mut().push(UnknownKey {
                    key: key.to_owned(),
                    known,
                    line: entry.key.line(),
                    column: entry.key.column(),
                }),
                _ => return Some(entry),
            }
        }
    }
}

impl<'n> de::MapAccess<'n> for MapAccess<'n, '_> {
    type Error = YamlError;

    fn next_key_seed<K: DeserializeSeed<'n>>(&mut self, seed: K) -> Result<Option<K::Value>, YamlError> {
        self.current = self.next_known();
        let Some(entry) = self.current else {
            return Ok(None);
        };
        let decoder = Decoder { node: &entry.key, unknown: None };
        seed.deserialize(decoder).map(Some).map_err(|error| error.placed(&entry.key))
    }

    fn next_value_seed<V: DeserializeSeed<'n>>(&mut self, seed: V) -> Result<V::Value, YamlError> {
        let Some(entry) = self.current.take() else {
            return Err(de::Error::custom("a value without a key"));
        };
        let decoder = Decoder { node: &entry.value, unknown: self.unknown };
        seed.deserialize(decoder).map_err(|error| {
            let key = entry.key.as_str().unwrap_or_default();
            error.placed(&entry.value).within_key(key)
        })
    }
}
