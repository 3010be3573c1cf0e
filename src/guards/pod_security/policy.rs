//! The policy of a namespace: its level and its version, as its labels say.

use crate::model::{Labels, Version, label};

const LEVEL: &str = "pod-security.kubernetes.io/enforce";
const VERSION: &str = "pod-security.kubernetes.io/enforce-version";

/// The first server that runs the plugin without being asked to: in 1.22 it was behind a feature gate.
const FIRST_SERVER: Version = Version { major: 1, minor: 23 };

/// How much a pod may do, from everything to little; upstream `api.Level`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Everything.
    Privileged,
    /// Nothing that is known to lead to the node.
    Baseline,
    /// Only what a well-behaved application needs.
    Restricted,
}

impl Level {
    /// The word in the label.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Privileged => "privileged",
            Level::Baseline => "baseline",
            Level::Restricted => "restricted",
        }
    }

    /// Reads the value of the label. What is no level is the strictest (`ParseLevel` upstream).
    fn parse(text: &str) -> Self {
        match text {
            "privileged" => Level::Privileged,
            "baseline" => Level::Baseline,
            _ => Level::Restricted,
        }
    }
}

/// A level in one version; upstream `api.LevelVersion`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Policy {
    /// The level.
    pub level: Level,
    /// The version whose checks decide, never newer than the server: `latest` is the server's own.
    pub version: Version,
}

/// What a namespace enforces, and whether it says so itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Enforced {
    /// The policy that decides.
    pub policy: Policy,
    /// Whether the label of the level is there. Without it the level is the cluster's default: `privileged`, unless a file
    /// that the API does not show says otherwise.
    pub labelled: bool,
}

/// The policy that the labels of a namespace enforce on such a server (`PolicyToEvaluate` upstream).
///
/// The server refuses labels that are no level or no version, but they may be older than the plugin: then the level is
/// `restricted`, and the version `latest`. A server that knows no version as new as the label's takes its own
/// (`EvaluatePod` upstream). Each of both labels counts without the other.
#[must_use]
pub fn enforced(labels: &Labels, server: Version) -> Enforced {
    let labelled = label(labels, LEVEL);
    let level = labelled.map_or(Level::Privileged, |text| Level::parse(text));
    let level = if server < FIRST_SERVER { Level::Privileged } else { level };
    let pinned = label(labels, VERSION).and_then(|text| pinned(text));
    let version = pinned.map_or(server, |pinned| pinned.min(server));
    Enforced { policy: Policy { level, version }, labelled: labelled.is_some() }
}

/// Reads `v1.N`, without leading zeros (`ParseVersion` upstream). Nothing for `latest`, for what is no version, and for a
/// number beyond all servers: each means the server's own.
fn pinned(text: &str) -> Option<Version> {
    let minor = text.strip_prefix("v1.")?;
    let canonical = minor == "0" || !minor.starts_with('0');
    let digits = minor.chars().all(|c| c.is_ascii_digit());
    let minor = minor.parse().ok().filter(|_| canonical && digits)?;
    Some(Version { major: 1, minor })
}
