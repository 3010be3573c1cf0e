//! The JSON Schema of the report, made from the types that write it.

use std::io;

use super::{Report, json};

/// Writes the schema.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write) -> io::Result<()> {
    json::write(out, &schemars::schema_for!(Report))
}
