//! Rights that each make whoever holds them everywhere an admin.
//!
//! A guard that lists what a role may not hold is as good as its list, so each is tried by itself, and by a pattern that means
//! the same: `*/token` is every resource with that subresource (`ResourceMatches` upstream).

use serde_json::json;

use super::write::{Object, RBAC};

/// What it is, and the rules.
pub(super) type Right = (&'static str, Vec<Object>);

/// All of them, the plainest first.
pub(super) fn strong() -> Vec<Right> {
    let rbac = ["roles", "clusterroles", "rolebindings", "clusterrolebindings"];
    let workloads = ["deployments", "daemonsets", "statefulsets", "replicasets"];
    let policies = "validatingadmissionpolicies";
    let mut all = vec![
        ("every right", vec![rule("*", &["*"], &["*"])]),
        ("the right to bind any role", vec![rule(RBAC, &["create", "update", "bind", "escalate"], &rbac)]),
        ("the right to impersonate", vec![rule("", &["impersonate"], &["users", "groups", "serviceaccounts"])]),
        ("the right to take tokens", vec![rule("", &["create"], &["serviceaccounts/token"])]),
        ("the right to run pods and to enter them", vec![rule("", &["create"], &["pods", "pods/exec"])]),
        ("the right to speak to kubelets", vec![rule("", &["get", "create"], &["nodes/proxy"])]),
        ("the right to read Secrets", vec![rule("", &["get", "list"], &["secrets"])]),
        ("the right to run pods", vec![rule("", &["create"], &["pods"])]),
        ("the right to run workloads", vec![rule("apps", &["create"], &workloads)]),
        ("the right to run jobs", vec![rule("batch", &["create"], &["jobs", "cronjobs"])]),
        ("the right to run pods by a controller", vec![rule("", &["create"], &["replicationcontrollers"])]),
        ("the right to add containers to pods", vec![rule("", &["patch", "update"], &["pods/ephemeralcontainers"])]),
        ("the right to change pods", vec![rule("", &["patch", "update"], &["pods"])]),
        (
            "the right to change policies",
            vec![rule("admissionregistration.k8s.io", &["update", "delete"], &[policies])],
        ),
        (
            "the right to take policies away",
            vec![rule("admissionregistration.k8s.io", &["update", "delete"], &["validatingadmissionpolicybindings"])],
        ),
        (
            "the right to write webhooks",
            vec![rule("admissionregistration.k8s.io", &["create"], &["mutatingwebhookconfigurations"])],
        ),
        ("the right to sign certificates", certificates()),
    ];
    all.extend(single().map(|(what, group, verb, resource)| (what, vec![rule(group, &[verb], &[resource])])));
    for (subresource, verb) in [
        ("token", "create"),
        ("exec", "create"),
        ("attach", "create"),
        ("ephemeralcontainers", "patch"),
        ("proxy", "create"),
    ] {
        let pattern = format!("*/{subresource}");
        all.push(("a right by a pattern of subresources", vec![rule("", &[verb, "get"], &[&pattern])]));
    }
    all
}

/// Rights of one verb on one resource: a guard may let in just that.
fn single() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    let secrets = ["get", "list", "watch", "*"].map(|verb| ("the right to read Secrets", "", verb, "secrets"));
    let groups = ["*"].map(|group| ("the right to read Secrets", group, "get", "secrets"));
    let users = ["users", "groups", "serviceaccounts"]
        .map(|resource| ("the right to impersonate", "", "impersonate", resource));
    let workloads = ["deployments", "daemonsets", "statefulsets", "replicasets"]
        .map(|resource| ("the right to run workloads", "apps", "create", resource));
    let jobs = ["jobs", "cronjobs"].map(|resource| ("the right to run jobs", "batch", "create", resource));
    let policies =
        ["validatingadmissionpolicies", "validatingadmissionpolicybindings"].into_iter().flat_map(|resource| {
            ["update", "patch", "delete"]
                .map(|verb| ("the right to change policies", "admissionregistration.k8s.io", verb, resource))
        });
    secrets.into_iter().chain(groups).chain(users).chain(workloads).chain(jobs).chain(policies)
}

fn certificates() -> Vec<Object> {
    let group = "certificates.k8s.io";
    vec![
        rule(group, &["create", "get"], &["certificatesigningrequests"]),
        rule(group, &["update"], &["certificatesigningrequests/approval"]),
        rule(group, &["approve"], &["signers"]),
    ]
}

fn rule(group: &str, verbs: &[&str], resources: &[&str]) -> Object {
    json!({"verbs": verbs, "apiGroups": [group], "resources": resources})
}
