//! Answers to queries: for programs as JSON and YAML in one envelope, for people one file for each query.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Gap, Snapshot};

use super::contract::{GapInfo, SourceInfo, source};
use super::visible::{sentence, visible};

pub mod aws_boundary;
pub mod blast_radius;
pub mod boundary;
pub mod can_i;
pub mod diff;
pub mod grants;
pub mod matrix;
pub mod paths;
pub mod permissions;
pub mod test;
pub mod who_can;

/// An answer, and what it rests on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer<T> {
    /// The name of the contract, such as `kubescan/who-can/v1`.
    pub schema: &'static str,
    /// The version of kubescan.
    pub kubescan: &'static str,
    /// What was asked.
    pub source: SourceInfo,
    /// The answer.
    #[serde(flatten)]
    pub answer: T,
    /// What is worth knowing of the question.
    pub notes: Vec<String>,
    /// Whether everything could be read that matters for the answer.
    pub complete: bool,
    /// What could not be read and matters for the answer.
    pub gaps: Vec<GapInfo>,
}

impl<T> Answer<T> {
    /// An answer from a snapshot with those of its gaps that matter.
    pub fn new(schema: &'static str, snapshot: &Snapshot, answer: T, notes: Vec<String>, gaps: &[Gap]) -> Self {
        Answer {
            schema,
            kubescan: env!("CARGO_PKG_VERSION"),
            source: source(snapshot),
            answer,
            notes,
            complete: gaps.is_empty(),
            gaps: gaps.iter().map(GapInfo::from).collect(),
        }
    }
}

/// What could not be read stands above everything: the rest is true, but may not be all.
///
/// # Errors
/// When writing fails.
pub fn write_gaps(out: &mut dyn io::Write, gaps: &[GapInfo]) -> io::Result<()> {
    for gap in gaps {
        let (resource, scope) = (visible(&gap.resource), visible(&gap.scope));
        writeln!(out, "NOT READ  {resource} in {scope} ({}): {}", gap.reason, sentence(&gap.effect))?;
    }
    if gaps.is_empty() { Ok(()) } else { writeln!(out) }
}

/// `shop` for `namespace/shop`.
fn place(scope: &str) -> String {
    scope.strip_prefix("namespace/").unwrap_or(scope).to_owned()
}
