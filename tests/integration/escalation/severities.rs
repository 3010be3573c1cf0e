//! How bad a permission is where it leads to no objective: a table of what eve is granted, beside which objects, and the
//! severity that her finding has.

use super::{Granted, grants, scan};

type Row = (&'static str, &'static [Granted], &'static str, &'static str);

const MANIFESTS: &str = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n";
const BASELINE: &str = "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}}\n";
const SHOP: &str = "{apiVersion: v1, kind: Namespace, metadata: {name: shop, uid: s1}}\n";
const STRONG_VIEW: &str = "{apiVersion: v1, kind: Namespace, metadata: {name: shop, uid: s1}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: view, namespace: shop, uid: s2}, rules: [{apiGroups: [''], resources: [secrets], verbs: [get, list]}]}
";
const ROWS: &[Row] = &[
    (
        "bind one harmless role",
        &[("*", "create rbac:clusterrolebindings"), ("*", "bind rbac:clusterroles view")],
        "",
        "low",
    ),
    (
        "bind cluster-admin",
        &[("*", "create rbac:clusterrolebindings"), ("*", "bind rbac:clusterroles cluster-admin")],
        "",
        "critical",
    ),
    ("bind any role", &[("*", "create rbac:clusterrolebindings"), ("*", "bind rbac:clusterroles")], "", "critical"),
    (
        "bind a Role that is not there, though a ClusterRole is",
        &[("*", "create rbac:rolebindings"), ("*", "bind rbac:roles view")],
        SHOP,
        "low",
    ),
    (
        "bind a Role that is there",
        &[("*", "create rbac:rolebindings"), ("*", "bind rbac:roles view")],
        STRONG_VIEW,
        "high",
    ),
    (
        "bind a Role that one may make",
        &[("*", "create rbac:rolebindings"), ("*", "bind rbac:roles view"), ("*", "create,escalate rbac:roles")],
        SHOP,
        "high",
    ),
    (
        "a star among the names is a name",
        &[("*", "create rbac:clusterrolebindings"), ("*", "bind rbac:clusterroles *")],
        "",
        "low",
    ),
    (
        "a role that is not there",
        &[("*", "create rbac:clusterrolebindings"), ("*", "bind rbac:clusterroles none")],
        "",
        "low",
    ),
    ("the template of a Job stays", &[("*", "update,patch batch:jobs")], "", "low"),
    ("that of a CronJob does not", &[("*", "update,patch batch:cronjobs")], "", "high"),
    ("pods in a namespace that lets them out, no node read", &[("shop", "create pods")], MANIFESTS, "high"),
    ("a namespace that was not read", &[("shop", "create pods")], "", "high"),
    ("workloads too", &[("shop", "create batch:cronjobs")], MANIFESTS, "high"),
    ("pods in one that keeps them", &[("shop", "create pods")], BASELINE, "low"),
];

#[test]
fn a_permission_is_as_bad_as_what_it_leads_to() {
    let mut wrong = Vec::new();
    for (name, granted, objects, expected) in ROWS {
        let eve = grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted);
        let report = scan(&format!("{objects}{eve}"));
        let subjects = report["riskySubjects"].as_array().unwrap();
        let eve = subjects.iter().find(|subject| subject["subject"] == "user:eve").unwrap();
        if eve["severity"] != *expected {
            wrong.push(format!("{name}: {eve}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_kubeadm_installs_is_no_finding_until_it_is_changed() {
    let binding = |subjects: &str| {
        format!(
            "{{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {{name: 'kubeadm:cluster-admins'}}, \
             roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}}, subjects: [{subjects}]}}\n"
        )
    };
    let admins = "{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'kubeadm:cluster-admins'}";
    let eve = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}";
    for (subjects, found) in [(admins.to_owned(), false), (format!("{admins}, {eve}"), true)] {
        let report = scan(&binding(&subjects));
        let paths = report["paths"].as_array().unwrap();
        assert_eq!(!paths.is_empty(), found, "{subjects}");
        assert_eq!(report["findings"].as_array().unwrap().iter().any(|finding| finding["builtIn"] == false), found);
        let fix = report["chokePoints"].as_array().unwrap();
        assert_eq!(!fix.is_empty(), found, "nobody is told to remove their own administrators");
    }
}
