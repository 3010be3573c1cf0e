//! Random questions about a cluster: mostly what some binding allows to somebody, with a thing or two changed.

use serde_json::{Map, Value, json};

use super::cluster::{Cluster, namespace_of, texts};
use super::random::Random;
use super::subjects::{self, Asker};
use super::words::{API_GROUPS, METHODS, NAMES, RESOURCES, URLS, USERS, VERBS};
use super::{nodes, rules};

/// A SubjectAccessReview.
pub(super) fn review(random: &mut Random, cluster: &Cluster) -> Value {
    if random.chance(4) {
        return nodes::review(random, &cluster.namespaces());
    }
    let binding: &Value = random.pick(&cluster.bindings());
    let here = namespace_of(binding);
    let asker = asker(random, binding);
    let mut spec = attributes(random, cluster, binding);
    if let Some(asked) = spec["resourceAttributes"].as_object_mut().filter(|_| random.chance(5)) {
        asked.insert("fieldSelector".to_owned(), nodes::selector(random));
    }
    if let Some(asked) = spec["resourceAttributes"].as_object_mut() {
        let place = place(random, cluster, here, text_of(asked, "resource"), text_of(asked, "name"));
        put(asked, "namespace", place);
    }
    if let Some(user) = &asker.user {
        spec["user"] = json!(user);
    }
    if !asker.groups.is_empty() || random.chance(20) {
        spec["groups"] = json!(asker.groups);
    }
    review_of(&spec)
}

/// A review with this specification.
pub(super) fn review_of(spec: &Value) -> Value {
    json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": spec})
}

/// Somebody whom the binding names, or somebody else.
pub(super) fn asker(random: &mut Random, binding: &Value) -> Asker {
    let subject = match binding["subjects"].as_array() {
        Some(all) if !all.is_empty() && random.chance(92) => random.pick(all),
        _ => json!({"kind": "User", "name": random.pick(USERS)}),
    };
    subjects::asker(random, &subject, namespace_of(binding))
}

/// What is asked for, but for the namespace: the attributes that a rule of the binding allows, or nearly.
pub(super) fn attributes(random: &mut Random, cluster: &Cluster, binding: &Value) -> Value {
    let granted = cluster.rules_of(binding);
    let of_nobody = rules::valid(random, true);
    let rules = if granted.is_empty() || random.chance(5) { &of_nobody } else { granted };
    let rule = &rules[random.below(rules.len())];
    let word = |random: &mut Random, list: &str, pattern: &str, words: &[&str]| {
        let written = texts(rule, list);
        let chosen = if written.is_empty() { pattern } else { random.pick(&written) };
        let changed = chosen == pattern || random.chance(8);
        if changed { random.pick(words).to_owned() } else { chosen.to_owned() }
    };
    if !texts(rule, "nonResourceURLs").is_empty() {
        let verb = word(random, "verbs", "*", METHODS);
        let path = word(random, "nonResourceURLs", "*", URLS);
        let path = if random.chance(70) { path.replace('*', "y") } else { path };
        return json!({"nonResourceAttributes": {"verb": verb, "path": path}});
    }
    let mut asked = Map::new();
    put(&mut asked, "verb", word(random, "verbs", "*", VERBS));
    put(&mut asked, "group", word(random, "apiGroups", "*", API_GROUPS));
    let resource = word(random, "resources", "*", RESOURCES);
    let (resource, subresource) = resource_of(random, &resource);
    put(&mut asked, "resource", resource);
    put(&mut asked, "subresource", subresource);
    let nameless = texts(rule, "resourceNames").is_empty() && random.chance(60);
    let name = if nameless { String::new() } else { word(random, "resourceNames", "", NAMES) };
    put(&mut asked, "name", name);
    json!({"resourceAttributes": asked})
}

/// A resource and a subresource of it that a rule with this entry might be about.
fn resource_of(random: &mut Random, entry: &str) -> (String, String) {
    let whole = (entry.to_owned(), String::new());
    let Some((resource, subresource)) = entry.split_once('/').filter(|_| random.chance(90)) else {
        let added = random.pick(&["exec", "log", "status", "*"]).to_owned();
        return if random.chance(10) { (whole.0, added) } else { whole };
    };
    let resource =
        if resource == "*" && random.chance(80) { random.pick(&["pods", "deployments", ""]) } else { resource };
    (resource.to_owned(), subresource.to_owned())
}

/// A namespace, mostly that of the binding, or none. A Namespace object lies in itself.
fn place(random: &mut Random, cluster: &Cluster, here: Option<&str>, resource: &str, name: &str) -> String {
    if resource == "namespaces" && random.chance(50) {
        return name.to_owned();
    }
    match here {
        Some(namespace) if random.chance(85) => namespace.to_owned(),
        _ if random.chance(40) => String::new(),
        _ => random.pick(&cluster.namespaces()),
    }
}

/// An empty field may as well be missing, so it is.
fn put(asked: &mut Map<String, Value>, field: &str, value: String) {
    if !value.is_empty() {
        asked.insert(field.to_owned(), json!(value));
    }
}

fn text_of<'m>(asked: &'m Map<String, Value>, field: &str) -> &'m str {
    asked.get(field).and_then(Value::as_str).unwrap_or_default()
}
