//! Paths by their ends: opened, closed, worse, better. The way between the ends may change without being told.

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::{Path, SeverityWord};
use crate::graph::Certainty;
use crate::model::HashMap;

/// What changed of the paths. A path that follows from one to cluster-admin is told by that one.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct PathChanges {
    /// From there nothing led to there before.
    pub opened: Vec<Path>,
    /// From there nothing leads to there any more.
    pub closed: Vec<Path>,
    /// More severe or more certain than before.
    pub worse: Vec<ChangedPath>,
    /// Less severe or less certain than before.
    pub better: Vec<ChangedPath>,
}

/// A path as it is now, and as it was.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct ChangedPath {
    /// As it is now.
    #[serde(flatten)]
    pub path: Path,
    /// As it was.
    pub was: WasPath,
}

/// What a path was before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct WasPath {
    /// How bad.
    pub severity: SeverityWord,
    /// `proven-rights`, `guarded` or `unknown`.
    pub certainty: &'static str,
}

/// Compares the paths, in the order in which each side has them: worst first.
pub(super) fn changes(old: &[Path], new: &[Path], include_builtin: bool) -> PathChanges {
    let [before, after] = [old, new].map(by_id);
    let shown = |path: &Path| path.implied_by.is_none() && (include_builtin || !path.built_in);
    let mut changes = PathChanges::default();
    for path in new.iter().filter(|path| shown(path)) {
        match before.get(path.id.as_str()) {
            None => changes.opened.push(path.clone()),
            Some(was) if rank(path) > rank(was) => changes.worse.push(changed(path, was)),
            Some(_) => {}
        }
    }
    for was in old.iter().filter(|path| shown(path)) {
        match after.get(was.id.as_str()) {
            None => changes.closed.push(was.clone()),
            Some(path) if rank(path) < rank(was) => changes.better.push(changed(path, was)),
            Some(_) => {}
        }
    }
    changes
}

fn by_id(paths: &[Path]) -> HashMap<&str, &Path> {
    paths.iter().map(|path| (path.id.as_str(), path)).collect()
}

/// Worse is more.
fn rank(path: &Path) -> (SeverityWord, u8) {
    let sure = match path.certainty {
        word if word == Certainty::Guarded.word() => 0,
        word if word == Certainty::Unknown.word() => 1,
        _ => 2,
    };
    (path.severity, sure)
}

fn changed(path: &Path, was: &Path) -> ChangedPath {
    ChangedPath { path: path.clone(), was: WasPath { severity: was.severity, certainty: was.certainty } }
}
