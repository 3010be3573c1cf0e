//! What if a grant or a workload were not there: the snapshot without it, to be analysed anew.
//!
//! A rule is emptied rather than taken out, so that the places of the others stay what they are. What aggregated
//! ClusterRoles have from what is removed goes as well, as the controller would do it (`syncClusterRole` in
//! `clusterroleaggregation_controller.go` upstream).

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::model::{BindingId, RoleId, Rule, Snapshot};

mod removal;

pub use removal::{Removal, removal};

/// The same cluster without these.
#[must_use]
pub fn without(snapshot: &Snapshot, removals: &[Removal]) -> Snapshot {
    let mut changed = snapshot.clone();
    let mut gone_roles = BTreeSet::new();
    let mut gone_bindings = BTreeSet::new();
    let before = aggregates(snapshot, &BTreeSet::new());
    for removal in removals {
        match removal {
            Removal::Binding(id) => drop(gone_bindings.insert(*id)),
            Removal::Role(id) => drop(gone_roles.insert(*id)),
            Removal::Workload(id) => stop(&mut changed, id),
            Removal::Rule(id, place) => {
                if let Some(rule) = rules_of(&mut changed, *id).and_then(|rules| rules.get_mut(*place)) {
                    *rule = Rule::default();
                }
            }
        }
    }
    let after = aggregates(&changed, &gone_roles);
    for ((id, had), (_, has)) in before.into_iter().zip(after) {
        let lost = |rule: &&mut Rule| had.contains(&**rule) && !has.contains(&**rule);
        rules_of(&mut changed, id).into_iter().flatten().filter(lost).for_each(|rule| *rule = Rule::default());
    }
    let mut place = 0..;
    changed.roles.retain(|_| !place.next().is_some_and(|place| gone_roles.contains(&RoleId::new(place))));
    let mut place = 0..;
    changed.bindings.retain(|_| !place.next().is_some_and(|place| gone_bindings.contains(&BindingId::new(place))));
    changed
}

/// Takes a workload out, with its pods and what it makes to have them.
fn stop(snapshot: &mut Snapshot, id: &str) {
    snapshot.pods.retain(|pod| pod.workload.id(&pod.namespace) != id);
    snapshot.workloads.retain(|own| {
        let owner = own.owner.as_ref().map(|owner| owner.id(&own.namespace));
        own.workload.id(&own.namespace) != id && owner.as_deref() != Some(id)
    });
}

fn rules_of(snapshot: &mut Snapshot, id: RoleId) -> Option<&mut [Rule]> {
    snapshot.roles.get_mut(id.index()).map(|role| role.rules.to_mut())
}

/// Each aggregated role with the rules that it has from others.
fn aggregates(snapshot: &Snapshot, gone: &BTreeSet<RoleId>) -> Vec<(RoleId, HashSet<Rule>)> {
    let aggregated = snapshot.role_ids().filter(|(_, role)| !role.aggregation.is_empty());
    aggregated.map(|(id, _)| (id, contributed(snapshot, id, gone))).collect()
}

/// The rules of the ordinary roles that an aggregated one selects, itself or through others.
fn contributed(snapshot: &Snapshot, role: RoleId, gone: &BTreeSet<RoleId>) -> HashSet<Rule> {
    let (mut rules, mut seen) = (HashSet::new(), BTreeSet::from([role]));
    let mut waiting = VecDeque::from([role]);
    while let Some(next) = waiting.pop_front() {
        let selectors = &snapshot.role(next).aggregation;
        let chosen = snapshot.role_ids().filter(|(id, role)| {
            role.namespace.is_none()
                && !gone.contains(id)
                && selectors.iter().any(|selector| selector.selects(&role.labels))
        });
        for (id, role) in chosen {
            if !seen.insert(id) {
                continue;
            }
            if role.aggregation.is_empty() {
                rules.extend(role.rules.iter().cloned());
            } else {
                waiting.push_back(id);
            }
        }
    }
    rules
}
