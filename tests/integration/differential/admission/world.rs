//! The cluster that requests are made in: for each group a namespace, a user, and objects to write.

use serde_json::{Value, json};

use crate::cluster::ControlPlane;

pub(super) const RBAC: &str = "rbac.authorization.k8s.io";

pub(super) fn namespace_of(group: usize) -> String {
    format!("adm-{group}")
}

pub(super) fn user_of(group: usize) -> String {
    format!("user-{group}")
}

/// Every second user may write, and not read Secrets.
pub(super) fn groups_of(group: usize) -> &'static str {
    if group.is_multiple_of(2) { "adm:writers" } else { "adm:limited" }
}

/// What the objects that a group writes are named.
pub(super) fn names_of(group: usize) -> Vec<String> {
    let own = |suffix: &str| format!("{}{suffix}", namespace_of(group));
    ["a", "b", "new", "p", "h", "d"]
        .iter()
        .map(|name| (*name).to_owned())
        .chain([own(""), own("-a"), own("-new")])
        .collect()
}

/// An object, and the path of its collection.
pub(super) type Stored = (String, Value);

/// Who may write.
fn rights() -> Vec<Stored> {
    let bound = |group: &str, role: &str| {
        let subject = json!({"apiGroup": RBAC, "kind": "Group", "name": group});
        let object = json!({"apiVersion": format!("{RBAC}/v1"), "kind": "ClusterRoleBinding", "metadata": {"name": group.replace(':', "-")},
            "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": role}, "subjects": [subject]});
        (format!("/apis/{RBAC}/v1/clusterrolebindings"), object)
    };
    let rules = json!([
        {"apiGroups": [""], "resources": ["configmaps", "serviceaccounts", "serviceaccounts/token", "namespaces", "events", "pods",
            "pods/ephemeralcontainers", "pods/eviction", "pods/exec"], "verbs": ["*"]},
        {"apiGroups": [RBAC, "autoscaling", "apps", "events.k8s.io"], "resources": ["*"], "verbs": ["*"]},
    ]);
    let limited = json!({"apiVersion": format!("{RBAC}/v1"), "kind": "ClusterRole", "metadata": {"name": "adm-limited"}, "rules": rules});
    vec![
        (format!("/apis/{RBAC}/v1/clusterroles"), limited),
        bound("adm:writers", "cluster-admin"),
        bound("adm:limited", "adm-limited"),
    ]
}

/// What is there before anybody writes: namespaces first, then accounts.
fn objects(group: usize) -> [Vec<Stored>; 3] {
    let namespace = namespace_of(group);
    let core = |plural: &str| format!("/api/v1/namespaces/{namespace}/{plural}");
    let config = |name: &str, labels: Value, data: Value| {
        let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "labels": labels}, "data": data});
        (core("configmaps"), object)
    };
    let labels = if group.is_multiple_of(3) { json!({"env": "prod"}) } else { json!({}) };
    let mode = if group.is_multiple_of(5) { "off" } else { "on" };
    let mut plain = vec![
        config("a", json!({"app": "web"}), json!({"x": "y"})),
        config("b", json!({}), Value::Null),
        config("limits", json!({"role": "limits"}), json!({"mode": mode})),
        config("strict", json!({"role": "limits"}), json!({"mode": "on", "missing": "x"})),
        (core("pods"), pod("p")),
        (format!("/apis/autoscaling/v2/namespaces/{namespace}/horizontalpodautoscalers"), scaler("h", "v2")),
        (format!("/apis/apps/v1/namespaces/{namespace}/deployments"), deployment()),
    ];
    for kind in ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"] {
        let name = if kind.starts_with("Cluster") { format!("{namespace}-a") } else { "a".to_owned() };
        plain.push((rbac_path(kind, &namespace), rbac(kind, &name)));
    }
    [
        vec![(
            "/api/v1/namespaces".to_owned(),
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace, "labels": labels}}),
        )],
        vec![(
            core("serviceaccounts"),
            json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a"}}),
        )],
        plain,
    ]
}

pub(super) fn pod(name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"app": "web"}},
        "spec": {"serviceAccountName": "a", "containers": [{"name": "c", "image": "i"}]}})
}

pub(super) fn scaler(name: &str, version: &str) -> Value {
    json!({"apiVersion": format!("autoscaling/{version}"), "kind": "HorizontalPodAutoscaler", "metadata": {"name": name},
        "spec": {"maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "d"}}})
}

fn deployment() -> Value {
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": {"replicas": 0, "selector": {"matchLabels": {"x": "y"}},
        "template": {"metadata": {"labels": {"x": "y"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}}}})
}

pub(super) fn rbac_path(kind: &str, namespace: &str) -> String {
    let place = if kind.starts_with("Cluster") { String::new() } else { format!("namespaces/{namespace}/") };
    format!("/apis/{RBAC}/v1/{place}{}s", kind.to_lowercase())
}

/// A role that reads pods, or a binding of `view` to alice.
pub(super) fn rbac(kind: &str, name: &str) -> Value {
    let mut object = json!({"apiVersion": format!("{RBAC}/v1"), "kind": kind, "metadata": {"name": name}});
    if kind.ends_with("Binding") {
        object["roleRef"] = json!({"apiGroup": RBAC, "kind": "ClusterRole", "name": "view"});
        object["subjects"] = json!([{"apiGroup": RBAC, "kind": "User", "name": "alice"}]);
    } else {
        object["rules"] = json!([{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]);
    }
    object
}

/// Creates objects, those of one list before those of the next.
pub(super) fn create(plane: &ControlPlane, objects: &[Stored]) {
    let post = |(path, body): &Stored| {
        json!({"method": "POST", "path": path, "type": "application/json", "body": body}).to_string()
    };
    let answers = plane.request(objects.iter().map(post));
    for ((path, object), answer) in objects.iter().zip(answers) {
        assert_eq!(answer.status, Some(201), "{path} {object}: {}", answer.error);
    }
}

/// Fills a cluster for so many groups.
pub(super) fn fill(plane: &ControlPlane, groups: usize) {
    let mut stages = [rights(), Vec::new(), Vec::new()];
    for group in 0..groups {
        for (stage, objects) in stages.iter_mut().zip(objects(group)) {
            stage.extend(objects);
        }
    }
    stages.iter().for_each(|stage| create(plane, stage));
}
