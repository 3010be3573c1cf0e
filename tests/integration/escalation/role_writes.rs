//! Roles that are bound before they are worth it, deleted and made anew, or written under one name only.
//!
//! Without `bind` the API server lets one bind what one holds; it compares when the binding is written, never later.

use super::{Granted, WORLD, grants, leads};

/// What eve is granted, what else there is, and whether it leads to cluster-admin.
type Row = (&'static str, &'static [Granted], &'static [&'static str], bool);

const BIND: Granted = ("*", "create rbac:clusterrolebindings");
const BIND_HERE: Granted = ("kube-system", "create rbac:rolebindings");
const BIND_BY_ALL: Granted = ("*", "create rbac:rolebindings");
const MAKE: Granted = ("*", "create rbac:clusterroles");
const MAKE_ANY: Granted = ("*", "create,escalate rbac:clusterroles");
const MAKE_ANY_HERE: Granted = ("kube-system", "create,escalate rbac:roles");
const REWRITE_Z: Granted = ("*", "patch,escalate rbac:clusterroles z");
const REWRITE_Z_HERE: Granted = ("kube-system", "patch,escalate rbac:roles z");

const EMPTY: &str = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: z, uid: r1}}
";
const EMPTY_HERE: &str = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: z, namespace: kube-system, uid: r1}}
";
/// What eve holds where she may write bindings herself.
const COVERED: &str = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: z, uid: r1}, rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterrolebindings], verbs: [create]}]}
";
const UNCOVERED: &str = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: z, uid: r1}, rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]}
";
/// A weak ClusterRole of eve's.
const HELD: &str = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: z, uid: r1}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: z, uid: r2}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: z}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}]
";
/// A binding of eve's to a ClusterRole, and one to a Role, that do not exist.
const DANGLING: &str = "---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: z, uid: r2}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: z}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: z, namespace: kube-system, uid: r3}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: z}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}]
";
/// An empty Role that bob is bound to.
const BOBS: &str = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: z, namespace: kube-system, uid: r1}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: bobs, namespace: kube-system, uid: r2}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: z}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: bob}]
";
/// An empty ClusterRole that bob is bound to in a namespace.
const BOBS_BY_CLUSTER_ROLE: &str = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: z, uid: r1}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: bobs, namespace: kube-system, uid: r2}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: z}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: bob}]
";
/// An aggregated ClusterRole without rules that nobody is bound to.
const SUM: &str = "---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sum, uid: r4}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: of-sum}}]}
";
/// One that eve holds, whose selector contradicts itself.
const NEVER: &str = "---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sum, uid: r4}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {x: y}, matchExpressions: [{key: x, operator: DoesNotExist}]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: sum, uid: r5}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sum}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}]
";
/// The account `meek` may delete ClusterRoles, and rewrite the Role `z`.
const MEEK: &str = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: meek, uid: r6}, rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [delete]}, {apiGroups: [rbac.authorization.k8s.io], resources: [roles], resourceNames: [z], verbs: [patch, escalate]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: meek, uid: r7}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: meek}
subjects: [{kind: ServiceAccount, name: meek, namespace: kube-system}]
";
const AS_MEEK: Granted = ("kube-system", "create serviceaccounts/token meek");

const NAMED: &[Row] = &[
    ("a POST carries no name for escalate", &[MAKE, ("*", "escalate rbac:clusterroles z")], &[DANGLING], false),
    ("nor where both are named", &[("*", "create,escalate rbac:clusterroles z")], &[DANGLING], false),
    ("a patch does", &[MAKE, REWRITE_Z], &[DANGLING], true),
    ("an update does", &[("*", "create,update,escalate rbac:clusterroles z")], &[DANGLING], true),
    (
        "a patch of another name",
        &[MAKE, ("*", "patch rbac:clusterroles other"), ("*", "escalate rbac:clusterroles z")],
        &[DANGLING],
        false,
    ),
    (
        "a Role in the same way",
        &[("kube-system", "create rbac:roles"), ("kube-system", "escalate rbac:roles z")],
        &[DANGLING],
        false,
    ),
    ("a Role by a patch", &[("kube-system", "create rbac:roles"), REWRITE_Z_HERE], &[DANGLING], true),
    ("bind for the same name, too", &[MAKE, ("*", "escalate,bind rbac:clusterroles z"), BIND], &[], false),
    (
        "a Role that is bound under its name",
        &[("kube-system", "create rbac:roles"), ("kube-system", "escalate,bind rbac:roles z"), BIND_HERE],
        &[],
        false,
    ),
    ("an aggregated role takes over no name", &[MAKE, ("*", "escalate rbac:clusterroles z")], &[NEVER], false),
    ("a selector that contradicts itself takes nothing over", &[MAKE_ANY], &[NEVER], false),
];

const RECREATED: &[Row] = &[
    ("delete it and make it anew", &[MAKE_ANY, ("*", "delete rbac:clusterroles z")], &[HELD], true),
    ("by deletecollection", &[MAKE_ANY, ("*", "deletecollection rbac:clusterroles")], &[HELD], true),
    ("another is deleted", &[MAKE_ANY, ("*", "delete rbac:clusterroles other")], &[HELD], false),
    ("it is not deleted", &[MAKE_ANY], &[HELD], false),
    ("without escalate", &[("*", "create,delete rbac:clusterroles")], &[HELD], false),
    ("escalate for its name alone", &[MAKE, ("*", "delete,escalate rbac:clusterroles z")], &[HELD], false),
    ("everybody holds some that can be", &[("*", "create,delete,escalate rbac:clusterroles")], &[], true),
    ("somebody else deletes it", &[MAKE_ANY, AS_MEEK], &[MEEK, HELD], true),
    ("nobody deletes it who is known", &[MAKE_ANY], &[MEEK, HELD], false),
    ("a Role", &[MAKE_ANY_HERE, ("kube-system", "delete rbac:roles")], &[], true),
    ("the only Role is what lets eve do it", &[("kube-system", "create,delete,escalate rbac:roles")], &[], false),
    (
        "bind it first, delete it and make it anew",
        &[BIND, ("*", "bind rbac:clusterroles z"), ("*", "create,delete,escalate rbac:clusterroles")],
        &[UNCOVERED],
        true,
    ),
    (
        "an empty Role that is bound, deleted and made anew",
        &[BIND_BY_ALL, ("*", "create,delete,escalate rbac:roles")],
        &[],
        true,
    ),
    ("a new Role that is bound, and not deleted", &[BIND_BY_ALL, ("*", "create,escalate rbac:roles")], &[], false),
];

const FIRST: &[Row] = &[
    ("bind what is covered, and rewrite it", &[BIND, REWRITE_Z], &[COVERED], true),
    ("bind what is empty, and rewrite it", &[BIND, REWRITE_Z], &[EMPTY], true),
    ("what is not covered", &[BIND, REWRITE_Z], &[UNCOVERED], false),
    ("what is covered in one namespace only", &[BIND, REWRITE_Z, ("shop", "get secrets")], &[UNCOVERED], false),
    ("what is covered by another role", &[BIND, REWRITE_Z, ("*", "get secrets")], &[UNCOVERED], true),
    ("bind it in a strong namespace", &[BIND_HERE, REWRITE_Z], &[EMPTY], true),
    (
        "bind what is covered in a strong namespace",
        &[BIND_HERE, REWRITE_Z, ("kube-system", "get secrets zzz")],
        &[UNCOVERED],
        false,
    ),
    ("without escalate", &[BIND, ("*", "patch rbac:clusterroles z")], &[EMPTY], false),
    ("create it empty, bind it, rewrite it", &[BIND, MAKE, REWRITE_Z], &[], true),
    (
        "create it empty and rewrite another",
        &[BIND, MAKE, ("*", "patch,escalate rbac:clusterroles z")],
        &[UNCOVERED],
        false,
    ),
    ("rewrite what nobody creates", &[BIND, REWRITE_Z], &[], false),
    ("an empty role that aggregates, and its source", &[BIND, MAKE_ANY], &[], true),
    ("one that is there already", &[BIND, MAKE_ANY], &[SUM], true),
    ("one that is there, and a source that is rewritten", &[BIND, REWRITE_Z], &[UNCOVERED, SUM], true),
    ("nobody binds it", &[MAKE_ANY], &[SUM], false),
    ("an empty Role", &[BIND_HERE, REWRITE_Z_HERE], &[EMPTY_HERE], true),
    ("any Role", &[BIND_HERE, ("kube-system", "patch,escalate rbac:roles")], &[EMPTY_HERE], true),
    ("a Role of another namespace", &[("shop", "create rbac:rolebindings"), REWRITE_Z_HERE], &[EMPTY_HERE], false),
    ("somebody else rewrites it", &[BIND_HERE, AS_MEEK], &[MEEK, EMPTY_HERE], true),
    ("create an empty Role and rewrite it", &[BIND_BY_ALL, ("*", "create,patch,escalate rbac:roles")], &[], true),
    (
        "join a binding of a covered Role",
        &[("kube-system", "patch rbac:rolebindings bobs"), REWRITE_Z_HERE],
        &[BOBS],
        true,
    ),
    (
        "join one of a ClusterRole, from all",
        &[("*", "patch rbac:rolebindings"), REWRITE_Z],
        &[BOBS_BY_CLUSTER_ROLE],
        true,
    ),
    ("join one of another kind", &[("*", "patch rbac:clusterrolebindings"), REWRITE_Z], &[BOBS_BY_CLUSTER_ROLE], false),
    (
        "bind from all what is covered in a strong namespace only",
        &[BIND_BY_ALL, REWRITE_Z, ("kube-system", "get secrets")],
        &[UNCOVERED],
        true,
    ),
    ("hold it, and bind nothing", &[REWRITE_Z, ("kube-system", "get secrets")], &[UNCOVERED], false),
    (
        "bind from all what is covered in a weak namespace only",
        &[BIND_BY_ALL, REWRITE_Z, ("shop", "get configmaps")],
        &[UNCOVERED],
        false,
    ),
    ("join another binding", &[("kube-system", "patch rbac:rolebindings other"), REWRITE_Z_HERE], &[BOBS], false),
    ("apply a binding of one name", &[("*", "create,patch rbac:clusterrolebindings mine"), REWRITE_Z], &[EMPTY], true),
    ("a POST carries no name", &[("*", "create rbac:clusterrolebindings mine"), REWRITE_Z], &[EMPTY], false),
];

#[test]
fn a_named_right_to_escalate_takes_a_request_with_that_name() {
    check(NAMED);
}

#[test]
fn a_role_that_is_bound_may_be_deleted_and_made_anew() {
    check(RECREATED);
}

#[test]
fn a_role_may_be_bound_before_it_is_rewritten() {
    check(FIRST);
}

fn check(rows: &[Row]) {
    let eve = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}";
    let mut wrong = Vec::new();
    for (name, granted, worlds, expected) in rows {
        let more = worlds.concat();
        let reached = leads(&format!("{WORLD}{more}{}", grants(eve, granted)), "1.36");
        if reached != *expected {
            wrong.push(format!("{name}: {reached}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
