//! What the rules of a role hit, and which of them say most.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::RoleId;
use crate::template::{Entry, Hit, Severity};

use super::super::assess::Assessment;
use super::super::judging::Rated;

/// What the rules of a role hit.
#[derive(Default)]
pub(super) struct RoleHits {
    pub(super) rated: Vec<Rated>,
    pub(super) entries: BTreeMap<usize, Severity>,
    /// Each rule, and the worst that it hits with how much that explains.
    rules: BTreeMap<usize, (Severity, Rank)>,
}

/// How much an entry explains.
pub(super) type Rank = Option<(Severity, Severity, Reverse<usize>)>;

impl RoleHits {
    pub(super) fn add(&mut self, role: RoleId, hit: &Hit, worth: (Severity, Rank)) {
        let known = self.entries.entry(hit.entry).or_insert(worth.0);
        *known = worth.0.max(*known);
        for grant in hit.grants.iter().filter(|grant| grant.role == role) {
            let known = self.rules.entry(grant.rule).or_insert(worth);
            *known = worth.max(*known);
        }
    }

    /// The rules, the most telling first.
    pub(super) fn rules(&self) -> Vec<usize> {
        let mut rules: Vec<(usize, (Severity, Rank))> =
            self.rules.iter().map(|(rule, worth)| (*rule, *worth)).collect();
        rules.sort_by_key(|(rule, worth)| (Reverse(*worth), *rule));
        rules.into_iter().map(|(rule, _)| rule).collect()
    }
}

pub(super) fn rank(assessment: &Assessment<'_>, entry: usize) -> Rank {
    assessment.template.entries.get(entry).map(Entry::rank)
}
