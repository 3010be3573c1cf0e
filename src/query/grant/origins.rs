//! Where the rules of aggregated ClusterRoles come from.
//!
//! An aggregated ClusterRole holds the rules of those that its selectors choose, aggregated ones among them: `admin` has
//! those of `edit`, which has those of `system:aggregate-to-edit`. Compare `syncClusterRole` in
//! `clusterroleaggregation_controller.go` upstream.
//!
//! Each aggregated role is looked at once, when the first of its rules is asked for, however many bindings grant it. Cost:
//! the labels of every ClusterRole, once for each aggregated role on the way; kept is one place for each of its rules.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::OnceLock;

use crate::authz::Grant;
use crate::model::{Role, RoleId, Rule, Snapshot};

use super::{GrantInfo, RuleInfo};

/// A rule of a role.
type Place = (RoleId, usize);

/// Finds where the rules of aggregated roles come from.
pub struct Origins<'s> {
    snapshot: &'s Snapshot,
    /// The places that the rules of each aggregated role come from, in the order of its rules.
    aggregated: BTreeMap<RoleId, OnceLock<Vec<Option<Place>>>>,
}

impl<'s> Origins<'s> {
    /// Looks for the aggregated roles of a snapshot.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let aggregated = snapshot.role_ids().filter(|(_, role)| !role.aggregation.is_empty());
        Origins { snapshot, aggregated: aggregated.map(|(id, _)| (id, OnceLock::new())).collect() }
    }

    /// The role that an aggregated role has this rule from: one that is not aggregated itself and holds the same rule.
    ///
    /// One that the role selects itself comes before one that it has through another aggregated role; of several the first
    /// by name is told.
    #[must_use]
    pub fn of(&self, role: RoleId, rule: usize) -> Option<RuleInfo> {
        let sources = self.aggregated.get(&role)?.get_or_init(|| self.sources(role));
        let (role, rule) = sources.get(rule).copied().flatten()?;
        Some(RuleInfo { role: self.snapshot.role(role).id(), rule })
    }

    /// The rule of a grant.
    #[must_use]
    pub fn rule(&self, grant: &Grant) -> Option<&'s Rule> {
        self.snapshot.role(grant.role).rules.get(grant.rule)
    }

    /// A grant as a report shows it.
    #[must_use]
    pub fn info(&self, grant: &Grant) -> GrantInfo {
        let binding = grant.binding.map(|id| self.snapshot.binding(id).id()).unwrap_or_default();
        let from = self.of(grant.role, grant.rule);
        GrantInfo { binding, role: self.snapshot.role(grant.role).id(), rule: grant.rule, from }
    }

    /// Level by level, until every rule of this role is found.
    fn sources(&self, role: RoleId) -> Vec<Option<Place>> {
        let rules = &self.snapshot.role(role).rules;
        let wanted: HashSet<&Rule> = rules.iter().collect();
        let mut found: HashMap<&Rule, Place> = HashMap::new();
        // Roles may select each other, and themselves.
        let mut seen = BTreeSet::from([role]);
        let mut waiting = VecDeque::from([role]);
        while let Some(next) = waiting.pop_front().filter(|_| found.len() < wanted.len()) {
            for (source, role) in self.selected_by(next) {
                if !seen.insert(source) {
                    continue;
                }
                if !role.aggregation.is_empty() {
                    waiting.push_back(source);
                    continue;
                }
                for (place, rule) in (0..).zip(&role.rules).filter(|(_, rule)| wanted.contains(rule)) {
                    found.entry(rule).or_insert((source, place));
                }
            }
        }
        rules.iter().map(|rule| found.get(rule).copied()).collect()
    }

    /// The ClusterRoles that an aggregated one selects, by name.
    fn selected_by(&self, role: RoleId) -> impl Iterator<Item = (RoleId, &'s Role)> {
        let selectors = &self.snapshot.role(role).aggregation;
        let selected = move |role: &Role| selectors.iter().any(|selector| selector.selects(&role.labels));
        // ClusterRoles come first.
        let cluster_roles = self.snapshot.role_ids().take_while(|(_, role)| role.namespace.is_none());
        cluster_roles.filter(move |(_, role)| selected(role))
    }
}
