//! Rights that each make whoever holds them everywhere an admin.
//!
//! A guard that lists what a role may not hold is as good as its list, so each is tried by itself, and by a pattern that means
//! the same: `*/token` is every resource with that subresource (`ResourceMatches` upstream).

use serde_json::json;

use crate::model::RoleKind;

use super::write::{Object, RBAC, put};

/// What it is, and the rules.
type Right = (&'static str, Vec<Object>);

/// What may be written into a role.
pub(super) struct Content {
    /// What it is, for a person.
    pub(super) what: &'static str,
    /// The rules.
    pub(super) rules: Vec<Object>,
    /// Whether it takes over every other role: a controller fills in what these allow.
    pub(super) aggregates: bool,
}

impl Content {
    /// Puts it into a role.
    pub(super) fn fill(self, role: &mut Object) {
        put(role, &["rules"], self.rules.into());
        if self.aggregates {
            put(role, &["aggregationRule"], json!({"clusterRoleSelectors": [{}]}));
        }
    }
}

/// All that may be written into a role of this kind, the plainest first.
pub(super) fn strong(kind: RoleKind) -> impl Iterator<Item = Content> {
    let rights = rights().into_iter().map(|(what, rules)| Content { what, rules, aggregates: false });
    let harmless = [Vec::new(), vec![rule("", &["get"], &["pods"])]];
    let over = harmless.map(|rules| Content { what: "the rights of every other role", rules, aggregates: true });
    rights.chain(over.into_iter().filter(move |_| kind == RoleKind::ClusterRole))
}

/// The plainest first.
fn rights() -> Vec<Right> {
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
        (
            "the right to write mutating policies",
            vec![rule(
                "admissionregistration.k8s.io",
                &["create", "update", "patch"],
                &["mutatingadmissionpolicies", "mutatingadmissionpolicybindings"],
            )],
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

/// Rights of one verb on one resource that make their holder an admin where there is something to use them on.
pub(super) fn perhaps_strong() -> impl Iterator<Item = Object> {
    let of = |group: &'static str, verbs: &'static [&'static str], resources: &'static [&'static str]| {
        resources.iter().flat_map(move |resource| verbs.iter().map(move |verb| rule(group, &[verb], &[resource])))
    };
    let workloads = &["deployments", "daemonsets", "statefulsets", "replicasets"];
    let policies = &["mutatingadmissionpolicies", "mutatingadmissionpolicybindings", "mutatingwebhookconfigurations"];
    of("", &["create", "get"], &["pods/exec", "pods/attach", "nodes/proxy", "pods/proxy"])
        .chain(of("", &["patch", "update"], &["pods", "pods/ephemeralcontainers", "namespaces", "serviceaccounts"]))
        .chain(of("", &["create", "patch"], &["persistentvolumes", "replicationcontrollers", "podtemplates"]))
        .chain(of("apps", &["patch", "update"], workloads))
        .chain(of("batch", &["patch", "update"], &["cronjobs"]))
        .chain(of("admissionregistration.k8s.io", &["create", "patch", "update"], policies))
        .chain(of("apiregistration.k8s.io", &["create", "patch", "update"], &["apiservices"]))
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
