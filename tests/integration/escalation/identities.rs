//! Whom an attacker can be: in whose name it may make some requests, by which token, in a namespace that is gone.

use crate::run::kubescan_with_input;

use super::{GHOST, Granted, WORLD, certainty, grants, scan};

/// `boss` and the group `bosses` may do everything, `clerk` may bind any role and `writer` write bindings.
const OTHERS: &str = "---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: boss, uid: i1}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: boss}, {kind: Group, apiGroup: rbac.authorization.k8s.io, name: bosses}]
---
{apiVersion: v1, kind: Node, metadata: {name: worker, uid: i2}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: binder, uid: i3}, rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: binder, uid: i4}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: binder}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: clerk}]
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: writer, uid: i5}, rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterrolebindings], verbs: [create]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: writer, uid: i6}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: writer}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: writer}]
";

/// What eve is granted, where to, and how sure it is.
type Row = (&'static str, &'static [Granted], &'static str, Option<&'static str>);

const ADMIN: &str = "objective:cluster-admin";
const SECRETS: &str = "objective:all-secrets";
const SURE: Option<&str> = Some("proven-rights");

/// The right on the user `boss`.
const BOSS: Granted = ("*", "impersonate:user-info authentication.k8s.io:users boss");

const CONSTRAINED: &[Row] = &[
    ("bind as boss", &[BOSS, ("*", "impersonate-on:user-info:create rbac:clusterrolebindings")], ADMIN, SURE),
    ("list as boss", &[BOSS, ("*", "impersonate-on:user-info:list secrets")], SECRETS, SURE),
    ("list as boss is no more than that", &[BOSS, ("*", "impersonate-on:user-info:list secrets")], ADMIN, None),
    ("read one kind as boss", &[BOSS, ("*", "impersonate-on:user-info:get pods")], ADMIN, None),
    ("the right on the user only", &[BOSS], ADMIN, None),
    (
        "what is asked on the way clerk has, but not the request",
        &[
            ("*", "impersonate:user-info authentication.k8s.io:users clerk"),
            ("*", "impersonate-on:user-info:create rbac:clusterrolebindings"),
        ],
        ADMIN,
        None,
    ),
    (
        "what is asked on the way is asked of boss, not of eve",
        &[
            BOSS,
            ("*", "impersonate-on:user-info:create rbac:clusterrolebindings"),
            ("*", "bind rbac:clusterroles view"),
        ],
        ADMIN,
        SURE,
    ),
    ("the star is no verb here", &[BOSS, ("*", "'impersonate-on:user-info:*' '*:*'")], ADMIN, None),
    ("another mode", &[BOSS, ("*", "impersonate-on:serviceaccount:create rbac:clusterrolebindings")], ADMIN, None),
    (
        "in one namespace",
        &[BOSS, ("kube-system", "impersonate-on:user-info:create serviceaccounts/token root")],
        ADMIN,
        SURE,
    ),
    (
        "a harmless one in one namespace",
        &[BOSS, ("kube-system", "impersonate-on:user-info:create serviceaccounts/token meek")],
        ADMIN,
        None,
    ),
    (
        "a right on the user by RoleBinding is inert",
        &[
            ("kube-system", "impersonate:user-info authentication.k8s.io:users boss"),
            ("kube-system", "impersonate-on:user-info:create serviceaccounts/token"),
        ],
        ADMIN,
        None,
    ),
    (
        "as a member of bosses",
        &[
            ("*", "impersonate:user-info authentication.k8s.io:users nobody"),
            ("*", "impersonate:user-info authentication.k8s.io:groups bosses"),
            ("*", "impersonate-on:user-info:create rbac:clusterrolebindings"),
        ],
        ADMIN,
        SURE,
    ),
    (
        "four groups at once go by the name of the star",
        &[
            ("*", "impersonate:user-info authentication.k8s.io:users nobody"),
            ("*", "impersonate:user-info authentication.k8s.io:groups *"),
            ("*", "impersonate-on:user-info:create rbac:clusterrolebindings"),
        ],
        ADMIN,
        SURE,
    ),
    (
        "users know no such name",
        &[
            ("*", "impersonate:user-info authentication.k8s.io:users *"),
            ("*", "impersonate-on:user-info:create rbac:clusterrolebindings"),
        ],
        ADMIN,
        None,
    ),
    (
        "never system:masters",
        &[
            ("*", "impersonate:user-info authentication.k8s.io:users nobody"),
            ("*", "impersonate:user-info authentication.k8s.io:groups system:masters"),
            ("*", "impersonate-on:user-info:create rbac:clusterrolebindings"),
        ],
        ADMIN,
        None,
    ),
    (
        "as an account, in the mode of accounts",
        &[
            ("kube-system", "impersonate:serviceaccount authentication.k8s.io:serviceaccounts root"),
            ("*", "impersonate-on:serviceaccount:create rbac:clusterrolebindings"),
        ],
        ADMIN,
        SURE,
    ),
    (
        "an account of one namespace, a request in another",
        &[
            ("kube-system", "impersonate:serviceaccount authentication.k8s.io:serviceaccounts root"),
            ("shop", "impersonate-on:serviceaccount:create rbac:rolebindings"),
        ],
        "ns:shop",
        SURE,
    ),
    (
        "an account is no user",
        &[
            ("*", "impersonate:user-info authentication.k8s.io:users system:serviceaccount:kube-system:root"),
            ("*", "impersonate-on:user-info:create rbac:clusterrolebindings"),
        ],
        ADMIN,
        None,
    ),
    (
        "as a node, for tokens of its pods",
        &[
            ("*", "impersonate:arbitrary-node authentication.k8s.io:nodes worker"),
            ("*", "impersonate-on:arbitrary-node:create serviceaccounts/token"),
        ],
        ADMIN,
        SURE,
    ),
    (
        "as another node",
        &[
            ("*", "impersonate:arbitrary-node authentication.k8s.io:nodes other"),
            ("*", "impersonate-on:arbitrary-node:create serviceaccounts/token"),
        ],
        ADMIN,
        None,
    ),
    (
        "as a node, for Secrets of its pods",
        &[
            ("*", "impersonate:arbitrary-node authentication.k8s.io:nodes worker"),
            ("*", "impersonate-on:arbitrary-node:get secrets"),
        ],
        ADMIN,
        None,
    ),
    (
        "whoever may impersonate at all is asked last",
        &[BOSS, ("*", "impersonate-on:user-info:get pods"), ("*", "impersonate users boss")],
        ADMIN,
        SURE,
    ),
];

#[test]
fn requests_in_anothers_name_pass_if_both_may_make_them() {
    let mut wrong = Vec::new();
    for (name, granted, to, expected) in CONSTRAINED {
        let found = paths_to(OTHERS, granted, to, "1.36");
        if found.as_deref() != *expected {
            wrong.push(format!("{name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let bind: &[Granted] = &[BOSS, ("*", "impersonate-on:user-info:create rbac:clusterrolebindings")];
    assert_eq!(paths_to(OTHERS, bind, ADMIN, "1.35"), None, "not before 1.36");
}

#[test]
fn a_pod_may_be_its_own_node() {
    let agent = |node: &str, token: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: agent, namespace: shop, uid: i8}}}}\n---\n\
             {{apiVersion: v1, kind: Pod, metadata: {{name: agent, namespace: shop, uid: i9}}, status: {{phase: Running}}, \
             spec: {{nodeName: {node}, serviceAccountName: agent, containers: [{{name: c, image: x{}}}]}}}}\n",
            if token.is_empty() { "" } else { ", volumeMounts: [{name: t, mountPath: /t}]" }
        )
        .replace("containers:", &format!("{token}containers:"))
    };
    let token = "volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], ";
    let granted = |name: &'static str| -> [Granted; 2] {
        [("*", name), ("*", "impersonate-on:associated-node:create serviceaccounts/token")]
    };
    let own = granted("impersonate:associated-node authentication.k8s.io:nodes *");
    let named = granted("impersonate:associated-node authentication.k8s.io:nodes worker");
    let account = "{kind: ServiceAccount, name: agent, namespace: shop}";
    for (what, world, granted, expected) in [
        ("its own node", agent("worker", token), &own, SURE),
        ("another node", agent("other", token), &own, None),
        ("no token", agent("worker", ""), &own, None),
        ("a node by name", agent("worker", token), &named, None),
    ] {
        let report = scan(&format!("{WORLD}{OTHERS}{world}{}", grants(account, granted)));
        assert_eq!(certainty(&report, "pod:shop/agent", ADMIN).as_deref(), expected, "{what}");
    }
}

/// A cluster-admin whose namespace is gone.
const GONE: &str = "---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: gone, uid: i10}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: ghost, namespace: gone}]
";

#[test]
fn an_account_of_a_missing_namespace_waits_for_both() {
    let token: &[Granted] =
        &[("*", "create namespaces"), ("*", "create serviceaccounts"), ("*", "create serviceaccounts/token ghost")];
    let other: &[Granted] =
        &[("*", "create namespaces"), ("*", "create serviceaccounts"), ("*", "create serviceaccounts/token other")];
    let pod: &[Granted] =
        &[("*", "create namespaces"), ("*", "create serviceaccounts"), ("*", "create apps:deployments")];
    for (what, world, granted, expected) in [
        ("a token", GONE, token, SURE),
        ("a pod", GONE, pod, SURE),
        ("no namespace", GONE, &token[1..], None),
        ("no account", GONE, &[token[0], token[2]], None),
        ("another name", GONE, other, None),
        ("the namespace is there", GHOST, token, SURE),
        ("it is there, and need not be made", GHOST, &token[1..], SURE),
    ] {
        assert_eq!(paths_to(world, granted, ADMIN, "1.36").as_deref(), expected, "{what}");
    }
}

/// Bootstrap tokens that may do everything: all of them, or one.
fn bootstrapped(subject: &str) -> String {
    GONE.replace("{kind: ServiceAccount, name: ghost, namespace: gone}", subject)
}

#[test]
fn a_bootstrap_token_is_a_user_and_its_groups() {
    let group = bootstrapped("{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:bootstrappers'}");
    let user = bootstrapped("{kind: User, apiGroup: rbac.authorization.k8s.io, name: 'system:bootstrap:abcdef'}");
    for (what, world, granted, expected) in [
        ("any token", &group, ("kube-system", "create secrets"), SURE),
        ("the token of this user", &user, ("kube-system", "create secrets"), SURE),
        ("applied by name", &group, ("kube-system", "create,patch secrets bootstrap-token-abcdef"), SURE),
        ("this user by name", &user, ("kube-system", "create,patch secrets bootstrap-token-abcdef"), SURE),
        ("another user by name", &user, ("kube-system", "create,patch secrets bootstrap-token-fedcba"), None),
        ("a POST carries no name", &group, ("kube-system", "create secrets bootstrap-token-abcdef"), None),
        ("a name of no token", &group, ("kube-system", "create,patch secrets foo"), None),
        ("another namespace", &group, ("shop", "create secrets"), None),
    ] {
        // A token of `root` is no way here.
        let weak = WORLD.replace("name: cluster-admin", "name: view");
        let input = format!("{weak}{world}{}", grants(EVE, &[granted]));
        assert_eq!(asked(&input, ADMIN, "1.36").as_deref(), expected, "{what}");
    }
    // Who logs in by it is in the group; who only bears the name is not.
    let pods: &[Granted] = &[("*", "get pods")];
    let named = grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: 'system:bootstrap:abcdef'}", pods);
    let report = scan(&format!("{WORLD}{group}{named}"));
    assert_eq!(certainty(&report, "user:system:bootstrap:abcdef", ADMIN).as_deref(), Some("unknown"));
}

#[test]
fn a_kubelet_asks_for_tokens_that_its_pods_ask_for_unless_it_may_ask_for_others() {
    let silent =
        WORLD.replace("serviceAccountToken: {path: token}", "serviceAccountToken: {path: token, audience: vault}");
    let nodes = "{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:nodes'}";
    for (what, rule, expected) in [
        ("every audience", "request-serviceaccounts-token-audience '*'", SURE),
        ("its own", "request-serviceaccounts-token-audience https://kubernetes.default.svc.cluster.local", SURE),
        ("of this account", "request-serviceaccounts-token-audience '*' root", SURE),
        ("of another account", "request-serviceaccounts-token-audience '*' meek", None),
        ("another audience", "request-serviceaccounts-token-audience vault", None),
    ] {
        let words: Vec<&str> = rule.split(' ').collect();
        let names = words.get(2).map_or_else(String::new, |name| format!(", resourceNames: ['{name}']"));
        let rules = format!(
            "---\n{{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {{name: audience, uid: i20}}, \
             rules: [{{apiGroups: [''], resources: ['{}'], verbs: [{}]{names}}}]}}\n---\n\
             {{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {{name: audience, uid: i21}}, \
             subjects: [{nodes}], roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: audience}}}}\n",
            words[1].trim_matches('\''),
            words[0],
        );
        let report = scan(&format!("{silent}{OTHERS}{rules}"));
        assert_eq!(certainty(&report, "node:worker", ADMIN).as_deref(), expected, "{what}");
    }
}

const EVE: &str = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}";

/// How sure eve's way is to a node of the graph, in the world and this.
fn paths_to(world: &str, granted: &[Granted], to: &str, version: &str) -> Option<String> {
    asked(&format!("{WORLD}{world}{}", grants(EVE, granted)), to, version)
}

fn asked(input: &str, to: &str, version: &str) -> Option<String> {
    let of_eve = ["paths", "-f", "-", "--from", "user:eve", "--include-builtin", "-o", "json"];
    let run =
        kubescan_with_input(&[&of_eve[..], &["--to", to, "--server-version", version]].concat(), input.as_bytes());
    let found = run.json();
    Some(found["paths"].as_array()?.first()?["certainty"].as_str()?.to_owned())
}
