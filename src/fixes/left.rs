//! What fixes leave, and what only several of them cut. These are fields of the report too.

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::SeverityWord;
use crate::model::Name;

use super::Cut;

/// A path that is there behind a guard once it is cut.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Guarded {
    /// The path, as bad as it is then.
    #[serde(flatten)]
    pub cut: Cut,
    /// The guards that block it.
    pub by: Vec<String>,
}

/// A path that only several fixes cut.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Joint {
    /// The path.
    pub cut: Cut,
    /// The ids of such as cut it together.
    pub by: Vec<String>,
}

/// A risky right that stays.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Stay {
    /// Who has it.
    pub subject: String,
    /// `cluster` or `namespace/NS`.
    pub scope: String,
    /// The names of the objects that it is limited to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Name>,
    /// The entry of the template.
    pub entry: String,
    /// Its title.
    pub title: String,
    /// How bad it is.
    pub severity: SeverityWord,
}
