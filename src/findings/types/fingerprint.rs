//! A fingerprint as the report writes it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

/// A hash that is written as 32 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, JsonSchema)]
#[schemars(transparent, inline)]
pub struct Fingerprint(#[schemars(with = "String")] pub(in crate::findings) u128);

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
