//! The objects that grants name, as far as they are shown: the rules of roles, the subjects of bindings.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::findings::GrantRef;
use crate::model::{Binding, Name, Origin, Pattern, ResourcePattern, Role, Rule, Snapshot, Subject, UrlPattern};

/// A role.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoleView<'s> {
    rules: Vec<RuleView<'s>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    aggregated: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    assumed: bool,
}

/// A rule, with the names of Kubernetes for its fields.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleView<'s> {
    #[serde(skip_serializing_if = "empty")]
    api_groups: &'s [Pattern],
    #[serde(skip_serializing_if = "empty")]
    resources: &'s [ResourcePattern],
    #[serde(skip_serializing_if = "empty")]
    resource_names: &'s [Name],
    #[serde(rename = "nonResourceURLs", skip_serializing_if = "empty")]
    non_resource_urls: &'s [UrlPattern],
    #[serde(skip_serializing_if = "empty")]
    verbs: &'s [Pattern],
}

fn empty<T>(list: &&[T]) -> bool {
    list.is_empty()
}

/// A binding.
#[derive(Serialize)]
pub(super) struct BindingView {
    role: String,
    subjects: Vec<String>,
}

/// The roles of these grants, by name.
pub(super) fn roles<'s>(snapshot: &'s Snapshot, met: &[&GrantRef]) -> BTreeMap<String, RoleView<'s>> {
    let named: BTreeSet<&str> = met.iter().map(|grant| grant.role.as_str()).collect();
    let named = snapshot.roles.iter().map(|role| (role.id(), role)).filter(|(id, _)| named.contains(id.as_str()));
    named.map(|(id, role)| (id, view(role))).collect()
}

/// The bindings of these grants, by name.
pub(super) fn bindings(snapshot: &Snapshot, met: &[&GrantRef]) -> BTreeMap<String, BindingView> {
    let named: BTreeSet<&str> = met.iter().filter_map(|grant| grant.binding.as_deref()).collect();
    let all = snapshot.bindings.iter().map(|binding| (binding.id(), binding));
    let named = all.filter(|(id, _)| named.contains(id.as_str()));
    let view = |binding: &Binding| BindingView {
        role: binding.role_id(),
        subjects: binding.subjects.iter().map(Subject::id).collect(),
    };
    named.map(|(id, binding)| (id, view(binding))).collect()
}

fn view(role: &Role) -> RoleView<'_> {
    RoleView {
        rules: role.rules.iter().map(RuleView::new).collect(),
        aggregated: !role.aggregation.is_empty(),
        assumed: role.origin == Origin::Assumed,
    }
}

impl<'s> RuleView<'s> {
    fn new(rule: &'s Rule) -> Self {
        RuleView {
            api_groups: &rule.api_groups,
            resources: &rule.resources,
            resource_names: &rule.resource_names,
            non_resource_urls: &rule.non_resource_urls,
            verbs: &rule.verbs,
        }
    }
}
