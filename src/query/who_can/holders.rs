//! Whom bindings give what was asked: every distinct rule list and every binding is looked at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{Access, Grant, representative, rule_allows, rule_concerns};
use crate::model::{Rule, Scope, Subject};
use crate::query::Question;

/// Whom bindings give what was asked.
#[derive(Default)]
pub(super) struct Holders<'s> {
    /// Those who hold it, by holder and scope.
    pub(super) full: BTreeMap<(&'s Subject, Scope), BTreeSet<Grant>>,
    /// What gives it for certain names only; the grants of a binding stand together.
    pub(super) named: BTreeSet<Grant>,
}

/// Adds those who hold what was asked, and what gives it for certain names only.
pub(super) fn add_holders<'s>(
    access: &Access<'s>,
    question: &Question,
    namespace: Option<&str>,
    holders: &mut Holders<'s>,
) {
    let snapshot = access.snapshot();
    for list in access.rule_lists() {
        let rules = representative(snapshot, list).map_or(&[][..], |role| &*role.rules);
        // Most roles are about something else; what is left is judged where it is granted.
        let concerned = concerned(rules, question);
        if concerned.is_empty() {
            continue;
        }
        for (role, id) in list.iter().flat_map(|&role| access.bindings_of(role).iter().map(move |&id| (role, id))) {
            let binding = snapshot.binding(id);
            let scope = binding.scope();
            // In one namespace a Namespace object has its name, whichever binding is asked.
            let place = if scope == Scope::Cluster { question.place(namespace) } else { scope.clone() };
            let Some(request) = question.request(&place).filter(|_| within(&scope, namespace)) else {
                continue;
            };
            let allows = |place: &usize| rules.get(*place).is_some_and(|rule| rule_allows(rule, &request));
            let grant = |rule| Grant { binding: Some(id), role, rule };
            match concerned.iter().copied().find(allows) {
                Some(rule) => {
                    for subject in &binding.subjects {
                        holders.full.entry((subject, scope.clone())).or_default().insert(grant(rule));
                    }
                }
                None if question.could_be_named() => holders.named.extend(concerned.iter().copied().map(grant)),
                None => {}
            }
        }
    }
}

/// The rules that are about what was asked, whatever their names.
fn concerned(rules: &[Rule], question: &Question) -> Vec<usize> {
    let Some(request) = question.request(&Scope::Cluster) else {
        return Vec::new();
    };
    (0..).zip(rules).filter(|(_, rule)| rule_concerns(rule, &request)).map(|(place, _)| place).collect()
}

fn within(scope: &Scope, namespace: Option<&str>) -> bool {
    match (scope.namespace(), namespace) {
        (Some(own), Some(only)) => own == only,
        _ => true,
    }
}
