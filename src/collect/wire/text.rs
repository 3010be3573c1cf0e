//! Strings, lists and maps as Kubernetes sends them: borrowed where possible, null where empty.

use std::borrow::{Borrow, Cow};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A string that borrows from the input unless it was escaped there. (`Option<Cow<str>>` would always copy.)
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::collect) struct Text<'a>(Cow<'a, str>);

impl<'a> Text<'a> {
    /// The text as it stands in the input, unless it was escaped there.
    pub(in crate::collect) fn borrowed(&self) -> Option<&'a str> {
        match self.0 {
            Cow::Borrowed(text) => Some(text),
            Cow::Owned(_) => None,
        }
    }
}

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Sorts as the text does, so that a map can be asked for a plain text.
impl Borrow<str> for Text<'_> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                look_at(Some(text));
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                look_at(None);
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

/// The strings of a text that became a [`Text`].
pub(super) struct LookedAt {
    /// The address of the text.
    base: usize,
    /// Their addresses, sorted.
    addresses: Vec<usize>,
}

thread_local! {
    /// The addresses of what is looked at; `None` for a string that had to be copied. Nothing while nobody asks.
    static LOOKED_AT: RefCell<Option<Vec<Option<usize>>>> = const { RefCell::new(None) };
}

fn look_at(text: Option<&str>) {
    LOOKED_AT.with_borrow_mut(|list| {
        if let Some(list) = list {
            list.push(text.map(|text| text.as_ptr().addr()));
        }
    });
}

impl LookedAt {
    /// Which strings of a text some work looks at; nothing where one of them had to be copied.
    pub(super) fn during<T>(text: &str, work: impl FnOnce() -> T) -> (T, Option<Self>) {
        LOOKED_AT.set(Some(Vec::new()));
        let outcome = work();
        let list = LOOKED_AT.take().unwrap_or_default();
        let addresses: Option<Vec<usize>> = list.into_iter().collect();
        let looked_at = addresses.map(|mut addresses| {
            addresses.sort_unstable();
            LookedAt { base: text.as_ptr().addr(), addresses }
        });
        (outcome, looked_at)
    }

    /// Whether the string that starts at this offset was looked at.
    pub(super) fn has(&self, offset: usize) -> bool {
        self.addresses.binary_search(&(self.base + offset)).is_ok()
    }

    /// The offset of a part of the text.
    pub(super) fn offset(&self, part: &str) -> Option<usize> {
        part.as_ptr().addr().checked_sub(self.base)
    }
}

/// A list; null is an empty one.
pub(super) struct List<T>(pub(super) Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        List(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
            type Value = List<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list")
            }

            fn visit_none<E>(self) -> Result<List<T>, E> {
                Ok(List::default())
            }

            fn visit_unit<E>(self) -> Result<List<T>, E> {
                Ok(List::default())
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<List<T>, D::Error> {
                deserializer.deserialize_seq(self)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<List<T>, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = access.next_element()? {
                    items.push(item);
                }
                Ok(List(items))
            }
        }

        deserializer.deserialize_option(ListVisitor(PhantomData))
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A map of strings, such as labels; null is an empty one, and no key may stand twice.
#[derive(Default)]
pub(super) struct TextMap<'a>(pub(super) BTreeMap<Text<'a>, Text<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for TextMap<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wanted_texts(deserializer, |_| true).map(TextMap)
    }
}

/// The entries of a map of strings whose keys are wanted; the others are skipped.
pub(super) fn wanted_texts<'de, D: Deserializer<'de>>(
    deserializer: D,
    wanted: fn(&str) -> bool,
) -> Result<BTreeMap<Text<'de>, Text<'de>>, D::Error> {
    deserializer.deserialize_option(MapVisitor { wanted })
}

struct MapVisitor {
    wanted: fn(&str) -> bool,
}

impl<'de> Visitor<'de> for MapVisitor {
    type Value = BTreeMap<Text<'de>, Text<'de>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of strings")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = access.next_key::<Text<'de>>()? {
            if !(self.wanted)(&key) {
                access.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = access.next_value::<Option<Text<'de>>>()?.unwrap_or(Text(Cow::Borrowed("")));
            if map.insert(key, value).is_some() {
                return Err(A::Error::custom("a key stands twice"));
            }
        }
        Ok(map)
    }
}
