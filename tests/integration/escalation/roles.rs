//! Roles that are rewritten through others, bound before they are there, or made under one name.

use super::{Granted, WORLD, grants, reaches, scan};

/// An aggregated ClusterRole, what it takes over now, and one that nothing selects; `eve` and `bob` hold one each.
const AGGREGATED: &str = "---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sum, uid: r1}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: of-sum}}]}
rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: part, uid: r2, labels: {part: of-sum}}
rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: plain, uid: r3}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: holds, uid: r4}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: HELD}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: bobs, uid: r5}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sum}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: bob}]
";

/// What eve is granted, the role that she holds, and whether it leads to cluster-admin.
type Row = (&'static str, &'static [Granted], &'static str, bool);

const AGGREGATION: &[Row] = &[
    ("rewrite a source of a role that eve holds", &[("*", "patch,escalate rbac:clusterroles part")], "sum", true),
    ("give another role the label", &[("*", "patch,escalate rbac:clusterroles plain")], "sum", true),
    ("make a new source", &[("*", "create,escalate rbac:clusterroles")], "sum", true),
    ("apply a new source of one name", &[("*", "create,patch,escalate rbac:clusterroles new")], "sum", true),
    ("a POST carries no name", &[("*", "create,escalate rbac:clusterroles new")], "sum", false),
    ("without escalate", &[("*", "patch rbac:clusterroles part")], "sum", false),
    ("a source of what bob holds", &[("*", "patch,escalate rbac:clusterroles part")], "plain", false),
    ("a new source of what bob holds", &[("*", "create,escalate rbac:clusterroles")], "plain", false),
];

#[test]
fn a_source_gives_what_the_aggregated_role_gives_to_its_holders() {
    let mut wrong = Vec::new();
    for (name, granted, held, expected) in AGGREGATION {
        let reached = reached(&AGGREGATED.replace("HELD", held), granted);
        if reached != *expected {
            wrong.push(format!("{name}: {reached}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A weak ClusterRole and a strong one that nobody is bound to.
const UNBOUND: &str = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: plain, uid: r3}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: strong, uid: r6}, rules: [{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}]}
";

/// What eve is granted, and whether it leads to cluster-admin.
const ABSENT: &[(&str, &[Granted], bool)] = &[
    (
        "bind a role that is not there, and make it",
        &[
            ("*", "create rbac:clusterrolebindings"),
            ("*", "bind rbac:clusterroles x"),
            ("*", "create,escalate rbac:clusterroles"),
        ],
        true,
    ),
    (
        "make it by applying it",
        &[
            ("*", "create rbac:clusterrolebindings"),
            ("*", "bind rbac:clusterroles x"),
            ("*", "create,patch,escalate rbac:clusterroles x"),
        ],
        true,
    ),
    (
        "bind one, and make another that is empty when it is bound",
        &[
            ("*", "create rbac:clusterrolebindings"),
            ("*", "bind rbac:clusterroles x"),
            ("*", "create,patch,escalate rbac:clusterroles y"),
        ],
        true,
    ),
    (
        "make it without escalate",
        &[
            ("*", "create rbac:clusterrolebindings"),
            ("*", "bind rbac:clusterroles x"),
            ("*", "create rbac:clusterroles"),
        ],
        false,
    ),
    (
        "bind it and nobody makes it",
        &[("*", "create rbac:clusterrolebindings"), ("*", "bind rbac:clusterroles x")],
        false,
    ),
    (
        "bind it in a strong namespace",
        &[
            ("kube-system", "create rbac:rolebindings"),
            ("kube-system", "bind rbac:clusterroles x"),
            ("*", "create,escalate rbac:clusterroles"),
        ],
        true,
    ),
    (
        "bind a Role that is not there, and make it",
        &[
            ("kube-system", "create rbac:rolebindings"),
            ("kube-system", "bind rbac:roles x"),
            ("kube-system", "create,escalate rbac:roles"),
        ],
        true,
    ),
    (
        "a Role of another namespace",
        &[
            ("kube-system", "create rbac:rolebindings"),
            ("kube-system", "bind rbac:roles x"),
            ("shop", "create,escalate rbac:roles"),
        ],
        false,
    ),
    (
        "a right on Roles makes no ClusterRole",
        &[
            ("*", "create rbac:clusterrolebindings"),
            ("*", "bind rbac:clusterroles x"),
            ("*", "create,escalate rbac:roles"),
        ],
        false,
    ),
    (
        "make and bind one name by a binding of another name",
        &[("*", "create,patch,escalate,bind rbac:clusterroles x"), ("*", "create,patch rbac:clusterrolebindings y")],
        true,
    ),
    (
        "the same where the binding cannot be applied",
        &[("*", "create,patch,escalate,bind rbac:clusterroles x"), ("*", "create rbac:clusterrolebindings y")],
        false,
    ),
    (
        "bind one role and rewrite it",
        &[
            ("*", "create rbac:clusterrolebindings"),
            ("*", "bind rbac:clusterroles plain"),
            ("*", "patch,escalate rbac:clusterroles plain"),
        ],
        true,
    ),
    (
        "rewrite another than the one that is bound",
        &[
            ("*", "create rbac:clusterrolebindings"),
            ("*", "bind rbac:clusterroles plain"),
            ("*", "patch,escalate rbac:clusterroles strong"),
        ],
        false,
    ),
    (
        "bind a strong role by rights of two roles",
        &[("*", "create rbac:clusterrolebindings"), ("*", "bind rbac:clusterroles strong")],
        true,
    ),
];

#[test]
fn a_role_may_be_bound_before_it_is_there() {
    let mut wrong = Vec::new();
    for (name, granted, expected) in ABSENT {
        let reached = reached(UNBOUND, granted);
        if reached != *expected {
            wrong.push(format!("{name}: {reached}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn reached(more: &str, granted: &[Granted]) -> bool {
    let eve = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}";
    reaches(&scan(&format!("{WORLD}{more}{}", grants(eve, granted))), "user:eve")
}
