//! `request`, as expressions see it (`pkg/admission/plugin/cel/condition.go: CreateAdmissionRequest` upstream). Empty fields
//! are absent, as JSON has them.

use crate::guards::cel::Value;
use crate::model::Name;

use super::attempt::{GroupVersionKind, NamespaceLabels, Operation, User};
use super::facts::{Facts, SeenAs};

/// The whole of it.
pub(super) fn value(facts: &Facts<'_>, seen: &SeenAs) -> Value {
    let attempt = facts.attempt;
    let options = match &attempt.options {
        Value::Null if attempt.operation != Operation::Connect => Value::unknown(),
        options => options.clone(),
    };
    let mut entries = vec![
        ("kind", kind(&seen.kind)),
        ("resource", resource(&seen.group, &seen.version, &attempt.resource)),
        ("requestKind", kind(&attempt.kind)),
        ("requestResource", resource(&attempt.group, &attempt.version, &attempt.resource)),
        ("operation", Value::text(attempt.operation.word())),
        ("userInfo", user(&attempt.user)),
        ("dryRun", Value::Bool(attempt.dry_run)),
        ("options", options),
        ("uid", Value::text("")),
    ];
    let name = facts.name.as_deref();
    if name.is_none() {
        entries.push(("name", Value::unknown()));
    }
    let any_namespace = attempt.namespace_labels == NamespaceLabels::AnyNamespace;
    if any_namespace {
        entries.push(("namespace", Value::unknown()));
    }
    let texts: [(&str, &str); 4] = [
        ("name", name.unwrap_or_default()),
        ("namespace", if any_namespace { "" } else { &facts.namespace }),
        ("subResource", &attempt.subresource),
        ("requestSubResource", &attempt.subresource),
    ];
    entries.extend(texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key, Value::text(text))));
    Value::object(entries)
}

fn kind(of: &GroupVersionKind) -> Value {
    let GroupVersionKind { group, version, kind } = of;
    Value::object([("group", Value::text(group)), ("version", Value::text(version)), ("kind", Value::text(kind))])
}

fn resource(group: &Name, version: &Name, resource: &Name) -> Value {
    let parts = [("group", group), ("version", version), ("resource", resource)];
    Value::object(parts.map(|(key, name)| (key, Value::text(name))))
}

fn user(user: &User) -> Value {
    let texts = |names: &[Name]| Value::list(names.iter().map(|name| Value::text(name)).collect());
    let mut entries = Vec::new();
    let named = [("username", &user.username), ("uid", &user.uid)];
    let named = named.into_iter().filter_map(|(key, name)| Some((key, name.as_ref()?)));
    entries.extend(named.filter(|(_, name)| !name.is_empty()).map(|(key, name)| (key, Value::text(name))));
    if !user.groups.is_empty() {
        entries.push(("groups", texts(&user.groups)));
    }
    if !user.extra.is_empty() {
        let extra = user.extra.iter().map(|(key, values)| (key.as_str(), texts(values)));
        entries.push(("extra", if user.complete { Value::object(extra) } else { Value::partial_object(extra) }));
    }
    // Where the groups are known and none are listed, there are none: only what is left is open.
    if user.complete && user.username.is_some() { Value::object(entries) } else { Value::partial_object(entries) }
}
