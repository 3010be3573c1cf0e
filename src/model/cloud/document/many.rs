//! One thing, or a list of them: the policy language lets either stand for the other.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BoolDeserializer, F64Deserializer, I64Deserializer, StrDeserializer, U64Deserializer};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

use crate::model::Name;

/// One or several.
#[derive(Clone)]
pub(super) struct Many<T>(pub(super) Vec<T>);

impl<T: Serialize> Serialize for Many<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ManyVisitor(PhantomData))
    }
}

struct ManyVisitor<T>(PhantomData<T>);

macro_rules! one {
    ($($method:ident($type:ty) $deserializer:ident)*) => {$(
        fn $method<E: serde::de::Error>(self, value: $type) -> Result<Many<T>, E> {
            Ok(Many(vec![T::deserialize($deserializer::new(value))?]))
        }
    )*};
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
    type Value = Many<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("one value or a list")
    }

    one! {
        visit_bool(bool) BoolDeserializer
        visit_i64(i64) I64Deserializer
        visit_u64(u64) U64Deserializer
        visit_f64(f64) F64Deserializer
        visit_str(&str) StrDeserializer
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Many<T>, A::Error> {
        Ok(Many(vec![T::deserialize(serde::de::value::MapAccessDeserializer::new(map))?]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Many<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Many(items))
    }
}

/// A value of a condition: text, or what AWS takes for text.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub(super) struct Scalar(pub(super) Name);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

macro_rules! texts {
    ($($method:ident $type:ty)*) => {$(
        fn $method<E>(self, value: $type) -> Result<Scalar, E> {
            Ok(Scalar(value.to_string().into()))
        }
    )*};
}

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string, a number or a boolean")
    }

    texts! {
        visit_bool bool
        visit_i64 i64
        visit_u64 u64
        visit_f64 f64
    }

    fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar(value.into()))
    }
}
