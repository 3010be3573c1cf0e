//! What is there to act on: pods that run, wait for a node, have ended, or are only a template.
//!
//! The pod `p` of `app` carries the token of `boss`, who is cluster-admin.

use serde_json::Value;

use super::{Granted, certainty, grants, scan};

const ADMIN: &str = "objective:cluster-admin";
const EVE: &str = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}";
const SURE: Option<&str> = Some("proven-rights");
const MAYBE: Option<&str> = Some("unknown");
const GUARDED: Option<&str> = Some("guarded");
const OPEN: &str = "{apiVersion: v1, kind: Namespace, metadata: {name: app, uid: a1}}\n";
const BASELINE: &str = "{apiVersion: v1, kind: Namespace, metadata: {name: app, uid: a1, labels: {pod-security.kubernetes.io/enforce: baseline}}}\n";
const ELSEWHERE: &str = "{apiVersion: v1, kind: Namespace, metadata: {name: other, uid: a1}}\n";

const BOSS: &str = "---
{apiVersion: v1, kind: Node, metadata: {name: w1, uid: a2}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: boss, namespace: app, uid: a3}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: boss, uid: a4}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: boss, namespace: app}]
";

/// A spec that carries the token, with this in it.
fn spec(more: &str) -> String {
    format!(
        "{{{more} serviceAccountName: boss, volumes: [{{name: t, projected: {{sources: [{{serviceAccountToken: {{path: t}}}}]}}}}], \
         containers: [{{name: c, image: x, volumeMounts: [{{name: t, mountPath: /t}}]}}]}}"
    )
}

fn pod(name: &str, phase: &str, more: &str) -> String {
    let owner = "ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: p, uid: s, controller: true}]";
    let owner = if name == "p" { String::new() } else { format!(", {owner}") };
    format!(
        "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: app, uid: {name}{owner}}}, \
         status: {{phase: {phase}}}, spec: {}}}\n",
        spec(more)
    )
}

/// A Deployment that makes no pods now.
fn dormant() -> String {
    format!(
        "---\n{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: p, namespace: app, uid: d}}, \
         spec: {{replicas: 0, template: {{spec: {}}}}}}}\n",
        spec("")
    )
}

fn found(namespace: &str, objects: &str, granted: &[Granted]) -> Value {
    scan(&format!("{namespace}{BOSS}{objects}{}", grants(EVE, granted)))
}

const ON_NODE: &str = "nodeName: w1,";

#[test]
fn code_is_run_only_in_pods_that_run() {
    // To attach is only as good as the process that is there.
    let ways: [(Granted, Option<&str>); 8] = [
        (("app", "create pods/exec"), SURE),
        (("app", "create pods/exec p"), SURE),
        (("*", "create pods/exec"), SURE),
        (("*", "create pods/exec p"), SURE),
        (("app", "create pods/attach"), MAYBE),
        (("app", "create pods/attach p"), MAYBE),
        (("*", "get nodes/proxy w1"), SURE),
        (("*", "create nodes/proxy w1"), SURE),
    ];
    let pods = [
        ("running", OPEN, pod("p", "Running", ON_NODE), true),
        ("running, whatever the level", BASELINE, pod("p", "Running", "nodeName: w1, hostNetwork: true,"), true),
        ("waiting", OPEN, pod("p", "Pending", ""), false),
        ("not started", OPEN, pod("p", "Pending", ON_NODE), false),
        ("succeeded", OPEN, pod("p", "Succeeded", ON_NODE), false),
        ("failed", OPEN, pod("p", "Failed", ON_NODE), false),
        ("scaled to 0", OPEN, dormant(), false),
    ];
    for (way, how_sure) in ways {
        for (what, namespace, objects, runs) in &pods {
            let report = found(namespace, objects, &[way]);
            let expected = how_sure.filter(|_| *runs);
            assert_eq!(certainty(&report, "user:eve", ADMIN).as_deref(), expected, "{what}: {way:?}");
        }
    }
    // The list of namespaces may be filtered: a pod that was stored is there.
    let running = pod("p", "Running", ON_NODE);
    for (way, how_sure) in ways {
        let report = found(ELSEWHERE, &running, &[way]);
        assert_eq!(certainty(&report, "user:eve", ADMIN).as_deref(), how_sure, "not listed: {way:?}");
    }
    let ports: &[Granted] = &[("app", "create pods/portforward"), ("app", "create pods/portforward p")];
    let report = found(OPEN, &running, ports);
    assert_eq!(certainty(&report, "user:eve", ADMIN), None, "a port is no process");
}

#[test]
fn a_container_is_added_to_a_pod_that_its_level_still_lets_be() {
    let ways: [Granted; 3] = [
        ("app", "patch pods/ephemeralcontainers"),
        ("app", "patch pods/ephemeralcontainers p"),
        ("*", "update pods/ephemeralcontainers p"),
    ];
    let pods = [
        ("running", OPEN, pod("p", "Running", ON_NODE), SURE),
        ("on the network of its node", OPEN, pod("p", "Running", "nodeName: w1, hostNetwork: true,"), SURE),
        ("within the level", BASELINE, pod("p", "Running", ON_NODE), SURE),
        ("past the level", BASELINE, pod("p", "Running", "nodeName: w1, hostNetwork: true,"), GUARDED),
        ("waiting", OPEN, pod("p", "Pending", ""), SURE),
        ("failed", OPEN, pod("p", "Failed", ON_NODE), None),
        ("scaled to 0", OPEN, dormant(), None),
        ("in a namespace that is not listed", ELSEWHERE, pod("p", "Running", ON_NODE), SURE),
    ];
    for way in ways {
        for (what, namespace, objects, expected) in &pods {
            let report = found(namespace, objects, &[way]);
            assert_eq!(certainty(&report, "user:eve", ADMIN).as_deref(), *expected, "{what}: {way:?}");
        }
    }
}

#[test]
fn an_image_is_changed_where_there_is_a_pod() {
    for way in [("app", "patch pods"), ("app", "patch pods p")] {
        let of = |objects: &str| certainty(&found(OPEN, objects, &[way]), "user:eve", ADMIN);
        assert_eq!(of(&pod("p", "Running", ON_NODE)).as_deref(), SURE, "{way:?}");
        assert_eq!(of(&dormant()), None, "{way:?}");
    }
}

#[test]
fn a_pod_that_waits_carries_its_token_to_whichever_node_it_gets() {
    let waits = "the pod waits for a node";
    let path = |report: &Value, from: &str| {
        let paths = report["paths"].as_array().unwrap().iter();
        let mut own = paths.filter(|path| path["from"] == from && path["to"] == ADMIN);
        own.next().map(|path| (path["certainty"].as_str().unwrap().to_owned(), path.to_string().contains(waits)))
    };
    let rows = [
        ("it runs", pod("p", "Running", ON_NODE), "pod:app/p", Some(("proven-rights", false))),
        ("it waits", pod("p", "Pending", ""), "pod:app/p", Some(("proven-rights", true))),
        ("it starts", pod("p", "Pending", ON_NODE), "pod:app/p", Some(("proven-rights", false))),
        ("it has ended", pod("p", "Succeeded", ""), "pod:app/p", None),
        (
            "a replica waits",
            pod("p-1", "Running", ON_NODE) + &pod("p-0", "Pending", ""),
            "workload:app/StatefulSet/p",
            Some(("proven-rights", false)),
        ),
        (
            "all replicas wait",
            pod("p-1", "Pending", "") + &pod("p-0", "Pending", ""),
            "workload:app/StatefulSet/p",
            Some(("proven-rights", true)),
        ),
    ];
    for (what, objects, from, expected) in rows {
        let found = path(&found(OPEN, &objects, &[]), from);
        assert_eq!(found.as_ref().map(|(certainty, said)| (certainty.as_str(), *said)), expected, "{what}");
    }
}
