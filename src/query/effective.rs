//! What a subject may do in effect: its rules merged, by scope; and what two subjects do not share.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{Access, GrantedIn, Row, Served, alive, matrix, minimal, subtract};
use crate::model::{RoleId, Rule, Scope, Subject};

use super::permissions::held;
use super::rule::RuleText;

/// Rules by scope.
pub type RulesByScope = BTreeMap<Scope, Vec<Rule>>;

/// What a subject may do, in as few rules as that takes.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Effective {
    /// Who.
    pub subject: String,
    /// The groups that were taken into account.
    pub groups: Vec<String>,
    /// What it may do; in a namespace, what it may not do everywhere.
    pub effective: Vec<ScopedRule>,
}

/// A rule where it holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct ScopedRule {
    /// `cluster` or `namespace/NS`.
    pub scope: String,
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleText,
}

/// What two sides do not share.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The one.
    pub left: String,
    /// The other.
    pub right: String,
    /// What only the one may do.
    pub only_left: Vec<ScopedRule>,
    /// What only the other may do.
    pub only_right: Vec<ScopedRule>,
}

/// The rules of an identity by scope, without what matches no request where it is granted.
#[must_use]
pub fn rules_by_scope(access: &Access<'_>, identity: &[Subject], namespace: Option<&str>) -> RulesByScope {
    let snapshot = access.snapshot();
    let mut rules = RulesByScope::new();
    for held in held(access, identity, namespace) {
        let granted = GrantedIn::from(&held.scope);
        let rule = snapshot.role(held.grant.role).rules.get(held.grant.rule);
        let alive = rule.and_then(|rule| alive(rule, granted, Served::from(snapshot)));
        if let Some(rule) = alive {
            rules.entry(held.scope).or_default().push(rule);
        }
    }
    rules
}

/// The rules of a role, as if it were bound in the cluster, or a Role in its namespace.
#[must_use]
pub fn rules_of_role(access: &Access<'_>, id: RoleId) -> RulesByScope {
    let role = access.snapshot().role(id);
    let (scope, served) = (Scope::from(role.namespace.clone()), Served::from(access.snapshot()));
    let rules = role.rules.iter().filter_map(|rule| alive(rule, GrantedIn::from(&scope), served)).collect();
    RulesByScope::from([(scope, rules)])
}

/// The same in as few rules as that takes. What holds everywhere is not said again of a namespace.
#[must_use]
pub fn effective(rules: &RulesByScope) -> Vec<ScopedRule> {
    let everywhere = everywhere(rules);
    let minimal = rules.iter().flat_map(|(scope, own)| match scope {
        Scope::Cluster => scoped(scope, &minimal(own)),
        Scope::Namespace(_) => scoped(scope, &subtract(own, everywhere)),
    });
    minimal.collect()
}

/// What only one side may do, for each side.
#[must_use]
pub fn difference(left: &RulesByScope, right: &RulesByScope) -> (Vec<ScopedRule>, Vec<ScopedRule>) {
    (beyond(left, right), beyond(right, left))
}

/// What one side may do and the other may not.
fn beyond(one: &RulesByScope, other: &RulesByScope) -> Vec<ScopedRule> {
    let own_everywhere = everywhere(one);
    let mut found = Vec::new();
    for (scope, rules) in one {
        let mut held = everywhere(other).to_vec();
        if let Scope::Namespace(_) = scope {
            held.extend(other.get(scope).into_iter().flatten().cloned());
            // Said of the cluster already.
            held.extend(own_everywhere.iter().cloned());
        }
        found.extend(scoped(scope, &subtract(rules, &held)));
    }
    found
}

fn everywhere(rules: &RulesByScope) -> &[Rule] {
    rules.get(&Scope::Cluster).map_or(&[], Vec::as_slice)
}

fn scoped(scope: &Scope, rules: &[Rule]) -> Vec<ScopedRule> {
    rules.iter().map(|rule| ScopedRule { scope: scope.id(), rule: rule.into() }).collect()
}

/// A table of verbs over resources, for each scope.
#[must_use]
pub fn matrices(rules: &RulesByScope) -> Vec<(Scope, Vec<Row>)> {
    rules.iter().map(|(scope, rules)| (scope.clone(), matrix(rules))).collect()
}
