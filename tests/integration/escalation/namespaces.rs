//! Namespaces that come and go: in one that is being deleted nothing is made, and a new one has no quota and no level.

use super::{Granted, certainty, grants, scan};

const CLUSTER: &str = "
{apiVersion: v1, kind: Node, metadata: {name: cp, uid: t1, labels: {node-role.kubernetes.io/control-plane: ''}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: strong, namespace: shop, uid: t2}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: strong, uid: t3}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: strong, namespace: shop}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, uid: t4}
spec: {nodeName: w1, serviceAccountName: strong, volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], containers: [{name: c, image: x, volumeMounts: [{name: t, mountPath: /t}]}]}
status: {phase: Running}
";

fn shop(labels: &str, phase: &str) -> String {
    format!(
        "---\n{{apiVersion: v1, kind: Namespace, metadata: {{name: shop, uid: t5, labels: {{{labels}}}}}, \
         status: {{phase: {phase}}}}}\n"
    )
}

const QUOTA: &str = "---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: none, namespace: shop, uid: t6}, spec: {hard: {pods: '0'}}}
";

const SURE: Option<&str> = Some("proven-rights");
const GUARDED: Option<&str> = Some("guarded");

fn eve(granted: &[Granted]) -> String {
    grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted)
}

fn reached(objects: &str, granted: &[Granted]) -> Option<String> {
    certainty(&scan(&format!("{CLUSTER}{objects}{}", eve(granted))), "user:eve", "objective:cluster-admin")
}

#[test]
fn nothing_is_made_in_a_namespace_that_is_being_deleted() {
    let quota_lifted: &[Granted] = &[("shop", "create pods"), ("shop", "delete resourcequotas")];
    let relabelled: &[Granted] = &[("shop", "create pods"), ("shop", "patch namespaces")];
    let rows: [(&str, &[Granted], Option<&str>); 10] = [
        ("a pod", &[("shop", "create pods")], GUARDED),
        ("a pod from everywhere", &[("*", "create pods")], GUARDED),
        ("a workload", &[("shop", "create apps:deployments")], GUARDED),
        ("a token", &[("shop", "create serviceaccounts/token")], GUARDED),
        ("a Secret of a token", &[("shop", "create secrets"), ("shop", "get secrets")], GUARDED),
        ("a binding", &[("shop", "create rbac:rolebindings"), ("shop", "bind rbac:clusterroles")], GUARDED),
        ("past a quota", quota_lifted, GUARDED),
        ("past its level", relabelled, GUARDED),
        ("a pod that is there", &[("shop", "create pods/exec")], SURE),
        ("a change of one", &[("shop", "patch pods/ephemeralcontainers")], SURE),
    ];
    for (what, granted, expected) in rows {
        assert_eq!(reached(&shop("", "Terminating"), granted).as_deref(), expected, "{what}");
        // One that stays lets all of it in.
        assert_eq!(reached(&shop("", "Active"), granted).as_deref(), SURE, "{what}, in one that stays");
    }
}

#[test]
fn a_new_namespace_has_no_quota_and_no_level() {
    let restricted = shop("pod-security.kubernetes.io/enforce: restricted", "Active");
    let closed = format!("{}{QUOTA}", shop("", "Active"));
    let ended = shop("", "Terminating");
    let rows: [(&str, &[Granted], Option<&str>); 6] = [
        ("both everywhere", &[("*", "create namespaces"), ("*", "create pods")], SURE),
        ("a workload", &[("*", "create namespaces"), ("*", "create batch:jobs")], SURE),
        ("pods in one namespace", &[("*", "create namespaces"), ("shop", "create configmaps")], None),
        ("no pods", &[("*", "create namespaces")], None),
        ("by a Role", &[("shop", "create namespaces"), ("*", "create configmaps")], None),
        ("no namespace", &[("*", "create pods/exec")], SURE),
    ];
    for (what, granted, expected) in rows {
        for (state, world) in [("restricted", &restricted), ("closed", &closed), ("ended", &ended)] {
            assert_eq!(reached(world, granted).as_deref(), expected, "{what}, {state}");
        }
    }
    // It says what blocks the pod in the namespace that is there, and who has no right to make one stays blocked.
    for world in [&closed, &ended] {
        assert_eq!(reached(world, &[("shop", "create pods")]).as_deref(), GUARDED);
    }
}

#[test]
fn a_blocked_pod_says_what_blocks_it() {
    for (world, by) in [
        (format!("{}{QUOTA}", shop("", "Active")), "quota none of namespace shop allows no pods"),
        (shop("", "Terminating"), "namespace shop is being deleted: nothing can be created in it"),
    ] {
        let report = scan(&format!("{CLUSTER}{world}{}", eve(&[("shop", "create pods")])));
        let paths = report["paths"].as_array().unwrap();
        let path = paths.iter().find(|path| path["from"] == "user:eve").unwrap();
        assert_eq!(path["hops"][0]["entry"], "pods/create", "{path}");
        assert_eq!(path["hops"][0]["blockedBy"], serde_json::json!([by]), "{path}");
    }
}
