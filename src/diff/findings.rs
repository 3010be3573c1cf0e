//! Findings by fingerprint: new, gone, worse, better.
//!
//! Paths are compared by themselves. A finding that is left on both sides under two names of one role or binding is the same.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::{Finding, FindingKind, Findings, Fingerprint, SeverityWord, built_in_names};
use crate::model::HashMap;

use super::renamed::Renamed;
use super::side::{Side, upgraded};

/// What changed of the findings that are no paths.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct FindingChanges {
    /// Not there before.
    pub new: Vec<Finding>,
    /// Not there any more.
    pub gone: Vec<Finding>,
    /// More severe than before, no longer blocked by a guard, or with more in it: another entry, another name.
    pub worse: Vec<ChangedFinding>,
    /// Less severe than before, or blocked by a guard now.
    pub better: Vec<ChangedFinding>,
}

/// A finding as it is now, and as it was.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct ChangedFinding {
    /// As it is now.
    #[serde(flatten)]
    pub finding: Finding,
    /// As it was.
    pub was: WasFinding,
}

/// What a finding was before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct WasFinding {
    /// How bad.
    pub severity: SeverityWord,
    /// Whether a guard blocked every way of it.
    pub guarded: bool,
}

impl FindingChanges {
    /// Notes one finding that is on both sides.
    fn compare(&mut self, (was, before): (&Finding, &Findings), (now, after): (&Finding, &Findings)) {
        let gains = || !after.parts_of(now).are_within(&before.parts_of(was));
        let rank = |finding: &Finding| (finding.severity, !finding.guarded);
        let changed = || ChangedFinding {
            finding: now.clone(),
            was: WasFinding { severity: was.severity, guarded: was.guarded },
        };
        match rank(now).cmp(&rank(was)) {
            std::cmp::Ordering::Greater => self.worse.push(changed()),
            std::cmp::Ordering::Less => self.better.push(changed()),
            std::cmp::Ordering::Equal if gains() => self.worse.push(changed()),
            std::cmp::Ordering::Equal => {}
        }
    }
}

/// Compares the findings, and says which other names that took.
pub(super) fn changes(
    old: &Side<'_>,
    new: &Side<'_>,
    names: &[Renamed],
    include_builtin: bool,
) -> (FindingChanges, Vec<Renamed>) {
    let shown = |finding: &&Finding| finding.kind != FindingKind::Path && (include_builtin || !finding.built_in);
    let mut before: HashMap<Fingerprint, &Finding> =
        old.findings.all.iter().filter(shown).map(|finding| (finding.fingerprint, finding)).collect();
    let mut changes = FindingChanges::default();
    let mut left = Vec::new();
    for finding in new.findings.all.iter().filter(shown) {
        match before.remove(&finding.fingerprint) {
            Some(was) => changes.compare((was, old.findings), (finding, new.findings)),
            None => left.push(finding),
        }
    }
    if upgraded(old, new) && !include_builtin {
        forget_installed(&mut before, new);
    }
    let gone: Vec<&Finding> = old.findings.all.iter().filter(|was| before.contains_key(&was.fingerprint)).collect();
    let used = under_other_names(&mut changes, (&gone, old.findings), (&left, new.findings), names);
    for changed in [&mut changes.worse, &mut changes.better] {
        changed.sort_by(|ChangedFinding { finding: one, .. }, ChangedFinding { finding: other, .. }| {
            (other.severity, one.kind, &one.id).cmp(&(one.severity, other.kind, &other.id))
        });
    }
    (changes, used)
}

/// What another version installed may have looked like somebody's own: what is about the same, and is as installed now, is not
/// told.
fn forget_installed(before: &mut HashMap<Fingerprint, &Finding>, new: &Side<'_>) {
    let installed = built_in_names(new.access);
    before.retain(|_, was| !was.id.split(' ').any(|word| installed.contains(word)));
    for finding in new.findings.all.iter().filter(|finding| finding.built_in) {
        before.remove(&finding.fingerprint);
    }
}

/// Settles what is left on both sides. Returns the names that made two findings one.
fn under_other_names(
    changes: &mut FindingChanges,
    (gone, before): (&[&Finding], &Findings),
    (left, after): (&[&Finding], &Findings),
    names: &[Renamed],
) -> Vec<Renamed> {
    let by_old: HashMap<&str, &Renamed> = names.iter().map(|renamed| (renamed.old.as_str(), renamed)).collect();
    let mut waiting: HashMap<&str, &Finding> = left.iter().map(|finding| (finding.id.as_str(), *finding)).collect();
    let mut used = BTreeSet::new();
    for was in gone {
        let renamed: Vec<&Renamed> = was.id.split(' ').filter_map(|word| by_old.get(word).copied()).collect();
        let word = |word| by_old.get(word).map_or(word, |renamed| renamed.new.as_str());
        let now: Vec<&str> = was.id.split(' ').map(word).collect();
        match waiting.remove(now.join(" ").as_str()) {
            Some(now) => {
                changes.compare((was, before), (now, after));
                used.extend(renamed);
            }
            None => changes.gone.push((*was).clone()),
        }
    }
    changes.new = left.iter().filter(|now| waiting.contains_key(now.id.as_str())).map(|now| (*now).clone()).collect();
    used.into_iter().cloned().collect()
}
