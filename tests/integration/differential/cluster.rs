//! A cluster: its objects, and what is looked up in them.

use serde_json::{Value, json};

/// The objects of a cluster, as a server would list them, each once.
#[derive(Clone)]
pub(super) struct Cluster {
    pub(super) seed: u64,
    pub(super) objects: Vec<Value>,
}

impl Cluster {
    /// As a `v1` List, like kubectl's.
    pub(super) fn list(&self) -> Value {
        json!({"apiVersion": "v1", "kind": "List", "items": self.objects})
    }

    pub(super) fn of_kind<'c>(&'c self, kinds: &'c [&str]) -> impl Iterator<Item = &'c Value> {
        self.objects.iter().filter(move |object| kinds.contains(&text(object, "kind")))
    }

    /// RoleBindings and ClusterRoleBindings.
    pub(super) fn bindings(&self) -> Vec<&Value> {
        self.of_kind(&["RoleBinding", "ClusterRoleBinding"]).collect()
    }

    pub(super) fn namespaces(&self) -> Vec<String> {
        self.of_kind(&["Namespace"]).map(|object| text(&object["metadata"], "name").to_owned()).collect()
    }

    /// The role that a binding refers to.
    pub(super) fn role_of(&self, binding: &Value) -> Option<&Value> {
        let kind = text(&binding["roleRef"], "kind");
        let namespace = (kind == "Role").then(|| namespace_of(binding)).flatten();
        let name = text(&binding["roleRef"], "name");
        self.objects.iter().find(|object| is(object, kind, namespace, name))
    }

    /// The rules that a binding grants; none where there is no such role.
    pub(super) fn rules_of(&self, binding: &Value) -> &[Value] {
        self.role_of(binding).and_then(|role| role["rules"].as_array()).map_or(&[], Vec::as_slice)
    }

    /// The object of the same kind, namespace and name.
    pub(super) fn same(&self, other: &Value) -> Option<&Value> {
        let (kind, name) = (text(other, "kind"), text(&other["metadata"], "name"));
        self.objects.iter().find(|object| is(object, kind, namespace_of(other), name))
    }

    /// The object with the name that kubescan gives it: `rolebinding:NAMESPACE/NAME`, `clusterrole:NAME`.
    pub(super) fn by_id(&self, id: &str) -> Option<&Value> {
        let (kind, path) = id.split_once(':')?;
        let (namespace, name) = match path.split_once('/').filter(|_| !kind.starts_with("cluster")) {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, path),
        };
        let of_kind = |object: &&Value| text(object, "kind").eq_ignore_ascii_case(kind);
        self.objects.iter().filter(of_kind).find(|object| is(object, text(object, "kind"), namespace, name))
    }
}

/// The namespace that an object lies in.
pub(super) fn namespace_of(object: &Value) -> Option<&str> {
    object["metadata"]["namespace"].as_str()
}

/// A field that is text; nothing there is the empty one.
pub(super) fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

/// A field that is a list of texts; nothing there is the empty one.
pub(super) fn texts<'v>(value: &'v Value, field: &str) -> Vec<&'v str> {
    value[field].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn is(object: &Value, kind: &str, namespace: Option<&str>, name: &str) -> bool {
    text(object, "kind") == kind && namespace_of(object) == namespace && text(&object["metadata"], "name") == name
}
