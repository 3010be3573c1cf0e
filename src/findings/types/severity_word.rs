//! A severity as the report writes it.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::template::Severity;

/// A severity that is written as its word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, JsonSchema)]
#[schemars(transparent)]
pub struct SeverityWord(
    #[schemars(with = "String", extend("enum" = ["critical", "high", "medium", "low", "info"]))] pub Severity,
);

impl Serialize for SeverityWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<'de> Deserialize<'de> for SeverityWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Severity::parse(&word).map(SeverityWord).ok_or_else(|| serde::de::Error::custom("no such severity"))
    }
}
