//! Runs the examples of entries: a hit must hit, a near miss must not.

use crate::model::{Name, Role, RoleId, Scope, Version};

use super::hits::{HeldRole, hits};
use super::matching::{Held, Needs};
use super::{Entry, Example, Template};

/// What is wrong with the examples of a template, one sentence each; nothing when all are right.
#[must_use]
pub fn example_failures(template: &Template, newest: Version) -> Vec<String> {
    let mut failures = Vec::new();
    for (place, entry) in template.entries.iter().enumerate() {
        // An entry that ended is tried on the last version that it works on.
        let version = entry.until.map_or(newest, |until| Version { minor: until.minor.saturating_sub(1), ..until });
        let needs = Needs::new(template, version);
        if !entry.hit.is_empty() && !is_hit(&needs, place, &entry.hit) {
            failures.push(failure(entry, "its hit does not hit"));
        }
        if !entry.miss.is_empty() && is_hit(&needs, place, &entry.miss) {
            failures.push(failure(entry, "its near miss hits"));
        }
    }
    failures
}

fn failure(entry: &Entry, what: &str) -> String {
    format!("{} (line {}): {what}", entry.id, entry.line)
}

/// Whether somebody who is granted these rules hits the entry. Rules granted in one place are one role there.
fn is_hit(needs: &Needs<'_>, entry: usize, examples: &[Example]) -> bool {
    let mut places: Vec<Option<&Name>> = examples.iter().map(|example| example.namespace.as_ref()).collect();
    places.sort_unstable();
    places.dedup();
    let roles: Vec<Role> = places.iter().map(|place| role(*place, examples)).collect();
    let held: Vec<Vec<Held>> = roles.iter().map(|role| needs.held_by(&role.rules)).collect();
    let bound: Vec<HeldRole> = places
        .iter()
        .enumerate()
        .map(|(index, place)| HeldRole {
            binding: None,
            role: RoleId::new(index),
            scope: Scope::from(place.cloned()),
            inherited: false,
        })
        .collect();
    let held = |role: RoleId| held.get(role.index()).map(Vec::as_slice).unwrap_or_default();
    hits(needs, &bound, held).entries.iter().any(|hit| hit.entry == entry)
}

fn role(place: Option<&Name>, examples: &[Example]) -> Role {
    let rules = examples.iter().filter(|example| example.namespace.as_ref() == place);
    Role {
        namespace: None,
        name: "example".into(),
        labels: crate::model::Labels::new(),
        rules: rules.map(|example| example.rule.clone()).collect(),
        aggregation: Vec::new(),
        origin: crate::model::Origin::Given,
        location: None,
    }
}
