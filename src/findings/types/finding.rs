//! One finding of any kind, and how many there are.

use schemars::JsonSchema;
use serde::Serialize;

use crate::template::Severity;

use super::{Fingerprint, Place, SeverityWord};

/// The kinds of finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// A pod whose token leads somewhere.
    HotPod,
    /// A way to an objective.
    Path,
    /// A subject with risky permissions.
    Subject,
    /// A role with risky rules.
    Role,
    /// A binding that grants a risky role.
    Binding,
    /// An admission policy, binding or webhook that does not hold what it seems to.
    Guard,
    /// Something untidy that is no step by itself.
    Hygiene,
    /// Temporary access that should be gone, or will not go.
    Grant,
}

/// One finding of any kind.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The kind and what it is about.
    pub id: String,
    /// Its kind.
    pub kind: FindingKind,
    /// How bad it is.
    pub severity: SeverityWord,
    /// The same for what a person would call the same finding, whatever the order of input or the names of replicas.
    pub fingerprint: Fingerprint,
    /// Whether it is what the API server or kubeadm installs.
    pub built_in: bool,
    /// Whether a guard blocks every way of it. It counts neither in the summary nor for the gate, unless asked for.
    pub guarded: bool,
    /// The check of the family `guard`, `hygiene` or `grant` that found it, for findings of these kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// One sentence.
    pub message: String,
    /// Where it stands in files, for findings of the kind `guard`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Place>,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "each field counts the severity of its name")]
pub struct Summary {
    pub critical: usize,
    pub high: usize,
    pub medium: usize,
    pub low: usize,
    pub info: usize,
}

impl Summary {
    /// The counter of one severity.
    pub fn of(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Critical => &mut self.critical,
            Severity::High => &mut self.high,
            Severity::Medium => &mut self.medium,
            Severity::Low => &mut self.low,
            Severity::Info => &mut self.info,
        }
    }
}
