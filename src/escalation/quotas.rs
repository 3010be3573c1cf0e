//! Quotas that let no pod in: what they block of entries that make a pod on the way.
//!
//! What only runs a pod is blocked where the pod is (`structure`). Whoever may lift the quota is not blocked: effect
//! `guard`.

use crate::template::{Effect, Entry, Hit};

use super::structure::quota_guard;
use super::world::World;

/// What blocks an entry in a namespace, if it makes a pod there.
pub(super) fn guard(entry: &Entry, hit: &Hit, world: &World<'_>) -> Option<String> {
    let makes_pod = entry.needs.iter().any(|need| {
        need.verbs.iter().any(|verb| *verb == "create") && need.resources.iter().any(|resource| *resource == "pods")
    });
    let leads_elsewhere = !matches!(entry.gives, Some(Effect::Pod | Effect::Guard(_)));
    if makes_pod && leads_elsewhere { quota_guard(world, hit.scope.namespace()?) } else { None }
}
