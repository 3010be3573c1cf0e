//! Steps that several identities take together: what one holds counts for whoever controls it, requests of one step do not.
//!
//! `eve` may mint tokens of the accounts `left` and `right` of `shop`; each is granted a half.

use super::{Granted, WORLD, certainty, grants, scan};

const ACCOUNTS: &str = "---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: left, namespace: shop, uid: t1}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: right, namespace: shop, uid: t2}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: boring, uid: t3}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: boring, uid: t4}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: boring}
subjects: [{kind: ServiceAccount, name: right, namespace: shop}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: dangling, uid: t5}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: not-there}
subjects: [{kind: ServiceAccount, name: right, namespace: shop}]
";

/// What `left` holds, what `right` holds, and whether eve reaches cluster-admin by both.
type Row = (&'static str, &'static [Granted], &'static [Granted], bool);

const TABLE: &[Row] = &[
    (
        "a Secret created by one is read by the other",
        &[("kube-system", "create secrets")],
        &[("kube-system", "get secrets")],
        true,
    ),
    ("but not in another namespace", &[("kube-system", "create secrets")], &[("shop", "get secrets")], false),
    ("a cluster-wide half joins every namespace", &[("*", "create secrets")], &[("kube-system", "list secrets")], true),
    (
        "both halves of one request must be one identity's",
        &[("*", "create rbac:clusterrolebindings")],
        &[("*", "bind rbac:clusterroles")],
        false,
    ),
    (
        "so must escalate and the write",
        &[("*", "patch rbac:clusterroles")],
        &[("*", "escalate rbac:clusterroles")],
        false,
    ),
    (
        "a certificate request of one is approved by the other",
        &[("*", "create,get certificates.k8s.io:certificatesigningrequests")],
        &[
            ("*", "update certificates.k8s.io:certificatesigningrequests/approval"),
            ("*", "approve certificates.k8s.io:signers kubernetes.io/kube-apiserver-client"),
        ],
        true,
    ),
    (
        "approving takes both rights at once",
        &[
            ("*", "create,get certificates.k8s.io:certificatesigningrequests"),
            ("*", "update certificates.k8s.io:certificatesigningrequests/approval"),
        ],
        &[("*", "approve certificates.k8s.io:signers kubernetes.io/kube-apiserver-client")],
        false,
    ),
    ("rewriting a role that the other holds", &[("*", "patch,escalate rbac:clusterroles boring")], &[], true),
    ("rewriting a role that nobody holds", &[("*", "patch,escalate rbac:clusterroles view")], &[], false),
    (
        "making the role that the other is bound to",
        &[("*", "create,patch,escalate rbac:clusterroles not-there")],
        &[],
        true,
    ),
    (
        "a new role without a name is refused to a named escalate",
        &[("*", "create,escalate rbac:clusterroles not-there")],
        &[],
        false,
    ),
];

#[test]
fn steps_are_taken_by_whoever_is_controlled() {
    let mut wrong = Vec::new();
    for (name, left, right, expected) in TABLE {
        let account = |name: &str| format!("{{kind: ServiceAccount, name: {name}, namespace: shop}}");
        let eve = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}";
        let mint: &[Granted] =
            &[("shop", "create serviceaccounts/token left"), ("shop", "create serviceaccounts/token right")];
        let input = [
            WORLD.to_owned(),
            ACCOUNTS.to_owned(),
            grants(eve, mint),
            grants(&account("left"), left).replace("eve-", "left-"),
            grants(&account("right"), right).replace("eve-", "right-"),
        ];
        let report = scan(&input.concat());
        let reached = certainty(&report, "user:eve", "objective:cluster-admin");
        if (reached.as_deref() == Some("proven-rights")) != *expected {
            wrong.push(format!("{name}: {reached:?}"));
        }
        // Neither half is enough.
        for alone in ["sa:shop/left", "sa:shop/right"] {
            if certainty(&report, alone, "objective:cluster-admin").is_some() {
                wrong.push(format!("{name}: {alone} alone"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_path_through_a_join_tells_every_leg() {
    let account = |name: &str| format!("{{kind: ServiceAccount, name: {name}, namespace: shop}}");
    let eve = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}";
    let mint: &[Granted] = &[("shop", "create serviceaccounts/token")];
    let input = [
        WORLD.to_owned(),
        ACCOUNTS.to_owned(),
        grants(eve, mint),
        grants(&account("left"), &[("kube-system", "create secrets")]).replace("eve-", "left-"),
        grants(&account("right"), &[("kube-system", "get secrets")]).replace("eve-", "right-"),
    ];
    let report = scan(&input.concat());
    let path = report["paths"].as_array().unwrap().iter().find(|path| path["from"] == "user:eve").unwrap();
    let hops: Vec<String> = path["hops"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hop| {
            let text = |key: &str| hop[key].as_str().unwrap().to_owned();
            format!("{} -> {} by {}", text("from"), text("to"), text("entry"))
        })
        .collect();
    insta::assert_snapshot!(hops.join("\n"));
}
