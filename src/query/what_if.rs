//! What if a grant were not there: the snapshot without it, to be analysed anew.
//!
//! A rule is emptied rather than taken out, so that the places of the others stay what they are. What aggregated
//! ClusterRoles have from what is removed goes as well, as the controller would do it (`syncClusterRole` in
//! `clusterroleaggregation_controller.go` upstream).

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::model::{BindingId, Role, RoleId, Rule, Snapshot};
use crate::yaml::nearest;

/// A grant, or a part of what grants.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Removal {
    /// A binding.
    Binding(BindingId),
    /// A role.
    Role(RoleId),
    /// A rule of a role, from 0.
    Rule(RoleId, usize),
}

/// What this names: a role or a binding, and behind `#` a rule of a role.
///
/// # Errors
/// When nothing has the name, as a sentence.
pub fn removal(snapshot: &Snapshot, text: &str) -> Result<Removal, String> {
    let (name, rule) = text.rsplit_once('#').map_or((text, None), |(name, rule)| (name, Some(rule)));
    if let Some((id, binding)) = snapshot.binding_ids().find(|(_, binding)| binding.id() == name) {
        return match rule {
            None => Ok(Removal::Binding(id)),
            Some(rule) => Err(format!("a binding has no rules; write {}#{rule}, which it grants", binding.role_id())),
        };
    }
    let Some((id, role)) = snapshot.role_ids().find(|(_, role)| role.id() == name) else {
        return Err(unknown(snapshot, name));
    };
    let Some(rule) = rule else { return Ok(Removal::Role(id)) };
    let place = rule.parse().ok().filter(|place| *place < role.rules.len());
    place
        .map(|place| Removal::Rule(id, place))
        .ok_or_else(|| format!("{name} has {} rules, numbered from 0; there is no rule {rule}", role.rules.len()))
}

fn unknown(snapshot: &Snapshot, name: &str) -> String {
    let roles = snapshot.roles.iter().map(Role::id);
    let known: Vec<String> = roles.chain(snapshot.bindings.iter().map(crate::model::Binding::id)).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let hint = nearest(name, &known).map_or_else(String::new, |near| format!("; did you mean {near}?"));
    if name.contains(':') {
        format!("there is no {name}{hint}")
    } else {
        format!(
            "{name:?} is no grant{hint}; write rolebinding:NS/NAME, clusterrolebinding:NAME, role:NS/NAME or \
             clusterrole:NAME, with #RULE for one rule of a role"
        )
    }
}

/// The same cluster without these.
#[must_use]
pub fn without(snapshot: &Snapshot, removals: &[Removal]) -> Snapshot {
    let mut changed = snapshot.clone();
    let mut gone_roles = BTreeSet::new();
    let mut gone_bindings = BTreeSet::new();
    let before = aggregates(snapshot, &BTreeSet::new());
    for removal in removals {
        match *removal {
            Removal::Binding(id) => drop(gone_bindings.insert(id)),
            Removal::Role(id) => drop(gone_roles.insert(id)),
            Removal::Rule(id, place) => {
                if let Some(rule) = rules_of(&mut changed, id).and_then(|rules| rules.get_mut(place)) {
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

fn rules_of(snapshot: &mut Snapshot, id: RoleId) -> Option<&mut Vec<Rule>> {
    snapshot.roles.get_mut(id.index()).map(|role| &mut role.rules)
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
