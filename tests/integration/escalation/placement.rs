//! Who brings a strong pod to a node of its own: by what it may do to pods and to which nodes, and where the pod may run.
//!
//! `agent` is root on `w2` (it runs a privileged pod there) and is granted the rules of a row; `strong` is cluster-admin.

use super::{Granted, certainty, grants, scan};

pub(super) const ADMIN: &str = "objective:cluster-admin";
pub(super) const AGENT: &str = "{kind: ServiceAccount, name: agent, namespace: open}";

pub(super) const CLUSTER: &str = "
{apiVersion: v1, kind: Node, metadata: {name: w1, uid: p1, labels: {kubernetes.io/hostname: w1, pool: a, example.k8s.io/pool: a}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: base, uid: p3, labels: {pod-security.kubernetes.io/enforce: baseline}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: strong, namespace: base, uid: p4}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: agent, namespace: open, uid: p5}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: strong, uid: p6}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: strong, namespace: base}]
---
apiVersion: v1
kind: Pod
metadata: {name: mine, namespace: open, uid: p7}
status: {phase: Running}
spec:
  nodeName: w2
  serviceAccountName: agent
  volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}]
  containers: [{name: c, image: x, securityContext: {privileged: true}, volumeMounts: [{name: t, mountPath: /t}]}]
";

/// The node of the attacker, with this in its spec.
pub(super) fn own_node(spec: &str) -> String {
    let labels = "{kubernetes.io/hostname: w2, pool: b, example.k8s.io/pool: b}";
    format!(
        "---\n{{apiVersion: v1, kind: Node, metadata: {{name: w2, uid: p2, labels: {labels}}}, spec: {{{spec}}}}}\n"
    )
}

/// A workload and, unless it has none, its pod on `w1`; both with this in the pod spec.
pub(super) fn workload(kind: &str, spec: &str, with_pod: bool, replicas: &str) -> String {
    let token = "volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], \
        containers: [{name: c, image: x, volumeMounts: [{name: t, mountPath: /t}]}]";
    let object = format!(
        "---\n{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: engine, namespace: base, uid: p8}}, \
         spec: {{{replicas} template: {{spec: {{serviceAccountName: strong, {spec} {token}}}}}}}}}\n"
    );
    let owner = format!("[{{apiVersion: apps/v1, kind: {kind}, name: engine, uid: p8, controller: true}}]");
    // The controller of a DaemonSet writes the node into the affinity, in the place of all that stood there.
    let stored = match kind {
        "DaemonSet" => {
            "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: \
            {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [w1]}]}]}}},"
        }
        _ => spec,
    };
    let stored = if spec.contains("nodeName") { "" } else { stored };
    let pod = format!(
        "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: engine-1, namespace: base, uid: p9, ownerReferences: {owner}}}, \
         status: {{phase: Running}}, spec: {{nodeName: w1, serviceAccountName: strong, {stored} {token}}}}}\n"
    );
    if with_pod { format!("{object}{pod}") } else { object }
}

pub(super) fn affinity(key: &str, operator: &str, values: &str) -> String {
    format!(
        "affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: \
         [{{matchExpressions: [{{key: {key}, operator: {operator}, values: [{values}]}}]}}]}}}}}},"
    )
}

/// What there is, the attacker's node, what it is granted, and how sure it becomes cluster-admin.
type Row<'a> = (&'a str, String, &'a str, &'a [Granted], Option<&'a str>);

/// How sure it is that the agent's pod reaches cluster-admin.
pub(super) fn found(objects: &[String], granted: &[Granted]) -> Option<String> {
    let input = format!("{CLUSTER}{}{}", objects.concat(), grants(AGENT, granted));
    certainty(&scan(&input), "pod:open/mine", ADMIN)
}

pub(super) const SURE: Option<&str> = Some("proven-rights");
pub(super) const MAYBE: Option<&str> = Some("unknown");
const DELETE: Granted = ("base", "delete pods");
const NODES: Granted = ("*", "patch nodes");

#[test]
fn a_pod_that_starts_anew_goes_where_it_may() {
    let deployment = |spec: &str| workload("Deployment", spec, true, "");
    let free = own_node("");
    let tainted = own_node("taints: [{key: gpu, effect: NoSchedule}]");
    let restricted = affinity("example.k8s.io/pool", "In", "a");
    let rows: Vec<Row<'_>> = vec![
        ("nobody moves it", deployment(""), &free, &[], None),
        ("the scheduler chooses", deployment(""), &free, &[DELETE], MAYBE),
        ("so it does after an eviction", deployment(""), &free, &[("base", "create pods/eviction")], MAYBE),
        ("pods of another namespace", deployment(""), &free, &[("open", "delete pods")], None),
        ("a pod of that name", deployment(""), &free, &[("base", "delete pods engine-1")], MAYBE),
        ("a pod of another name", deployment(""), &free, &[("base", "delete pods engine-2")], None),
        ("scaled to 0 it does not come back", workload("Deployment", "", true, "replicas: 0,"), &free, &[DELETE], None),
        ("nor does a taint let it in", deployment(""), &tainted, &[DELETE], None),
        (
            "unless it is tolerated",
            deployment("tolerations: [{key: gpu, operator: Exists}],"),
            &tainted,
            &[DELETE],
            MAYBE,
        ),
        ("a node of a name", deployment("nodeName: w1,"), &free, &[DELETE, NODES], None),
        ("a label that kubelets may not write", deployment(&restricted), &free, &[DELETE], None),
        ("whoever writes nodes writes it", deployment(&restricted), &free, &[DELETE, NODES], SURE),
        ("every other node is emptied", deployment(""), &free, &[NODES], SURE),
        ("a taint is taken away", deployment(""), &tainted, &[NODES], SURE),
        ("a status holds labels, no taints", deployment(""), &tainted, &[("*", "patch nodes/status")], None),
        ("it tolerates all taints", deployment("tolerations: [{operator: Exists}],"), &free, &[NODES], None),
        ("and is deleted", deployment("tolerations: [{operator: Exists}],"), &free, &[NODES, DELETE], MAYBE),
        ("one's own node alone empties no other", deployment(""), &free, &[("*", "patch nodes w2")], None),
        ("the other node alone is emptied", deployment(""), &free, &[("*", "patch nodes w1")], SURE),
        ("into a node that refuses it", deployment(""), &tainted, &[("*", "patch nodes w1")], None),
        ("a deleted node loses its pods", deployment(""), &free, &[("*", "delete nodes w1")], SURE),
        ("a created one has none", deployment(""), &free, &[("*", "create nodes")], None),
    ];
    let mut wrong = Vec::new();
    for (what, objects, node, granted, expected) in rows {
        let found = found(&[objects, node.to_owned()], granted);
        if found.as_deref() != expected {
            wrong.push(format!("{what}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn another_node_that_lets_it_in_makes_the_choice_unsure() {
    let third = "---\n{apiVersion: v1, kind: Node, metadata: {name: w3, uid: p10}}\n".to_owned();
    let objects = [workload("Deployment", "", true, ""), own_node(""), third];
    assert_eq!(found(&objects, &[("*", "patch nodes w1")]).as_deref(), MAYBE);
    assert_eq!(found(&objects, &[NODES]).as_deref(), SURE);
}

/// What there is, by what, and how sure.
type Unread<'a> = (&'a str, [String; 3], &'a [Granted], Option<&'a str>);

#[test]
fn a_node_that_was_not_read_lets_in_nobody_for_sure() {
    let free = || workload("Deployment", "", true, "");
    let bound = |spec: &str| workload("Deployment", spec, true, "");
    let unread = String::new;
    // One that a pod runs on, and of which no Node object was read.
    let third = "---\n{apiVersion: v1, kind: Pod, metadata: {name: idle, namespace: open, uid: p11}, status: {phase: Running}, \
                 spec: {nodeName: w3, containers: [{name: c, image: x}]}}\n";
    let selected = || bound(&affinity("example.k8s.io/pool", "In", "b"));
    let rows: Vec<Unread<'_>> = vec![
        ("a DaemonSet", [workload("DaemonSet", "", true, ""), unread(), unread()], &[], MAYBE),
        ("a DaemonSet, read", [workload("DaemonSet", "", true, ""), own_node(""), unread()], &[], SURE),
        ("the other node is emptied", [free(), unread(), unread()], &[("*", "patch nodes w1")], MAYBE),
        ("the other node is deleted", [free(), unread(), unread()], &[("*", "delete nodes w1")], MAYBE),
        ("the only node of that label", [selected(), own_node(""), unread()], &[DELETE], SURE),
        ("another may have it", [selected(), own_node(""), third.to_owned()], &[DELETE], MAYBE),
        ("the template names the node", [bound("nodeName: w2,"), own_node(""), third.to_owned()], &[DELETE], SURE),
    ];
    for (what, objects, granted, expected) in rows {
        assert_eq!(found(&objects, granted).as_deref(), expected, "{what}");
    }
}

#[test]
fn a_daemon_set_comes_to_every_node_that_is_made_fit() {
    let daemons = |spec: &str| workload("DaemonSet", spec, true, "");
    let free = own_node("");
    let tainted = own_node("taints: [{key: gpu, effect: NoSchedule}]");
    let restricted = affinity("example.k8s.io/pool", "In", "a");
    let own: &[Granted] = &[("*", "patch nodes w2")];
    let other: &[Granted] = &[("*", "patch nodes w1")];
    let rows: Vec<Row<'_>> = vec![
        ("by itself", daemons(""), &free, &[], SURE),
        ("not past a taint", daemons(""), &tainted, &[], None),
        ("a cordon is none for it", daemons(""), "unschedulable: true", &[], SURE),
        ("the taint is taken away", daemons(""), &tainted, own, SURE),
        ("of another node", daemons(""), &tainted, other, None),
        ("by its status", daemons(""), &tainted, &[("*", "patch nodes/status w2")], None),
        ("by a free label", daemons(&affinity("pool", "In", "a")), &free, &[], SURE),
        ("by a label of other values", daemons(&affinity("pool", "NotIn", "b")), &free, &[], SURE),
        ("by a label less", daemons(&affinity("pool", "DoesNotExist", "")), &free, &[], SURE),
        ("by a greater label", daemons(&affinity("pool", "Gt", "'7'")), &free, &[], SURE),
        ("by its host name", daemons(&affinity("kubernetes.io/hostname", "In", "w1")), &free, &[], SURE),
        ("a restricted label", daemons(&restricted), &free, &[], None),
        ("a restricted label less", daemons(&affinity("example.k8s.io/pool", "DoesNotExist", "")), &free, &[], None),
        ("a restricted label, written by others", daemons(&restricted), &free, own, SURE),
        ("by the status", daemons(&restricted), &free, &[("*", "patch nodes/status w2")], SURE),
        ("on another node", daemons(&restricted), &free, other, None),
        (
            "a restricted label less, by others",
            daemons(&affinity("example.k8s.io/pool", "DoesNotExist", "")),
            &free,
            own,
            SURE,
        ),
    ];
    let mut wrong = Vec::new();
    for (what, objects, node, granted, expected) in rows {
        let node = if node.starts_with("---") { node.to_owned() } else { own_node(node) };
        let found = found(&[objects, node], granted);
        if found.as_deref() != expected {
            wrong.push(format!("{what}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_waiting_pod_is_bound_to_any_node() {
    let pod = |phase: &str, node: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: late, namespace: base, uid: p9}}, status: {{phase: {phase}}}, \
             spec: {{{node} serviceAccountName: strong, nodeSelector: {{such: none}}, \
             volumes: [{{name: t, projected: {{sources: [{{serviceAccountToken: {{path: t}}}}]}}}}], \
             containers: [{{name: c, image: x, volumeMounts: [{{name: t, mountPath: /t}}]}}]}}}}\n"
        )
    };
    let rows: [(&str, String, &[Granted], Option<&str>); 7] = [
        ("by its binding", pod("Pending", ""), &[("base", "create pods/binding")], SURE),
        ("by a binding", pod("Pending", ""), &[("base", "create bindings")], SURE),
        ("by the binding of its name", pod("Pending", ""), &[("base", "create pods/binding late")], SURE),
        ("by that of another", pod("Pending", ""), &[("base", "create pods/binding early")], None),
        ("elsewhere", pod("Pending", ""), &[("open", "create pods/binding")], None),
        ("it has a node", pod("Running", "nodeName: w1,"), &[("base", "create pods/binding")], None),
        ("a bare pod does not come back", pod("Running", "nodeName: w1,"), &[DELETE, NODES], None),
    ];
    for (what, pod, granted, expected) in rows {
        assert_eq!(found(&[pod, own_node("")], granted).as_deref(), expected, "{what}");
    }
}
