//! The labels that a namespace may have.

use serde_json::{Value, json};

use crate::differential::random::Random;

/// Every version in which a check changes, the one before, the newest and one that is not known yet.
pub(super) const VERSIONS: &[&str] = &[
    "latest", "v1.0", "v1.7", "v1.8", "v1.18", "v1.19", "v1.21", "v1.22", "v1.23", "v1.24", "v1.25", "v1.26", "v1.27",
    "v1.28", "v1.29", "v1.30", "v1.31", "v1.32", "v1.33", "v1.34", "v1.35", "v1.36", "v1.37",
];

/// What the server refuses today, but may have stored once.
const NO_VERSIONS: &[&str] = &["", "1.8", "v1.08", "v1.8.0", "v2.0", "v1.99999999999999999999", "Latest"];

/// No label, or with a word that is a level or is not.
const LEVELS: &[Option<&str>] = &[
    None,
    Some("privileged"),
    Some("baseline"),
    Some("baseline"),
    Some("baseline"),
    Some("restricted"),
    Some("restricted"),
    Some("restricted"),
    Some("Baseline"),
    Some(""),
];

/// Any labels, those that no server takes too.
pub(super) fn any(random: &mut Random) -> Value {
    let mut labels = json!({"kubernetes.io/metadata.name": "n", "pod-security.kubernetes.io/warn": "restricted"});
    if let Some(level) = random.pick(LEVELS) {
        labels["pod-security.kubernetes.io/enforce"] = level.into();
    }
    if random.chance(90) {
        let versions = if random.chance(90) { VERSIONS } else { NO_VERSIONS };
        labels["pod-security.kubernetes.io/enforce-version"] = random.pick(versions).into();
    }
    labels
}

/// The labels for a level in a version.
pub(super) fn of(level: &str, version: &str) -> Value {
    json!({"pod-security.kubernetes.io/enforce": level, "pod-security.kubernetes.io/enforce-version": version})
}
