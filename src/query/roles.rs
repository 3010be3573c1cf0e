//! A role or a binding by itself: what it allows, to whom, and where.

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{Access, GrantedIn, Served};
use crate::model::{Binding, BindingId, RoleId, Subject};

use super::grant::{Origins, RuleInfo};
use super::lifeless::DeadInfo;
use super::rule::RuleText;

/// A role: its rules, and who is bound to it.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    /// Which.
    pub role: String,
    /// Its rules, in their order.
    pub rules: Vec<RoleRule>,
    /// The bindings that grant it.
    pub bound_by: Vec<BindingView>,
}

/// One rule of a role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct RoleRule {
    /// What it says.
    #[serde(flatten)]
    pub rule: RuleText,
    /// The role that an aggregated ClusterRole has it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<RuleInfo>,
    /// What of it can match no request where it is granted.
    #[serde(flatten)]
    pub dead: DeadInfo,
}

/// A binding: whom it gives what, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BindingView {
    /// Which.
    pub binding: String,
    /// The role that it refers to.
    pub role: String,
    /// Whether that role exists.
    pub role_exists: bool,
    /// `cluster` or `namespace/NS`.
    pub scope: String,
    /// Who gets it.
    pub subjects: Vec<String>,
}

/// The role with this name (`clusterrole:NAME`, `role:NS/NAME`).
#[must_use]
pub fn find_role(access: &Access<'_>, id: &str) -> Option<RoleId> {
    access.snapshot().role_ids().find(|(_, role)| role.id() == id).map(|(id, _)| id)
}

/// The binding with this name (`clusterrolebinding:NAME`, `rolebinding:NS/NAME`).
#[must_use]
pub fn find_binding(access: &Access<'_>, id: &str) -> Option<BindingId> {
    access.snapshot().binding_ids().find(|(_, binding)| binding.id() == id).map(|(id, _)| id)
}

/// A role as it is.
#[must_use]
pub fn role_view(access: &Access<'_>, id: RoleId) -> RoleView {
    RoleView {
        role: access.snapshot().role(id).id(),
        rules: rules(access, id, GrantedIn::of_role(access, id)),
        bound_by: access.bindings_of(id).iter().map(|&binding| binding_view(access, binding)).collect(),
    }
}

/// The rules of the role that a binding grants, judged where it grants them.
#[must_use]
pub fn rules_of_binding(access: &Access<'_>, id: BindingId) -> Vec<RoleRule> {
    let granted = GrantedIn::from(&access.snapshot().binding(id).scope());
    access.role_of(id).map(|role| rules(access, role, granted)).unwrap_or_default()
}

fn rules(access: &Access<'_>, id: RoleId, granted: GrantedIn) -> Vec<RoleRule> {
    let (origins, snapshot) = (Origins::new(access.snapshot()), access.snapshot());
    let rule = |(place, rule)| RoleRule {
        rule: RuleText::from(rule),
        from: origins.of(id, place),
        dead: DeadInfo::of(rule, granted, Served::from(snapshot)),
    };
    (0..).zip(&snapshot.role(id).rules).map(rule).collect()
}

/// A binding as it is.
#[must_use]
pub fn binding_view(access: &Access<'_>, id: BindingId) -> BindingView {
    let binding: &Binding = access.snapshot().binding(id);
    BindingView {
        binding: binding.id(),
        role: binding.role_id(),
        role_exists: access.role_of(id).is_some(),
        scope: binding.scope().id(),
        subjects: binding.subjects.iter().map(Subject::id).collect(),
    }
}
