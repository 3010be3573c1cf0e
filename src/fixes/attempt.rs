//! Pursuing a goal: a change is tried, and grows as long as paths that it should cut are left.

use crate::findings::{Hop, Path};

use super::change::Change;
use super::court::{After, Court, Ids};

/// How often a change grows. A role such as `edit` has some thirty rights that lead to the same.
const ROUNDS: usize = 40;

/// A change that can grow.
pub(super) trait Attempt {
    /// What it changes now; nothing where that cannot be said.
    fn changes(&self) -> Option<Vec<Change>>;

    /// Takes in what this path goes by; false where nothing can be done about it.
    fn learn(&mut self, path: &Path) -> bool;

    /// Begins to look at the paths of another trial.
    fn begin_round(&mut self) {}
}

/// Lets it grow until these paths are cut, or nothing more can be done about them; nothing where it changes nothing.
pub(super) fn pursue(court: &Court<'_>, goals: &Ids, attempt: &mut impl Attempt) -> Option<(Vec<Change>, After)> {
    let mut best = None;
    let mut learned = learn(court.wanted.iter().copied(), goals, attempt);
    for _ in 0..ROUNDS {
        if !learned {
            break;
        }
        let changes = attempt.changes().filter(|changes| !changes.is_empty())?;
        let after = court.try_out(&changes)?;
        learned = learn(after.paths.iter().filter(|path| !path.is_guarded()), goals, attempt);
        best = Some((changes, after));
    }
    // What it has learned since was never tried.
    best.filter(|_| !learned)
}

fn learn<'p>(paths: impl Iterator<Item = &'p Path>, goals: &Ids, attempt: &mut impl Attempt) -> bool {
    attempt.begin_round();
    let mut learned = false;
    for path in paths.filter(|path| goals.contains(&path.id)) {
        learned |= attempt.learn(path);
    }
    learned
}

/// The requests of the hops of a path, in order.
pub(super) fn requests(path: &Path) -> impl Iterator<Item = &Hop> {
    path.hops.iter().flat_map(|hop| hop.requests())
}
