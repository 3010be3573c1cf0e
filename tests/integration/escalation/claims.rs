//! Service accounts that a binding waits for: who can create them, or their namespace, and has a way to a token there.

use super::{GHOST, Granted, WORLD, grants, leads};

/// What eve is granted, what else there is, the server, and whether it leads to cluster-admin.
type Row = (&'static str, &'static [Granted], &'static [&'static str], &'static str, bool);

/// A binding of everybody with a name that begins like a service account's group.
const GROUP: &str = "---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: group, uid: c1}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccounts:NAMESPACE'}]
";
/// The account `default` of a namespace that does not exist.
const DEFAULT: &str = "---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: gone, uid: c2}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: default, namespace: gone}]
";
const WORKLOAD: &str = "---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: kube-system, uid: c3}
spec: {template: {spec: {containers: [{name: c, image: x}]}}}
";
const TOKEN: &str = "---
{apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: {name: old, namespace: kube-system, uid: c4, annotations: {kubernetes.io/service-account.name: meek}}}
";

const CREATE: Granted = ("kube-system", "create serviceaccounts");
const NAMESPACES: Granted = ("*", "create namespaces");

const WAYS: &[Row] = &[
    ("a token", &[CREATE, ("kube-system", "create serviceaccounts/token")], &[GHOST], "1.36", true),
    ("a token by name", &[CREATE, ("kube-system", "create serviceaccounts/token ghost")], &[GHOST], "1.36", true),
    ("a token of another", &[CREATE, ("kube-system", "create serviceaccounts/token meek")], &[GHOST], "1.36", false),
    ("a token elsewhere", &[CREATE, ("shop", "create serviceaccounts/token")], &[GHOST], "1.36", false),
    (
        "a token, and nobody creates it",
        &[("kube-system", "create serviceaccounts/token ghost")],
        &[GHOST],
        "1.36",
        false,
    ),
    ("no token", &[CREATE], &[GHOST], "1.36", false),
    ("a pod", &[CREATE, ("kube-system", "create pods")], &[GHOST], "1.36", true),
    (
        "a workload that is there",
        &[CREATE, ("kube-system", "patch apps:deployments web")],
        &[GHOST, WORKLOAD],
        "1.36",
        true,
    ),
    (
        "a workload that is not",
        &[CREATE, ("kube-system", "patch apps:deployments api")],
        &[GHOST, WORKLOAD],
        "1.36",
        false,
    ),
    ("a token Secret that is there", &[CREATE, ("kube-system", "patch secrets old")], &[GHOST, TOKEN], "1.36", true),
    ("another Secret", &[CREATE, ("kube-system", "patch secrets new")], &[GHOST, TOKEN], "1.36", false),
    ("its automatic Secret", &[CREATE, ("kube-system", "list secrets")], &[GHOST], "1.23", true),
    ("there is none since 1.24", &[CREATE, ("kube-system", "list secrets")], &[GHOST], "1.24", false),
    (
        "applied by name",
        &[("kube-system", "create,patch serviceaccounts ghost"), ("kube-system", "create pods")],
        &[GHOST],
        "1.36",
        true,
    ),
    (
        "another is applied",
        &[("kube-system", "create,patch serviceaccounts x"), ("kube-system", "create pods")],
        &[GHOST],
        "1.36",
        false,
    ),
];

const NEW_NAMESPACE: &[Row] = &[
    ("default is there by itself, for a pod", &[NAMESPACES, ("*", "create pods")], &[DEFAULT], "1.36", true),
    ("and for a token", &[NAMESPACES, ("*", "create serviceaccounts/token default")], &[DEFAULT], "1.36", true),
    (
        "the namespace is applied by name",
        &[("*", "create,patch namespaces gone"), ("*", "create pods")],
        &[DEFAULT],
        "1.36",
        true,
    ),
    ("another namespace", &[("*", "create,patch namespaces other"), ("*", "create pods")], &[DEFAULT], "1.36", false),
    ("nobody creates the namespace", &[("*", "create serviceaccounts/token")], &[DEFAULT], "1.36", false),
    ("no way to a token", &[NAMESPACES], &[DEFAULT], "1.36", false),
];

/// The namespace of the group, and a row.
const GROUPS: &[(&str, Row)] = &[
    ("gone", ("a pod as default", &[NAMESPACES, ("*", "create pods")], &[GROUP], "1.36", true)),
    ("gone", ("a token of default", &[NAMESPACES, ("*", "create serviceaccounts/token")], &[GROUP], "1.36", true)),
    ("gone", ("no namespace", &[("*", "create serviceaccounts/token")], &[GROUP], "1.36", false)),
    ("shop", ("default of one that is there", &[("shop", "create serviceaccounts/token")], &[GROUP], "1.36", true)),
    ("shop", ("another namespace's", &[("kube-system", "create serviceaccounts/token meek")], &[GROUP], "1.36", false)),
    (
        "shop",
        (
            "a new account",
            &[("shop", "create serviceaccounts"), ("shop", "create serviceaccounts/token x")],
            &[GROUP],
            "1.36",
            true,
        ),
    ),
    ("shop", ("one that nobody creates", &[("shop", "create serviceaccounts/token x")], &[GROUP], "1.36", false)),
    (
        "shop",
        ("impersonation asks for no existence", &[("shop", "impersonate serviceaccounts x")], &[GROUP], "1.36", true),
    ),
    ("shop", ("anywhere", &[("*", "impersonate serviceaccounts x")], &[GROUP], "1.36", true)),
    ("gone", ("not even of the namespace", &[("*", "impersonate serviceaccounts")], &[GROUP], "1.36", true)),
    ("shop", ("of another namespace", &[("gone", "impersonate serviceaccounts x")], &[GROUP], "1.36", false)),
];

#[test]
fn any_way_to_a_token_leads_to_a_missing_account() {
    check(WAYS.iter().map(|row| ("", row)));
}

#[test]
fn a_missing_namespace_brings_its_default_account() {
    check(NEW_NAMESPACE.iter().map(|row| ("", row)));
}

#[test]
fn all_accounts_of_a_namespace_are_those_to_come_too() {
    check(GROUPS.iter().map(|(namespace, row)| (*namespace, row)));
}

fn check<'r>(rows: impl Iterator<Item = (&'r str, &'r Row)>) {
    let eve = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}";
    // A token of `root` is no way here.
    let weak = WORLD.replace("name: cluster-admin", "name: view");
    let mut wrong = Vec::new();
    for (namespace, (name, granted, more, version, expected)) in rows {
        let more = more.concat().replace("NAMESPACE", namespace);
        let input = format!("{weak}{more}{}", grants(eve, granted));
        let found = leads(&input, version);
        if found != *expected {
            wrong.push(format!("{name}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
