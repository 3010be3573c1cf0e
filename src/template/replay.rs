//! Which entries were played against a real control plane, and why others could not be.
//!
//! `tests/integration/replay` plays the fixtures and keeps `replayed.txt` current.

use super::{Entry, builtin};

const REPLAYED: &str = include_str!("replayed.txt");

/// Entries that need no more than the API server and its controllers and are not replayed, each with the reason.
pub const REASONED: &[(&str, &str)] = &[
    ("nodes/mark-unready-csinode", "it takes a kubelet that finds its CSINode changed"),
    ("nodes/mark-unready-lease", "it takes a kubelet that goes on renewing its lease in vain"),
    ("tokens/auto-secret", "it works on servers before 1.24 only, which are not among the tests"),
];

/// The fixture that replays an entry, from the root of the repository; nothing for one that only has the same id.
#[must_use]
pub fn replay_of(entry: &Entry) -> Option<String> {
    let known = builtin().entries.iter().find(|known| known.id == entry.id)?;
    let replayed = known.needs == entry.needs && REPLAYED.lines().any(|id| id == entry.id);
    replayed.then(|| format!("tests/fixtures/replay/{}.yaml", entry.id))
}

/// Why an entry is not replayed, where the API server and its controllers would suffice.
#[must_use]
pub fn reason_against(entry: &Entry) -> Option<&'static str> {
    REASONED.iter().find(|(id, _)| *id == entry.id).map(|(_, reason)| *reason)
}
