//! The one request that all expressions are evaluated on.

use std::sync::OnceLock;

use kubescan::authz::{Authorizer, identity_exactly};
use kubescan::guards::cel::{Activation, Caller, Program, RequestResource};
use kubescan::model::Snapshot;
use serde_json::{Value, json};

use crate::differential::ours::snapshot;

/// alice may get pods in shop and create them anywhere, and get a URL; the service account shop/web may list secrets there.
pub(super) fn rbac() -> Value {
    let role = |name: &str, rules: Value| json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": name}, "rules": rules});
    let reference = |name: &str| json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": name});
    let user = json!([{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "alice"}]);
    let account = json!([{"kind": "ServiceAccount", "namespace": "shop", "name": "web"}]);
    let bound = |name: &str, subjects: &Value| {
        json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
            "metadata": {"name": name, "namespace": "shop"}, "roleRef": reference(name), "subjects": subjects})
    };
    json!({"apiVersion": "v1", "kind": "List", "items": [
        role("get", json!([{"verbs": ["get"], "apiGroups": [""], "resources": ["pods", "pods/log"]}])),
        role("create", json!([
            {"verbs": ["create"], "apiGroups": [""], "resources": ["pods"]},
            {"verbs": ["get"], "nonResourceURLs": ["/healthz"]},
        ])),
        role("list", json!([{"verbs": ["list"], "apiGroups": [""], "resources": ["secrets"]}])),
        bound("get", &user),
        bound("list", &account),
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "create"},
            "roleRef": reference("create"), "subjects": user},
    ]})
}

/// All variables, as the API server would make them of the request.
pub(super) fn variables() -> Value {
    json!({
        "object": {"apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": "web-1", "namespace": "shop", "labels": {"app": "web", "example.com/team": "a"},
                "creationTimestamp": "2024-02-29T12:30:45Z"},
            "spec": {"replicas": 3, "ratio": 1.5, "hostNetwork": false, "nothing": null,
                "port": 80, "target": "http", "size": "500Mi", "wait": "1h30m", "big": 9_007_199_254_740_993_i64,
                "containers": [
                    {"name": "a", "image": "registry.example.com/a:1", "ports": [80, 443], "securityContext": {"privileged": false}},
                    {"name": "b", "image": "docker.io/b", "args": ["--x", "--y=2"], "securityContext": {"privileged": true}},
                    {"name": "c", "image": "registry.example.com/c"},
                ],
                "words": super::words(100), "numbers": [3, 1, 2], "empty": [], "none": {}, "mixed": [1, "a", true, null, 2.0]}},
        "oldObject": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-1", "namespace": "shop"}, "spec": {"replicas": 2}},
        "params": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "p"}, "data": {"most": "5", "prefix": "web-"}},
        "namespaceObject": {"apiVersion": "v1", "kind": "Namespace",
            "metadata": {"name": "shop", "labels": {"env": "prod"}, "creationTimestamp": "2024-01-01T00:00:00Z"},
            "spec": {"finalizers": ["kubernetes"]}, "status": {"phase": "Active"}},
        "request": {"uid": "1", "kind": {"group": "", "version": "v1", "kind": "Pod"},
            "resource": {"group": "", "version": "v1", "resource": "pods"},
            "requestKind": {"group": "", "version": "v1", "kind": "Pod"},
            "requestResource": {"group": "", "version": "v1", "resource": "pods"},
            "name": "web-1", "namespace": "shop", "operation": "UPDATE", "dryRun": false,
            "userInfo": {"username": "alice", "groups": ["dev", "system:authenticated"]},
            "object": null, "oldObject": null, "options": null},
        "variables": [
            {"name": "containers", "expression": "object.spec.containers"},
            {"name": "privileged", "expression": "variables.containers.filter(c, c.?securityContext.privileged.orValue(false))"},
            {"name": "fails", "expression": "object.spec.missing.field"},
            {"name": "strict", "expression": "namespaceObject.metadata.labels['env'] == 'prod'"},
        ],
    })
}

fn cluster() -> &'static Authorizer<'static> {
    static CLUSTER: OnceLock<Snapshot> = OnceLock::new();
    static AUTHORIZER: OnceLock<Authorizer<'static>> = OnceLock::new();
    AUTHORIZER.get_or_init(|| Authorizer::new(CLUSTER.get_or_init(|| snapshot(&rbac()))))
}

/// Evaluates on a new activation: what it has evaluated once, it remembers.
pub(super) fn with_activation<T>(evaluate: impl FnOnce(&Activation<'_>) -> T) -> T {
    let all = variables();
    let value = |name: &str| serde_json::from_value(all[name].clone()).unwrap();
    let caller = Caller {
        authorizer: cluster(),
        identity: identity_exactly(Some("alice"), ["dev", "system:authenticated"]),
        resource: RequestResource {
            resource: "pods".into(),
            namespace: "shop".into(),
            name: "web-1".into(),
            ..Default::default()
        },
    };
    let mut activation = Activation::default();
    activation.object = value("object");
    activation.old_object = value("oldObject");
    activation.request = value("request");
    activation.params = value("params");
    activation.namespace_object = value("namespaceObject");
    activation.caller = Some(caller);
    for variable in all["variables"].as_array().unwrap() {
        let program = Program::compile(variable["expression"].as_str().unwrap()).unwrap();
        activation.define(variable["name"].as_str().unwrap().into(), program);
    }
    evaluate(&activation)
}
