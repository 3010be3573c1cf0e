//! The minor version of a Kubernetes API server.

use serde::{Deserialize, Serialize};

/// A Kubernetes server version, as far as semantics depend on it: major and minor.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Version {
    /// 1 for every Kubernetes so far.
    pub major: u16,
    /// 36 for Kubernetes 1.36.
    pub minor: u16,
}

impl Version {
    /// The newest version that kubescan knows; assumed for files.
    pub const NEWEST: Version = Version { major: 1, minor: 36 };

    /// Reads `1.36`, `v1.36.3`, `v1.31.4-gke.100`, `1.27+`: what servers and users write.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix('v').unwrap_or(text).splitn(3, '.');
        let major = parts.next()?.parse().ok()?;
        let minor = parts.next()?;
        let digits = minor.len() - minor.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let minor = minor.get(..digits)?.parse().ok()?;
        Some(Version { major, minor })
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn reads_what_servers_and_users_write() {
        for (text, minor) in [("1.36", 36), ("v1.36.3", 36), ("v1.31.4-gke.100", 31), ("1.27+", 27)] {
            assert_eq!(Version::parse(text), Some(Version { major: 1, minor }), "{text}");
        }
        for text in ["", "1", "one.two", "1.", "v"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
