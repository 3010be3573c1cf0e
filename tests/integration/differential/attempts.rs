//! Random writes of roles and bindings: by whom, how, and what would result.

use serde_json::{Value, json};

use super::cluster::{Cluster, namespace_of, text};
use super::coverage::wanted;
use super::generate::WRITERS;
use super::loaded::collection;
use super::random::Random;
use super::subjects::Asker;
use super::{questions, rules};

/// How an object is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Method {
    Post,
    Put,
    Apply,
    Merge,
}

/// A write of one object, as somebody.
pub(super) struct Attempt {
    pub(super) asker: Asker,
    pub(super) method: Method,
    /// The object as it is, if it is there.
    pub(super) old: Option<Value>,
    /// The object that would result.
    pub(super) new: Value,
    /// What is sent.
    body: Value,
}

impl Attempt {
    /// The request that makes the attempt; nothing stays of it.
    pub(super) fn request(&self) -> Value {
        let all = collection(text(&self.new, "kind"), namespace_of(&self.new));
        let one = format!("{all}/{}", text(&self.new["metadata"], "name"));
        let (method, path, media) = match self.method {
            Method::Post => ("POST", format!("{all}?dryRun=All"), "application/json"),
            Method::Put => ("PUT", format!("{one}?dryRun=All"), "application/json"),
            Method::Merge => ("PATCH", format!("{one}?dryRun=All"), "application/merge-patch+json"),
            Method::Apply => {
                let path = format!("{one}?dryRun=All&fieldManager=somebody&force=true");
                ("PATCH", path, "application/apply-patch+yaml")
            }
        };
        json!({"method": method, "path": path, "type": media, "body": self.body, "user": self.asker.user, "groups": self.asker.groups})
    }
}

/// An attempt, mostly by somebody who may write roles and bindings. `stored` are the objects as the server has them.
pub(super) fn attempt(random: &mut Random, cluster: &Cluster, stored: &Cluster) -> Attempt {
    let binding = random.pick(&cluster.bindings()).clone();
    let asker = writer(random, &binding);
    let kind = random.pick(&["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]);
    let old: Vec<&Value> = cluster.of_kind(&[kind]).filter_map(|object| stored.same(object)).collect();
    let namespace = namespace_of(&binding).map_or_else(|| random.pick(&cluster.namespaces()), str::to_owned);
    let namespace = (!kind.starts_with("Cluster")).then_some(namespace);
    if random.chance(50) {
        let new = fresh(random, cluster, kind, namespace.as_deref(), &binding);
        let method = random.pick(&[Method::Post, Method::Put, Method::Apply]);
        return Attempt { asker, method, old: None, body: new.clone(), new };
    }
    let old = random.pick(&old).clone();
    let method = random.pick(&[Method::Put, Method::Apply, Method::Merge]);
    let changed = changed(random, cluster, &old, &binding);
    let new = merged(&old, &changed);
    let body = match method {
        Method::Merge => changed,
        Method::Apply => applied(&old, &changed),
        Method::Post | Method::Put => new.clone(),
    };
    Attempt { asker, method, old: Some(old), new, body }
}

/// Somebody whom the binding names, whose name a header can carry. Impersonating a group takes a user.
fn writer(random: &mut Random, binding: &Value) -> Asker {
    let plain = |word: &String| !word.is_empty() && word.trim() == word && word.is_ascii();
    let mut asker = questions::asker(random, binding);
    asker.user = Some(asker.user.filter(plain).unwrap_or_else(|| "alice".to_owned()));
    asker.groups.retain(plain);
    if random.chance(85) {
        asker.groups.push(WRITERS.to_owned());
    }
    asker
}

/// An object that is not there yet.
fn fresh(random: &mut Random, cluster: &Cluster, kind: &str, namespace: Option<&str>, binding: &Value) -> Value {
    let name = random.pick(&["one", "two", "new"]);
    let mut object = json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": name}});
    if let Some(namespace) = namespace {
        object["metadata"]["namespace"] = json!(namespace);
    }
    if kind.ends_with("Binding") {
        object["roleRef"] = role_ref(random, cluster, namespace);
        object["subjects"] = json!([subject(random)]);
        return object;
    }
    object["rules"] = json!(role_rules(random, cluster, kind, binding));
    if kind == "ClusterRole" && random.chance(10) {
        object["aggregationRule"] = aggregation();
    }
    object
}

fn role_rules(random: &mut Random, cluster: &Cluster, kind: &str, binding: &Value) -> Vec<Value> {
    let urls = kind == "ClusterRole";
    let mut rules = wanted(random, cluster.rules_of(binding), |random| rules::valid(random, urls));
    rules.retain(|rule| urls || rule["nonResourceURLs"].is_null());
    rules
}

/// Some role, which in one case of ten does not exist.
fn role_ref(random: &mut Random, cluster: &Cluster, namespace: Option<&str>) -> Value {
    let here = |role: &&Value| namespace_of(role).is_none_or(|own| Some(own) == namespace);
    let role: Value = random.pick(&cluster.of_kind(&["Role", "ClusterRole"]).filter(here).collect::<Vec<_>>()).clone();
    let name = if random.chance(10) { "missing" } else { text(&role["metadata"], "name") };
    json!({"apiGroup": "rbac.authorization.k8s.io", "kind": role["kind"], "name": name})
}

fn subject(random: &mut Random) -> Value {
    json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": random.pick(&["mallory", "eve"])})
}

fn aggregation() -> Value {
    json!({"clusterRoleSelectors": [{"matchLabels": {"nothing": "has-this"}}]})
}

/// The fields that change, perhaps to what they were; `{}` changes nothing.
fn changed(random: &mut Random, cluster: &Cluster, old: &Value, binding: &Value) -> Value {
    let kind = text(old, "kind");
    match random.below(6) {
        0 => json!({}),
        1 => {
            let owner = json!({"apiVersion": "v1", "kind": "ConfigMap", "name": "gone", "uid": "gone"});
            json!({"metadata": {"ownerReferences": [owner]}})
        }
        2 => json!({"metadata": {"labels": {"changed": "yes"}}}),
        3 if kind == "ClusterRole" => json!({"aggregationRule": aggregation()}),
        _ if kind.ends_with("Binding") => json!({"subjects": [subject(random)]}),
        _ => json!({"rules": role_rules(random, cluster, kind, binding)}),
    }
}

/// The object with its fields changed. Labels are added, all else is replaced.
fn merged(old: &Value, changed: &Value) -> Value {
    let mut new = old.clone();
    for (field, value) in changed.as_object().into_iter().flatten() {
        match value.as_object().filter(|_| field == "metadata" || field == "labels") {
            Some(_) => new[field] = merged(&new[field], value),
            None => new[field] = value.clone(),
        }
    }
    new
}

/// What an applier sends: the changed fields, and those without which the object makes no sense.
fn applied(old: &Value, changed: &Value) -> Value {
    let mut body = changed.clone();
    for field in ["apiVersion", "kind", "roleRef"] {
        if !old[field].is_null() {
            body[field] = old[field].clone();
        }
    }
    for field in ["name", "namespace"] {
        if !old["metadata"][field].is_null() {
            body["metadata"][field] = old["metadata"][field].clone();
        }
    }
    body
}
