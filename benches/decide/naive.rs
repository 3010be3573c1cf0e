//! The obvious way: walk all bindings, compare all subjects, find the role by name, compare all rules.

use kubescan::authz::{Object, Request, identity_exactly, identity_of, rule_allows};
use kubescan::model::{Binding, Role, RoleKind, Snapshot, Subject};
use serde_json::Value;

/// Decides one review.
pub(crate) fn review(snapshot: &Snapshot, line: &str) -> bool {
    let review: Value = serde_json::from_str(line).unwrap_or_default();
    let spec = review.get("spec").unwrap_or(&Value::Null);
    let groups = spec.get("groups").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let identity = identity_exactly(spec.get("user").and_then(Value::as_str), groups);
    let text =
        |key: &str| spec.get("resourceAttributes").and_then(|asked| asked.get(key)?.as_str()).unwrap_or_default();
    let object = Object::Resource {
        api_group: text("group"),
        resource: text("resource"),
        subresource: text("subresource"),
        namespace: text("namespace"),
        name: text("name"),
    };
    decide(snapshot, &identity, &Request { verb: text("verb"), object })
}

/// Whether a subject may do something in the cluster or in any namespace.
pub(crate) fn anywhere(snapshot: &Snapshot, subject: &Subject, verb: &str, resource: &str) -> bool {
    let identity = identity_of(subject);
    let places = snapshot.namespaces.iter().map(|namespace| namespace.name.as_str());
    places.chain([""]).fold(false, |found, namespace| {
        let object = Object::Resource { api_group: "", resource, subresource: "", namespace, name: "" };
        decide(snapshot, &identity, &Request { verb, object }) || found
    })
}

fn decide(snapshot: &Snapshot, identity: &[Subject], request: &Request<'_>) -> bool {
    let applies = |binding: &&Binding| {
        binding.namespace.as_deref().is_none_or(|own| request.namespace() == Some(own))
            && binding.subjects.iter().any(|subject| identity.contains(subject))
    };
    let role = |binding: &Binding| -> Option<&Role> {
        let namespace = match binding.role_ref.kind? {
            RoleKind::ClusterRole => None,
            RoleKind::Role => binding.namespace.as_ref(),
        };
        snapshot.roles.iter().find(|role| role.name == binding.role_ref.name && role.namespace.as_ref() == namespace)
    };
    let mut roles = snapshot.bindings.iter().filter(applies).filter_map(role);
    roles.any(|role| role.rules.iter().any(|rule| rule_allows(rule, request)))
}
