//! What of some rules is held through others: the comparison behind the API server's escalation check.
//!
//! A wanted rule is taken apart into *atoms* (one verb on one resource pattern of one API group, for one name or for
//! all; or one verb on one URL), and each must be covered by one single rule that is held. `*` is an atom like any
//! other: only a `*` covers it, never a list of everything there is. Copied in meaning from Kubernetes, `Covers`,
//! `BreakdownRule` and `ruleCovers` of component-helpers, `auth/rbac/validation/policy_comparator.go`; [`Coverage`] says
//! the same in fewer words, as atoms with the same answer stay together in one rule.
//!
//! Phases: [`Held`] notes for each item (a verb, a group, …) which rules held have it. A wanted rule is then asked for
//! as a whole: is there a rule that covers all its items? If not, the items of one list that are held by the same rules
//! form a class, each class is settled by itself, and so on through the lists.
//!
//! Cost: the index is linear in the rules held. A wanted rule costs a look-up for each item, and a look at each rule held
//! that has an item of its least held list. Only where several rules hold pieces of it, its classes are multiplied: no
//! more than its atoms, and in practice a handful.

use std::collections::BTreeSet;

use crate::model::Rule;

mod held;
mod item;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod twin;

use held::Classes;
pub use held::Held;
use item::Part;
pub(super) use item::{of_every_resource, of_one_resource, parts};

/// Which part of some wanted rules is held, and through what.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    /// Rules held that together cover all that is covered, by their place. The first where several would do, and one
    /// alone where it covers a whole wanted rule.
    pub covered_by: BTreeSet<usize>,
    /// What no single rule covers. Every atom of every rule here is uncovered.
    pub uncovered: Vec<Rule>,
}

impl Held<'_> {
    /// Compares each atom of these rules with what is held.
    #[must_use]
    pub fn coverage<'w>(&self, wanted: impl IntoIterator<Item = &'w Rule>) -> Coverage {
        let mut coverage = Coverage::default();
        for part in wanted.into_iter().flat_map(parts) {
            self.settle(&part, &self.candidates(&part), &mut coverage);
        }
        coverage
    }

    /// Whether each atom of these rules is covered. Stops at the first rule that is not.
    #[must_use]
    pub fn covers<'w>(&self, wanted: impl IntoIterator<Item = &'w Rule>) -> bool {
        wanted.into_iter().all(|rule| self.coverage([rule]).uncovered.is_empty())
    }

    /// Settles all atoms of a part; only the rules `alive` can cover any.
    ///
    /// It calls itself at most once for each list: a list that has been split is of one class.
    fn settle(&self, part: &Part<'_>, alive: &[usize], coverage: &mut Coverage) {
        if alive.is_empty() {
            coverage.uncovered.push(part.rule());
        } else if let Some(first) = self.covering(part, alive).next() {
            coverage.covered_by.insert(first);
        } else if let Some((place, classes)) = self.split(part, alive) {
            for (holders, items) in classes {
                self.settle(&part.with(place, items), &holders, coverage);
            }
        } else {
            // All atoms are held by the same rules, and no rule covers all.
            coverage.uncovered.push(part.rule());
        }
    }

    /// The first list whose items are not all held by the same rules, in its classes.
    fn split<'w>(&self, part: &Part<'w>, alive: &[usize]) -> Option<(usize, Classes<'w>)> {
        let classes = part.lists().iter().map(|list| self.classes(list, alive)).enumerate();
        classes.into_iter().find(|(_, classes)| classes.len() > 1)
    }
}

/// Compares each atom of `wanted` with the rules of `owner`. Where one owner is asked about often, keep its [`Held`].
#[must_use]
pub fn coverage(owner: &[Rule], wanted: &[Rule]) -> Coverage {
    Held::new(owner).coverage(wanted)
}

/// What of `wanted` no single rule of `owner` covers; nothing when the API server would let the owner hand it on.
#[must_use]
pub fn uncovered(owner: &[Rule], wanted: &[Rule]) -> Vec<Rule> {
    coverage(owner, wanted).uncovered
}
