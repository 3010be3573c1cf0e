//! What leads to cluster-admin and what only looks like it: a table of pairs.
//!
//! The world: in `kube-system` the account `root` is bound to cluster-admin, `meek` to nothing, and a Deployment runs as
//! `root`. All objects carry a uid, as in a dump of a cluster. `eve` is granted the rules of a row.

mod arrivals;
mod claims;
mod doubts;
mod every_node;
mod harmless;
mod identities;
mod machines;
mod namespaces;
mod own_kubelet;
mod placement;
mod pod_changes;
mod presence;
mod quotas;
mod role_writes;
mod roles;
mod severities;
mod together;
mod volumes;

use crate::run::kubescan_with_input;

pub(crate) const WORLD: &str = "
{apiVersion: v1, kind: Namespace, metadata: {name: kube-system, uid: u1}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop, uid: u2, labels: {pod-security.kubernetes.io/enforce: baseline}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: root, namespace: kube-system, uid: u3}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: meek, namespace: kube-system, uid: u4}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: root, uid: u5}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: root, namespace: kube-system}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: engine, namespace: kube-system, uid: u6}
spec: {template: {spec: {serviceAccountName: root, containers: [{name: engine, image: x}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: engine-1, namespace: kube-system, uid: u7}
spec:
  serviceAccountName: root
  nodeName: worker
  volumes: [{name: token, projected: {sources: [{serviceAccountToken: {path: token}}]}}]
  containers: [{name: engine, image: x, volumeMounts: [{name: token, mountPath: /t}]}]
status: {phase: Running}
";

/// A binding of somebody who is not there: whoever becomes it has everything.
pub(crate) const GHOST: &str = "---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ghost, uid: u8}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: ghost, namespace: kube-system}]
";

/// A Secret that holds the token of `meek`, and one that holds something else.
const SECRETS: &str = "---
{apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: {name: meek-token, namespace: kube-system, uid: u9, annotations: {kubernetes.io/service-account.name: meek}}}
---
{apiVersion: v1, kind: Secret, type: Opaque, metadata: {name: app, namespace: kube-system, uid: u10}}
";

/// A RoleBinding of somebody else to a weak Role.
const WEAK: &str = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: weak, namespace: kube-system, uid: u11}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: weak, namespace: kube-system, uid: u12}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: weak}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: bob}]
";

/// A rule, and where it is granted: `*` for everywhere.
pub(crate) type Granted = (&'static str, &'static str);

/// What eve is granted, what else there is, and whether it leads to cluster-admin.
type Row = (&'static str, &'static [Granted], &'static str, bool);

const RBAC: &str = "rbac.authorization.k8s.io";

const TABLE: &[Row] = &[
    ("mint a token", &[("kube-system", "create serviceaccounts/token")], "", true),
    ("mint a token by name", &[("kube-system", "create serviceaccounts/token root")], "", true),
    ("mint a harmless token", &[("kube-system", "create serviceaccounts/token meek")], "", false),
    ("mint a token elsewhere", &[("shop", "create serviceaccounts/token")], "", false),
    ("create accounts, not tokens", &[("kube-system", "create serviceaccounts")], "", false),
    ("run a pod", &[("kube-system", "create pods")], "", true),
    ("run a pod of one name by applying it", &[("kube-system", "create,patch pods x")], "", true),
    ("create with a name matches nothing", &[("kube-system", "create pods x")], "", false),
    ("run a pod where nobody is strong", &[("shop", "create pods")], "", false),
    ("change a workload", &[("kube-system", "patch apps:deployments")], "", true),
    ("change a kind that is not there", &[("kube-system", "patch apps:daemonsets")], "", false),
    ("change the scale only", &[("kube-system", "patch apps:deployments/scale")], "", false),
    ("exec", &[("kube-system", "create pods/exec")], "", true),
    ("exec by get is refused since 1.35", &[("kube-system", "get pods/exec")], "", false),
    ("pods/* is no wildcard", &[("kube-system", "create pods/*")], "", false),
    ("every subresource of that name", &[("kube-system", "create */exec")], "", true),
    ("nodes/proxy", &[("*", "get nodes/proxy")], "", true),
    ("nodes/proxy by RoleBinding is inert", &[("kube-system", "get nodes/proxy")], "", false),
    ("impersonate an account", &[("kube-system", "impersonate serviceaccounts root")], "", true),
    ("impersonate one that does not exist", &[("kube-system", "impersonate serviceaccounts")], GHOST, true),
    ("impersonate groups alone", &[("*", "impersonate groups")], "", false),
    ("impersonate groups and users", &[("*", "impersonate groups"), ("*", "impersonate users")], "", true),
    ("legs in two roles join", &[("kube-system", "create secrets"), ("kube-system", "get secrets")], "", true),
    ("legs in two namespaces do not", &[("kube-system", "create secrets"), ("shop", "get secrets")], "", false),
    ("aim a token Secret at another", &[("kube-system", "patch secrets meek-token")], SECRETS, true),
    ("no other Secret can be", &[("kube-system", "patch secrets app")], SECRETS, false),
    (
        "claim a missing account",
        &[("kube-system", "create serviceaccounts"), ("kube-system", "create serviceaccounts/token")],
        GHOST,
        true,
    ),
    ("bind any ClusterRole", &[("*", "create rbac:clusterrolebindings"), ("*", "bind rbac:clusterroles")], "", true),
    ("bind without a write", &[("*", "bind rbac:clusterroles")], "", false),
    ("write without bind", &[("*", "create rbac:clusterrolebindings")], "", false),
    ("bind on bindings means nothing", &[("*", "create,bind rbac:clusterrolebindings")], "", false),
    (
        "bind by RoleBinding, write everywhere",
        &[("*", "create rbac:clusterrolebindings"), ("kube-system", "bind rbac:clusterroles")],
        "",
        false,
    ),
    (
        "bind in a strong namespace",
        &[("kube-system", "create rbac:rolebindings"), ("kube-system", "bind rbac:clusterroles")],
        "",
        true,
    ),
    (
        "bind on roles binds no ClusterRole",
        &[("kube-system", "create rbac:rolebindings"), ("kube-system", "bind rbac:roles")],
        "",
        false,
    ),
    (
        "a roleRef never changes",
        &[("kube-system", "patch rbac:rolebindings"), ("kube-system", "bind rbac:clusterroles")],
        WEAK,
        false,
    ),
    (
        "join an existing strong binding",
        &[("*", "patch rbac:clusterrolebindings root"), ("*", "bind rbac:clusterroles cluster-admin")],
        "",
        true,
    ),
    (
        "make a binding of one name",
        &[("*", "create,patch rbac:clusterrolebindings x"), ("*", "bind rbac:clusterroles cluster-admin")],
        "",
        true,
    ),
    ("escalate", &[("*", "patch,escalate rbac:clusterroles")], "", true),
    ("write roles without escalate", &[("*", "create,update,patch rbac:clusterroles")], "", false),
    ("escalate without a write", &[("*", "escalate rbac:clusterroles")], "", false),
    ("escalate a role that others hold", &[("*", "patch,escalate rbac:clusterroles somebody-elses")], "", false),
    ("escalate the role that gives it", &[("*", "patch,escalate rbac:clusterroles eve-0")], "", true),
    ("another group of that name", &[("*", "create example.com:serviceaccounts/token")], "", false),
    ("group v1 matches nothing", &[("*", "create v1:serviceaccounts/token")], "", false),
];

#[test]
fn each_row_leads_to_cluster_admin_or_does_not() {
    let mut wrong = Vec::new();
    for (name, granted, more, expected) in TABLE {
        let input =
            format!("{WORLD}{more}{}", grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted));
        let report = scan(&input);
        let reached = reaches(&report, "user:eve");
        if reached != *expected {
            wrong.push(format!("{name}: {reached}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rights_of_implied_groups_and_odd_spellings_count() {
    let grant: &[Granted] = &[("kube-system", "create serviceaccounts/token root")];
    let subjects = [
        ("{kind: User, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccount:kube-system:meek'}", true),
        ("{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccounts:kube-system'}", true),
        ("{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccounts'}", true),
        ("{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:authenticated'}", true),
        ("{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccounts:shop'}", false),
        ("{kind: User, apiGroup: rbac.authorization.k8s.io, name: '*'}", false),
    ];
    for (subject, expected) in subjects {
        // meek runs a pod: it is a source as soon as something is granted to it or to its groups.
        let pod = "---\n{apiVersion: v1, kind: Pod, metadata: {name: meek, namespace: kube-system, uid: u20}, status: {phase: Running}, \
            spec: {serviceAccountName: meek, volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], \
            containers: [{name: c, image: x, volumeMounts: [{name: t, mountPath: /t}]}]}}\n";
        let report = scan(&format!("{WORLD}{pod}{}", grants(subject, grant)));
        assert_eq!(reaches(&report, "pod:kube-system/meek"), expected, "{subject}");
    }
}

#[test]
fn evidence_names_the_rule_and_binding_of_each_target() {
    let granted: &[Granted] =
        &[("kube-system", "create serviceaccounts/token meek"), ("kube-system", "create serviceaccounts/token root")];
    let report =
        scan(&format!("{WORLD}{}", grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted)));
    let paths = report["paths"].as_array().unwrap();
    let path = paths.iter().find(|path| path["from"] == "user:eve" && path["to"] == "objective:cluster-admin").unwrap();
    let grants = path["hops"][0]["grants"].as_array().unwrap();
    assert_eq!(grants.len(), 1, "{path}");
    assert_eq!(grants[0]["binding"], "rolebinding:kube-system/eve-1");
    for pair in path["hops"].as_array().unwrap().windows(2) {
        assert_eq!(pair[0]["to"], pair[1]["from"], "hops join");
    }
}

pub(crate) fn scan(input: &str) -> serde_json::Value {
    let run = kubescan_with_input(&["scan", "-f", "-", "-o", "json"], input.as_bytes());
    assert_eq!(run.code, 0, "{}\n{input}", run.stderr);
    run.json()
}

pub(crate) fn reaches(report: &serde_json::Value, from: &str) -> bool {
    certainty(report, from, "objective:cluster-admin").as_deref() == Some("proven-rights")
}

/// Whether eve surely reaches cluster-admin in files of a server of this version.
fn leads(input: &str, version: &str) -> bool {
    let asked = ["paths", "-f", "-", "--from", "user:eve", "--to", "objective:cluster-admin", "--include-builtin"];
    let run =
        kubescan_with_input(&[&asked[..], &["-o", "json", "--server-version", version]].concat(), input.as_bytes());
    let found = run.json();
    found["paths"].as_array().unwrap().iter().any(|path| path["certainty"] == "proven-rights")
}

/// How sure it is that a source reaches an objective.
pub(crate) fn certainty(report: &serde_json::Value, from: &str, to: &str) -> Option<String> {
    let mut paths = report["paths"].as_array().unwrap().iter();
    let path = paths.find(|path| path["from"] == from && path["to"] == to)?;
    Some(path["certainty"].as_str().unwrap().to_owned())
}

/// A role and a binding for each grant; `create,patch group:resource name` is a rule.
pub(crate) fn grants(subject: &str, granted: &[Granted]) -> String {
    let mut text = String::new();
    for (index, (place, rule)) in granted.iter().enumerate() {
        let mut words = rule.split(' ');
        let (verbs, resource, name) = (words.next().unwrap(), words.next().unwrap(), words.next());
        let (group, resource) = resource.split_once(':').unwrap_or(("", resource));
        let group = if group == "rbac" { RBAC } else { group };
        let names = name.map_or_else(String::new, |name| format!(", resourceNames: ['{name}']"));
        let rules = format!("[{{apiGroups: ['{group}'], resources: ['{resource}'], verbs: [{verbs}]{names}}}]");
        let (kind, binding, metadata) = match *place {
            "*" => ("ClusterRole", "ClusterRoleBinding", format!("{{name: eve-{index}, uid: g{index}}}")),
            place => ("Role", "RoleBinding", format!("{{name: eve-{index}, namespace: {place}, uid: g{index}}}")),
        };
        text.push_str(&format!(
            "---\n{{apiVersion: {RBAC}/v1, kind: {kind}, metadata: {metadata}, rules: {rules}}}\n---\n\
             {{apiVersion: {RBAC}/v1, kind: {binding}, metadata: {metadata}, subjects: [{subject}], \
             roleRef: {{apiGroup: {RBAC}, kind: {kind}, name: eve-{index}}}}}\n"
        ));
    }
    text
}
