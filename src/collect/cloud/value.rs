//! JSON values that know their file and their path in it.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::collect::files::Fault;
use crate::collect::wire::describe;

/// One value of a file.
#[derive(Clone)]
pub(super) struct Value<'t> {
    file: &'t str,
    /// The text of the whole file.
    whole: &'t str,
    text: &'t str,
    /// Where it stands: `RoleDetailList[3]`; empty for a value that is in no other.
    path: String,
}

/// What is wrong with a part of a text; the place in that part would mislead.
pub(super) fn why(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(why, _)| why).to_owned()
}

/// How deep lists of exports may nest.
const NESTED: usize = 2;

/// The values of a text: one, one after another, or lists of them.
pub(super) fn values<'t>(file: &'t str, text: &'t str) -> Result<Vec<Value<'t>>, Fault> {
    let mut values = Vec::new();
    for raw in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let raw = raw.map_err(|error| {
            let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
            let place = (number(error.line()), number(error.column()));
            Fault::of_part("JSON", file, place, describe(&error))
                .remedied("have the AWS CLI write it with --output json")
        })?;
        let value = Value { file, whole: text, text: raw.get(), path: String::new() };
        value.flatten(NESTED, &mut values)?;
    }
    Ok(values)
}

impl<'t> Value<'t> {
    fn flatten(self, depth: usize, values: &mut Vec<Value<'t>>) -> Result<(), Fault> {
        if depth == 0 || !self.text.starts_with('[') {
            values.push(self);
            return Ok(());
        }
        self.items()?.into_iter().try_for_each(|item| item.flatten(depth - 1, values))
    }

    pub(super) fn file(&self) -> &'t str {
        self.file
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Decodes it.
    pub(super) fn decode<T: Deserialize<'t>>(&self) -> Result<T, Fault> {
        serde_json::from_str(self.text).map_err(|error| self.fault(why(&error)))
    }

    /// The items of a list.
    pub(super) fn items(&self) -> Result<Vec<Value<'t>>, Fault> {
        let items: Vec<&'t RawValue> = self.decode()?;
        let item = |(index, raw): (usize, &'t RawValue)| Value {
            text: raw.get(),
            path: format!("{}[{index}]", self.path),
            ..self.clone()
        };
        Ok(items.into_iter().enumerate().map(item).collect())
    }

    /// The fields of an object.
    pub(super) fn fields(&self) -> Result<Fields<'t>, Fault> {
        let RawFields(fields) = self.decode()?;
        let joint = if self.path.is_empty() { "" } else { "." };
        let field = |(key, raw): (String, &'t RawValue)| {
            let path = format!("{}{joint}{key}", self.path);
            (key, Value { text: raw.get(), path, ..self.clone() })
        };
        Ok(Fields(fields.into_iter().map(field).collect()))
    }

    /// What is wrong with it.
    pub(super) fn fault(&self, why: impl Into<String>) -> Fault {
        let what = if self.path.is_empty() { "the export".to_owned() } else { format!("`{}`", self.path) };
        Fault::of_part(&what, self.file, self.place(), why).remedied("export it again with the AWS CLI")
    }

    /// Line and column.
    fn place(&self) -> (u32, u32) {
        let offset = self.text.as_ptr().addr().saturating_sub(self.whole.as_ptr().addr());
        let before = self.whole.get(..offset).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1) + 1;
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        (number(line), number(column))
    }
}

/// The fields of an object, in the order of the text.
pub(super) struct Fields<'t>(Vec<(String, Value<'t>)>);

impl<'t> Fields<'t> {
    /// The value of a key, unless it is null.
    pub(super) fn get(&self, key: &str) -> Option<&Value<'t>> {
        let found = self.0.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value).filter(|value| value.text != "null")
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }
}

/// An object; a key that stands twice is refused, since one of its values would be lost.
struct RawFields<'t>(Vec<(String, &'t RawValue)>);

impl<'t> Deserialize<'t> for RawFields<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'t> Visitor<'t> for FieldsVisitor {
    type Value = RawFields<'t>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<RawFields<'t>, A::Error> {
        let mut fields: Vec<(String, &'t RawValue)> = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, &'t RawValue>()? {
            if fields.iter().any(|(known, _)| *known == key) {
                return Err(A::Error::custom(format_args!("the key `{key}` stands twice")));
            }
            fields.push((key, value));
        }
        Ok(RawFields(fields))
    }
}
