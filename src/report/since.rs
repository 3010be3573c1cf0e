//! What changed since a baseline.

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::{Findings, Gone, Since};

/// What changed since the baseline. Only what counts is counted: nothing built in, blocked by a guard or suppressed.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct BaselineInfo {
    /// The file.
    pub name: String,
    /// Whether everything could be read then; else some of what is new may have been there.
    pub complete: bool,
    /// How many findings are new.
    pub new: usize,
    /// How many are worse.
    pub worse: usize,
    /// How many are as they were.
    pub known: usize,
    /// The findings that are there no more.
    pub gone: Vec<Gone>,
}

impl BaselineInfo {
    /// What these findings are to a baseline that they were compared with.
    #[must_use]
    pub fn new(name: String, complete: bool, gone: Vec<Gone>, findings: &Findings) -> Self {
        let count = |since: Since| {
            let counted = findings.all.iter().filter(|finding| finding.counts());
            counted.filter(|finding| finding.marks.baseline == Some(since)).count()
        };
        let (new, worse, known) = (count(Since::New), count(Since::Worse), count(Since::Known));
        BaselineInfo { name, complete, new, worse, known, gone }
    }
}
