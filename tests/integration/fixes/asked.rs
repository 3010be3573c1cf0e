//! Single requests, to compare what is allowed before and after.

use kubescan::authz::{Object, Request, known, rule_allows};
use kubescan::model::{Name, Rule};
use serde_json::{Value, json};

/// A request.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Asked {
    verb: &'static str,
    group: &'static str,
    resource: &'static str,
    subresource: &'static str,
    namespace: &'static str,
    name: &'static str,
}

impl Asked {
    /// The same about an object of a name that nothing has, where it is about one.
    pub(super) fn about_another(self) -> Self {
        Asked { name: if self.name.is_empty() { "" } else { "zz" }, ..self }
    }

    pub(super) fn request(&self) -> Request<'_> {
        let Asked { verb, group, resource, subresource, namespace, name } = *self;
        Request { verb, object: Object::Resource { api_group: group, resource, subresource, namespace, name } }
    }

    pub(super) fn attributes(&self) -> Value {
        let Asked { verb, group, resource, subresource, namespace, name } = *self;
        json!({"verb": verb, "group": group, "resource": resource, "subresource": subresource, "namespace": namespace,
            "name": name})
    }

    /// Whether a loss, as the report tells it, speaks of it.
    pub(super) fn is_lost_by(&self, loss: &Value) -> bool {
        let names = |key: &str| loss[key].as_array().cloned().unwrap_or_default();
        fn list<T: From<Name>>(names: &[Value]) -> Vec<T> {
            names.iter().map(|name| T::from(Name::from(name.as_str().unwrap()))).collect()
        }
        let here = match loss["scope"].as_str().unwrap().strip_prefix("namespace/") {
            Some(namespace) => namespace == self.namespace,
            None => !names("butIn").iter().any(|name| name == self.namespace),
        };
        let rule = Rule {
            verbs: list(&names("verbs")),
            api_groups: list(&names("apiGroups")),
            resources: list(&names("resources")),
            resource_names: list(&names("resourceNames")),
            non_resource_urls: list(&names("nonResourceURLs")),
        };
        here && !names("butNamed").iter().any(|name| name == self.name) && rule_allows(&rule, &self.request())
    }
}

pub(super) const VERBS: &[&str] = &["get", "list", "create", "patch", "delete", "impersonate", "bind", "escalate"];

pub(super) const RESOURCES: &[(&str, &str, &str)] = &[
    ("", "pods", ""),
    ("", "pods", "exec"),
    ("", "pods", "log"),
    ("", "secrets", ""),
    ("", "configmaps", ""),
    ("", "serviceaccounts", ""),
    ("", "serviceaccounts", "token"),
    ("", "nodes", ""),
    ("", "nodes", "proxy"),
    ("apps", "deployments", ""),
    ("batch", "jobs", ""),
    ("rbac.authorization.k8s.io", "roles", ""),
    ("rbac.authorization.k8s.io", "clusterroles", ""),
    ("rbac.authorization.k8s.io", "clusterrolebindings", ""),
];

/// All requests of these about objects of these names. What Kubernetes never asks is left out: of that a wildcard which is
/// spelled out says nothing.
pub(super) fn questions(namespaces: &'static [&'static str], names: &[&'static str]) -> Vec<Asked> {
    let mut all = Vec::new();
    for &(group, resource, subresource) in RESOURCES {
        let (served, _) = known(group, resource).unwrap();
        let verbs = served.verbs_of(subresource).unwrap();
        for &namespace in if served.namespaced { namespaces } else { &[""] } {
            for &verb in VERBS.iter().filter(|verb| verbs.iter().any(|known| known.as_str() == **verb)) {
                all.extend(names.iter().map(|name| Asked { verb, group, resource, subresource, namespace, name }));
            }
        }
    }
    all
}
