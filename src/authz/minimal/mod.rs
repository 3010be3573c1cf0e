//! Fewer rules that say the same, and what some rules say more than others.
//!
//! Phases: rules are split and their lists cleared of what other items cover (`normal`); then, until nothing changes, a
//! rule that another one covers is dropped, and rules that differ in one dimension only become one (`merge`). One
//! dimension at a time: rules are products, so `get pods` of the core group and `get jobs` of batch are not `get pods,
//! jobs` of both.
//!
//! The same requests are allowed before and after, and the same is covered, as owner and as wanted. One thing is let
//! go: an access review that spells `pods/log` as its resource is matched by the rule entry `pods/log` but not by
//! `*/log`, which swallows it here; no real request does that.
//!
//! Cost: a merging pass is linear in the size of the rules, which are looked up by their other dimensions and never
//! compared in pairs. A covering rule is looked for through [`Held`], among the rules that share an item of the least
//! common list. There are at most as many passes as rules, in practice two or three.

use crate::model::Rule;

use super::coverage::{Held, parts, uncovered};

mod merge;
mod normal;
#[cfg(test)]
mod tests;

use merge::{Dimension, merge};
use normal::normal;

/// A small list of rules that allows and covers what these do, in an order of its own: by API group, resource, verbs;
/// URLs last. The same whatever the order of the input.
#[must_use]
pub fn minimal(rules: &[Rule]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = rules.iter().flat_map(normal).collect();
    rules.sort_unstable();
    rules.dedup();
    loop {
        let before = rules.len();
        rules = without_covered(rules);
        for dimension in Dimension::ALL {
            rules = merge(rules, dimension);
        }
        if rules.len() == before {
            break;
        }
    }
    rules.sort_by(|one, other| key(one).cmp(&key(other)));
    rules
}

/// What is held through `held` and not through `other`, as few rules: the atoms that no single rule of `other` covers.
///
/// A wildcard is only covered by a wildcard, so `*` without `get` is still `*`: nobody knows what else it holds.
#[must_use]
pub fn subtract(held: &[Rule], other: &[Rule]) -> Vec<Rule> {
    minimal(&uncovered(other, held))
}

/// Drops each rule that another one covers alone. Normal rules that cover each other are equal, and equal ones are gone.
fn without_covered(rules: Vec<Rule>) -> Vec<Rule> {
    let held = Held::new(&rules);
    let is_covered = |place: usize, rule: &Rule| {
        parts(rule).all(|part| held.covering(&part, &held.candidates(&part)).any(|other| other != place))
    };
    let covered: Vec<bool> = rules.iter().enumerate().map(|(place, rule)| is_covered(place, rule)).collect();
    rules.into_iter().zip(covered).filter(|(_, covered)| !covered).map(|(rule, _)| rule).collect()
}

fn key(rule: &Rule) -> (bool, impl Ord + '_) {
    let lists = (&rule.api_groups, &rule.resources, &rule.verbs, &rule.resource_names, &rule.non_resource_urls);
    (!rule.non_resource_urls.is_empty(), lists)
}
