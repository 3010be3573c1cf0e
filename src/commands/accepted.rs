//! `--suppressions`: what somebody accepted.

use std::path::{Path, PathBuf};

use crate::exit::Exit;
use crate::findings::{Findings, Suppression, Suppressions};
use crate::model::Note;
use crate::report::{explain, talk};
use crate::template::Template;
use crate::yaml::nearest;

use super::{clock, trust};

/// The suppressions that hold today, and those that do no more.
pub(super) struct Accepted {
    file: String,
    suppressions: Suppressions,
    expired: Vec<Suppression>,
}

/// Reads a file of suppressions; what is wrong with it has been said.
pub(super) fn load(file: &Path, template: &Template, scanned: &[PathBuf]) -> Result<Accepted, Exit> {
    trust::check("the file of suppressions", file, scanned);
    let text = trust::read("the file of suppressions", file)?;
    let name = file.to_string_lossy().into_owned();
    let mut suppressions = Suppressions::read(&name, &text).map_err(|error| {
        talk::errors(&error.to_string());
        Exit::Usage
    })?;
    let ids: Vec<&str> = explain::all(template).map(|row| row.id).collect();
    for (one, id) in suppressions.iter().filter_map(|one| Some((one, one.entry()?))).filter(|(_, id)| !ids.contains(id))
    {
        let near = nearest(id, &ids).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        talk::warning(&format!("{name}:{}: no entry, escape or check is called {id}{near}", one.line));
    }
    let expired = if suppressions.have_an_end() { suppressions.expire(clock::now()) } else { Vec::new() };
    Ok(Accepted { file: name, suppressions, expired })
}

impl Accepted {
    /// Marks what is suppressed. What is expired, or of no use any more, is told; the first may be an error.
    pub(super) fn apply(&self, findings: &mut Findings, notes: &mut Vec<Note>, strict: bool) -> Result<(), Exit> {
        let used = findings.suppress(&self.suppressions);
        let expired =
            self.expired.iter().map(|one| (one, true, self.told(one, "has expired and holds no more; review it")));
        let unused = self.suppressions.iter().zip(used).filter(|(_, used)| !used);
        let unused = unused.map(|(one, _)| (one, false, self.told(one, "suppresses nothing; correct or remove it")));
        let mut told: Vec<(u32, bool, String)> =
            expired.chain(unused).map(|(one, warning, text)| (one.line, warning, text)).collect();
        told.sort_unstable();
        for (_, warning, text) in told {
            if warning {
                talk::warning(&text)
            } else {
                talk::note(&text)
            }
            notes.push(Note { warning, text });
        }
        notes.sort_unstable();
        if strict && !self.expired.is_empty() {
            talk::error("a suppression has expired, and --strict makes warnings errors");
            return Err(Exit::Failed);
        }
        Ok(())
    }

    fn told(&self, one: &Suppression, what: &str) -> String {
        let owner = one.said().owner.as_ref().map(|owner| format!(" of {owner}")).unwrap_or_default();
        format!("{}:{}: the suppression{owner} of {} {what}", self.file, one.line, one.target())
    }
}
