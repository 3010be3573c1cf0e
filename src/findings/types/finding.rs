//! One finding of any kind, and how many there are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::template::Severity;

use super::{Fingerprint, Marks, Place, SeverityWord};

/// The kinds of finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
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

impl FindingKind {
    /// All of them.
    pub const ALL: [FindingKind; 8] = [
        FindingKind::HotPod,
        FindingKind::Path,
        FindingKind::Subject,
        FindingKind::Role,
        FindingKind::Binding,
        FindingKind::Guard,
        FindingKind::Hygiene,
        FindingKind::Grant,
    ];

    /// Its word, with which ids begin.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            FindingKind::HotPod => "hot-pod",
            FindingKind::Path => "path",
            FindingKind::Subject => "subject",
            FindingKind::Role => "role",
            FindingKind::Binding => "binding",
            FindingKind::Guard => "guard",
            FindingKind::Hygiene => "hygiene",
            FindingKind::Grant => "grant",
        }
    }
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
    /// Whether it is suppressed, and how it compares with the baseline.
    #[serde(flatten)]
    pub marks: Marks,
    /// The check of the family `guard`, `hygiene` or `grant` that found it, for findings of these kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// One sentence.
    pub message: String,
    /// The place in the list of its kind of what it is about; nothing for checks, which have no other list.
    #[serde(skip)]
    pub row: Option<usize>,
    /// Where to look in files, the most telling first: the rules of a role, a binding, a workload.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Place>,
}

impl Finding {
    /// Whether it counts by itself: it is nothing that the API server installs, nobody accepted it, and no guard blocks it.
    #[must_use]
    pub fn counts(&self) -> bool {
        !self.built_in && !self.guarded && self.marks.suppressed.is_none()
    }
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "each field counts the severity of its name, or what is suppressed")]
pub struct Summary {
    pub critical: usize,
    pub high: usize,
    pub medium: usize,
    pub low: usize,
    pub info: usize,
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    pub suppressed: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
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
