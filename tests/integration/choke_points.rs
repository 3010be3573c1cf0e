//! What removing a binding cuts, and what it only seems to: the other way is found.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::run::{kubescan, kubescan_with_input};

const WORLD: &str = "
{apiVersion: v1, kind: ServiceAccount, metadata: {name: root, namespace: kube-system, uid: u1}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: root, uid: u2}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: root, namespace: kube-system}]
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: make, uid: u3}, rules: [{apiGroups: [''], resources: [secrets], verbs: [create]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: read, uid: u4}, rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: token, uid: u5}, rules: [{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}]}
";

/// Bindings as `name role subject`, and what each binding that cuts anything cuts.
type Row = (&'static [&'static str], &'static [(&'static str, u64)], usize);

const TABLE: &[Row] = &[
    // Both halves are needed; the account itself is a source too. What follows from cluster-admin does not count.
    (&["make make eve", "read read eve"], &[("root", 2), ("make", 1), ("read", 1)], 1),
    // Either of two may be the other half, so neither cuts.
    (&["make make eve", "read read eve", "again read eve"], &[("root", 2), ("make", 1)], 1),
    // A way of its own.
    (&["make make eve", "read read eve", "token token eve"], &[("root", 2)], 1),
    // Two who do not need each other.
    (&["token token eve", "more token bob"], &[("root", 3), ("more", 1), ("token", 1)], 1),
];

#[test]
fn a_binding_cuts_what_has_no_other_way() {
    for (bindings, expected, together) in TABLE {
        let mut text = WORLD.to_owned();
        for (index, binding) in bindings.iter().enumerate() {
            let [name, role, subject] = binding.split(' ').collect::<Vec<_>>().try_into().unwrap();
            text += &format!(
                "---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {{name: {name}, namespace: kube-system, uid: b{index}}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {role}}}
subjects: [{{kind: User, apiGroup: rbac.authorization.k8s.io, name: {subject}}}]
"
            );
        }
        let report = kubescan_with_input(&["scan", "-f", "-", "-o", "json"], text.as_bytes()).json();
        let points = report["chokePoints"].as_array().unwrap().iter().map(|point| {
            let binding = point["grant"]["binding"].as_str().unwrap();
            let name = binding.split([':', '/']).next_back().unwrap().to_owned();
            assert_eq!(point["cut"], name == "root", "{bindings:?}");
            (name, point["cutsPaths"].as_u64().unwrap())
        });
        let expected: Vec<(String, u64)> = expected.iter().map(|(name, cuts)| ((*name).to_owned(), *cuts)).collect();
        assert_eq!(points.collect::<Vec<_>>(), expected, "{bindings:?}");
        let separation = &report["separation"];
        assert_eq!(separation["bindings"].as_array().map(Vec::len), Some(*together), "{bindings:?}");
        assert_eq!(separation["separated"], separation["sources"], "{bindings:?}");
    }
}

/// A node of the control plane, a pod on it, and two who may run commands in the pod by a binding each.
const POD: &str = "
{apiVersion: v1, kind: Node, metadata: {name: cp, uid: u0, labels: {node-role.kubernetes.io/control-plane: ''}}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: exec, namespace: a, uid: r}, rules: [{apiGroups: [''], resources: [pods/exec], verbs: [create]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: ann, namespace: a, uid: b1}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: exec}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: bob, namespace: a, uid: b2}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: exec}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: bob}]}
---
";

fn with_pod(privileged: bool) -> String {
    let spec =
        format!("nodeName: cp, containers: [{{name: c, image: x, securityContext: {{privileged: {privileged}}}}}]");
    format!(
        "{POD}{{apiVersion: v1, kind: Pod, metadata: {{name: p, namespace: a, uid: p}}, spec: {{{spec}}}, status: {{phase: Running}}}}"
    )
}

#[test]
fn a_pod_that_cuts_more_than_any_binding_is_to_be_fixed_first() {
    let report = kubescan_with_input(&["scan", "-f", "-", "-o", "json"], with_pod(true).as_bytes()).json();
    let [point] = report["podChokePoints"].as_array().unwrap().as_slice() else { panic!("{report}") };
    // Three sources, each with a path to cluster-admin, to every node and to one of the control plane.
    assert_eq!((point["workload"].as_str(), point["cutsPaths"].as_u64()), (Some("pod:a/p"), Some(9)));
    assert!(report["chokePoints"].as_array().unwrap().iter().all(|point| point["cutsPaths"].as_u64() < Some(9)));
    let without = report["separation"]["withoutBinding"].as_array().unwrap();
    assert_eq!(without.len(), 1);
    assert_eq!(
        (without[0]["source"].as_str(), without[0]["by"].as_str()),
        (Some("pod:a/p"), Some("escape/privileged"))
    );

    let text = kubescan_with_input(&["scan", "-f", "-"], with_pod(true).as_bytes()).stdout;
    let line = |start: &str| text.lines().find(|line| line.starts_with(start)).unwrap_or_default();
    assert_eq!(
        line("fix first"),
        "fix first: pod:a/p: remove privileged: true (container c is privileged); where that is needed, give the workload a \
         namespace and a node pool of its own (cuts 9 paths)"
    );
    assert_eq!(line("1 more"), "1 more reaches cluster-admin by escaping from its pod, not by a binding: pod:a/p");
    assert!(line("critical  pod:a/p").ends_with("cluster-admin (via node:cp)"), "{text}");

    let deployed = |level: &str| {
        let text = format!(
            "{POD}{{apiVersion: v1, kind: Namespace, metadata: {{name: a, labels: {{pod-security.kubernetes.io/enforce: {level}}}}}}}
---
{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: d, namespace: a}}, spec: {{template: {{spec: {{containers: [{{name: c, image: x, securityContext: {{privileged: true}}}}]}}}}}}}}"
        );
        let report = kubescan_with_input(&["scan", "-f", "-", "-o", "json"], text.as_bytes()).json();
        let pods = report["hotPods"].as_array().unwrap();
        assert_eq!(pods.len(), 1, "{pods:?}");
        pods[0]["via"].clone()
    };
    assert_eq!(deployed("privileged"), serde_json::json!(["node:*"]));
    assert!(deployed("restricted").is_null(), "a guard keeps it in");

    let harmless = kubescan_with_input(&["scan", "-f", "-", "-o", "json"], with_pod(false).as_bytes()).json();
    assert_eq!(harmless["podChokePoints"].as_array().unwrap().len(), 0, "a near miss");
}

/// Sources and objectives of paths.
fn ends<'p>(paths: impl Iterator<Item = &'p Value>) -> BTreeSet<(String, String)> {
    paths.map(|path| (path["from"].to_string(), path["to"].to_string())).collect()
}

#[test]
fn it_cuts_what_is_gone_in_a_cluster_without_it() {
    let mut tried = 0;
    for cluster in ["examples/shop", "examples/platform", "tests/fixtures/replay/rbac", "tests/fixtures/paths"] {
        let report = kubescan(&["scan", "-f", cluster, "-o", "json"]).json();
        let paths = report["paths"].as_array().unwrap();
        let counts =
            |path: &&Value| path["builtIn"] == false && path["impliedBy"].is_null() && path["certainty"] != "guarded";
        let before = ends(paths.iter().filter(counts));
        let goals: BTreeSet<&str> = paths.iter().map(|path| path["to"].as_str().unwrap()).collect();
        for point in report["chokePoints"].as_array().unwrap() {
            let binding = point["grant"]["binding"].as_str().unwrap();
            let mut asked = vec!["paths", "-f", cluster, "--without", binding, "--blocked", "--include-builtin"];
            asked.extend(goals.iter().flat_map(|goal| ["--to", goal]));
            asked.extend(["-o", "json"]);
            let after = ends(kubescan(&asked).json()["paths"].as_array().unwrap().iter());
            assert_eq!(point["cutsPaths"], before.difference(&after).count(), "{cluster} {binding}");
            tried += 1;
        }
    }
    assert!(tried > 8, "{tried}");
}

#[test]
fn what_a_guard_blocks_then_is_better_and_counts_as_cut_nowhere() {
    let binding = "clusterrolebinding:release-bot";
    let report = kubescan(&["scan", "-f", "examples/platform", "-o", "json"]).json();
    let points = report["chokePoints"].as_array().unwrap();
    let point = points.iter().find(|point| point["grant"]["binding"] == binding).unwrap();
    let asked = ["paths", "-f", "examples/platform", "--without", binding];
    let without = kubescan(&[&asked[..], &["-o", "json"]].concat()).json()["without"].clone();
    let count = |key: &str| u64::try_from(without[key].as_array().unwrap().len()).unwrap();
    assert_eq!((count("gone"), count("guarded")), (point["cutsPaths"].as_u64().unwrap(), 1));
    let text = kubescan(&asked).stdout;
    assert!(text.contains(": 3 paths gone, 1 better, 0 another way"), "{text}");
    assert!(
        text.contains("  better  path-7539087e7280  group:team-b-admins -> cluster-admin, blocked by a guard"),
        "{text}"
    );
}
