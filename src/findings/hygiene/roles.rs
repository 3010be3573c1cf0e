//! Roles that are in nobody's use, and roles that others extend.

use crate::authz::is_built_in_group;
use crate::model::{HashSet, LabelSelector, Origin, Pattern, Role, Rule};
use crate::template::Severity;

use super::context::Context;
use super::row::{Found, Hygiene};

pub(super) const UNBOUND_ROLE: Hygiene = Hygiene {
    id: "hygiene/unbound-role",
    title: "Roles that are bound nowhere, and bindings without subjects",
    severity: Severity::Info,
    why: "It grants nothing now, but somebody may bind it one day without having read it. Roles that others aggregate \
          and those that the API server installs do not count. Judged only where all bindings were read.",
    fix: "Remove it, or bind it to those who were meant to have it.",
    controls: &[],
    find: unbound,
};

pub(super) const FOREIGN_AGGREGATION: Hygiene = Hygiene {
    id: "hygiene/foreign-aggregation",
    title: "Roles that extend admin, edit or view",
    severity: Severity::Medium,
    why: "Everybody who is bound to admin, edit or view gets these rules as well, and no binding shows it. An operator that \
          adds only its own resources uses aggregation as intended: that is reported as information.",
    fix: "Take the label off, and bind the role to those who need it.",
    controls: &[],
    find: foreign_aggregation,
};

fn unbound(context: &Context<'_>) -> Vec<Found> {
    if !context.knows_bindings() {
        return Vec::new();
    }
    let snapshot = context.snapshot;
    let mut seen = HashSet::default();
    let selectors = snapshot.roles.iter().flat_map(|role| &role.aggregation);
    let selectors: Vec<&LabelSelector> = selectors.filter(|selector| seen.insert(*selector)).collect();
    let aggregated =
        |role: &Role| role.namespace.is_none() && selectors.iter().any(|selector| selector.selects(&role.labels));
    // With one namespace in view a ClusterRole may be bound in any other.
    let in_view = |role: &Role| snapshot.source.namespace.is_none() || role.namespace.is_some();
    let roles = snapshot.role_ids().filter(|(id, role)| {
        let unbound = context.assessment.access.bindings_of(*id).is_empty();
        unbound && role.origin == Origin::Given && !context.shipped.has_role(role) && in_view(role) && !aggregated(role)
    });
    let roles = roles.map(|(_, role)| Found::new([role.id()], format!("{} is bound nowhere", role.id())));
    let bindings = snapshot
        .binding_ids()
        .filter(|(id, binding)| binding.subjects.is_empty() && !context.assessment.builtin.binding(*id));
    let bindings = bindings.map(|(_, binding)| {
        Found::new([binding.id()], format!("{} grants {} to nobody", binding.id(), binding.role_id()))
    });
    roles.chain(bindings).collect()
}

const EXTENSIBLE: &[&str] = &["admin", "edit", "view"];

fn foreign_aggregation(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let roles = context.snapshot.roles.iter().filter(|role| role.namespace.is_none() && !role.labels.is_empty());
    for role in roles.filter(|role| !role.rules.is_empty() && !context.shipped.has_role(role)) {
        let extends = |name: &&&str| {
            let selectors = context.shipped.aggregation(name);
            selectors.iter().any(|selector| selector.selects(&role.labels))
        };
        let extended: Vec<&str> = EXTENSIBLE.iter().filter(extends).copied().collect();
        if !extended.is_empty() {
            let own = !role.rules.iter().any(beyond_custom_resources);
            let what = if own { "its own resources" } else { "rights on what is not its own" };
            let message = format!("{} adds {what} to {}", role.id(), extended.join(", "));
            found.push(Found::new([role.id()], message).with(if own { Severity::Info } else { Severity::Medium }));
        }
    }
    found
}

/// Whether a rule is about more than resources that somebody added to the cluster.
fn beyond_custom_resources(rule: &Rule) -> bool {
    let built_in = |group: &Pattern| match group {
        Pattern::Any => true,
        Pattern::Exact(name) => is_built_in_group(name),
    };
    !rule.non_resource_urls.is_empty() || rule.api_groups.iter().any(built_in)
}
