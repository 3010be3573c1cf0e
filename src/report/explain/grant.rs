//! The text of a check of the family `grant`.

use crate::grants::Check;

use super::paragraph::section;

/// Everything that the table says of a check.
#[must_use]
pub fn grant(check: &Check) -> String {
    let mut text = format!("{}\n  {}\n\nseverity   that of what the binding grants\n", check.id, check.title);
    section(&mut text, "Why", check.why);
    section(&mut text, "Fix", check.fix);
    text
}
