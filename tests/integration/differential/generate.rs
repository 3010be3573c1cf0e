//! Random clusters: two namespaces, some roles of all odd forms, some bindings, some pods.

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::random::Random;
use super::{nodes, rules, subjects};

/// What a cluster may hold.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Objects {
    /// Only what a real API server takes. The names of each cluster are its own, so that several fit into one server.
    Valid,
    /// Also what it would refuse.
    Any,
}

/// The members of this group may write roles and bindings in every valid cluster, unless the escalation check stops them.
pub(super) const WRITERS: &str = "writers";

const RBAC: &str = "rbac.authorization.k8s.io/v1";
const GROUP: &str = "rbac.authorization.k8s.io";

/// The cluster of a seed.
pub(super) fn cluster(seed: u64, objects: Objects) -> Cluster {
    let prefix = if objects == Objects::Valid { format!("s{seed}-") } else { String::new() };
    let namespaces = ["a", "b"].map(|name| format!("{prefix}{name}"));
    let mut generator = Generator { random: Random::new(seed), objects, prefix, namespaces: namespaces.to_vec() };
    Cluster { seed, objects: generator.all() }
}

struct Generator {
    random: Random,
    objects: Objects,
    prefix: String,
    namespaces: Vec<String>,
}

impl Generator {
    fn all(&mut self) -> Vec<Value> {
        let mut all: Vec<Value> = nodes::nodes().collect();
        all.extend((1..=6).map(|number| self.role(None, number)));
        all.extend((1..=4).map(|number| self.binding(None, number)));
        if self.objects == Objects::Valid {
            all.extend(self.writers());
        }
        for namespace in self.namespaces.clone() {
            let here = Some(namespace.as_str());
            all.push(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}));
            let account = |name| json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name, "namespace": here}});
            all.extend(["s", "t"].map(account));
            all.extend((1..=3).map(|number| self.role(here, number)));
            all.extend((1..=4).map(|number| self.binding(here, number)));
            all.extend(["p1", "p2"].map(|name| nodes::pod(&mut self.random, &namespace, name)));
        }
        all
    }

    fn role(&mut self, namespace: Option<&str>, number: usize) -> Value {
        let rules = match self.objects {
            Objects::Valid => rules::valid(&mut self.random, namespace.is_none()),
            Objects::Any => rules::any(&mut self.random),
        };
        if let Some(namespace) = namespace {
            let metadata = json!({"name": format!("r{number}"), "namespace": namespace});
            return json!({"apiVersion": RBAC, "kind": "Role", "metadata": metadata, "rules": rules});
        }
        let aggregate = format!("{}aggregate", self.prefix);
        let mut role = json!({"apiVersion": RBAC, "kind": "ClusterRole", "rules": rules,
            "metadata": {"name": self.cluster_role(number)}});
        // The last selects others but is never selected: two that select each other would rewrite each other forever.
        if number < 6 && self.random.chance(40) {
            role["metadata"]["labels"] = json!({aggregate.as_str(): self.random.pick(&["one", "two"])});
        }
        // Without rules of its own it waits for the controller, whom only a real cluster has.
        if number > 4 && self.random.chance(50) && !rules.is_empty() {
            let selector = json!({"matchLabels": {aggregate.as_str(): self.random.pick(&["one", "two", "none"])}});
            role["aggregationRule"] = json!({"clusterRoleSelectors": [selector]});
        }
        role
    }

    fn cluster_role(&self, number: usize) -> String {
        format!("{}c{number}", self.prefix)
    }

    /// One binding in ten refers to a role that does not exist.
    fn binding(&mut self, namespace: Option<&str>, number: usize) -> Value {
        let missing = self.random.chance(10);
        let role_ref = if namespace.is_some() && self.random.chance(50) {
            let name = if missing { "missing".to_owned() } else { format!("r{}", 1 + self.random.below(3)) };
            json!({"apiGroup": GROUP, "kind": "Role", "name": name})
        } else {
            let number = if missing { 99 } else { 1 + self.random.below(6) };
            json!({"apiGroup": GROUP, "kind": "ClusterRole", "name": self.cluster_role(number)})
        };
        let mut subjects: Vec<Value> = (0..self.random.below(4)).map(|_| self.subject(namespace)).collect();
        if let (true, Some(first)) = (self.random.chance(10), subjects.first().cloned()) {
            subjects.push(first);
        }
        let (kind, metadata) = match namespace {
            Some(namespace) => ("RoleBinding", json!({"name": format!("b{number}"), "namespace": namespace})),
            None => ("ClusterRoleBinding", json!({"name": format!("{}b{number}", self.prefix)})),
        };
        let mut binding =
            json!({"apiVersion": RBAC, "kind": kind, "metadata": metadata, "roleRef": role_ref, "subjects": subjects});
        if self.objects == Objects::Any && self.random.chance(10) {
            binding["roleRef"]["kind"] = json!(self.random.pick(&["Foo", "role", "Role", "ClusterRole"]));
            binding["roleRef"]["apiGroup"] =
                json!(self.random.pick(&["rbac.authorization.k8s.io", "other.example.com", ""]));
        }
        binding
    }

    fn subject(&mut self, here: Option<&str>) -> Value {
        if self.objects == Objects::Any && self.random.chance(15) {
            return subjects::invalid(&mut self.random, &self.namespaces);
        }
        subjects::valid(&mut self.random, &self.namespaces, here)
    }

    fn writers(&self) -> [Value; 2] {
        let name = format!("{}{WRITERS}", self.prefix);
        let resources = ["roles", "clusterroles", "rolebindings", "clusterrolebindings"];
        let rule = json!({"verbs": ["create", "update", "patch"], "apiGroups": [GROUP], "resources": resources});
        let subject = json!({"kind": "Group", "apiGroup": GROUP, "name": WRITERS});
        [
            json!({"apiVersion": RBAC, "kind": "ClusterRole", "metadata": {"name": name}, "rules": [rule]}),
            json!({"apiVersion": RBAC, "kind": "ClusterRoleBinding", "metadata": {"name": name},
                "roleRef": {"apiGroup": GROUP, "kind": "ClusterRole", "name": name}, "subjects": [subject]}),
        ]
    }
}
