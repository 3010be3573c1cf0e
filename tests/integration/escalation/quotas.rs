//! A quota of no pods: it stops what makes a pod, not what pods there are.

use super::{Granted, WORLD, certainty, grants, scan};

fn quota(name: &str, hard: &str) -> String {
    format!(
        "---\n{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: {name}, namespace: kube-system, uid: {name}}}, \
         spec: {{hard: {{{hard}}}}}}}\n"
    )
}

#[test]
fn no_pod_is_made_past_a_quota_unless_it_is_lifted() {
    let none = quota("none", "pods: '0'");
    let two = none.clone() + &quota("nought", "count/pods: '0'");
    let create: Granted = ("kube-system", "create pods");
    let rows: [(&str, &str, &[Granted], Option<&str>); 14] = [
        ("a pod", &none, &[create], Some("guarded")),
        ("a workload", &none, &[("kube-system", "create apps:deployments")], Some("guarded")),
        ("a changed workload", &none, &[("kube-system", "patch apps:deployments")], Some("guarded")),
        ("some pods are allowed", &quota("few", "pods: '1'"), &[create], Some("proven-rights")),
        ("other things are not", &quota("other", "services: '0'"), &[create], Some("proven-rights")),
        ("a pod that is there", &none, &[("kube-system", "create pods/exec")], Some("proven-rights")),
        ("a token needs no pod", &none, &[("kube-system", "create serviceaccounts/token")], Some("proven-rights")),
        ("it is deleted", &none, &[create, ("kube-system", "delete resourcequotas")], Some("proven-rights")),
        ("it is raised", &none, &[create, ("*", "patch resourcequotas none")], Some("proven-rights")),
        ("another is", &none, &[create, ("kube-system", "patch resourcequotas other")], Some("guarded")),
        ("one of two is", &two, &[create, ("kube-system", "patch resourcequotas none")], Some("guarded")),
        ("in another namespace", &none, &[create, ("shop", "delete resourcequotas")], Some("guarded")),
        ("lifting it alone is nothing", &none, &[("kube-system", "delete resourcequotas")], None),
        ("who may do everything there lifts it", &none, &[("kube-system", "'*' *:*")], Some("proven-rights")),
    ];
    let mut wrong = Vec::new();
    for (what, quotas, granted, expected) in rows {
        let eve = grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted);
        let report = scan(&format!("{WORLD}{quotas}{eve}"));
        let found = certainty(&report, "user:eve", "objective:cluster-admin");
        if found.as_deref() != expected {
            wrong.push(format!("{what}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pod_that_is_deleted_does_not_come_back_past_a_quota() {
    let own = "---
{apiVersion: v1, kind: Node, metadata: {name: own, uid: q1}}
---
{apiVersion: v1, kind: Pod, metadata: {name: mine, namespace: shop, uid: q2}, status: {phase: Running}, spec: {nodeName: own, serviceAccountName: meek, volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], containers: [{name: c, image: x, securityContext: {privileged: true}, volumeMounts: [{name: t, mountPath: /t}]}]}}
";
    // A bare pod would not come back: this one belongs to the Deployment.
    let world = WORLD.replace(
        "metadata: {name: engine-1, namespace: kube-system, uid: u7}",
        "metadata: {name: engine-1, namespace: kube-system, uid: u7, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: engine, uid: u6, controller: true}]}",
    );
    assert_ne!(world, WORLD);
    let meek = grants("{kind: ServiceAccount, name: meek, namespace: shop}", &[("*", "patch nodes")]);
    for (quotas, expected) in [(String::new(), "proven-rights"), (quota("none", "pods: '0'"), "guarded")] {
        let report = scan(&format!("{world}{own}{meek}{quotas}"));
        assert_eq!(certainty(&report, "pod:shop/mine", "objective:cluster-admin").as_deref(), Some(expected));
    }
}
