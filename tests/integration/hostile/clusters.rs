//! Clusters that somebody has shaped so that a careless analysis takes forever. Each grows with one number.

use serde_json::{Value, json};

pub(super) const RBAC: &str = "rbac.authorization.k8s.io";
pub(super) const TOKEN: &str = "serviceaccounts/token";

/// Objects under way.
#[derive(Default)]
pub(super) struct Objects(Vec<Value>);

impl Objects {
    pub(super) fn add(&mut self, mut object: Value) {
        object["metadata"]["uid"] = format!("u{}", self.0.len()).into();
        self.0.push(object);
    }

    /// All of them as one list.
    pub(super) fn list(self) -> Value {
        json!({"apiVersion": "v1", "kind": "List", "items": self.0})
    }

    pub(super) fn namespace(&mut self, name: &str) {
        self.add(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}));
    }

    pub(super) fn account(&mut self, namespace: &str, name: &str) {
        let metadata = json!({"name": name, "namespace": namespace});
        self.add(json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}));
    }

    fn pod(&mut self, namespace: &str, name: &str, account: &str) {
        let token = json!({"name": "token", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}});
        let mounts = json!([{"name": "token", "mountPath": "/t"}]);
        self.add(json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": namespace},
            "spec": {"serviceAccountName": account, "nodeName": "worker", "volumes": [token],
                "containers": [{"name": "app", "image": "x", "volumeMounts": mounts}]},
            "status": {"phase": "Running"}}));
    }

    /// A role of one rule: verbs and resources with commas, and names.
    pub(super) fn role(&mut self, namespace: &str, name: &str, verbs: &str, resources: &str, names: &[String]) {
        let (group, resources) = resources.split_once(':').unwrap_or(("", resources));
        let split = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let group = if group == "rbac" { RBAC } else { group };
        let rule =
            json!({"apiGroups": [group], "resources": split(resources), "verbs": split(verbs), "resourceNames": names});
        let kind = if namespace.is_empty() { "ClusterRole" } else { "Role" };
        self.add(json!({"apiVersion": format!("{RBAC}/v1"), "kind": kind, "metadata": place(namespace, name), "rules": [rule]}));
    }

    /// A binding to a ClusterRole, or with a leading slash to a Role of the same namespace.
    pub(super) fn bind(&mut self, namespace: &str, name: &str, role: &str, subjects: &[Value]) {
        let kind = if namespace.is_empty() { "ClusterRoleBinding" } else { "RoleBinding" };
        let (role_kind, role) = role.strip_prefix('/').map_or(("ClusterRole", role), |role| ("Role", role));
        self.add(json!({"apiVersion": format!("{RBAC}/v1"), "kind": kind, "metadata": place(namespace, name),
            "roleRef": {"apiGroup": RBAC, "kind": role_kind, "name": role}, "subjects": subjects}));
    }

    /// Somebody with everything, in `namespace`.
    pub(super) fn root(&mut self, namespace: &str, account: &str) {
        self.bind("", "root", "cluster-admin", &[service_account(namespace, account)]);
    }
}

fn place(namespace: &str, name: &str) -> Value {
    if namespace.is_empty() { json!({"name": name}) } else { json!({"name": name, "namespace": namespace}) }
}

pub(super) fn service_account(namespace: &str, name: &str) -> Value {
    json!({"kind": "ServiceAccount", "namespace": namespace, "name": name})
}

pub(super) fn user(name: &str) -> Value {
    json!({"kind": "User", "apiGroup": RBAC, "name": name})
}

fn group(name: &str) -> Value {
    json!({"kind": "Group", "apiGroup": RBAC, "name": name})
}

pub(super) fn names(word: &str, count: usize) -> Vec<String> {
    (0..count).map(|index| format!("{word}{index}")).collect()
}

/// Each account may ask for the token of the next; the last has everything.
pub(super) fn chain(count: usize) -> Objects {
    let mut objects = Objects::default();
    for index in 0..count {
        let (own, next) = (format!("a{index}"), format!("a{}", index + 1));
        objects.account("shop", &own);
        objects.role("shop", &own, "create", TOKEN, &[next]);
        objects.bind("shop", &own, &format!("/{own}"), &[service_account("shop", &own)]);
    }
    objects.account("shop", &format!("a{count}"));
    objects.root("shop", &format!("a{count}"));
    objects
}

/// The same with a namespace for each account.
pub(super) fn chain_of_namespaces(count: usize) -> Objects {
    let mut objects = Objects::default();
    objects.role("", "next", "create", TOKEN, &[]);
    for index in 0..=count {
        let namespace = format!("n{index}");
        objects.namespace(&namespace);
        objects.account(&namespace, "app");
        if index > 0 {
            objects.bind(&namespace, "next", "next", &[service_account(&format!("n{}", index - 1), "app")]);
        }
    }
    objects.root(&format!("n{count}"), "app");
    objects
}

/// Accounts of one namespace, each with a role of its own to ask for any token there.
pub(super) fn clique(count: usize) -> Objects {
    let mut objects = Objects::default();
    for name in names("a", count) {
        objects.account("shop", &name);
        objects.role("shop", &name, "create", TOKEN, &[]);
        objects.bind("shop", &name, &format!("/{name}"), &[service_account("shop", &name)]);
    }
    objects.root("shop", "a0");
    objects
}

/// A ClusterRole of many names, bound to many subjects.
pub(super) fn names_and_subjects(count: usize) -> Objects {
    let mut objects = Objects::default();
    let names = names("a", count);
    for name in &names {
        objects.account("shop", name);
    }
    objects.role("", "tokens", "create", TOKEN, &names);
    let users: Vec<Value> = names.iter().map(|name| user(name)).collect();
    objects.bind("", "tokens", "tokens", &users);
    objects.root("shop", "a0");
    objects
}

/// A ClusterRole of many names, bound to one group in many namespaces, which hold one account, pod and Secret each.
pub(super) fn group_in_namespaces(count: usize) -> Objects {
    let mut objects = Objects::default();
    objects.role("", "tokens", "create", TOKEN, &names("a", count));
    objects.role("", "exec", "create", "pods/exec", &names("pod", count));
    objects.role("", "rewrite", "update,escalate", "rbac:roles", &names("role", count));
    for index in 0..count {
        let namespace = format!("n{index}");
        objects.namespace(&namespace);
        objects.account(&namespace, &format!("a{index}"));
        objects.pod(&namespace, &format!("pod{index}"), &format!("a{index}"));
        objects.role(&namespace, &format!("role{index}"), "get", "pods", &[]);
        for role in ["tokens", "exec", "rewrite"] {
            objects.bind(&namespace, role, role, &[group("team")]);
        }
    }
    objects.root("n0", "a0");
    objects
}

/// A Role of many names of pods, bound to many accounts.
pub(super) fn names_of_pods(count: usize) -> Objects {
    let mut objects = Objects::default();
    let names = names("a", count);
    let mut subjects = Vec::new();
    for name in &names {
        objects.account("shop", name);
        objects.pod("shop", name, name);
        subjects.push(service_account("shop", name));
    }
    objects.role("shop", "exec", "create", "pods/exec", &names);
    objects.bind("shop", "exec", "/exec", &subjects);
    objects.root("shop", "a0");
    objects
}

/// Roles that each may rewrite the next, and a binding for each; bindings of missing roles that others may make.
pub(super) fn rewriting(count: usize) -> Objects {
    let mut objects = Objects::default();
    for index in 0..count {
        let (name, next) = (format!("r{index}"), format!("r{}", (index + 1) % count));
        let namespace = format!("n{}", index % 100);
        objects.role("", &name, "update,escalate", "rbac:clusterroles", &[next]);
        objects.bind(&namespace, &name, &name, &[user(&name)]);
        objects.bind("", &name, &name, &[user(&format!("u{}", (index + 1) % count))]);
        objects.bind("", &format!("missing{index}"), &format!("missing{index}"), &[user(&name)]);
        objects.role(
            "",
            &format!("claim{index}"),
            "create,patch,escalate",
            "rbac:clusterroles",
            &[format!("missing{index}")],
        );
        objects.bind("", &format!("claim{index}"), &format!("claim{index}"), &[user(&format!("claimer{index}"))]);
    }
    // Of all these, two hold what they may write.
    objects.bind("", "both-rewrite", "r1", &[user("u1")]);
    objects.bind("", "both-claim", "claim0", &[user("r0")]);
    objects
}

/// Users who may take one half of a technique each, in one namespace.
pub(super) fn halves(count: usize) -> Objects {
    let mut objects = Objects::default();
    halves_in(&mut objects, "shop", count);
    objects.account("shop", "root");
    objects.root("shop", "root");
    // One who has both, by two bindings.
    objects.bind("shop", "both-make", "make", &[user("both")]);
    objects.bind("shop", "both-read", "read", &[user("both")]);
    objects.role("", "make", "create", "secrets", &[]);
    objects.role("", "read", "get", "secrets", &[]);
    objects
}

/// The same in a namespace for every three of them.
pub(super) fn halves_in_namespaces(count: usize) -> Objects {
    let mut objects = halves(3);
    for index in 0..count / 3 {
        let namespace = format!("n{index}");
        halves_in(&mut objects, &namespace, 3);
        objects.bind(&namespace, "make-all", "make", &[group("makers")]);
        objects.bind(&namespace, "read-all", "read", &[group("readers")]);
    }
    objects
}

fn halves_in(objects: &mut Objects, namespace: &str, count: usize) {
    for index in 0..count {
        let role = if index % 2 == 0 { "make" } else { "read" };
        objects.bind(namespace, &format!("half{index}"), role, &[user(&format!("half{index}"))]);
    }
}

/// A subject with many bindings, whose group holds as many.
pub(super) fn many_bindings(count: usize) -> Objects {
    let mut objects = Objects::default();
    objects.role("", "make", "create", "secrets", &[]);
    objects.role("", "read", "get", "secrets", &[]);
    for index in 0..count {
        let namespace = format!("n{index}");
        objects.bind(&namespace, "make", "make", &[user("eve")]);
        objects.bind(&namespace, "read", "read", &[group("system:authenticated")]);
    }
    objects.account("n0", "app");
    objects.root("n0", "app");
    objects
}
