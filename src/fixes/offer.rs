//! From a change that was tried to what is offered: its word, and whether it keeps it.

use std::borrow::Cow;

use crate::diff::Diff;
use crate::findings::{Path, SeverityWord, short_hash};
use crate::template::Severity;

use super::bindings::Trial;
use super::change::{Change, of_binding};
use super::court::{After, Court, Ids};
use super::losses::losses;
use super::{Cut, Fix, FixKind, How, Loss, Undo, stays, words};

/// A fix with its changes.
pub(super) struct Offer {
    pub(super) fix: Fix,
    pub(super) changes: Vec<Change>,
    /// Roles as they were, in literal words where a wildcard is spelled out.
    pub(super) spelled: Vec<Change>,
    /// All that it cuts, with what follows from it.
    pub(super) cut: Ids,
}

/// The fix that this change is; nothing where it opens a path, gives a right, or cuts nothing.
pub(super) fn offer(court: &Court<'_>, trial: Trial) -> Option<Offer> {
    let all = court.cut(&trial.after);
    let cut: Vec<&Path> = all.iter().copied().filter(|path| path.implied_by.is_none()).collect();
    if cut.is_empty() || !court.only_takes(&trial.after, &trial.changes) {
        return None;
    }
    let leaves = court.left_of(&trial.after, &cut);
    let guarded = stays::guarded(&trial.after, &cut);
    let mut stays = stays::rights(court, &trial.after, &trial.changes, &cut);
    stays.extend(trial.changes.iter().flat_map(stays::ways_out));
    let loses = court.losses(&trial.after, &trial.spelled);
    let Trial { kind, changes, title, spelled, .. } = trial;
    let objects: Vec<String> = changes.iter().map(Change::object).collect();
    let severity = cut.iter().map(|path| path.severity).max().unwrap_or(SeverityWord(Severity::Info));
    let apply = changes.iter().map(Change::manifest).collect::<Option<Vec<_>>>()?;
    let fix = Fix {
        id: format!("{}-{}", kind.word(), short_hash(&objects.join("\n"))),
        kind,
        title,
        severity,
        changes: objects,
        cuts_paths: cut.len(),
        cuts: cut.into_iter().map(told).collect(),
        leaves: leaves.into_iter().map(told).collect(),
        guarded,
        covered_by: None,
        check: changes
            .iter()
            .flat_map(losses_of)
            .chain(words::checks(kind, !spelled.is_empty(), !loses.is_empty()))
            .collect(),
        loses,
        stays,
        how: how(kind),
        first: first(&changes),
        apply,
        then: then(&changes),
        undo: undo(court, &changes),
    };
    Some(Offer { fix, changes, spelled, cut: all.into_iter().map(|path| path.id.clone()).collect() })
}

impl Court<'_> {
    /// The rights that go. Of what a wildcard allows beside its literal words nobody can tell.
    pub(super) fn losses(&self, after: &After, spelled: &[Change]) -> Vec<Loss> {
        let mut before = Cow::Borrowed(self.snapshot);
        spelled.iter().for_each(|change| change.apply(before.to_mut()));
        losses(&self.difference_from(&before, after).grants.lost, &after.snapshot)
    }

    /// What only followed from these paths, and is left.
    fn left_of<'p>(&'p self, after: &After, cut: &[&Path]) -> Vec<&'p Path> {
        let left = self.left(after);
        let follows = |path: &&Path| cut.iter().any(|it| path.implied_by.as_ref() == Some(&it.id));
        self.wanted.iter().copied().filter(follows).filter(|path| left.contains(&path.id)).collect()
    }

    /// Whether a change only takes: nobody gets a right, and no path is there that was not. The node that a workload moves to
    /// has its token, as another had before.
    pub(super) fn only_takes(&self, after: &After, changes: &[Change]) -> bool {
        let Diff { grants, paths, .. } = self.difference(after);
        let homes: Vec<String> = changes.iter().filter_map(home).collect();
        let moved = |path: &Path| homes.iter().any(|home| *home == *path.from);
        let opened = paths.opened.iter().filter(|path| !moved(path)).count();
        let worse = paths.worse.iter().filter(|changed| !moved(&changed.path)).count();
        grants.gained.is_empty() && opened == 0 && worse == 0
    }
}

/// The node that a workload moves to.
fn home(change: &Change) -> Option<String> {
    match change {
        Change::Place(_, home) => Some(format!("node:{}", home.node.as_str())),
        _ => None,
    }
}

/// A path, as it is told.
pub(super) fn told(path: &Path) -> Cut {
    Cut { path: path.id.clone(), from: path.from.clone(), to: path.to.clone(), severity: path.severity }
}

/// How a kind is applied.
fn how(kind: FixKind) -> How {
    match kind {
        FixKind::NoAutomount | FixKind::MoveWorkload | FixKind::NamespaceLevel | FixKind::CloseEscapes => How::Patch,
        _ => How::Reconcile,
    }
}

/// What goes of a workload.
fn losses_of(change: &Change) -> Vec<String> {
    match change {
        Change::Close(closing) => closing.losses(),
        _ => Vec::new(),
    }
}

fn first(changes: &[Change]) -> Vec<String> {
    let of_change = |change: &Change| match change {
        Change::Place(_, home) => home.reservation(),
        _ => Vec::new(),
    };
    changes.iter().flat_map(of_change).collect()
}

/// An empty binding grants nothing; whoever wants it gone deletes it once nothing is to be taken back.
fn then(changes: &[Change]) -> Vec<String> {
    let of_change = |change: &Change| match change {
        Change::NoSubjects(binding) => Some(format!("{}  # empty now; not before you are sure", of_binding(binding))),
        _ => None,
    };
    changes.iter().filter_map(of_change).collect()
}

fn undo(court: &Court<'_>, changes: &[Change]) -> Undo {
    let release = |change: &Change| match change {
        Change::Place(_, home) => home.release(),
        _ => Vec::new(),
    };
    let deletions = changes.iter().rev().filter_map(Change::deletion);
    Undo {
        apply: changes.iter().filter_map(|change| change.before(court.snapshot)).collect(),
        then: deletions.chain(changes.iter().flat_map(release)).collect(),
    }
}
