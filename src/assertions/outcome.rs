//! What became of an assertion: plain data, for whatever shows it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::query::{EvidenceInfo, Near, PathView, RequestInfo};

use super::assertion::Kind;

/// An assertion, and whether it holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// The file, as it was named on the command line.
    pub file: String,
    /// The line of the assertion, from 1.
    pub line: u32,
    /// Its column in characters, from 1.
    pub column: u32,
    /// The list that it stands in.
    pub kind: Kind,
    /// What is to be so, as a sentence.
    pub assertion: String,
    /// Why, in the words of whoever wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Whether it is so.
    pub outcome: Verdict,
    /// Why it is not so, or why that is not sure: one for each combination that is not as it should be.
    pub reasons: Vec<Reason>,
}

/// Whether an assertion holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It is so.
    Holds,
    /// It is not so.
    Fails,
    /// It holds, or it fails, by what was read; what was not read could turn that round.
    Unsure,
}

/// Why an assertion does not hold, or not for sure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Reason {
    /// Somebody may do what was denied.
    Allowed {
        /// As a sentence.
        text: String,
        /// Who.
        subject: String,
        /// What.
        request: RequestInfo,
        /// What lets it.
        evidence: EvidenceInfo,
    },
    /// Somebody may not do what should be allowed.
    Refused {
        /// As a sentence.
        text: String,
        /// Who.
        subject: String,
        /// What.
        request: RequestInfo,
        /// The grants that come nearest.
        nearest: Vec<Near>,
        /// How many more come near.
        more: usize,
        /// Bindings of the subject to roles that do not exist.
        dangling: Vec<String>,
    },
    /// There is a path: one that should not be, or one that is not proven.
    Path {
        /// As a sentence.
        text: String,
        /// The path.
        path: Box<PathView>,
    },
    /// There is no path where one should be.
    NoPath {
        /// As a sentence.
        text: String,
        /// From where.
        from: String,
        /// To where.
        to: String,
    },
    /// Something was not read that could turn the answer round.
    Unread {
        /// As a sentence.
        text: String,
    },
}

/// How many assertions came to what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// All.
    pub assertions: usize,
    /// Those that hold.
    pub holds: usize,
    /// Those that fail.
    pub fails: usize,
    /// Those that are not sure.
    pub unsure: usize,
}

impl Reason {
    /// As a sentence.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Reason::Allowed { text, .. }
            | Reason::Refused { text, .. }
            | Reason::Path { text, .. }
            | Reason::NoPath { text, .. }
            | Reason::Unread { text } => text,
        }
    }
}

impl Verdict {
    /// As reports write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Fails => "fails",
            Verdict::Unsure => "unsure",
        }
    }
}

impl Summary {
    /// Counts outcomes.
    #[must_use]
    pub fn of(outcomes: &[Outcome]) -> Self {
        let count = |verdict: Verdict| outcomes.iter().filter(|found| found.outcome == verdict).count();
        Summary {
            assertions: outcomes.len(),
            holds: count(Verdict::Holds),
            fails: count(Verdict::Fails),
            unsure: count(Verdict::Unsure),
        }
    }
}
