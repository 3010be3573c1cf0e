//! What a change of a pod gives: a container more, another image. Both put the whole pod to the level of its namespace.

use super::{Granted, certainty, grants, scan};

/// `strong` is cluster-admin. `base`, `strict` and `open` are namespaces of each level; the control plane is a node.
const CLUSTER: &str = "
{apiVersion: v1, kind: Node, metadata: {name: cp, uid: p1, labels: {node-role.kubernetes.io/control-plane: ''}}}
---
{apiVersion: v1, kind: Node, metadata: {name: w1, uid: p2}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: open, uid: p3}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: base, uid: p4, labels: {pod-security.kubernetes.io/enforce: baseline}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: strict, uid: p5, labels: {pod-security.kubernetes.io/enforce: restricted}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: strong, uid: p6}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: strong, namespace: base}, {kind: ServiceAccount, name: strong, namespace: strict}]
";

/// A token of the pod's account, and its mount.
const TOKEN: &str = "{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}";
const MOUNTED: &str = "volumeMounts: [{name: t, mountPath: /t}]";
const PRIVILEGED: &str = "securityContext: {privileged: true}";
const MODEST: &str = "securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true, \
    capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}";

/// The pod `web` of a namespace on a node, with these volumes and this in its container.
fn pod(namespace: &str, node: &str, volumes: &str, container: &str) -> String {
    format!(
        "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: web, namespace: {namespace}, uid: p9}}, \
         status: {{phase: Running}}, spec: {{nodeName: {node}, serviceAccountName: strong, volumes: [{volumes}], \
         containers: [{{name: c, image: x, {container}}}]}}}}\n"
    )
}

/// What happens, what else there is, what eve is granted, and how sure it is that she reaches cluster-admin.
type Row<'r> = (&'r str, String, &'r [Granted], Option<&'r str>);

const SURE: Option<&str> = Some("proven-rights");
const GUARDED: Option<&str> = Some("guarded");

fn check(rows: Vec<Row<'_>>) {
    let mut wrong = Vec::new();
    for (what, objects, granted, expected) in rows {
        let eve = grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted);
        let found = certainty(&scan(&format!("{CLUSTER}{objects}{eve}")), "user:eve", "objective:cluster-admin");
        if found.as_deref() != expected {
            wrong.push(format!("{what}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pod_that_its_level_would_refuse_today_takes_no_change() {
    let debug: &[Granted] = &[("base", "patch pods/ephemeralcontainers")];
    let image: &[Granted] = &[("base", "patch pods")];
    let strict: &[Granted] = &[("strict", "update pods/ephemeralcontainers web")];
    let with_path = format!("{TOKEN}, {{name: h, hostPath: {{path: /data}}}}");
    let privileged = format!("{MOUNTED}, {PRIVILEGED}");
    let modest = format!("{MOUNTED}, {MODEST}");
    check(vec![
        ("a pod that fits", pod("base", "w1", TOKEN, MOUNTED), debug, SURE),
        ("a privileged one", pod("base", "w1", TOKEN, &privileged), debug, GUARDED),
        ("one with a path of its node", pod("base", "w1", &with_path, MOUNTED), debug, GUARDED),
        ("its image", pod("base", "w1", TOKEN, &privileged), image, GUARDED),
        ("the image of one that fits", pod("base", "w1", TOKEN, MOUNTED), image, SURE),
        ("one that fits no stricter level", pod("strict", "w1", TOKEN, MOUNTED), strict, GUARDED),
        ("one that does", pod("strict", "w1", TOKEN, &modest), strict, SURE),
        ("its node, by what it is", pod("base", "cp", "", PRIVILEGED), debug, GUARDED),
        (
            "its node where no level stands",
            pod("open", "cp", "", ""),
            &[("open", "patch pods/ephemeralcontainers")],
            SURE,
        ),
        ("exec asks no level", pod("base", "w1", TOKEN, &privileged), &[("base", "create pods/exec")], SURE),
    ]);
}

#[test]
fn whoever_takes_the_level_away_changes_any_pod() {
    let here = |change, relabel| [("base", change), relabel];
    let debug = "patch pods/ephemeralcontainers";
    let all: Granted = ("*", "patch namespaces");
    let own: Granted = ("base", "patch namespaces");
    let other: Granted = ("*", "patch namespaces strict");
    let new: Granted = ("*", "create namespaces");
    let mint: Granted = ("base", "create serviceaccounts/token other");
    let two = grants("{kind: ServiceAccount, name: other, namespace: base}", &[("*", "patch namespaces base")])
        .replace("eve-0", "other")
        .replace("uid: g0", "uid: g9");
    let other_account =
        "---\n{apiVersion: v1, kind: ServiceAccount, metadata: {name: other, namespace: base, uid: p7}}\n";
    let plain = || pod("base", "cp", "", "");
    let privileged = || pod("base", "cp", "", PRIVILEGED);
    check(vec![
        ("a privileged container by a ClusterRole", plain(), &here(debug, all), SURE),
        ("by a Role", plain(), &here(debug, own), SURE),
        ("by a name", plain(), &here("patch pods/ephemeralcontainers web", own), SURE),
        ("the level of another namespace", plain(), &here(debug, other), GUARDED),
        ("a new namespace lifts no level of another", plain(), &here(debug, new), GUARDED),
        ("the level alone", plain(), &[own], None),
        ("the image of a privileged pod", privileged(), &here("patch pods", all), SURE),
        ("the image by a name", privileged(), &here("patch pods web", own), SURE),
        ("the image of another pod", privileged(), &here("patch pods other", own), None),
        ("an image makes no pod privileged", plain(), &here("patch pods", own), None),
        ("by two identities", format!("{}{other_account}{two}", plain()), &here(debug, mint), SURE),
    ]);
}

#[test]
fn a_container_more_has_any_secret_and_any_volume() {
    let debug: &[Granted] = &[("base", "patch pods/ephemeralcontainers web")];
    let image: &[Granted] = &[("base", "patch pods web")];
    let secret = |namespace: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: {{name: s, \
             namespace: {namespace}, uid: p8, annotations: {{kubernetes.io/service-account.name: strong}}}}}}\n\
             ---\n{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: strong, namespace: {namespace}, uid: p7}}}}\n"
        )
    };
    let mirror = pod("base", "w1", "", "").replace("uid: p9", "uid: p9, annotations: {kubernetes.io/config.mirror: x}");
    let claim = |read_only: bool| {
        format!(
            "---\n{{apiVersion: v1, kind: PersistentVolume, metadata: {{name: disk, uid: p10}}, status: {{phase: Bound}}, \
             spec: {{hostPath: {{path: /etc}}, claimRef: {{namespace: base, name: data, uid: p11}}}}}}\n\
             ---\n{{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {{name: data, namespace: base, uid: p11}}, \
             spec: {{volumeName: disk}}}}\n{}",
            pod(
                "base",
                "cp",
                &format!("{{name: d, persistentVolumeClaim: {{claimName: data, readOnly: {read_only}}}}}"),
                ""
            )
        )
    };
    let keys = claim(true).replace("path: /etc", "path: /etc/kubernetes/pki");
    let logs = claim(true).replace("path: /etc", "path: /etc/cni/bin");
    check(vec![
        ("a Secret that the pod does not name", pod("base", "w1", "", "") + &secret("base"), debug, SURE),
        ("of another namespace", pod("base", "w1", "", "") + &secret("strict"), debug, None),
        ("another image takes none", pod("base", "w1", "", "") + &secret("base"), image, None),
        ("a mirror pod takes none", mirror + &secret("base"), debug, None),
        ("a token that no container mounts", pod("base", "w1", TOKEN, ""), debug, SURE),
        ("another image mounts nothing more", pod("base", "w1", TOKEN, ""), image, None),
        ("a claim that no container mounts", claim(false), debug, SURE),
        ("one that may only be read", logs, debug, GUARDED),
        ("one that is worth reading", keys, debug, SURE),
    ]);
}

#[test]
fn whoever_debugs_every_pod_reads_every_secret_where_there_are_pods() {
    let secret = |namespace: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Secret, type: Opaque, metadata: {{name: s, namespace: {namespace}, uid: s-{namespace}}}}}\n"
        )
    };
    let eve = grants(
        "{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}",
        &[("*", "patch pods/ephemeralcontainers")],
    );
    // Everything is in `base`, so that no node of the control plane is reached.
    for (more, expected) in [(String::new(), SURE), (secret("strict"), None)] {
        let objects = format!("{}{}{more}", pod("base", "w1", "", ""), secret("base"));
        let found = certainty(&scan(&format!("{CLUSTER}{objects}{eve}")), "user:eve", "objective:all-secrets");
        assert_eq!(found.as_deref(), expected, "{more}");
    }
}

#[test]
fn a_workload_that_sleeps_is_woken_for_whoever_gets_into_its_pods() {
    let workload = |kind: &str, rest: &str, container: &str| {
        format!(
            "---\n{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: web, namespace: base, uid: p12}}, spec: {{{rest} \
             selector: {{matchLabels: {{app: web}}}}, template: {{metadata: {{labels: {{app: web}}}}, \
             spec: {{serviceAccountName: strong, containers: [{{name: c, image: x, {container}}}]}}}}}}}}\n\
             ---\n{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: strong, namespace: base, uid: p13}}}}\n"
        )
    };
    let asleep = || workload("Deployment", "replicas: 0,", "");
    let exec: Granted = ("base", "create pods/exec");
    let scale: Granted = ("base", "patch apps:deployments/scale");
    check(vec![
        ("scaled up, entered", asleep(), &[exec, scale], SURE),
        ("by its name", asleep(), &[exec, ("base", "update apps:deployments/scale web")], SURE),
        ("another is scaled", asleep(), &[exec, ("base", "patch apps:deployments/scale other")], None),
        ("another kind is", asleep(), &[exec, ("base", "patch apps:statefulsets/scale")], None),
        ("nobody enters", asleep(), &[scale], None),
        ("nobody wakes it", asleep(), &[exec], None),
        ("entered elsewhere", asleep(), &[("strict", "create pods/exec"), scale], None),
        ("debugged", asleep(), &[("*", "patch pods/ephemeralcontainers"), scale], SURE),
        (
            "a StatefulSet",
            workload("StatefulSet", "replicas: 0,", ""),
            &[exec, ("base", "patch apps:statefulsets/*")],
            None,
        ),
        (
            "a StatefulSet by its own right",
            workload("StatefulSet", "replicas: 0,", ""),
            &[exec, ("base", "patch apps:statefulsets/scale")],
            SURE,
        ),
        ("its pods are refused", workload("Deployment", "replicas: 0,", PRIVILEGED), &[exec, scale], GUARDED),
    ]);
}
