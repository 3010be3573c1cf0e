//! What comes with a pod that comes to a node, whether it is let in, and who may ask for it in the name of a node.
//!
//! The cluster is that of `placement`: `agent` is root on `w2`, `strong` is cluster-admin, and `base` enforces baseline.

use super::placement::{ADMIN, AGENT, CLUSTER, SURE, affinity, found, own_node, workload};
use super::{Granted, certainty, grants, scan};

const GUARDED: Option<&str> = Some("guarded");
const EVE: &str = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}";
const BIND: Granted = ("base", "create pods/binding");

/// What there is, what the agent is granted, and how sure it becomes cluster-admin.
type Row<'a> = (&'a str, String, &'a [Granted], Option<&'a str>);

#[test]
fn a_pod_that_is_refused_comes_to_no_node_until_what_refuses_it_is_lifted() {
    // Baseline refuses the network of the node.
    let daemons = |spec: &str, with_pod: bool| workload("DaemonSet", spec, with_pod, "");
    let network = "hostNetwork: true,";
    let past_it = daemons(network, true).replace("affinity:", "hostNetwork: true, affinity:");
    let quota = "---\n{apiVersion: v1, kind: ResourceQuota, metadata: {name: none, namespace: base, uid: r1}, \
                 spec: {hard: {pods: '0'}}}\n";
    let labelled = affinity("pool", "In", "a");
    const RELABEL: Granted = ("base", "patch namespaces base");
    const LIFT: Granted = ("base", "delete resourcequotas");
    const HERD: Granted = ("*", "patch nodes");
    let rows: Vec<Row<'_>> = vec![
        ("a DaemonSet within the level", daemons("", false), &[], SURE),
        ("past the level", daemons(network, false), &[], GUARDED),
        ("of which one pod runs elsewhere", past_it, &[], GUARDED),
        ("of which one pod is within it", daemons(network, true), &[], SURE),
        ("that is drawn by a label", daemons(&format!("{network} {labelled}"), false), &[], GUARDED),
        ("that is drawn within the level", daemons(&labelled, false), &[], SURE),
        ("the level is taken away", daemons(network, false), &[RELABEL], SURE),
        ("that of another namespace", daemons(network, false), &[("open", "patch namespaces open")], GUARDED),
        ("a quota", daemons("", false) + quota, &[], GUARDED),
        ("the quota is lifted", daemons("", false) + quota, &[LIFT], SURE),
        ("one of two guards is", daemons(network, false) + quota, &[LIFT], GUARDED),
        ("both are", daemons(network, false) + quota, &[LIFT, RELABEL], SURE),
        ("a Deployment that is driven here", workload("Deployment", "", true, ""), &[HERD], SURE),
        ("past the level", workload("Deployment", network, true, ""), &[HERD], GUARDED),
        ("past the level that is taken away", workload("Deployment", network, true, ""), &[HERD, RELABEL], SURE),
    ];
    for (what, objects, granted, expected) in rows {
        assert_eq!(found(&[objects, own_node("")], granted).as_deref(), expected, "{what}");
    }
}

/// A pod of `base` that waits, with this in its metadata, its spec, and mounted.
fn waiting(metadata: &str, spec: &str, mounts: &str) -> String {
    format!(
        "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: late, namespace: base, uid: r2 {metadata}}}, \
         status: {{phase: Pending}}, spec: {{serviceAccountName: strong, {spec} \
         containers: [{{name: c, image: x, volumeMounts: [{mounts}]}}]}}}}\n"
    )
}

const TOKEN: &str = "volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}],";

#[test]
fn a_node_may_have_more_of_a_bound_pod_than_its_containers_read() {
    let mounted = "{name: t, mountPath: /t}";
    let secret = |kind: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Secret, type: {kind}, metadata: {{name: key, namespace: base, uid: r3, \
             annotations: {{kubernetes.io/service-account.name: strong}}}}}}\n"
        )
    };
    let pull = waiting("", "imagePullSecrets: [{name: key}],", "");
    let rows: Vec<Row<'_>> = vec![
        ("a token that is mounted", waiting("", TOKEN, mounted), &[BIND], SURE),
        ("one that nobody mounts", waiting("", TOKEN, ""), &[BIND], SURE),
        ("nobody binds it", waiting("", TOKEN, mounted), &[], None),
        ("none", waiting("", "", ""), &[BIND], None),
        ("one for others", waiting("", &TOKEN.replace("path: t", "path: t, audience: vault"), mounted), &[BIND], None),
        ("a token that pulls images", pull.clone() + &secret("kubernetes.io/service-account-token"), &[BIND], SURE),
        ("a Secret that pulls images", pull + &secret("Opaque"), &[BIND], None),
        ("held by a gate", waiting("", &format!("schedulingGates: [{{name: g}}], {TOKEN}"), mounted), &[BIND], None),
        ("no gate is left", waiting("", &format!("schedulingGates: [], {TOKEN}"), mounted), &[BIND], SURE),
        ("on its way out", waiting(", deletionTimestamp: '2026-01-01T00:00:00Z'", TOKEN, mounted), &[BIND], None),
        (
            "by name, on its way out",
            waiting(", deletionTimestamp: '2026-01-01T00:00:00Z'", TOKEN, mounted),
            &[("base", "create pods/binding late")],
            None,
        ),
    ];
    for (what, objects, granted, expected) in rows {
        assert_eq!(found(&[objects, own_node("")], granted).as_deref(), expected, "{what}");
    }
}

#[test]
fn whoever_acts_as_a_node_has_of_what_comes_what_it_may_ask_for() {
    const NODE: Granted = ("*", "'impersonate:arbitrary-node' authentication.k8s.io:nodes w2");
    const ASK: Granted = ("*", "'impersonate-on:arbitrary-node:create' serviceaccounts/token");
    const LABEL: Granted = ("*", "'impersonate-on:arbitrary-node:patch' nodes");
    let late = || waiting("", TOKEN, "{name: t, mountPath: /t}");
    let daemons = |spec: &str| workload("DaemonSet", spec, false, "");
    let drawn = || daemons(&affinity("pool", "In", "a"));
    let rows: Vec<Row<'_>> = vec![
        ("binds, and asks for tokens", late(), &[NODE, ASK, BIND], SURE),
        ("binds by name", late(), &[NODE, ASK, ("base", "create pods/binding late")], SURE),
        ("does not bind", late(), &[NODE, ASK], None),
        ("binds elsewhere", late(), &[NODE, ASK, ("open", "create pods/binding")], None),
        ("may ask for other things", late(), &[NODE, ("*", "'impersonate-on:arbitrary-node:get' pods"), BIND], None),
        ("asks there", late(), &[NODE, ("base", ASK.1), BIND], SURE),
        ("asks elsewhere", late(), &[NODE, ("open", ASK.1), BIND], None),
        ("a DaemonSet comes by itself", daemons(""), &[NODE, ASK], SURE),
        ("one that is refused", daemons("hostNetwork: true,"), &[NODE, ASK], GUARDED),
        ("one that asks for a label", drawn(), &[NODE, ASK], None),
        ("and the label is written", drawn(), &[NODE, ASK, LABEL], SURE),
        ("but no token is asked for", drawn(), &[NODE, LABEL], None),
    ];
    for (what, objects, granted, expected) in rows {
        let report = scan(&format!("{CLUSTER}{objects}{}{}", own_node(""), grants(EVE, granted)));
        assert_eq!(certainty(&report, "user:eve", ADMIN).as_deref(), expected, "{what}");
    }
}

#[test]
fn the_kubelet_asks_for_the_token_of_a_bound_pod() {
    let input = format!("{CLUSTER}{}{}{}", waiting("", TOKEN, ""), own_node(""), grants(AGENT, &[BIND]));
    let report = scan(&input);
    let path = report["paths"].as_array().unwrap().iter().find(|path| path["from"] == "pod:open/mine").unwrap();
    let entries: Vec<&str> =
        path["hops"].as_array().unwrap().iter().map(|hop| hop["entry"].as_str().unwrap()).collect();
    assert!(entries.contains(&"identity/kubelet-rights") && !entries.contains(&"identity/node-pods"), "{entries:?}");
}
