//! The text of a check of the family `hygiene`.

use crate::findings::hygiene::Hygiene;

use super::paragraph::{controls, section};

/// Everything that the table says of a check.
#[must_use]
pub fn hygiene(row: &Hygiene) -> String {
    let mut text = format!("{}\n  {}\n\nseverity   {}\n", row.id, row.title, row.severity);
    text.push_str("gives      nothing by itself: it is untidy, not a step of an attack\n");
    section(&mut text, "Why", row.why);
    section(&mut text, "Fix", row.fix);
    controls(&mut text, row.controls);
    text
}
