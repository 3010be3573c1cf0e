//! Trying a change on a copy of the cluster: which paths are left, and what each subject has lost.
//!
//! Nothing is offered that was not judged here, from the template on. Cost: all of the analysis for each trial, so there
//! are only so many, and fewer in a larger cluster.

use std::cell::Cell;
use std::collections::BTreeSet;

use crate::authz::Access;
use crate::diff::{Diff, Side, diff};
use crate::escalation::{self, Answers, Escalation};
use crate::findings::{self, Findings, Limits, Path, RiskySubject, built_in_names};
use crate::model::{HashSet, Snapshot};
use crate::template::Template;

use super::change::Change;

/// The most trials.
const MOST: usize = 240;

/// The fewest.
const LEAST: usize = 8;

/// How many roles, bindings, accounts and pods all trials look at together.
const EFFORT: usize = 400_000;

/// How many of them are looked at in a moment, however often.
const QUICK: usize = 2_000;

/// How many roles, bindings, accounts and pods there are.
fn size(snapshot: &Snapshot) -> usize {
    snapshot.roles.len() + snapshot.bindings.len() + snapshot.service_accounts.len() + snapshot.pods.len()
}

/// Whether fixes of this cluster are found in a moment, so that nobody need ask for them.
#[must_use]
pub fn is_quick(snapshot: &Snapshot) -> bool {
    size(snapshot) <= QUICK
}

/// What changes are judged by.
pub(super) struct Court<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) access: &'a Access<'a>,
    pub(super) template: &'a Template,
    limits: &'a Limits,
    /// What the guards of the cluster say: few changes are about them.
    answers: Answers<'a>,
    /// All paths, as they are.
    before: &'a [Path],
    /// The paths that are worth cutting, worst first.
    pub(super) open: Vec<&'a Path>,
    /// Those, and what follows from them: that comes to light when they are gone.
    pub(super) wanted: Vec<&'a Path>,
    /// The names of the roles and bindings that the API server or kubeadm installs.
    pub(super) built_in: HashSet<String>,
    trials: Cell<usize>,
}

/// The paths that are left after a change.
pub(super) struct After {
    pub(super) paths: Vec<Path>,
    pub(super) snapshot: Snapshot,
}

/// The ids of paths.
pub(super) type Ids = BTreeSet<String>;

impl<'a> Court<'a> {
    pub(super) fn new(access: &'a Access<'a>, template: &'a Template, found: &'a Findings, limits: &'a Limits) -> Self {
        let snapshot = access.snapshot();
        let trials = EFFORT.checked_div(size(snapshot)).unwrap_or(MOST).clamp(LEAST, MOST);
        Court {
            snapshot,
            access,
            template,
            limits,
            answers: Answers::new(snapshot),
            before: &found.paths,
            open: found.paths.iter().filter(|path| is_wanted(path) && path.implied_by.is_none()).collect(),
            wanted: found.paths.iter().filter(|path| is_wanted(path)).collect(),
            built_in: built_in_names(access),
            trials: Cell::new(trials),
        }
    }

    /// Whether there are trials left.
    pub(super) fn goes_on(&self) -> bool {
        self.trials.get() > 0
    }

    /// Tries these changes; nothing where there were too many trials.
    pub(super) fn try_out(&self, changes: &[Change]) -> Option<After> {
        self.trials.set(self.trials.get().checked_sub(1)?);
        Some(self.after(changes))
    }

    /// The paths that are left after these changes, however much was tried before.
    pub(super) fn after(&self, changes: &[Change]) -> After {
        let mut snapshot = self.snapshot.clone();
        changes.iter().for_each(|change| change.apply(&mut snapshot));
        let access = Access::new(&snapshot);
        let escalation = self.draw(&snapshot, &access);
        let paths = findings::paths(&snapshot, &access, self.template, &escalation, self.limits);
        drop((access, escalation));
        After { paths, snapshot }
    }

    fn draw<'s>(&self, snapshot: &'s Snapshot, access: &Access<'s>) -> Escalation<'s> {
        escalation::draw_changed(snapshot, access, self.template, &self.answers)
    }

    /// What subjects hold after a change that is risky.
    pub(super) fn risky(&self, after: &After) -> Vec<RiskySubject> {
        let access = Access::new(&after.snapshot);
        let escalation = self.draw(&after.snapshot, &access);
        findings::risky_subjects(&after.snapshot, &access, self.template, &escalation, self.limits)
    }

    /// What an entry is called.
    pub(super) fn title(&self, id: &str) -> String {
        let entry = self.template.entries.iter().find(|entry| *entry.id == *id);
        entry.map_or(id, |entry| entry.title.as_str()).to_owned()
    }

    /// The ids of the open paths that are left.
    pub(super) fn left(&self, after: &After) -> Ids {
        after.paths.iter().filter(|path| !path.is_guarded()).map(|path| path.id.clone()).collect()
    }

    /// The paths that a change cuts, of all that are wanted.
    pub(super) fn cut(&self, after: &After) -> Vec<&'a Path> {
        let left = self.left(after);
        self.wanted.iter().copied().filter(|path| !left.contains(&path.id)).collect()
    }

    /// Whether a path that is left follows from none that is left.
    pub(super) fn stands_alone(&self, path: &Path, left: &Ids) -> bool {
        path.implied_by.as_ref().is_none_or(|first| !left.contains(first))
    }

    /// What differs, in rights and paths.
    pub(super) fn difference(&self, after: &After) -> Diff {
        self.difference_from(self.snapshot, after)
    }

    /// The same compared with another way to say what there was.
    pub(super) fn difference_from(&self, before: &Snapshot, after: &After) -> Diff {
        let [old, new] = [Access::new(before), Access::new(&after.snapshot)];
        let of = |paths: &[Path]| Findings { paths: paths.to_vec(), ..Findings::default() };
        let [was, is] = [of(self.before), of(&after.paths)];
        diff(&Side { access: &old, findings: &was }, &Side { access: &new, findings: &is }, true)
    }
}

/// Whether a path is worth cutting: as those that choke points count, and nobody accepted it.
fn is_wanted(path: &Path) -> bool {
    !path.built_in && !path.is_guarded() && path.marks.suppressed.is_none()
}
