//! How much there is to a value, and whether all of it is known, told without looking through it.
//!
//! A value may hold the same list many times over: it takes no memory, but whoever looks through it looks at each. So lists and
//! maps know their weight, and an evaluation counts what its functions look through before they do.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::value::{Key, Value};

/// Values in a row.
#[derive(Clone, Debug, Default)]
pub struct List {
    values: Vec<Value>,
    weight: u64,
    partial: bool,
    open: bool,
}

/// Values by their keys.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: BTreeMap<Key, Value>,
    weight: u64,
    partial: bool,
    open: bool,
}

impl List {
    /// One more value.
    pub(super) fn push(&mut self, value: Value) {
        self.weight = self.weight.saturating_add(value.weight());
        self.open |= value.is_open();
        self.values.push(value);
    }

    /// The same, where there may be more.
    pub(super) fn partial(self) -> Self {
        List { partial: true, open: true, ..self }
    }

    /// Whether there may be more than is known.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.partial
    }
}

impl Map {
    /// One more value, or another at its key; what it replaces keeps weighing.
    pub(super) fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.weight = self.weight.saturating_add(1).saturating_add(value.weight());
        self.open |= value.is_open();
        self.entries.insert(key, value)
    }

    /// The same, where there may be more.
    pub(super) fn partial(self) -> Self {
        Map { partial: true, open: true, ..self }
    }

    /// Whether there may be more than is known.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.partial
    }
}

impl FromIterator<Value> for List {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        let mut list = List::default();
        values.into_iter().for_each(|value| list.push(value));
        list
    }
}

impl FromIterator<(Key, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (Key, Value)>>(entries: I) -> Self {
        let mut map = Map::default();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl Deref for List {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.values
    }
}

impl Deref for Map {
    type Target = BTreeMap<Key, Value>;

    fn deref(&self) -> &BTreeMap<Key, Value> {
        &self.entries
    }
}

impl Value {
    /// Whether anything in it, at any depth, is not known.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Value::List(list) => list.open,
            Value::Map(map) => map.open,
            Value::Optional(Some(inner)) => inner.is_open(),
            _ => false,
        }
    }

    /// How much there is to look through: at least 1.
    pub(super) fn weight(&self) -> u64 {
        let inner = match self {
            Value::Text(text) => super::number::count(text.len() / 16),
            Value::Bytes(bytes) => super::number::count(bytes.len() / 16),
            Value::List(list) => list.weight,
            Value::Map(map) => map.weight,
            Value::Optional(Some(inner)) => inner.weight(),
            _ => 0,
        };
        inner.saturating_add(1)
    }
}

/// What a call looks through and makes, at most.
pub(super) fn of_call(name: &str, arguments: &[Value]) -> u64 {
    let weight = |place: usize| arguments.get(place).map_or(1, Value::weight);
    let all = arguments.iter().map(Value::weight).fold(0, u64::saturating_add);
    match name {
        // What compares elements one by one looks through one side as often as the other has elements.
        "distinct" | "sort" | "@sortByAssociatedKeys" => weight(0).saturating_mul(weight(0)),
        "sets.contains" | "sets.intersects" => weight(0).saturating_mul(weight(1)),
        "sets.equivalent" => weight(0).saturating_mul(weight(1)).saturating_mul(2),
        // Each element is compared with the same value.
        "@in" | "indexOf" | "lastIndexOf" => all.saturating_add(longest(arguments).saturating_mul(16)),
        "replace" => {
            let (text, new) = (arguments.first(), arguments.get(2));
            all.saturating_add(bytes(text).saturating_add(1).saturating_mul(bytes(new)) / 16)
        }
        "join" => all.saturating_add(longest(arguments).saturating_mul(weight(1))),
        "lists.range" => match arguments.first() {
            Some(Value::Int(end)) => u64::try_from(*end).unwrap_or(0),
            _ => 1,
        },
        // A pattern is compiled at each call, and one with repetitions may grow.
        "matches" | "find" | "findAll" => {
            let repeats = matches!(arguments.get(1), Some(Value::Text(pattern)) if pattern.contains('{'));
            all.saturating_add(bytes(arguments.get(1)).saturating_mul(10)).saturating_add(if repeats {
                5000
            } else {
                0
            })
        }
        _ => all,
    }
}

fn bytes(value: Option<&Value>) -> u64 {
    match value {
        Some(Value::Text(text)) => super::number::count(text.len()),
        _ => 1,
    }
}

/// How many elements the list among them has.
fn longest(arguments: &[Value]) -> u64 {
    let lengths = arguments.iter().map(|value| match value {
        Value::List(list) => super::number::count(list.len()),
        _ => 0,
    });
    lengths.max().unwrap_or(0)
}
