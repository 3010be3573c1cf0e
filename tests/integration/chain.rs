//! The API server's authorizers alone are as good as the API server, and answer what it cannot be asked.
//!
//! For roles and bindings the grid of `authorizer.rs` shows it; here are nodes, refusals, objects that no server stores,
//! and coverage.

use std::time::Duration;

use serde_json::{Value, json};

use crate::cluster::{Answer, ControlPlane, authorize};

/// User, groups, what is asked (verb, resource with its group before and its subresource behind, name, field selector), and
/// whether it is allowed.
type Decision = (&'static str, &'static [&'static str], [&'static str; 4], bool);

const NODE: &str = "system:node:chain-node";
const NODES: &[&str] = &["system:nodes"];

/// What a node may do for its pods, and the members of one group anyway.
const BEYOND_ROLES: &[Decision] = &[
    ("anyone", &["system:masters"], ["delete", "/secrets", "waiting", ""], true),
    ("system:masters", &[], ["delete", "/secrets", "waiting", ""], false),
    (NODE, NODES, ["get", "/secrets", "mounted", ""], true),
    ("system:node:other-node", NODES, ["get", "/secrets", "mounted", ""], false),
    (NODE, &["system:nodes-not"], ["get", "/secrets", "mounted", ""], false),
    (NODE, NODES, ["update", "/secrets", "mounted", ""], false),
    (NODE, NODES, ["get", "/secrets", "", ""], false),
    (NODE, NODES, ["get", "/secrets", "waiting", ""], false),
    (NODE, NODES, ["get", "/secrets", "publish", ""], true),
    (NODE, NODES, ["get", "/secrets", "controller-publish", ""], false),
    (NODE, NODES, ["get", "/configmaps", "mounted", ""], true),
    (NODE, NODES, ["get", "/configmaps", "unmounted", ""], false),
    (NODE, NODES, ["get", "/persistentvolumeclaims", "data", ""], true),
    (NODE, NODES, ["list", "/persistentvolumeclaims", "data", ""], false),
    (NODE, NODES, ["get", "/persistentvolumes", "chain-data", ""], true),
    (NODE, NODES, ["get", "/persistentvolumes", "other", ""], false),
    (NODE, NODES, ["get", "storage.k8s.io/volumeattachments", "chain-data", ""], true),
    (NODE, NODES, ["get", "storage.k8s.io/volumeattachments", "other", ""], false),
    (NODE, NODES, ["create", "/serviceaccounts/token", "worker", ""], true),
    (NODE, NODES, ["create", "/serviceaccounts/token", "default", ""], false),
    (NODE, NODES, ["list", "/pods", "", "spec.nodeName=chain-node"], true),
    (NODE, NODES, ["list", "/pods", "", "spec.nodeName=other-node"], false),
    (NODE, NODES, ["list", "/pods", "", "spec.nodeName!=other-node"], false),
    (NODE, NODES, ["list", "/pods", "", ""], false),
    // Unreadable, so as good as none; the answer says so.
    (NODE, NODES, ["list", "/pods", "", "spec.nodeName"], false),
];

#[test]
fn what_no_role_grants_is_the_same_in_both() {
    let plane = ControlPlane::shared();
    plane.apply(include_str!("../fixtures/live/node.yaml"));
    let questions = || BEYOND_ROLES.iter().map(|(user, groups, asked, _)| review(user, groups, asked).to_string());
    let expected: Vec<_> = BEYOND_ROLES.iter().map(|(.., allowed)| Some(*allowed)).collect();

    let kinds = "clusterroles,clusterrolebindings,roles,rolebindings,nodes,pods,pv,pvc,volumeattachments";
    let dump = plane.kubectl(&["get", kinds, "--all-namespaces", "--output=json"]);
    let chain = authorize(&serde_json::from_str(&dump).unwrap(), questions());
    assert_eq!(allowed(&chain), expected, "{chain:#?}");

    // The API server learns of its own objects a moment later than whoever wrote them.
    let mut server = plane.review(questions());
    for _ in 0..100 {
        if allowed(&server) == expected {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
        server = plane.review(questions());
    }
    assert_eq!(server, chain);
}

#[test]
fn what_the_server_refuses_to_answer_is_refused_in_the_same_words() {
    let resource = json!({"verb": "get", "resource": "pods"});
    let url = json!({"verb": "get", "path": "/"});
    let refused = [
        sar(&json!({"user": "alice"})),
        sar(&json!({"resourceAttributes": resource})),
        sar(&json!({"user": "alice", "resourceAttributes": resource, "nonResourceAttributes": url})),
    ];
    let questions = || refused.iter().map(Value::to_string);
    let server = ControlPlane::shared().review(questions());
    assert!(server.iter().all(|answer| answer.allowed.is_none() && answer.error.contains("is invalid")), "{server:#?}");
    assert_eq!(server, authorize(&list(&[]), questions()));
}

#[test]
fn objects_that_no_server_stores_are_taken_as_they_are() {
    let to = |kind: &str, role: &str, name: &str, subject: Value| {
        json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": name},
            "roleRef": {"kind": kind, "name": role}, "subjects": [subject]})
    };
    let objects = list(&[
        cluster_role("reader", &json!([{"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]}])),
        to("ClusterRole", "reader", "homeless", json!({"kind": "ServiceAccount", "name": "worker"})),
        to("Foo", "reader", "foo", json!({"kind": "User", "name": "alice"})),
        to("ClusterRole", "reader", "good", json!({"kind": "User", "name": "bob"})),
    ]);
    let get_pod = ["get", "/pods", "worker", ""];
    let users = ["system:serviceaccount::worker", "system:serviceaccount:chain:worker", "alice", "bob"];
    let answers = authorize(&objects, users.iter().map(|user| review(user, &[], &get_pod).to_string()));
    assert_eq!(allowed(&answers), [Some(false), Some(false), Some(false), Some(true)]);
    assert_eq!(answers[2].reason, r#"RBAC: unsupported role reference kind: "Foo""#);
    assert_eq!(
        answers[3].reason,
        r#"RBAC: allowed by ClusterRoleBinding "good" of ClusterRole "reader" to User "bob""#
    );
}

#[test]
fn coverage_counts_what_is_held_in_the_namespace() {
    let objects = list(&[
        cluster_role("reader", &json!([{"verbs": ["get", "list"], "apiGroups": [""], "resources": ["pods"]}])),
        json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
            "metadata": {"name": "reader", "namespace": "chain"},
            "roleRef": {"kind": "ClusterRole", "name": "reader"}, "subjects": [{"kind": "Group", "name": "readers"}]}),
    ]);
    let ask = |namespace: &str, verbs: &[&str]| {
        json!({"kind": "Coverage", "user": "alice", "groups": ["readers"], "namespace": namespace,
            "rules": [{"verbs": verbs, "apiGroups": [""], "resources": ["pods"], "resourceNames": ["one"]}]})
        .to_string()
    };
    let questions = [ask("chain", &["get", "list"]), ask("chain", &["get", "delete"]), ask("", &["get"])];
    let answers = authorize(&objects, questions.into_iter());
    let uncovered =
        |verb: &str| vec![json!({"verbs": [verb], "apiGroups": [""], "resources": ["pods"], "resourceNames": ["one"]})];
    let found: Vec<_> = answers.iter().map(|answer| (answer.covered.unwrap(), answer.uncovered.clone())).collect();
    assert_eq!(found, [(true, vec![]), (false, uncovered("delete")), (false, uncovered("get"))]);
}

fn allowed(answers: &[Answer]) -> Vec<Option<bool>> {
    answers.iter().map(|answer| answer.allowed).collect()
}

fn review(user: &str, groups: &[&str], [verb, resource, name, selector]: &[&str; 4]) -> Value {
    let mut parts = resource.split('/');
    let [group, resource, subresource] = [(); 3].map(|()| parts.next().unwrap_or_default());
    let namespace = if resource == "persistentvolumes" || resource == "volumeattachments" { "" } else { "chain" };
    let mut asked = json!({"verb": verb, "group": group, "resource": resource, "subresource": subresource,
        "namespace": namespace, "name": name});
    if !selector.is_empty() {
        asked["fieldSelector"] = json!({"rawSelector": selector});
    }
    sar(&json!({"user": user, "groups": groups, "resourceAttributes": asked}))
}

fn sar(spec: &Value) -> Value {
    json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": spec})
}

fn list(items: &[Value]) -> Value {
    json!({"apiVersion": "v1", "kind": "List", "items": items})
}

fn cluster_role(name: &str, rules: &Value) -> Value {
    json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": name}, "rules": rules})
}
