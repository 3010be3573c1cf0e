//! Changes that were tried, with the files that `--fix-dir` writes of them.

use std::io;

use serde::Serialize;

use crate::findings::SeverityWord;
use crate::fixes::Fixes;

use super::super::super::fixes::{self, UNDO, Written};

/// A change that was tried.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FixRow {
    id: String,
    kind: &'static str,
    title: String,
    severity: SeverityWord,
    cuts_paths: usize,
    cuts: Vec<String>,
    /// What only followed from these, and is left.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    leaves: Vec<String>,
    /// Those that a guard blocks from then on, and which.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    guarded: Vec<GuardedRow>,
    /// Another fix that does all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    covered_by: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stays: Vec<String>,
    check: Vec<String>,
    file: String,
    lines: Vec<String>,
    undo: Vec<String>,
}

#[derive(Serialize)]
struct GuardedRow {
    path: String,
    by: Vec<String>,
}

/// What several do that none does by itself.
#[derive(Serialize, Default)]
pub(super) struct Together {
    /// The paths that only several cut.
    joint: Vec<JointRow>,
    /// What is there once all are applied.
    left: Vec<String>,
    /// Such as do as much as all.
    enough: Vec<String>,
}

#[derive(Serialize)]
struct JointRow {
    path: String,
    by: Vec<String>,
}

/// All of them, and what they do together.
#[derive(Serialize, Default)]
pub(super) struct FixRows {
    pub(super) rows: Vec<FixRow>,
    pub(super) summary: String,
    pub(super) together: Together,
}

impl FixRows {
    /// As the page shows them.
    ///
    /// # Errors
    /// When an object cannot be written as YAML.
    pub(super) fn new(all: &Fixes) -> io::Result<Self> {
        let files = fixes::files(all)?;
        let names = fixes::names(all);
        let lines = |path: &str| -> Vec<String> {
            let text = files.iter().find(|Written { path: known, .. }| known == path).map(|file| file.text.as_slice());
            String::from_utf8_lossy(text.unwrap_or_default()).lines().map(str::to_owned).collect()
        };
        let rows = all.fixes.iter().zip(names).map(|(fix, name)| FixRow {
            id: fix.id.clone(),
            kind: fix.kind.word(),
            title: fix.title.clone(),
            severity: fix.severity,
            cuts_paths: fix.cuts_paths,
            cuts: fix.cuts.iter().map(|cut| cut.path.clone()).collect(),
            leaves: fix.leaves.iter().map(|cut| cut.path.clone()).collect(),
            guarded: fix.guarded.iter().map(|it| GuardedRow { path: it.cut.path.clone(), by: it.by.clone() }).collect(),
            covered_by: fix.covered_by.clone(),
            stays: fix.stays.iter().map(fixes::stay).collect(),
            check: fix.check.clone(),
            lines: lines(&name),
            undo: lines(&format!("{UNDO}/{name}")),
            file: name,
        });
        Ok(FixRows { rows: rows.collect(), summary: fixes::summary(all), together: Together::new(all) })
    }
}

impl Together {
    fn new(all: &Fixes) -> Self {
        let joint = all.together.iter().map(|it| JointRow { path: it.cut.path.clone(), by: it.by.clone() });
        let left = all.left.iter().map(|cut| cut.path.clone());
        Together { joint: joint.collect(), left: left.collect(), enough: all.enough.clone() }
    }
}
