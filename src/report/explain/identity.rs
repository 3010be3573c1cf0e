//! The text of a step that asks for no permission.

use crate::escalation::identity::Identity;

use super::paragraph::{controls, section};

/// Everything that the table says of such a step.
#[must_use]
pub fn identity(row: &Identity) -> String {
    let mut text = format!("{}\n  {}\n\nneeds      no permission\n", row.id, row.title);
    section(&mut text, "Why", row.why);
    section(&mut text, "Fix", row.fix);
    controls(&mut text, row.controls);
    text
}
