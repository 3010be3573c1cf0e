//! What the API server itself installs: the roles and bindings of a fresh cluster, by server version.
//!
//! The table is data, written by a test from a real API server (`tests/integration/defaults.rs`); it is never edited by
//! hand. It says which objects of a scan are built in and unchanged, and stands in for built-in roles that the manifests
//! of one application refer to without containing them.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::{Binding, Role, Version};

/// What one server version installs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Defaults {
    /// The version of the server that this was read from.
    pub version: Version,
    /// Its roles, as in a snapshot.
    pub roles: Vec<Role>,
    /// Its bindings, as in a snapshot.
    pub bindings: Vec<Binding>,
}

/// One version a line, oldest first.
const TABLE: &str = include_str!("defaults.jsonl");

/// What a server of this version installs; the nearest known version stands in for an unknown one.
#[must_use]
pub fn defaults(version: Version) -> Option<&'static Defaults> {
    let known = table();
    let older = known.iter().rfind(|defaults| defaults.version <= version);
    older.or_else(|| known.first())
}

fn table() -> &'static [Defaults] {
    static KNOWN: OnceLock<Vec<Defaults>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        // A line that does not parse is a bug that the tests catch; a scan then treats nothing as built in.
        TABLE.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    })
}

/// The roles that a server of this version installs.
#[must_use]
pub fn roles(version: Version) -> &'static [Role] {
    defaults(version).map_or(&[], |defaults| defaults.roles.as_slice())
}

#[cfg(test)]
mod tests {
    use super::{TABLE, table};

    #[test]
    fn every_line_is_read() {
        assert_eq!(table().len(), TABLE.lines().count());
        assert!(table().is_sorted_by_key(|defaults| defaults.version));
    }
}
