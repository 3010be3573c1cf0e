//! The text of an escape.

use crate::escalation::escapes::{Escape, UserNamespace};

use super::paragraph::{controls, section};
use super::proof::takes;

/// Everything that the table says of an escape.
#[must_use]
pub fn escape(row: &Escape) -> String {
    let needs = match row.needs {
        None => "no permission: the pod's spec suffices",
        Some(_) => "reading logs through the kubelet of the node as well",
    };
    let refused = row.refused_from.map_or("no pod security level", |level| level.word());
    let mut text = format!("{}\n  {}\n\n", row.id, row.title);
    for (label, words) in [
        ("severity", row.severity.word()),
        ("needs", needs),
        ("gives", row.gives.words()),
        ("refused by", refused),
        ("own users", user_namespace_text(row.user_namespace)),
        ("proof", takes(row.proof)),
    ] {
        text.push_str(&format!("{label:<11}{words}\n"));
    }
    section(&mut text, "Why", row.why);
    section(&mut text, "Fix", row.fix);
    controls(&mut text, row.controls);
    text
}

/// What `hostUsers: false` does to it.
fn user_namespace_text(effect: UserNamespace) -> &'static str {
    match effect {
        UserNamespace::Unaffected => "hostUsers: false changes nothing",
        UserNamespace::Limited => "hostUsers: false limits it",
        UserNamespace::Impossible => "hostUsers: false makes it impossible",
        UserNamespace::Needed => "possible with hostUsers: false only",
    }
}
