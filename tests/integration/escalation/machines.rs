//! Nodes of the cluster: who gets onto one, what a pod security level stops, and what a node gives.

use super::{Granted, certainty, grants, scan};

/// A control plane and two workers. `strong` is cluster-admin and runs on `w1`; `web` of `shop` runs on `w2`.
const CLUSTER: &str = "
{apiVersion: v1, kind: Node, metadata: {name: cp, uid: n1, labels: {node-role.kubernetes.io/control-plane: ''}}, spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}}
---
{apiVersion: v1, kind: Node, metadata: {name: w1, uid: n2, labels: {pool: a}}}
---
{apiVersion: v1, kind: Node, metadata: {name: w2, uid: n3, labels: {pool: b}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: open, uid: n4}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: base, uid: n5, labels: {pod-security.kubernetes.io/enforce: baseline}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: strict, uid: n6, labels: {pod-security.kubernetes.io/enforce: restricted}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: strong, namespace: base, uid: n7}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: strong, uid: n8}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: strong, namespace: base}]
---
{apiVersion: v1, kind: Pod, metadata: {name: strong, namespace: base, uid: n9}, status: {phase: Running}, spec: {nodeName: w1, serviceAccountName: strong, volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], containers: [{name: c, image: x, volumeMounts: [{name: t, mountPath: /t}]}]}}
";

/// A pod of `open` on a node, with this in its spec.
fn pod(name: &str, node: &str, spec: &str, container: &str) -> String {
    format!(
        "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: open, uid: {name}}}, status: {{phase: Running}}, \
         spec: {{nodeName: {node}, serviceAccountName: meek, {spec} containers: [{{name: c, image: x, {container}}}]}}}}\n"
    )
}

/// What eve is granted, what else there is, the source, the objective, and how sure.
type Row = (&'static str, &'static [Granted], &'static str, Option<&'static str>);

const ROWS: &[Row] = &[
    ("a pod anywhere is one on the control plane", &[("open", "create pods")], "cluster-admin", Some("proven-rights")),
    (
        "baseline keeps it in",
        &[("base", "create configmaps"), ("strict", "create pods")],
        "cluster-admin",
        Some("guarded"),
    ),
    (
        "relabelling the namespace lets it out",
        &[("strict", "create pods"), ("strict", "patch namespaces strict")],
        "cluster-admin",
        Some("proven-rights"),
    ),
    (
        "relabelling another does not",
        &[("strict", "create pods"), ("base", "patch namespaces base")],
        "cluster-admin",
        Some("guarded"),
    ),
    ("relabelling alone is nothing", &[("strict", "patch namespaces strict")], "cluster-admin", None),
    ("a workload is a pod too", &[("open", "create apps:deployments")], "all-nodes", Some("proven-rights")),
    ("root on every node", &[("open", "create pods")], "all-nodes", Some("proven-rights")),
    ("root on the control plane", &[("open", "create pods")], "control-plane-node", Some("proven-rights")),
    (
        "a claim for a path of the node passes every level",
        &[("*", "create persistentvolumes"), ("strict", "create persistentvolumeclaims"), ("strict", "create pods")],
        "all-nodes",
        Some("proven-rights"),
    ),
    (
        "so does one that a controller makes for the pod",
        &[("*", "create persistentvolumes"), ("strict", "create pods")],
        "all-nodes",
        Some("proven-rights"),
    ),
    (
        "without the volume it does not",
        &[("strict", "create persistentvolumeclaims"), ("strict", "create pods")],
        "all-nodes",
        Some("guarded"),
    ),
    (
        "exec by the kubelet of the node where it runs",
        &[("*", "get nodes/proxy w1")],
        "cluster-admin",
        Some("proven-rights"),
    ),
    ("exec by that of another", &[("*", "get nodes/proxy w2")], "cluster-admin", None),
    (
        "a kubelet is a user and a group",
        &[("*", "impersonate users system:node:w1"), ("*", "impersonate groups system:nodes")],
        "cluster-admin",
        Some("proven-rights"),
    ),
    ("the user alone is none", &[("*", "impersonate users system:node:w1")], "cluster-admin", None),
    (
        "another kubelet has other pods",
        &[("*", "impersonate users system:node:w2"), ("*", "impersonate groups system:nodes")],
        "cluster-admin",
        None,
    ),
    (
        "any kubelet by a request that approves itself",
        &[
            ("*", "create,get certificates.k8s.io:certificatesigningrequests"),
            ("*", "create certificates.k8s.io:certificatesigningrequests/nodeclient"),
        ],
        "cluster-admin",
        Some("proven-rights"),
    ),
    (
        "a request that nobody approves",
        &[("*", "create,get certificates.k8s.io:certificatesigningrequests")],
        "cluster-admin",
        None,
    ),
];

#[test]
fn rights_lead_onto_nodes_as_far_as_the_levels_let_them() {
    let mut wrong = Vec::new();
    for (name, granted, objective, expected) in ROWS {
        let eve = grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted);
        let report = scan(&format!("{CLUSTER}{eve}"));
        let found = certainty(&report, "user:eve", &format!("objective:{objective}"));
        // Who is cluster-admin has the other objectives with it, and then no path of its own to them.
        let implied = certainty(&report, "user:eve", "objective:cluster-admin");
        if found.as_deref() != *expected && (found.is_some() || implied.as_deref() != *expected) {
            wrong.push(format!("{name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pod_that_gets_out_has_what_its_node_has() {
    let cases = [
        (
            "privileged beside a strong pod",
            pod("p", "w1", "", "securityContext: {privileged: true}"),
            Some("proven-rights"),
        ),
        ("privileged on another node", pod("p", "w2", "", "securityContext: {privileged: true}"), None),
        (
            "privileged on the control plane",
            pod("p", "cp", "", "securityContext: {privileged: true}"),
            Some("proven-rights"),
        ),
        ("not privileged", pod("p", "w1", "", "securityContext: {privileged: false}"), None),
        (
            "a path of the node, mounted",
            pod("p", "w1", "volumes: [{name: h, hostPath: {path: /}}],", "volumeMounts: [{name: h, mountPath: /h}]"),
            Some("proven-rights"),
        ),
        (
            "a path of the node, not mounted",
            pod("p", "w1", "volumes: [{name: h, hostPath: {path: /}}],", "volumeMounts: []"),
            None,
        ),
        (
            "a harmless path",
            pod(
                "p",
                "w1",
                "volumes: [{name: h, hostPath: {path: /etcd-data}}],",
                "volumeMounts: [{name: h, mountPath: /h}]",
            ),
            None,
        ),
    ];
    let mut wrong = Vec::new();
    for (name, pod, expected) in cases {
        let report = scan(&format!("{CLUSTER}{pod}"));
        let found = certainty(&report, "pod:open/p", "objective:cluster-admin");
        if found.as_deref() != expected {
            wrong.push(format!("{name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn logs_complete_the_escape_by_var_log() {
    let pod =
        pod("p", "cp", "volumes: [{name: l, hostPath: {path: /var/log}}],", "volumeMounts: [{name: l, mountPath: /l}]");
    let account = "{kind: ServiceAccount, name: meek, namespace: open}";
    let token =
        pod.replace("volumes: [", "volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}, ");
    let token = token.replace("volumeMounts: [", "volumeMounts: [{name: t, mountPath: /t}, ");
    let sure = Some("proven-rights");
    // How sure it is on the control plane, and how bad the pod is on a node of its own.
    let rows: [(&str, &[Granted], Option<&str>, &str); 9] = [
        ("reads no log", &[("open", "get pods")], None, "low"),
        ("lists pods and their logs", &[("open", "list pods/log")], None, "low"),
        ("reads its own log", &[("open", "get pods/log")], Some("unknown"), "medium"),
        ("reads its own by name", &[("open", "get pods/log p")], Some("unknown"), "medium"),
        ("reads every log", &[("*", "get pods/log")], Some("unknown"), "medium"),
        ("reads logs elsewhere", &[("base", "get pods/log")], None, "low"),
        ("reads the node's logs", &[("*", "get nodes/log")], sure, "high"),
        ("reads those of its node", &[("*", "get nodes/log cp"), ("*", "get nodes/log w2")], sure, "high"),
        ("reads those of another", &[("*", "get nodes/log w1"), ("open", "get pods/log")], Some("unknown"), "medium"),
    ];
    for (name, granted, expected, severity) in rows {
        let granted = grants(account, granted);
        let report = scan(&format!("{CLUSTER}{token}{granted}"));
        assert_eq!(certainty(&report, "pod:open/p", "objective:cluster-admin").as_deref(), expected, "{name}");
        let report = scan(&format!("{CLUSTER}{}{granted}", token.replace("nodeName: cp", "nodeName: w2")));
        let hot = report["hotPods"].as_array().unwrap();
        let own = hot.iter().find(|pod| pod["pods"][0] == "p").unwrap();
        assert_eq!(
            (own["severity"].as_str(), &own["escapes"][0]),
            (Some(severity), &"escape/var-log".into()),
            "{name}"
        );
    }
    let read_only = token.replace("mountPath: /l", "mountPath: /l, readOnly: true");
    let report = scan(&format!("{CLUSTER}{read_only}"));
    assert!(report["hotPods"].as_array().unwrap().iter().all(|pod| pod["pods"][0] != "p"), "read-only it is nothing");
}

#[test]
fn a_log_of_a_pod_tells_less_than_a_log_of_a_node() {
    let pod =
        pod("p", "cp", "volumes: [{name: l, hostPath: {path: /var/log}}],", "volumeMounts: [{name: l, mountPath: /l}]");
    let exec: Granted = ("open", "create pods/exec");
    let eve = |granted: &[Granted]| grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted);
    let told = |granted: &[Granted]| {
        let report = scan(&format!("{CLUSTER}{pod}{}", eve(granted)));
        let paths = report["paths"].as_array().unwrap().iter();
        let mut own = paths.filter(|path| path["from"] == "user:eve" && path["to"] == "objective:cluster-admin");
        own.next().map(|path| (path["certainty"] == "proven-rights", path.to_string().contains("one line at most")))
    };
    assert_eq!(told(&[exec, ("*", "get nodes/log")]), Some((true, false)));
    assert_eq!(told(&[exec, ("open", "get pods/log")]), Some((false, true)));
    assert_eq!(told(&[exec]), None);
    assert_eq!(told(&[("*", "get nodes/log"), ("*", "get pods/log")]), None, "nobody writes there");
}

#[test]
fn the_control_plane_is_no_stranger_on_its_node() {
    let own = "---
{apiVersion: v1, kind: Pod, metadata: {name: kube-apiserver-cp, namespace: kube-system, uid: k1, annotations: {kubernetes.io/config.mirror: x}}, status: {phase: Running}, spec: {nodeName: cp, hostNetwork: true, volumes: [{name: k, hostPath: {path: /etc/kubernetes}}], containers: [{name: c, image: x, volumeMounts: [{name: k, mountPath: /k}]}]}}
";
    let untrusted = |objects: &str| {
        let report = scan(&format!("{CLUSTER}{objects}"));
        let nodes = report["nodes"].as_array().unwrap();
        nodes.iter().find(|node| node["node"] == "node:cp").unwrap()["untrusted"].clone()
    };
    assert_eq!(untrusted(own), serde_json::json!([]));
    let copied = own.replace("kubernetes.io/config.mirror", "example.com/copied");
    assert_eq!(untrusted(&copied), serde_json::json!(["pod:kube-system/kube-apiserver-cp"]));
    let beside = pod("p", "cp", "hostNetwork: true,", "securityContext: {privileged: true}");
    assert_eq!(untrusted(&format!("{own}{beside}")), serde_json::json!(["pod:open/p"]));
}

#[test]
fn root_on_the_only_node_that_is_known_is_root_on_all_only_if_nodes_were_read() {
    let pod = pod("p", "w1", "", "securityContext: {privileged: true}");
    let node = "---\n{apiVersion: v1, kind: Node, metadata: {name: w1, uid: n2}}\n";
    let found = |input: &str| certainty(&scan(input), "pod:open/p", "objective:all-nodes");
    assert_eq!(found(&format!("{node}{pod}")).as_deref(), Some("proven-rights"));
    assert_eq!(found(&pod).as_deref(), Some("unknown"));
}

#[test]
fn a_node_is_a_source_and_so_are_its_neighbours() {
    let daemon = "---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: agent, namespace: open, uid: d1}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: open, uid: d2}
spec: {template: {spec: {serviceAccountName: agent, nodeSelector: {pool: b}, containers: [{name: c, image: x}]}}}
";
    let root =
        grants("{kind: ServiceAccount, name: agent, namespace: open}", &[("base", "create serviceaccounts/token")]);
    let report = scan(&format!("{CLUSTER}{daemon}{root}"));
    let admin = "objective:cluster-admin";
    assert_eq!(certainty(&report, "node:w1", admin).as_deref(), Some("proven-rights"), "strong runs there");
    assert_eq!(certainty(&report, "node:w2", admin).as_deref(), Some("proven-rights"), "the DaemonSet runs there");
    // It holds the keys of everything by what it is: nothing to fix, so no path of its own is shown.
    assert_eq!(certainty(&report, "node:cp", admin), None);
    let nodes = report["nodes"].as_array().unwrap();
    let control_plane = nodes.iter().find(|node| node["node"] == "node:cp").unwrap();
    assert_eq!(control_plane["controlPlane"], true);
    assert!(control_plane["reaches"].as_array().unwrap().contains(&admin.into()), "{control_plane}");
}

#[test]
fn the_kubelet_serves_all_of_var_log_but_reads_logs_of_pods_in_one_place() {
    let account = "{kind: ServiceAccount, name: meek, namespace: open}";
    let logs = |path: &str| {
        pod(
            "p",
            "cp",
            &format!(
                "volumes: [{{name: t, projected: {{sources: [{{serviceAccountToken: {{path: t}}}}]}}}}, {{name: l, hostPath: {{path: {path}}}}}],"
            ),
            "volumeMounts: [{name: t, mountPath: /t}, {name: l, mountPath: /l}]",
        )
    };
    let (none, loose) = (serde_json::json!([]), serde_json::json!(["pod:open/p"]));
    let (of_node, of_pods): (&[Granted], &[Granted]) = (&[("*", "get nodes/log")], &[("*", "get pods/log")]);
    // How sure it reaches the control plane, and who is listed as a danger to that node.
    let rows = [
        ("/var/log/app", of_node, Some("proven-rights"), &loose),
        ("/var/log/app", &[("*", "get nodes/log cp")], Some("proven-rights"), &loose),
        ("/var/log/app", &[("*", "get nodes/log w1")], None, &none),
        ("/var/log/app", of_pods, None, &none),
        ("/var/log/app", &[], None, &none),
        ("/var/log/pods", of_pods, Some("unknown"), &loose),
        ("/var/log/pods", &[], None, &none),
        ("/var/logs", of_node, None, &none),
    ];
    for (path, granted, expected, untrusted) in rows {
        let report = scan(&format!("{CLUSTER}{}{}", logs(path), grants(account, granted)));
        assert_eq!(
            certainty(&report, "pod:open/p", "objective:cluster-admin").as_deref(),
            expected,
            "{path} {granted:?}"
        );
        let nodes = report["nodes"].as_array().unwrap();
        let node = nodes.iter().find(|node| node["node"] == "node:cp").unwrap();
        assert_eq!(node["untrusted"], *untrusted, "{path} {granted:?}");
    }
}

#[test]
fn a_new_pod_gets_out_as_its_nodes_let_it() {
    let node = |name: &str, os: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Node, metadata: {{name: {name}, uid: {name}, labels: {{kubernetes.io/os: {os}}}}}}}\n"
        )
    };
    let eve = grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", &[("open", "create pods")]);
    let way = |nodes: &str| {
        let report = scan(&format!("{nodes}{eve}"));
        let paths = report["paths"].as_array().unwrap().iter();
        let mut own = paths.filter(|path| path["from"] == "user:eve" && path["to"] == "objective:all-nodes");
        own.next().unwrap()["hops"].to_string().contains("escape/windows-host-process")
    };
    assert!(way(&node("a", "windows")));
    assert!(!way(&node("a", "linux")));
    assert!(!way(&format!("{}{}", node("a", "windows"), node("b", "linux"))));
}
