//! The text of a technique without a step of its own.

use crate::escalation::elsewhere::Elsewhere;

use super::paragraph::section;

/// Everything that the table says of such a technique.
#[must_use]
pub fn elsewhere(row: &Elsewhere) -> String {
    let mut text = format!("{}\n  {}\n", row.id, row.title);
    section(&mut text, "No step of its own", row.answer);
    text
}
