//! A place in the input.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Location;

/// Where an object stands in the files that were read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Place {
    /// The file, as it was named or found.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl From<&Location> for Place {
    fn from(location: &Location) -> Self {
        Place { file: location.file.as_str().to_owned(), line: location.line, column: location.column }
    }
}
