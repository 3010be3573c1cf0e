//! Aggregated ClusterRoles of manifests: what the controller would have written into `rules`.
//!
//! Compare `clusterroleaggregation_controller.go` upstream: the union of the rules of every selected ClusterRole, itself
//! left out, in the order of names. Selected roles may be aggregated too, so this repeats until nothing changes. From
//! a server the rules are taken as they are, never computed.
//!
//! Every role may select every other, so the union can be quadratic: work beyond a budget is a gap.

use std::collections::HashSet;

use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::model::{Gap, Note, Origin, Reason, Role, Rule};

use super::some_of;

/// How many selections are tried, and how many rules are copied, at most.
const BUDGET: usize = 20_000_000;

/// An aggregated role and the roles that it selects, as places in the table.
struct Union {
    role: usize,
    sources: Vec<usize>,
}

pub(super) fn fill(found: &mut Found) {
    let mut budget = BUDGET;
    let waits = |role: &Role| !role.aggregation.is_empty() && (role.rules.is_empty() || role.origin == Origin::Assumed);
    let unions = unions(&found.roles, waits, &mut budget);
    let Some(unions) = unions.filter(|unions| settle(&mut found.roles, unions, &mut budget)) else {
        found.gaps.push(Gap {
            resource: Kind::ClusterRole.resource().to_owned(),
            scope: "cluster".to_owned(),
            reason: Reason::Limit,
            effect: "aggregated ClusterRoles select so many others that their rules were not all united".to_owned(),
        });
        return;
    };
    note_differences(found, &mut budget);
    let given = unions.iter().filter_map(|union| found.roles.get(union.role));
    let given = given.filter(|role| role.origin == Origin::Given);
    let names: Vec<String> = given.map(Role::id).collect();
    if !names.is_empty() {
        found.notes.push(Note {
            warning: false,
            text: format!(
                "aggregated from the roles that they select, as the cluster's controller would do it: {}",
                some_of(&names)
            ),
        });
    }
}

/// Notes the roles whose rules are not what their controller would write: judged as they are, they may soon be others.
fn note_differences(found: &mut Found, budget: &mut usize) {
    let written = |role: &Role| !role.aggregation.is_empty() && !role.rules.is_empty() && role.origin == Origin::Given;
    let unions = unions(&found.roles, written, budget).unwrap_or_default();
    let differs = |union: &&Union| {
        let own = found.roles.get(union.role).map(|role| role.rules.iter().collect::<HashSet<_>>());
        let mut budget = BUDGET;
        let rules = united(&found.roles, union, &mut budget).filter(|_| !union.sources.is_empty());
        rules.is_some_and(|rules| own != Some(rules.iter().collect()))
    };
    let names: Vec<String> =
        unions.iter().filter(differs).filter_map(|union| found.roles.get(union.role)).map(Role::id).collect();
    if !names.is_empty() {
        let text = format!(
            "aggregated, but with other rules than the roles that they select; judged as written, though a cluster's \
             controller would replace them: {}",
            some_of(&names)
        );
        found.notes.push(Note { warning: true, text });
    }
}

fn unions(roles: &[Role], waits: impl Fn(&Role) -> bool, budget: &mut usize) -> Option<Vec<Union>> {
    let cluster_roles = roles.iter().take_while(|role| role.namespace.is_none()).count();
    let mut unions = Vec::new();
    for (place, role) in roles.iter().enumerate().filter(|(_, role)| waits(role)) {
        let work = cluster_roles.saturating_mul(role.aggregation.len());
        *budget = budget.checked_sub(work)?;
        let selects = |other: &Role| role.aggregation.iter().any(|selector| selector.selects(&other.labels));
        let others = roles.iter().take(cluster_roles).enumerate();
        let sources = others.filter(|(other, source)| *other != place && selects(source));
        unions.push(Union { role: place, sources: sources.map(|(other, _)| other).collect() });
    }
    Some(unions)
}

/// Unites until nothing changes; false when that is too much.
fn settle(roles: &mut [Role], unions: &[Union], budget: &mut usize) -> bool {
    loop {
        let mut changed = false;
        for union in unions {
            let Some(rules) = united(roles, union, budget) else {
                return false;
            };
            if let Some(role) = roles.get_mut(union.role)
                && rules.len() > role.rules.len()
            {
                role.rules = rules.into();
                changed = true;
            }
        }
        if !changed {
            return true;
        }
    }
}

fn united(roles: &[Role], union: &Union, budget: &mut usize) -> Option<Vec<Rule>> {
    let sources = union.sources.iter().filter_map(|source| roles.get(*source));
    let mut seen = HashSet::new();
    let mut rules = Vec::new();
    for source in sources {
        *budget = budget.checked_sub(source.rules.len().saturating_add(1))?;
        rules.extend(source.rules.iter().filter(|rule| seen.insert(*rule)).cloned());
    }
    Some(rules)
}
