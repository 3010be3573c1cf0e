//! Fixes of bindings: what is tried for one, and which of it is least of a loss.

use crate::findings::Path;
use crate::model::Binding;

use super::FixKind;
use super::attempt::{Attempt, pursue, requests};
use super::change::Change;
use super::court::{After, Ids};
use super::ground::Ground;
use super::plan::Plan;
use super::reduction::Reduction;
use super::spread::Spread;
use super::words;

/// A change that was tried.
pub(super) struct Trial {
    pub(super) kind: FixKind,
    pub(super) changes: Vec<Change>,
    pub(super) after: After,
    /// How much goes, in thousandths.
    loss: usize,
    pub(super) title: String,
    /// Roles as they were, in literal words where a wildcard is spelled out.
    pub(super) spelled: Vec<Change>,
}

impl Trial {
    /// A change that takes no rights away.
    pub(super) fn new(kind: FixKind, changes: Vec<Change>, after: After, title: String) -> Self {
        Trial { kind, changes, after, loss: 0, title, spelled: Vec::new() }
    }
}

/// The best that can be done about a binding that cuts paths when it goes; nothing where that is not for anybody to change.
pub(super) fn of_choke_point(ground: &Ground<'_>, binding: &str) -> Option<Trial> {
    let bound = ground.bound(binding)?;
    let removal = Removal { ground, bindings: vec![bound.0] };
    let changes = removal.changes()?;
    let last = removal.trial(ground.court.try_out(&changes)?, changes);
    let cut = ground.court.cut(&last.after);
    let goals: Ids = cut.iter().map(|path| path.id.clone()).collect();
    if goals.is_empty() {
        return None;
    }
    let mut trials = Vec::new();
    for names in [true, false] {
        trials.extend(reduced(ground, &goals, Reduction::of(ground, bound, names)));
        if trials.last().is_some_and(|trial: &Trial| trial.kind != FixKind::NarrowToNames) {
            break;
        }
    }
    for whole in [false, true] {
        let spread = Spread::new(ground, bound, &cut, whole).and_then(|it| spread(ground, &goals, it));
        let found = spread.is_some();
        trials.extend(spread);
        if found {
            break;
        }
    }
    trials.push(last);
    best(ground, &goals, trials)
}

/// The best that can be done about a path, by as many bindings as it takes.
pub(super) fn of_path(ground: &Ground<'_>, path: &Path) -> Option<Trial> {
    let goals = Ids::from([path.id.clone()]);
    let mut trials = Vec::new();
    for names in [true, false] {
        trials.extend(reduced(ground, &goals, Reduction::growing(ground, names)));
        if trials.last().is_some_and(|trial: &Trial| trial.kind != FixKind::NarrowToNames) {
            break;
        }
    }
    let mut removal = Removal { ground, bindings: Vec::new() };
    if let Some((changes, after)) = pursue(ground.court, &goals, &mut removal) {
        trials.push(removal.trial(after, changes));
    }
    best(ground, &goals, trials)
}

/// What cuts the most, and of that what costs least.
fn best(ground: &Ground<'_>, goals: &Ids, trials: Vec<Trial>) -> Option<Trial> {
    let cuts = |trial: &Trial| {
        let left = ground.court.left(&trial.after);
        goals.iter().filter(|id| !left.contains(*id)).count()
    };
    let judged = trials.into_iter().map(|trial| (cuts(&trial), trial)).filter(|(cuts, _)| *cuts > 0);
    let sorted = judged.max_by_key(|(cuts, trial)| (*cuts, std::cmp::Reverse((trial.loss, trial.kind))));
    sorted.map(|(_, trial)| trial)
}

fn reduced(ground: &Ground<'_>, goals: &Ids, mut reduction: Reduction<'_>) -> Option<Trial> {
    let (changes, after) = pursue(ground.court, goals, &mut reduction)?;
    let plans: Vec<_> = reduction.plans.iter().filter(|plan| !plan.is_idle()).collect();
    let kind = if plans.iter().any(|plan| plan.is_narrowed()) {
        FixKind::NarrowToNames
    } else if plans.iter().all(|plan| plan.in_place) {
        FixKind::ReduceRole
    } else {
        FixKind::SplitBinding
    };
    let spelled = spelled(plans.iter().copied());
    let title = plans.iter().map(|plan| words::reduced(plan)).collect::<Vec<_>>().join("; ");
    Some(Trial { kind, loss: reduction.loss(), changes, after, title, spelled })
}

fn spread(ground: &Ground<'_>, goals: &Ids, mut spread: Spread<'_>) -> Option<Trial> {
    let (changes, after) = pursue(ground.court, goals, &mut spread)?;
    let title = words::spread(&changes);
    let spelled = spelled(spread.rest());
    Some(Trial { kind: FixKind::BindInNamespaces, loss: spread.loss(), changes, after, title, spelled })
}

/// The roles of these as they were, in literal words where a wildcard is spelled out.
fn spelled<'p, 'a: 'p>(plans: impl IntoIterator<Item = &'p Plan<'a>>) -> Vec<Change> {
    let plans = plans.into_iter().filter(|plan| plan.is_spelled());
    plans.map(|plan| Change::Rules { role: plan.role.clone(), rules: plan.base.clone() }).collect()
}

/// Bindings that lose their subjects: the last resort.
struct Removal<'a> {
    ground: &'a Ground<'a>,
    bindings: Vec<&'a Binding>,
}

impl Removal<'_> {
    fn trial(&self, after: After, changes: Vec<Change>) -> Trial {
        let title = words::unbound(&self.bindings);
        Trial { kind: FixKind::Unbind, loss: 1000, changes, after, title, spelled: Vec::new() }
    }
}

impl Attempt for Removal<'_> {
    fn changes(&self) -> Option<Vec<Change>> {
        Some(self.bindings.iter().map(|binding| Change::NoSubjects((*binding).clone())).collect())
    }

    fn learn(&mut self, path: &Path) -> bool {
        /// More bindings at once are no fix that anybody reviews.
        const MOST: usize = 4;
        let known = |binding: &Binding, all: &[&Binding]| all.iter().any(|other| std::ptr::eq(*other, binding));
        let bound = requests(path).filter_map(|hop| self.ground.first_bound(&hop.grants));
        let next = bound.map(|(binding, _)| binding).find(|binding| !known(binding, &self.bindings));
        let next = next.filter(|_| self.bindings.len() < MOST);
        self.bindings.extend(next);
        next.is_some()
    }
}
