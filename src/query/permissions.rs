//! Everything that one subject holds, by scope, with where it comes from.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{Access, Grant, GrantedIn, Served};
use crate::model::{Scope, Subject};

use super::grant::{GrantInfo, Origins};
use super::lifeless::DeadInfo;
use super::rule::RuleText;
use super::runs::Runs;

/// What a subject holds.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Permissions {
    /// Who.
    pub subject: String,
    /// The groups that were taken into account.
    pub groups: Vec<String>,
    /// What runs as it.
    pub pods: Vec<String>,
    /// Every rule that it holds, cluster-wide ones first.
    pub permissions: Vec<PermissionInfo>,
    /// Bindings of it to roles that do not exist.
    pub dangling: Vec<String>,
}

impl Permissions {
    /// The roles that the rules come from, once each.
    #[must_use]
    pub fn roles(&self) -> Vec<&str> {
        let roles: BTreeSet<&str> = self.permissions.iter().map(|held| held.grant.role.as_str()).collect();
        roles.into_iter().collect()
    }
}

/// One rule that a subject holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PermissionInfo {
    /// `cluster` or `namespace/NS`.
    pub scope: String,
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleText,
    /// Where it comes from.
    #[serde(flatten)]
    pub grant: GrantInfo,
    /// The group that the binding names, if not the subject itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// What of the rule can match no request.
    #[serde(flatten)]
    pub dead: DeadInfo,
}

/// One rule that an identity holds, as the snapshot has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held<'i> {
    /// Where.
    pub scope: Scope,
    /// Which.
    pub grant: Grant,
    /// The subject of the identity that the binding names.
    pub subject: &'i Subject,
}

/// Every rule that an identity holds, in the cluster and in this namespace, or in all; in the order of bindings, once
/// each, by the first subject of the identity that a binding names.
#[must_use]
pub fn held<'i>(access: &Access<'_>, identity: &'i [Subject], namespace: Option<&str>) -> Vec<Held<'i>> {
    let snapshot = access.snapshot();
    let mut seen = BTreeSet::new();
    let mut bindings: Vec<_> = identity
        .iter()
        .flat_map(|subject| access.bindings_naming(subject).iter().map(move |&id| (id, subject)))
        .filter(|(id, _)| seen.insert(*id))
        .collect();
    bindings.sort_by_key(|(id, _)| *id);
    let mut held = Vec::new();
    for (id, subject) in bindings {
        let scope = snapshot.binding(id).scope();
        let here = scope.namespace().is_none_or(|own| namespace.is_none_or(|only| *own == only));
        let Some(role) = access.role_of(id).filter(|_| here) else {
            continue;
        };
        let rules = 0..snapshot.role(role).rules.len();
        held.extend(rules.map(|rule| Held {
            scope: scope.clone(),
            grant: Grant { binding: Some(id), role, rule },
            subject,
        }));
    }
    held
}

/// Everything that an identity holds; its first subject is the one asked about.
#[must_use]
pub fn permissions(access: &Access<'_>, identity: &[Subject], namespace: Option<&str>) -> Permissions {
    let origins = Origins::new(access.snapshot());
    let subject = identity.first();
    let own = |held: &Held<'_>| Some(held.subject) == subject;
    let served = Served::from(access.snapshot());
    let permissions = held(access, identity, namespace).into_iter().filter_map(|held| {
        let rule = origins.rule(&held.grant)?;
        Some(PermissionInfo {
            scope: held.scope.id(),
            rule: RuleText::from(rule),
            grant: origins.info(&held.grant),
            via: (!own(&held)).then(|| held.subject.id()),
            dead: DeadInfo::of(rule, GrantedIn::from(&held.scope), served),
        })
    });
    Permissions {
        subject: subject.map(Subject::id).unwrap_or_default(),
        groups: identity.iter().skip(1).map(Subject::id).collect(),
        pods: subject.map(|subject| Runs::new(access.snapshot()).as_subject(subject).to_vec()).unwrap_or_default(),
        permissions: permissions.collect(),
        dangling: dangling(access, identity, namespace),
    }
}

/// Bindings of an identity to roles that do not exist: whoever creates the role decides what they grant.
pub(super) fn dangling(access: &Access<'_>, identity: &[Subject], namespace: Option<&str>) -> Vec<String> {
    let named = identity.iter().flat_map(|subject| access.bindings_naming(subject));
    let bindings = named.filter(|id| access.role_of(**id).is_none()).map(|id| access.snapshot().binding(*id));
    let here = bindings
        .filter(|binding| binding.namespace.as_ref().is_none_or(|own| namespace.is_none_or(|only| *own == only)));
    let mut found: Vec<String> =
        here.map(|binding| format!("{} refers to {}, which does not exist", binding.id(), binding.role_id())).collect();
    found.sort();
    found.dedup();
    found
}
