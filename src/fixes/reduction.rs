//! Bindings that lose rights, one or, where a path has a way beside another, a few.

use crate::findings::Path;
use crate::model::{Binding, Role};

use super::attempt::{Attempt, requests};
use super::change::Change;
use super::ground::Ground;
use super::plan::Plan;

/// More bindings at once are no fix that anybody reviews.
const MOST: usize = 4;

/// Bindings that lose rights.
pub(super) struct Reduction<'a> {
    pub(super) plans: Vec<Plan<'a>>,
    ground: &'a Ground<'a>,
    /// Whether more bindings may join.
    grows: bool,
    names: bool,
}

impl<'a> Reduction<'a> {
    /// Of this binding only.
    pub(super) fn of(ground: &'a Ground<'a>, (binding, role): (&'a Binding, &'a Role), names: bool) -> Self {
        ground.naming.start_over();
        Reduction { plans: vec![Plan::new(ground, binding, role, names)], ground, grows: false, names }
    }

    /// Of whichever bindings a path goes by.
    pub(super) fn growing(ground: &'a Ground<'a>, names: bool) -> Self {
        ground.naming.start_over();
        Reduction { plans: Vec::new(), ground, grows: true, names }
    }

    /// How much of all rules goes, in thousandths.
    pub(super) fn loss(&self) -> usize {
        self.plans.iter().map(Plan::loss).max().unwrap_or_default()
    }
}

impl Attempt for Reduction<'_> {
    fn changes(&self) -> Option<Vec<Change>> {
        let changed = self.plans.iter().filter(|plan| !plan.is_idle());
        let changes: Option<Vec<Vec<Change>>> = changed.map(Plan::changes).collect();
        Some(changes?.concat())
    }

    fn learn(&mut self, path: &Path) -> bool {
        for hop in requests(path) {
            let owner = self.plans.iter_mut().find(|plan| hop.grants.iter().any(|grant| plan.owns(grant)));
            if owner.is_some_and(|plan| plan.take(hop)) {
                return true;
            }
        }
        for hop in requests(path).filter(|_| self.grows && self.plans.len() < MOST) {
            let Some((binding, role)) = self.ground.first_bound(&hop.grants) else { continue };
            if self.plans.iter().any(|plan| std::ptr::eq(plan.binding, binding)) {
                continue;
            }
            let mut plan = Plan::new(self.ground, binding, role, self.names);
            if plan.take(hop) {
                self.plans.push(plan);
                return true;
            }
        }
        false
    }

    fn begin_round(&mut self) {
        self.plans.iter_mut().for_each(Plan::begin_round);
    }
}
