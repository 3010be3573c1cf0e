//! The rights that go, and where they stay.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{GrantedIn, Served, alive, minimal, uncovered};
use crate::diff::GrantChange;
use crate::model::{Binding, Name, Rule, Scope, Snapshot, Subject};
use crate::query::RuleText;

use super::Loss;

/// Where a right stays: for these names, in these namespaces.
type Stays = (Vec<Name>, Vec<Name>);

/// What each subject loses. What is no longer allowed in general may stay allowed for some names, or in some namespaces.
pub(super) fn losses(lost: &[GrantChange], after: &Snapshot) -> Vec<Loss> {
    let mut losses = Vec::new();
    for change in lost {
        let Some(subject) = Subject::of_id(&change.subject) else { continue };
        let held = Held::new(&subject, scope(&change.scope), after);
        let mut parts: BTreeMap<Stays, Vec<Rule>> = BTreeMap::new();
        for atom in living(change, after).iter().flat_map(by_verb) {
            parts.entry(held.stays(&atom)).or_default().push(atom);
        }
        for ((names, namespaces), atoms) in parts {
            losses.extend(minimal(&atoms).iter().map(|rule| Loss {
                subject: change.subject.clone(),
                scope: change.scope.clone(),
                but_in: namespaces.clone(),
                but_named: names.clone(),
                rule: RuleText::from(rule),
            }));
        }
    }
    losses
}

/// A rule for each of its verbs.
fn by_verb(rule: &Rule) -> impl Iterator<Item = Rule> {
    rule.verbs.iter().map(|verb| Rule { verbs: vec![verb.clone()], ..rule.clone() })
}

/// What of a change any request could ask for: each resource by itself, as a verb of one is none of another.
fn living(change: &GrantChange, snapshot: &Snapshot) -> Vec<Rule> {
    let rule = Rule::from(&change.rule);
    let granted = GrantedIn::from(&scope(&change.scope));
    let mut atoms = Vec::new();
    for group in &rule.api_groups {
        atoms.extend(rule.resources.iter().map(|resource| Rule {
            api_groups: vec![group.clone()],
            resources: vec![resource.clone()],
            non_resource_urls: Vec::new(),
            ..rule.clone()
        }));
    }
    atoms.push(Rule { verbs: rule.verbs.clone(), non_resource_urls: rule.non_resource_urls, ..Rule::default() });
    atoms.iter().filter_map(|atom| alive(atom, granted, Served::from(snapshot))).collect()
}

fn scope(id: &str) -> Scope {
    Scope::from(id.strip_prefix("namespace/").map(Name::from))
}

/// What a subject holds after a change in part of a scope: limited to names, or in namespaces of the cluster.
struct Held<'s> {
    named: Vec<(Rule, &'s [Name])>,
    inside: Vec<(&'s Name, &'s [Rule])>,
}

impl<'s> Held<'s> {
    fn new(subject: &Subject, scope: Scope, after: &'s Snapshot) -> Self {
        let mut held = Held { named: Vec::new(), inside: Vec::new() };
        for binding in after.bindings.iter().filter(|binding| binding.subjects.contains(subject)) {
            let rules = rules_of(after, binding);
            if binding.scope() == scope {
                let named = rules.iter().filter(|rule| !rule.resource_names.is_empty());
                let any = |rule: &Rule| Rule { resource_names: Vec::new(), ..rule.clone() };
                held.named.extend(named.map(|rule| (any(rule), rule.resource_names.as_slice())));
            } else if let (Scope::Cluster, Some(namespace)) = (&scope, &binding.namespace) {
                held.inside.push((namespace, rules));
            }
        }
        held
    }

    /// Where an atom stays.
    fn stays(&self, atom: &Rule) -> Stays {
        let covers = |rules: &[Rule]| uncovered(rules, std::slice::from_ref(atom)).is_empty();
        let named =
            self.named.iter().filter(|(rule, _)| atom.resource_names.is_empty() && covers(std::slice::from_ref(rule)));
        let names: BTreeSet<Name> = named.flat_map(|(_, names)| names.iter().cloned()).collect();
        let inside = self.inside.iter().filter(|(_, rules)| covers(rules));
        let namespaces: BTreeSet<Name> = inside.map(|(namespace, _)| (*namespace).clone()).collect();
        (names.into_iter().collect(), namespaces.into_iter().collect())
    }
}

fn rules_of<'s>(snapshot: &'s Snapshot, binding: &Binding) -> &'s [Rule] {
    let id = binding.role_id();
    snapshot.roles.iter().find(|role| role.id() == id).map_or(&[], |role| &role.rules)
}
