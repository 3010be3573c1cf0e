//! What differs from what the API server ships, and what only looks like it: on the dump of a whole cluster.

use super::{found, scan};

const EXAMPLE: &str = include_str!("../../../examples/hardened/cluster.yaml");

const CHANGED: &str = "changed-builtin";
const IMPOSTOR: &str = "impostor-name";

fn with(more: &str) -> serde_json::Value {
    scan(&format!("{EXAMPLE}---\n{more}\n"))
}

#[test]
fn a_cluster_as_installed_is_neither_changed_nor_imitated() {
    let report = with("");
    assert!(found(&report, CHANGED).is_empty() && found(&report, IMPOSTOR).is_empty());
}

#[test]
fn what_was_added_to_a_shipped_object_is_high() {
    let role = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: 'system:monitoring'}, \
        rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]}";
    assert_eq!(found(&with(role), CHANGED), ["high clusterrole:system:monitoring"]);
    let binding = |kind: &str, name: &str| {
        format!(
            "{{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {{name: 'system:monitoring'}}, \
            roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:monitoring'}}, \
            subjects: [{{kind: {kind}, apiGroup: rbac.authorization.k8s.io, name: '{name}'}}]}}"
        )
    };
    assert_eq!(found(&with(&binding("User", "eve")), CHANGED), ["high clusterrolebinding:system:monitoring"]);
    assert!(found(&with(&binding("Group", "system:monitoring")), CHANGED).is_empty(), "the same once more");
}

#[test]
fn a_shipped_binding_of_less_is_told_and_no_alarm() {
    let subject = "  - apiGroup: rbac.authorization.k8s.io\n    kind: Group\n    name: system:unauthenticated\n";
    assert!(EXAMPLE.contains(subject));
    let report = scan(&EXAMPLE.replace(subject, ""));
    assert_eq!(found(&report, CHANGED), ["info clusterrolebinding:system:public-info-viewer"]);
}

#[test]
fn operators_that_extend_view_do_not_change_it() {
    let role = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: own, \
        labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}}, \
        rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]}";
    let view = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: view}, \
        rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]}";
    let report = with(&format!("{role}\n---\n{view}"));
    assert!(found(&report, CHANGED).is_empty(), "{:?}", found(&report, CHANGED));
    assert_eq!(found(&report, "foreign-aggregation"), ["medium clusterrole:own"]);
}

#[test]
fn a_dump_of_another_version_is_not_compared() {
    let missing = EXAMPLE.replace("name: system:controller:ttl-controller\n", "name: old\n");
    assert_ne!(missing, EXAMPLE);
    let role = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: 'system:monitoring'}, \
        rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]}";
    let report = scan(&format!("{missing}---\n{role}\n"));
    assert!(found(&report, CHANGED).is_empty() && found(&report, IMPOSTOR).is_empty());
}

#[test]
fn names_and_labels_of_the_api_server_are_its_own() {
    let role = |name: &str, labels: &str| {
        format!(
            "{{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {{name: '{name}', labels: {{{labels}}}}}, \
            rules: [{{apiGroups: [''], resources: [pods], verbs: [get]}}]}}"
        )
    };
    let label = "kubernetes.io/bootstrapping: rbac-defaults";
    for (role, finds) in [
        (role("system:sneaky", ""), &["low clusterrole:system:sneaky"][..]),
        (role("sneaky", label), &["low clusterrole:sneaky"]),
        (role("systematic", ""), &[]),
        (role("system:coredns", ""), &[]),
        (role("system:openshift:scc", ""), &[]),
    ] {
        assert_eq!(found(&with(&role), IMPOSTOR), finds, "{role}");
    }
    let plain = role("system:sneaky", "");
    assert_eq!(found(&scan(&plain), IMPOSTOR), ["low clusterrole:system:sneaky"], "no server leaves out its label");
    assert!(found(&scan(&role("system:of-1.20", label)), IMPOSTOR).is_empty(), "it may be another version's");
    let binding = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: 'system:own'}, \
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}, \
        subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}]}";
    assert_eq!(found(&with(binding), IMPOSTOR), ["low clusterrolebinding:system:own"]);
}
