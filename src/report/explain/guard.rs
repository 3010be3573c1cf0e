//! The text of a check of the family `guard`.

use crate::findings::guards::{CONTROLS, HollowGuard};

use super::paragraph::{controls, section};

/// Everything that the table says of a flaw of guards.
#[must_use]
pub fn guard(row: &HollowGuard) -> String {
    let severity = match (row.severity, row.elsewhere) {
        (all, same) if all == same => all.word().to_owned(),
        (rights, other) => {
            format!("{rights} in a guard of RBAC or pods, {other} in others; info where it refuses nothing")
        }
    };
    let mut text = format!("{}\n  {}\n\nseverity   {severity}\n", row.id, row.title);
    text.push_str("gives      nothing by itself: what it opens to whom is told by paths and by kubescan boundary\n");
    section(&mut text, "Why", row.why);
    section(&mut text, "Fix", row.fix);
    controls(&mut text, CONTROLS);
    text
}
