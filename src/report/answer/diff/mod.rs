//! `diff`: two sources and what differs between them, for people, for reviews and for programs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diff::Diff;
use crate::model::Snapshot;

use super::super::contract::{GapInfo, SourceInfo, source};

mod counts;
pub mod markdown;
mod rows;
pub mod table;

/// The name of this contract.
const SCHEMA: &str = "kubescan/diff/v1";

/// What differs, and between what.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// `kubescan/diff/v1`.
    pub schema: &'static str,
    /// The version of kubescan.
    pub kubescan: &'static str,
    /// What was.
    pub old: SideInfo,
    /// What is now.
    pub new: SideInfo,
    /// Whether anything differs.
    pub differs: bool,
    /// What differs.
    #[serde(flatten)]
    pub diff: Diff,
    /// What is worth knowing.
    pub notes: Vec<String>,
    /// Whether everything could be read of both.
    pub complete: bool,
}

/// One of the two.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SideInfo {
    /// What was read.
    pub source: SourceInfo,
    /// Whether everything could be read.
    pub complete: bool,
    /// What could not be read.
    pub gaps: Vec<GapInfo>,
}

/// How the table is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// The columns of the terminal; nothing for a pipe.
    pub width: Option<u16>,
    /// Everything.
    pub wide: bool,
}

impl Comparison {
    /// What differs between two snapshots.
    #[must_use]
    pub fn new(old: &Snapshot, new: &Snapshot, diff: Diff) -> Self {
        let [before, after] = [old, new].map(|snapshot| SideInfo {
            source: source(snapshot),
            complete: snapshot.complete(),
            gaps: snapshot.gaps.iter().map(GapInfo::from).collect(),
        });
        Comparison {
            schema: SCHEMA,
            kubescan: env!("CARGO_PKG_VERSION"),
            differs: !diff.is_empty(),
            notes: notes(&before, &after, &diff),
            complete: before.complete && after.complete,
            old: before,
            new: after,
            diff,
        }
    }

    /// The gaps of both sides, with whose they are.
    fn gaps(&self) -> impl Iterator<Item = (&'static str, &GapInfo)> {
        let of = |side: &'static str, gaps| std::iter::repeat(side).zip(gaps);
        of("OLD", self.old.gaps.iter()).chain(of("NEW", self.new.gaps.iter()))
    }
}

/// What gaps do to a difference.
fn notes(old: &SideInfo, new: &SideInfo, diff: &Diff) -> Vec<String> {
    let was = (!old.complete && diff.has_come())
        .then_some("OLD was not read as a whole: what is told as new may have been there before");
    let is = (!new.complete && diff.has_gone())
        .then_some("NEW was not read as a whole: what is told as gone may still be there");
    was.into_iter().chain(is).map(str::to_owned).collect()
}
