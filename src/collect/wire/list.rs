//! A list in JSON, its items not yet decoded.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::text::Text;

/// A list, or any other object: then it has no items.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::collect) struct ListWire<'a> {
    #[serde(borrow)]
    pub(in crate::collect) api_version: Option<Text<'a>>,
    pub(in crate::collect) kind: Option<Text<'a>>,
    #[serde(default)]
    pub(in crate::collect) items: Items<'a>,
}

/// The `items` of an object.
#[derive(Default)]
pub(in crate::collect) enum Items<'a> {
    /// There is no such key.
    #[default]
    Missing,
    /// A list; null is an empty one.
    Values(Vec<&'a RawValue>),
    /// Something else.
    Other,
}

impl<'de: 'a, 'a> Deserialize<'de> for Items<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemsVisitor)
    }
}

struct ItemsVisitor;

impl<'de> Visitor<'de> for ItemsVisitor {
    type Value = Items<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Items<'de>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element()? {
            values.push(value);
        }
        Ok(Items::Values(values))
    }

    fn visit_unit<E: Error>(self) -> Result<Items<'de>, E> {
        Ok(Items::Values(Vec::new()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Items<'de>, A::Error> {
        while access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Items::Other)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Items<'de>, E> {
        Ok(Items::Other)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Items<'de>, E> {
        Ok(Items::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Items<'de>, E> {
        Ok(Items::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Items<'de>, E> {
        Ok(Items::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Items<'de>, E> {
        Ok(Items::Other)
    }
}

/// What is wrong with a JSON text, and where, without a word of it.
pub(in crate::collect) fn describe(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Syntax => "no valid JSON",
        Category::Eof => "JSON that is cut off",
        Category::Data => "JSON of the wrong shape",
        Category::Io => "unreadable",
    };
    format!("{what} at line {} column {}", error.line(), error.column())
}
