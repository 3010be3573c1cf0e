//! A slow twin, with nothing in common but the question: every atom against every rule, on the strings of the YAML.

use std::collections::BTreeSet;

use fastrand::Rng;

use super::Held;
use crate::authz::random_rules;
use crate::model::{Name, Rule};

/// The strings of a rule.
#[derive(Debug)]
struct Plain {
    verbs: Vec<Name>,
    groups: Vec<Name>,
    resources: Vec<Name>,
    names: Vec<Name>,
    urls: Vec<Name>,
}

/// Verb, group, resource, name (several for none), URL; what an atom has not is missing.
type Atom<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<&'a str>);

fn plain(rule: &Rule) -> Plain {
    fn texts<T: Clone + Into<Name>>(list: &[T]) -> Vec<Name> {
        list.iter().cloned().map(Into::into).collect()
    }
    Plain {
        verbs: texts(&rule.verbs),
        groups: texts(&rule.api_groups),
        resources: texts(&rule.resources),
        names: texts(&rule.resource_names),
        urls: texts(&rule.non_resource_urls),
    }
}

fn atoms(rules: &[Plain]) -> BTreeSet<Atom<'_>> {
    let mut atoms = BTreeSet::new();
    for rule in rules {
        for verb in &rule.verbs {
            for url in &rule.urls {
                atoms.insert((verb.as_str(), None, None, None, Some(url.as_str())));
            }
            for group in &rule.groups {
                for resource in &rule.resources {
                    let of = |name| (verb.as_str(), Some(group.as_str()), Some(resource.as_str()), name, None);
                    if rule.names.is_empty() {
                        atoms.insert(of(None));
                    }
                    atoms.extend(rule.names.iter().map(|name| of(Some(name.as_str()))));
                }
            }
        }
    }
    atoms
}

fn covers(owner: &Plain, (verb, group, resource, name, url): &Atom<'_>) -> bool {
    let has = |list: &[Name], text: &str| list.iter().any(|item| item == text);
    let verb = has(&owner.verbs, "*") || has(&owner.verbs, verb);
    let group = group.is_none_or(|group| has(&owner.groups, "*") || has(&owner.groups, group));
    let resource = resource.is_none_or(|resource| {
        let subresource = resource.find('/').map(|slash| &resource[slash..]);
        let wide = |own: &Name| own.strip_prefix('*').is_some_and(|rest| Some(rest) == subresource);
        has(&owner.resources, "*") || has(&owner.resources, resource) || owner.resources.iter().any(wide)
    });
    let name = owner.names.is_empty() || name.is_some_and(|name| has(&owner.names, name));
    let url = url.is_none_or(|url| {
        let prefix = |own: &Name| own.ends_with('*') && url.starts_with(own.trim_end_matches('*'));
        owner.urls.iter().any(|own| own == url || prefix(own))
    });
    verb && group && resource && name && url
}

/// Owners and what is wanted of them: every pair of these is compared.
const OWNERS: usize = 500;
const WANTED: usize = 200;

#[test]
fn random_rules_are_covered_as_the_slow_twin_says() {
    let mut random = Rng::with_seed(35);
    let mut lists = |count: usize, most: usize| -> Vec<(Vec<Rule>, Vec<Plain>)> {
        let rules = (0..count).map(|_| random_rules::rules(&mut random, most));
        rules.map(|rules| (rules.clone(), rules.iter().map(plain).collect())).collect()
    };
    let (owners, wanted) = (lists(OWNERS, 4), lists(WANTED, 2));
    let wanted: Vec<(&[Rule], BTreeSet<Atom<'_>>)> =
        wanted.iter().map(|(rules, plain_rules)| (rules.as_slice(), atoms(plain_rules))).collect();
    let mut seen = [0, 0, 0];
    for (owner, plain_owner) in &owners {
        let held = Held::new(owner);
        for (rules, all) in &wanted {
            let is_covered = |atom: &&Atom<'_>| plain_owner.iter().any(|own| covers(own, atom));
            let (covered, expected): (Vec<&Atom<'_>>, Vec<&Atom<'_>>) = all.iter().partition(is_covered);
            let found = held.coverage(*rules);
            let uncovered: Vec<Plain> = found.uncovered.iter().map(plain).collect();
            assert!(atoms(&uncovered).iter().eq(expected.iter().copied()), "{owner:?} {rules:?}: {found:?}");
            // The rules named as evidence cover by themselves all that is covered.
            let by_evidence = |atom: &&Atom<'_>| found.covered_by.iter().any(|&own| covers(&plain_owner[own], atom));
            assert!(covered.iter().all(by_evidence), "{owner:?} {rules:?}: {found:?}");
            seen[if expected.is_empty() { 0 } else { 1 + usize::from(covered.is_empty()) }] += 1;
        }
    }
    // The generator asks something: all covered, some, and none.
    assert!(seen.iter().all(|&count| count > OWNERS * WANTED / 20), "{seen:?}");
}
