//! Claims to volumes that are a path of a node: no pod security level looks through them.

use super::{Granted, certainty, grants, scan};

const ADMIN: &str = "objective:cluster-admin";

const CLUSTER: &str = "
{apiVersion: v1, kind: Node, metadata: {name: cp, uid: v1, labels: {kubernetes.io/hostname: cp, node-role.kubernetes.io/control-plane: ''}}}
---
{apiVersion: v1, kind: Node, metadata: {name: w1, uid: v2, labels: {kubernetes.io/hostname: w1}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: base, uid: v3, labels: {pod-security.kubernetes.io/enforce: baseline}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: strict, uid: v4, labels: {pod-security.kubernetes.io/enforce: restricted}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: base, uid: v5}, spec: {template: {spec: {containers: [{name: c, image: x}]}}}}
";

/// A volume with this behind it, what else its spec has, and its phase.
fn volume(source: &str, rest: &str, phase: &str) -> String {
    format!(
        "---\n{{apiVersion: v1, kind: PersistentVolume, metadata: {{name: disk, uid: v6}}, spec: {{{source}, {rest}}}, \
         status: {{phase: {phase}}}}}\n"
    )
}

fn bound(source: &str, namespace: &str, rest: &str) -> String {
    let reference = format!("claimRef: {{namespace: {namespace}, name: data, uid: v7}}, {rest}");
    let claim = format!(
        "---\n{{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {{name: data, namespace: {namespace}, uid: v7}}, \
         spec: {{volumeName: disk}}}}\n"
    );
    volume(source, &reference, "Bound") + &claim
}

fn on(node: &str) -> String {
    format!(
        "nodeAffinity: {{required: {{nodeSelectorTerms: [{{matchExpressions: \
         [{{key: kubernetes.io/hostname, operator: In, values: [{node}]}}]}}]}}}}"
    )
}

const SURE: Option<&str> = Some("proven-rights");
const MAYBE: Option<&str> = Some("unknown");
const GUARDED: Option<&str> = Some("guarded");

fn check(rows: Vec<(&str, String, &[Granted], Option<&str>)>) {
    let mut wrong = Vec::new();
    for (what, objects, granted, expected) in rows {
        let eve = grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted);
        let found = certainty(&scan(&format!("{CLUSTER}{objects}{eve}")), "user:eve", ADMIN);
        if found.as_deref() != expected {
            wrong.push(format!("{what}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whoever_runs_a_pod_mounts_the_claims_of_its_namespace() {
    let etc = "hostPath: {path: /etc}";
    let create: &[Granted] = &[("base", "create pods")];
    check(vec![
        ("a path of the node", bound(etc, "base", ""), create, SURE),
        ("by a workload", bound(etc, "base", ""), &[("base", "create apps:deployments")], SURE),
        ("by changing one", bound(etc, "base", ""), &[("base", "patch apps:deployments")], SURE),
        ("a claim of another namespace", bound(etc, "strict", ""), create, GUARDED),
        ("a path that holds only data", bound("hostPath: {path: /srv/data}", "base", ""), create, GUARDED),
        ("a disk of the network", bound("nfs: {server: a, path: /}", "base", ""), create, GUARDED),
        ("a local volume of the control plane", bound("local: {path: /etc}", "base", &on("cp")), create, SURE),
        ("a local volume of a worker", bound("local: {path: /etc}", "base", &on("w1")), create, GUARDED),
        ("a raw disk", bound("local: {path: /dev/sda}", "base", "volumeMode: Block"), create, SURE),
        ("files that are read", bound("hostPath: {path: /etc/kubernetes/pki}", "base", ""), create, SURE),
        ("where no pod is root", bound(etc, "strict", ""), &[("strict", "create pods")], MAYBE),
        ("the claim alone", bound(etc, "base", ""), &[("base", "create persistentvolumeclaims")], None),
    ]);
}

#[test]
fn a_volume_is_claimed_only_while_nobody_holds_it() {
    let etc = "hostPath: {path: /etc}";
    let claim: &[Granted] = &[("base", "create persistentvolumeclaims"), ("base", "create pods")];
    let reclaim: &[Granted] =
        &[("base", "create persistentvolumeclaims"), ("base", "create pods"), ("*", "patch persistentvolumes disk")];
    let foreign = "claimRef: {namespace: other, name: old, uid: gone}";
    check(vec![
        ("it is free", volume(etc, "", "Available"), claim, MAYBE),
        ("it holds only data", volume("hostPath: {path: /srv/data}", "", "Available"), claim, GUARDED),
        (
            "held ready for this namespace",
            volume(etc, "claimRef: {namespace: base, name: data}", "Available"),
            claim,
            MAYBE,
        ),
        (
            "held ready for another",
            volume(etc, "claimRef: {namespace: other, name: data}", "Available"),
            claim,
            GUARDED,
        ),
        ("released, it names its last claim", volume(etc, foreign, "Released"), claim, GUARDED),
        ("which is written away", volume(etc, foreign, "Released"), reclaim, MAYBE),
        (
            "another volume is written",
            volume(etc, foreign, "Released").replace("name: disk", "name: other"),
            reclaim,
            GUARDED,
        ),
        ("bound it stays", volume(etc, foreign, "Bound"), reclaim, GUARDED),
    ]);
}

#[test]
fn a_pod_brings_its_claim_along() {
    let etc = "hostPath: {path: /etc}";
    let create: &[Granted] = &[("base", "create pods")];
    let made: &[Granted] = &[("*", "create persistentvolumes"), ("base", "create pods")];
    let rewritten: &[Granted] = &[("*", "patch persistentvolumes disk"), ("base", "create pods")];
    let foreign = "claimRef: {namespace: other, name: old, uid: gone}";
    check(vec![
        ("of a volume that is free", volume(etc, "", "Available"), create, MAYBE),
        ("by a workload", volume(etc, "", "Available"), &[("base", "create apps:deployments")], MAYBE),
        ("of one that holds only data", volume("hostPath: {path: /srv/data}", "", "Available"), create, GUARDED),
        ("of one that is bound", volume(etc, foreign, "Bound"), create, GUARDED),
        ("of one that is held for another", volume(etc, foreign, "Available"), create, GUARDED),
        ("of one that it makes", String::new(), made, SURE),
        ("of one that it frees", volume(etc, foreign, "Released"), rewritten, MAYBE),
        ("without a pod", String::new(), &[("*", "create persistentvolumes")], None),
        (
            "without a pod, but a claim",
            String::new(),
            &[("*", "create persistentvolumes"), ("base", "create persistentvolumeclaims")],
            None,
        ),
    ]);
}

#[test]
fn a_claim_that_a_pod_mounts_for_reading_is_not_written() {
    let pod = |source: &str, mount: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: p, namespace: base, uid: v8}}, status: {{phase: Running}}, \
             spec: {{nodeName: cp, volumes: [{{name: v, persistentVolumeClaim: {{claimName: data{source}}}}}], \
             containers: [{{name: c, image: x, volumeMounts: [{{name: v, mountPath: /v{mount}}}]}}]}}}}\n"
        )
    };
    let programs = bound("hostPath: {path: /etc/cni}", "base", "");
    let exec: &[Granted] = &[("base", "create pods/exec")];
    check(vec![
        ("written", programs.clone() + &pod("", ""), exec, SURE),
        ("by the mount", programs.clone() + &pod("", ", readOnly: true"), exec, None),
        ("by the volume", programs.clone() + &pod(", readOnly: true", ""), exec, None),
        ("which says that it is not", programs + &pod(", readOnly: false", ""), exec, SURE),
    ]);
}

#[test]
fn a_host_process_is_nothing_on_linux() {
    let pod = |node: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: p, namespace: base, uid: v8}}, status: {{phase: Running}}, \
             spec: {{nodeName: {node}, containers: [{{name: c, image: x, securityContext: \
             {{windowsOptions: {{hostProcess: true}}}}}}]}}}}\n"
        )
    };
    let nodes = "---
{apiVersion: v1, kind: Node, metadata: {name: linux, uid: v9, labels: {kubernetes.io/os: linux, node-role.kubernetes.io/control-plane: ''}}}
---
{apiVersion: v1, kind: Node, metadata: {name: unsaid, uid: v10, labels: {node-role.kubernetes.io/control-plane: ''}}}
";
    let found = |node: &str| certainty(&scan(&format!("{CLUSTER}{nodes}{}", pod(node))), "pod:base/p", ADMIN);
    assert_eq!(found("linux"), None);
    assert_eq!(found("unsaid").as_deref(), MAYBE);
}
