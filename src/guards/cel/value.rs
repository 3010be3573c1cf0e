//! What an expression computes with.
//!
//! The server evaluates `object`, `oldObject` and `params` as plain JSON, whatever their schema says: a number is an int where
//! it is written as one and fits 64 bits, else a double; a quantity, a time or an int-or-string is the text or number that
//! stands there. Compare upstream `pkg/admission/plugin/cel/activation.go: objectToResolveVal`.

use std::sync::Arc;

use super::fault::{Fault, Outcome};
use super::library::Library;
use super::number;
use super::weight::{List, Map};

/// A value of CEL. Cloning is cheap.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// Nothing: also an absent `object` or `params`.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A number of 64 bits with a sign.
    Int(i64),
    /// A number of 64 bits without a sign; JSON never gives one.
    Uint(u64),
    /// A number with a fraction.
    Double(f64),
    /// A string.
    Text(Arc<str>),
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// A list.
    List(Arc<List>),
    /// A map, in the order of its keys; upstream has no order.
    Map(Arc<Map>),
    /// A moment, in nanoseconds since 1970 in UTC.
    Timestamp(i128),
    /// A span of time in nanoseconds.
    Duration(i64),
    /// A type, by its name.
    Type(Arc<str>),
    /// Something that may be missing.
    Optional(Option<Arc<Value>>),
    /// A value of Kubernetes' own types.
    Library(Library),
}

/// A key of a map.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Key {
    /// True or false.
    Bool(bool),
    /// A number with a sign.
    Int(i64),
    /// A number without a sign.
    Uint(u64),
    /// A string.
    Text(Arc<str>),
}

impl Value {
    /// A string.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Value::Text(Arc::from(text))
    }

    /// A list of these.
    #[must_use]
    pub fn list(values: Vec<Value>) -> Self {
        Value::List(Arc::new(values.into_iter().collect()))
    }

    /// A map with these strings as keys, as a JSON object is.
    #[must_use]
    pub fn object<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> Self {
        Value::Map(Arc::new(entries.into_iter().map(|(key, value)| (Key::Text(Arc::from(key)), value)).collect()))
    }

    /// The same, where there may be other keys: what is asked about those is undecided. Without any entry it stands for a
    /// value of which nothing is known.
    #[must_use]
    pub fn partial_object<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> Self {
        let map: Map = entries.into_iter().map(|(key, value)| (Key::Text(Arc::from(key)), value)).collect();
        Value::Map(Arc::new(map.partial()))
    }

    /// A list that may hold more than these.
    #[must_use]
    pub fn partial_list(values: Vec<Value>) -> Self {
        let list: List = values.into_iter().collect();
        Value::List(Arc::new(list.partial()))
    }

    /// A value of which nothing is known: whatever is asked about it is undecided.
    #[must_use]
    pub fn unknown() -> Self {
        Value::partial_object([])
    }

    /// What stands in a field; nothing where it is not known whether anything does.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Value> {
        let Value::Map(map) = self else { return Some(Value::Null) };
        match map.get(&Key::Text(Arc::from(name))) {
            Some(value) => Some(value.clone()),
            None => (!map.is_partial()).then_some(Value::Null),
        }
    }

    /// An optional that is there.
    pub(super) fn some(value: Value) -> Self {
        Value::Optional(Some(Arc::new(value)))
    }

    /// Upstream's name of its type, as `type()` shows it.
    pub(super) fn type_name(&self) -> &str {
        match self {
            Value::Null => "null_type",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Uint(_) => "uint",
            Value::Double(_) => "double",
            Value::Text(_) => "string",
            Value::Bytes(_) => "bytes",
            Value::List(_) => "list",
            Value::Map(_) => "map",
            Value::Timestamp(_) => "google.protobuf.Timestamp",
            Value::Duration(_) => "google.protobuf.Duration",
            Value::Type(_) => "type",
            Value::Optional(_) => "optional_type",
            Value::Library(value) => value.type_name(),
        }
    }

    /// The number of elements, characters or bytes; 1 for what has no size (`actualSize` of upstream's cost tracker).
    pub(super) fn size(&self) -> u64 {
        let size = match self {
            Value::Text(text) => text.chars().count(),
            Value::Bytes(bytes) => bytes.len(),
            Value::List(list) => list.len(),
            Value::Map(map) => map.len(),
            Value::Optional(Some(value)) => return value.size(),
            Value::Library(value) => return value.size(),
            _ => 1,
        };
        number::count(size)
    }

    /// The key that this value is; only some may be.
    pub(super) fn key(&self) -> Option<Key> {
        match self {
            Value::Bool(value) => Some(Key::Bool(*value)),
            Value::Int(value) => Some(Key::Int(*value)),
            Value::Uint(value) => Some(Key::Uint(*value)),
            Value::Text(value) => Some(Key::Text(value.clone())),
            _ => None,
        }
    }
}

impl From<&Key> for Value {
    fn from(key: &Key) -> Self {
        match key {
            Key::Bool(value) => Value::Bool(*value),
            Key::Int(value) => Value::Int(*value),
            Key::Uint(value) => Value::Uint(*value),
            Key::Text(value) => Value::Text(value.clone()),
        }
    }
}

/// The value at a key, where equal numbers of different types are the same key (`baseMap.Find` upstream).
pub(super) fn find<'m>(map: &'m Map, key: &Value) -> Outcome<Option<&'m Value>> {
    let found = match key {
        Value::Double(value) => {
            let int = number::exact_int(*value).map(Key::Int);
            let uint = number::exact_uint(*value).map(Key::Uint);
            int.and_then(|key| map.get(&key)).or_else(|| uint.and_then(|key| map.get(&key)))
        }
        Value::Int(value) => map.get(&Key::Int(*value)).or_else(|| map.get(&Key::Uint(u64::try_from(*value).ok()?))),
        Value::Uint(value) => map.get(&Key::Uint(*value)).or_else(|| map.get(&Key::Int(i64::try_from(*value).ok()?))),
        other => {
            let Some(key) = other.key() else {
                return Err(Fault::error(format!("unsupported key type: {}", other.type_name())));
            };
            map.get(&key)
        }
    };
    if found.is_none() && map.is_partial() {
        return Err(super::evaluate::not_known());
    }
    Ok(found)
}
