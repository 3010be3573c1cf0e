//! So many of one kind that each could meet as many of another: what they lead to is one hub, not all pairs.

use serde_json::{Value, json};

use super::clusters::{Objects, RBAC, TOKEN, names, service_account, user};

impl Objects {
    /// A node with a label of its own.
    fn machine(&mut self, name: &str) {
        let metadata = json!({"name": name, "labels": {"kubernetes.io/hostname": name}});
        self.add(json!({"apiVersion": "v1", "kind": "Node", "metadata": metadata, "status": {}}));
    }

    /// A workload of `apps/v1` without pods.
    fn workload(&mut self, kind: &str, namespace: &str, name: &str, spec: Value) {
        self.add(json!({"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name, "namespace": namespace},
            "spec": {"selector": {"matchLabels": {"app": name}},
                "template": {"metadata": {"labels": {"app": name}}, "spec": spec}}}));
    }

    /// Users of this name, each with a ClusterRole of its own, everywhere.
    fn holders(&mut self, word: &str, count: usize, verbs: &str, resources: &str, named: &[String]) {
        for name in super::clusters::names(word, count) {
            self.role("", &name, verbs, resources, named);
            self.bind("", &name, &name, &[user(&name)]);
        }
    }
}

fn container(security: Value) -> Value {
    json!([{"name": "app", "image": "x", "securityContext": security}])
}

/// Bindings to ClusterRoles that are not there, and as many who may make any.
pub(super) fn missing_roles(count: usize) -> Objects {
    let mut objects = Objects::default();
    for name in names("missing", count) {
        objects.bind("", &name, &name, &[user(&name)]);
    }
    objects.holders("maker", count, "create,escalate", "rbac:clusterroles", &[]);
    // One who is bound already.
    objects.bind("", "both", "missing0", &[user("maker0")]);
    objects
}

/// Roles of as many namespaces, and as many who may rewrite any.
pub(super) fn roles_to_rewrite(count: usize) -> Objects {
    let mut objects = Objects::default();
    for name in names("n", count) {
        objects.namespace(&name);
        objects.role(&name, "own", "get", "pods", &[]);
        objects.bind(&name, "own", "/own", &[user(&format!("of-{name}"))]);
    }
    objects.holders("maker", count, "update,escalate", "rbac:roles", &[]);
    objects.account("n0", "root");
    objects.root("n0", "root");
    objects.bind("n0", "both", "/own", &[user("maker0")]);
    objects
}

/// Accounts that bindings name and that are not there, and as many who may make any and ask for its token.
pub(super) fn missing_accounts(count: usize) -> Objects {
    let mut objects = Objects::default();
    for name in names("n", count) {
        objects.namespace(&name);
        objects.bind(&name, "missing", "view", &[service_account(&name, "missing")]);
    }
    objects.account("n0", "there");
    objects.root("n0", "missing");
    objects.holders("maker", count, "create", "serviceaccounts,serviceaccounts/token", &[]);
    objects
}

/// An account of the same name in as many namespaces, and as many roles that name it.
pub(super) fn one_name(count: usize) -> Objects {
    let mut objects = Objects::default();
    for name in names("n", count) {
        objects.namespace(&name);
        objects.account(&name, "app");
    }
    objects.root("n0", "app");
    objects.holders("asker", count, "create", TOKEN, &["app".to_owned(), "other".to_owned()]);
    objects
}

/// A workload in as many namespaces, and as many who may change all of them.
pub(super) fn workloads_to_change(count: usize) -> Objects {
    let mut objects = Objects::default();
    for name in names("n", count) {
        objects.namespace(&name);
        objects.account(&name, "app");
        objects.workload("Deployment", &name, "web", json!({"containers": container(json!({}))}));
    }
    objects.root("n0", "app");
    objects.holders("changer", count / 2, "patch", "apps:deployments", &[]);
    objects.holders("named", count / 2, "patch", "apps:deployments", &["web".to_owned(), "other".to_owned()]);
    objects
}

/// Pods that write to the logs of as many nodes, and as many who may read any log.
pub(super) fn logs_to_read(count: usize) -> Objects {
    let mut objects = Objects::default();
    for index in 0..count {
        let (namespace, node) = (format!("n{index}"), format!("node{index}"));
        objects.namespace(&namespace);
        objects.machine(&node);
        objects.add(json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "logger", "namespace": namespace},
            "spec": {"nodeName": node, "serviceAccountName": "default",
                "volumes": [{"name": "log", "hostPath": {"path": "/var/log"}}],
                "containers": [{"name": "app", "image": "x", "volumeMounts": [{"name": "log", "mountPath": "/log"}]}]},
            "status": {"phase": "Running"}}));
    }
    objects.account("n0", "root");
    objects.root("n0", "root");
    objects.holders("reader", count, "get", "pods/log", &[]);
    objects
}

/// DaemonSets that each stay away from one node, of as many.
pub(super) fn daemons_but_on_one(count: usize) -> Objects {
    let mut objects = Objects::default();
    for index in 0..count {
        objects.machine(&format!("node{index}"));
        let name = format!("d{index}");
        objects.account("shop", &name);
        let away = json!([{"key": "kubernetes.io/hostname", "operator": "NotIn", "values": [format!("node{index}")]}]);
        let terms = json!({"nodeSelectorTerms": [{"matchExpressions": away}]});
        let affinity = json!({"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": terms}});
        let spec = json!({"serviceAccountName": name, "affinity": affinity, "containers": container(json!({}))});
        objects.workload("DaemonSet", "shop", &name, spec);
    }
    objects.root("shop", "d0");
    objects
}

/// Workloads that get out of their pods, on any of as many nodes.
pub(super) fn pods_for_any_node(count: usize) -> Objects {
    let mut objects = Objects::default();
    for index in 0..count {
        objects.machine(&format!("node{index}"));
        let spec = json!({"containers": container(json!({"privileged": true}))});
        objects.workload("Deployment", "shop", &format!("w{index}"), spec);
    }
    objects.account("shop", "default");
    objects.root("shop", "default");
    objects
}

/// Half of a technique for everybody in as many namespaces, and as many subjects who have no other half.
pub(super) fn halves_for_everybody(count: usize) -> Objects {
    let mut objects = Objects::default();
    objects.role("", "make", "create", "secrets", &[]);
    objects.role("", "read", "get", "secrets", &[]);
    let everybody = json!({"kind": "Group", "apiGroup": RBAC, "name": "system:authenticated"});
    for name in names("n", count) {
        objects.namespace(&name);
        objects.account(&name, "app");
        objects.bind("", &format!("root-{name}"), "cluster-admin", &[service_account(&name, "app")]);
        objects.bind(&name, "make", "make", std::slice::from_ref(&everybody));
        objects.bind("", &format!("view-{name}"), "view", &[user(&format!("of-{name}"))]);
    }
    // One who has the other half somewhere.
    objects.bind("n0", "read", "read", &[user("of-n0")]);
    objects
}

/// ClusterRoles that take over the rules of as many others.
pub(super) fn aggregation(count: usize) -> Objects {
    let mut objects = Objects::default();
    for index in 0..count {
        let labels = json!({"part": "of-all"});
        objects.add(json!({"apiVersion": format!("{RBAC}/v1"), "kind": "ClusterRole",
            "metadata": {"name": format!("part{index}"), "labels": labels},
            "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"], "resourceNames": [format!("p{index}")]}]}));
        objects.add(json!({"apiVersion": format!("{RBAC}/v1"), "kind": "ClusterRole",
            "metadata": {"name": format!("all{index}")},
            "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": labels}]}, "rules": []}));
        objects.bind("", &format!("all{index}"), &format!("all{index}"), &[user(&format!("u{index}"))]);
    }
    objects.holders("maker", count, "create,escalate", "rbac:clusterroles", &[]);
    objects.bind("", "both", "all0", &[user("maker0")]);
    objects
}

/// Namespaces with a level, as many who may take it off, and as many who may run pods in one.
pub(super) fn levels_to_lift(count: usize) -> Objects {
    let mut objects = Objects::default();
    objects.role("", "run", "create", "pods", &[]);
    for name in names("n", count) {
        let labels = json!({"pod-security.kubernetes.io/enforce": "restricted"});
        objects.add(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}));
        objects.bind(&name, "run", "run", &[user(&format!("of-{name}"))]);
    }
    let control_plane = json!({"name": "cp", "labels": {"node-role.kubernetes.io/control-plane": ""}});
    objects.add(json!({"apiVersion": "v1", "kind": "Node", "metadata": control_plane, "status": {}}));
    objects.holders("lifter", count, "patch", "namespaces", &[]);
    objects.bind("n0", "both", "run", &[user("lifter0")]);
    objects
}

/// Roles of as many namespaces, and as many who may bind any.
pub(super) fn roles_to_bind(count: usize) -> Objects {
    let mut objects = Objects::default();
    for name in names("n", count) {
        objects.namespace(&name);
        objects.account(&name, "app");
        objects.role(&name, "tokens", "create", TOKEN, &[]);
    }
    objects.root("n0", "app");
    objects.holders("binder", count, "create,bind", "rbac:rolebindings,roles", &[]);
    objects
}

/// Bindings, and one role that names all of them.
pub(super) fn bindings_by_name(count: usize) -> Objects {
    let mut objects = Objects::default();
    let names = names("b", count);
    objects.role("", "idle", "get", "pods", &[]);
    for name in &names {
        objects.bind("", name, "idle", &[user(name)]);
    }
    objects.role("", "change", "update", "rbac:clusterrolebindings", &names);
    objects.role("", "bind", "bind", "rbac:clusterroles", &["idle".to_owned(), "cluster-admin".to_owned()]);
    objects.bind("", "change", "change", &[user("eve")]);
    objects.bind("", "bind", "bind", &[user("eve")]);
    objects.account("n0", "root");
    objects.root("n0", "root");
    objects
}
