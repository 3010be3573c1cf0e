//! The text of what is wrong with a trust.

use crate::findings::trust::{CONTROLS, Trust};

use super::paragraph::{controls, section};

/// Everything that the table says of it.
#[must_use]
pub fn trust(row: &Trust) -> String {
    let mut text = format!("{}\n  {}\n\nseverity  {}\n", row.id, row.title, row.severity);
    section(&mut text, "Why", row.why);
    section(&mut text, "Fix", row.fix);
    controls(&mut text, CONTROLS);
    text
}
