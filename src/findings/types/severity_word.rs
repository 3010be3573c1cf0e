//! A severity as the report writes it.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

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
