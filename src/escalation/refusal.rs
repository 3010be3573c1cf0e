//! What refuses the objects that an entry makes on the way: a quota that lets no pod in, and the end of a namespace, which
//! lets nothing in.
//!
//! What only runs a pod is blocked where the pod is (`structure`). Whoever may lift the quota is not blocked: effect
//! `guard`. Nobody stops the end of a namespace.

use crate::authz::{any_pattern, resource_matches};
use crate::model::{Name, Rule};
use crate::template::{Effect, Entry, EntryScope, Hit, Need};

use super::structure::{closed, ended};
use super::world::World;

/// What is created but never stored: a connection to a pod or a Service, and a question about rights. `NamespaceLifecycle`
/// looks at neither.
const NOT_STORED: &[&str] =
    &["localsubjectaccessreviews", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy"];

/// What blocks an entry in a namespace, if it makes something there.
pub(super) fn guard(entry: &Entry, hit: &Hit, world: &World<'_>) -> Option<String> {
    let namespace = hit.scope.namespace()?;
    if matches!(entry.gives, Some(Effect::Pod | Effect::Guard(_))) {
        return None;
    }
    let makes_pod = entry.needs.iter().any(|need| {
        need.verbs.iter().any(|verb| *verb == "create") && need.resources.iter().any(|resource| *resource == "pods")
    });
    let blocked = if makes_pod { closed(world, namespace) } else { None };
    let rules: Vec<&Rule> = hit.rules(world.snapshot).collect();
    blocked.or_else(|| entry.needs.iter().any(|need| only_creates(need, &rules)).then(|| ended(world, namespace))?)
}

/// Whether a need is met by making an object of the namespace only: these rules allow no change of one that is there.
fn only_creates(need: &Need, rules: &[&Rule]) -> bool {
    let changes = |verb: &Name| {
        *verb != "create"
            && rules.iter().any(|rule| {
                any_pattern(&rule.verbs, verb)
                    && need.api_groups.iter().any(|group| any_pattern(&rule.api_groups, group))
                    && need.resources.iter().any(|resource| covers(rule, resource))
            })
    };
    let stored = |resource: &Name| !NOT_STORED.iter().any(|other| *resource == *other);
    need.scope == EntryScope::Namespace
        && need.verbs.iter().any(|verb| *verb == "create")
        && !need.verbs.iter().any(changes)
        && need.resources.iter().any(stored)
}

fn covers(rule: &Rule, resource: &Name) -> bool {
    let (plural, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    rule.resources.iter().any(|pattern| resource_matches(pattern, plural, subresource))
}
