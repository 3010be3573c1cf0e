//! From what bindings give to everybody who has it: those whom bindings name, and the known members of their groups.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::authz::{Access, Grant, MASTERS, implied_groups};
use crate::model::{Scope, Subject};
use crate::query::known::known_subjects;
use crate::query::{Origins, Runs};

use super::holdings::{Holder, Holdings, ScopeGrants};

/// Where each subject may, by bindings that name it.
type Named<'s> = BTreeMap<&'s Subject, Vec<ScopeGrants>>;

/// Everybody who may. Every known subject is looked at once.
pub(super) fn holdings(
    access: &Access<'_>,
    origins: &Origins<'_>,
    full: BTreeMap<(&Subject, Scope), BTreeSet<Grant>>,
) -> Holdings {
    let (runs, known, masters) = (Runs::new(access.snapshot()), known_subjects(access), Subject::group(MASTERS));
    let mut named = Named::new();
    for ((subject, scope), grants) in full {
        let grants = grants.iter().map(|grant| origins.info(grant)).collect();
        named.entry(subject).or_default().push(ScopeGrants { scope: scope.id(), grants });
    }
    // Its members pass before any binding is asked.
    if known.contains(&masters) {
        let held = named.entry(&masters).or_default();
        if held.iter().all(|held| held.scope != Scope::Cluster.id()) {
            held.push(ScopeGrants { scope: Scope::Cluster.id(), grants: Vec::new() });
        }
    }
    let groups: BTreeMap<&Subject, Arc<str>> = named.keys().map(|&subject| (subject, subject.id().into())).collect();
    let holders = known.iter().filter_map(|subject| {
        let implied = implied_groups(subject);
        let mut of_groups: Vec<Arc<str>> = implied.iter().filter_map(|group| groups.get(group).cloned()).collect();
        of_groups.sort();
        let mut named = named.remove(subject).unwrap_or_default();
        named.sort_by(|one, other| one.scope.cmp(&other.scope));
        let may = !(named.is_empty() && of_groups.is_empty());
        let pods = || runs.as_subject(subject).to_vec();
        may.then(|| Holder { subject: subject.id(), named, groups: of_groups, pods: pods() })
    });
    Holdings::new(holders.collect())
}
