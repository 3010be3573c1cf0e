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
    check: Vec<String>,
    file: String,
    lines: Vec<String>,
    undo: Vec<String>,
}

/// All of them, and what they do together.
#[derive(Serialize, Default)]
pub(super) struct FixRows {
    pub(super) rows: Vec<FixRow>,
    pub(super) summary: String,
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
            check: fix.check.clone(),
            lines: lines(&name),
            undo: lines(&format!("{UNDO}/{name}")),
            file: name,
        });
        Ok(FixRows { rows: rows.collect(), summary: fixes::summary(all) })
    }
}
