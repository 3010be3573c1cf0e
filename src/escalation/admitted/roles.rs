//! Writes of roles that put rights into them: a role that is there, one that takes its place, or a new one.

use std::borrow::Cow;

use serde_json::json;

use crate::model::{LabelSelector, Labels, Name, Role, RoleKind, Rule, Rules, SelectorOperator};

use super::strong::{Content, strong};
use super::write::{Choice, Object, RBAC, Write, metadata, put};

/// More rights in a role that is there, and then these in place of its rules: a guard may look at all. Each is made when it is
/// asked for.
pub(super) fn rewrites(role: Cow<'_, Role>) -> impl Iterator<Item = Choice> + '_ {
    let kind = role.kind();
    let old = object(&role);
    let instead = [false, true].into_iter().take(if role.rules.is_empty() { 1 } else { 2 });
    let all = instead.flat_map(move |instead| strong(kind).map(move |content| (content, instead)));
    all.map(move |(mut content, instead)| {
        let what = content.what;
        let told = if instead { " in place of its rules" } else { "" };
        if !instead {
            content.rules = role.rules.iter().map(rule).chain(content.rules).collect();
        }
        let new = write(kind, anew(&role, content)).update(old.clone());
        Choice::one(new, format!("writes {what} into {}{told}", role.id()))
    })
}

/// A role that is there, with more labels.
pub(super) fn labelled(role: &Role, labels: &Labels) -> Choice {
    let old = object(role);
    let mut all = role.labels.clone();
    all.extend(labels.clone());
    let mut new = old.clone();
    put(&mut new, &["metadata", "labels"], texts(&all));
    let told = format!("labels {} so that another takes it over", role.id());
    Choice { labels: true, ..Choice::one(write(role.kind(), new).update(old), told) }
}

/// A role that nobody has written yet, or that was not read.
pub(super) fn unwritten(namespace: Option<Name>, name: Name) -> Role {
    let origin = crate::model::Origin::Assumed;
    Role {
        namespace,
        name,
        labels: Labels::new(),
        rules: Rules::default(),
        aggregation: Vec::new(),
        origin,
        location: None,
    }
}

/// The same role with more rights, after the one that is there was deleted.
pub(super) fn replacements(role: Cow<'_, Role>) -> impl Iterator<Item = Choice> + '_ {
    let gone = write(role.kind(), object(&role)).delete();
    strong(role.kind()).map(move |content| Choice {
        told: format!("deletes {} and makes it anew with {}", role.id(), content.what),
        writes: vec![gone.clone(), write(role.kind(), anew(&role, content))],
        labels: false,
        unnamed: false,
    })
}

/// A role that is there goes away.
pub(super) fn deletion(role: &Role) -> Choice {
    Choice::one(write(role.kind(), object(role)).delete(), format!("deletes {}", role.id()))
}

/// A new role of this name with strong rights, and with labels.
pub(super) fn creations(kind: RoleKind, namespace: Option<&Name>, name: &str, labels: &Labels) -> Vec<Choice> {
    let made = strong(kind).map(|content| {
        let told = format!("creates a {} with {}", word(kind), content.what);
        let mut object = json!({
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": word(kind),
            "metadata": metadata(namespace, name),
        });
        content.fill(&mut object);
        if !labels.is_empty() {
            put(&mut object, &["metadata", "labels"], texts(labels));
        }
        Choice { labels: !labels.is_empty(), ..Choice::one(write(kind, object), told) }
    });
    made.collect()
}

/// An empty role, for whoever binds it before it is filled.
pub(super) fn empty(kind: RoleKind, namespace: Option<&Name>, name: &str) -> Choice {
    let object = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": word(kind),
        "metadata": metadata(namespace, name),
        "rules": [],
    });
    Choice::one(write(kind, object), format!("creates an empty {}", word(kind)))
}

/// Labels that this selector selects; nothing if its requirements contradict each other.
pub(super) fn selected(selector: &LabelSelector) -> Option<Labels> {
    let mut labels = Labels::new();
    for requirement in &selector.requirements {
        let value = match requirement.operator {
            SelectorOperator::In => requirement.values.first().cloned(),
            SelectorOperator::Exists => Some("true".into()),
            SelectorOperator::NotIn | SelectorOperator::DoesNotExist => None,
        };
        if let Some(value) = value {
            labels.entry(requirement.key.clone()).or_insert(value);
        }
    }
    selector.selects(&labels).then_some(labels)
}

/// A role as the API server holds it.
fn object(role: &Role) -> Object {
    let mut object = bare(role);
    put(&mut object, &["rules"], role.rules.iter().map(rule).collect());
    object
}

/// The same without its rules.
fn bare(role: &Role) -> Object {
    let mut object = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": word(role.kind()),
        "metadata": metadata(role.namespace.as_ref(), &role.name),
    });
    if !role.labels.is_empty() {
        put(&mut object, &["metadata", "labels"], texts(&role.labels));
    }
    object
}

/// The same with this content only.
fn anew(role: &Role, content: Content) -> Object {
    let mut object = bare(role);
    content.fill(&mut object);
    object
}

fn rule(rule: &Rule) -> Object {
    let mut written = serde_json::Map::new();
    let mut list = |key: &str, texts: Vec<String>| {
        if !texts.is_empty() {
            written.insert(key.to_owned(), texts.into());
        }
    };
    list("verbs", rule.verbs.iter().map(|verb| text(verb.clone())).collect());
    list("apiGroups", rule.api_groups.iter().map(|group| text(group.clone())).collect());
    list("resources", rule.resources.iter().map(|resource| text(resource.clone())).collect());
    list("resourceNames", rule.resource_names.iter().map(|name| name.as_str().to_owned()).collect());
    list("nonResourceURLs", rule.non_resource_urls.iter().map(|url| text(url.clone())).collect());
    Object::Object(written)
}

fn text(pattern: impl Into<Name>) -> String {
    pattern.into().as_str().to_owned()
}

pub(super) fn texts(labels: &Labels) -> Object {
    Object::Object(labels.iter().map(|(key, value)| (key.as_str().to_owned(), value.as_str().into())).collect())
}

fn write(kind: RoleKind, object: Object) -> Write {
    let resource = if kind == RoleKind::Role { "roles" } else { "clusterroles" };
    Write::create(RBAC, resource, word(kind), object)
}

fn word(kind: RoleKind) -> &'static str {
    if kind == RoleKind::Role { "Role" } else { "ClusterRole" }
}
