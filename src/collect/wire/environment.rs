//! One variable of a container's environment: where its value comes from, and one value that is kept.
//!
//! Read by hand rather than derived, because a value may be anything, a password too: it is looked at only after a name
//! that is known to name no secret. Servers write the name first.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::meta::ObjectName;
use super::text::Text;

/// The variable that tells the AWS libraries which role to take.
const AWS_ROLE: &str = "AWS_ROLE_ARN";

const FIELDS: &[&str] = &["name", "value", "valueFrom"];

#[derive(Default)]
pub(super) struct EnvWire<'a> {
    /// The value of `AWS_ROLE_ARN`.
    pub(super) aws_role: Option<Text<'a>>,
    pub(super) value_from: Option<ValueFrom<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ValueFrom<'a> {
    #[serde(borrow)]
    pub(super) secret_key_ref: Option<ObjectName<'a>>,
    pub(super) config_map_key_ref: Option<ObjectName<'a>>,
}

impl<'de: 'a, 'a> Deserialize<'de> for EnvWire<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("EnvVar", FIELDS, EnvVisitor)
    }
}

struct EnvVisitor;

impl<'de> Visitor<'de> for EnvVisitor {
    type Value = EnvWire<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a variable")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<EnvWire<'de>, A::Error> {
        let mut env = EnvWire::default();
        let mut name: Option<Text<'de>> = None;
        let mut seen = [false; FIELDS.len()];
        while let Some(key) = access.next_key::<Text<'de>>()? {
            if is_twice(&key, &mut seen) {
                return Err(A::Error::custom("a key stands twice"));
            }
            match &*key {
                "name" => name = access.next_value()?,
                "value" if name.as_deref() == Some(AWS_ROLE) => env.aws_role = access.next_value()?,
                "valueFrom" => env.value_from = access.next_value()?,
                _ => {
                    access.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(env)
    }
}

fn is_twice(key: &str, seen: &mut [bool; FIELDS.len()]) -> bool {
    let mut fields = FIELDS.iter().zip(seen);
    fields.find(|(field, _)| **field == key).is_some_and(|(_, seen)| std::mem::replace(seen, true))
}
