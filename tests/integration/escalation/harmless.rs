//! What looks risky and leads nowhere: rights that others take for escalations. `eve` is granted each, in a cluster where
//! something could be reached.

use super::{GHOST, Granted, WORLD, grants, scan};

/// A namespace whose only account holds nothing, and that lets no pod out.
const QUIET: &str = "---
{apiVersion: v1, kind: Namespace, metadata: {name: quiet, uid: q1, labels: {pod-security.kubernetes.io/enforce: baseline}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: quiet, uid: q2}}
---
{apiVersion: v1, kind: Secret, type: Opaque, metadata: {name: theme, namespace: kube-system, uid: q3}}
---
{apiVersion: v1, kind: Node, metadata: {name: worker, uid: q4}}
";

const TABLE: &[(&str, &[Granted])] = &[
    (
        "writing roles without escalate",
        &[("kube-system", "create,update,patch rbac:roles"), ("*", "create,update,patch rbac:clusterroles")],
    ),
    ("logs of pods", &[("*", "get pods/log")]),
    ("checking tokens", &[("*", "create authentication.k8s.io:tokenreviews")]),
    (
        "writing bindings without bind",
        &[("*", "create,update,patch rbac:rolebindings"), ("*", "create,update,patch rbac:clusterrolebindings")],
    ),
    ("bind without a write", &[("*", "bind rbac:clusterroles"), ("*", "bind rbac:roles")]),
    ("escalate without a write", &[("*", "escalate rbac:clusterroles"), ("*", "escalate rbac:roles")]),
    ("impersonating groups without a user", &[("*", "impersonate groups")]),
    (
        "impersonating attributes",
        &[
            ("*", "impersonate authentication.k8s.io:uids"),
            ("*", "impersonate authentication.k8s.io:userextras/scopes"),
        ],
    ),
    ("one harmless Secret", &[("kube-system", "get secrets theme")]),
    ("a pod where nobody is anybody", &[("quiet", "create pods")]),
    (
        "exec by get",
        &[
            ("kube-system", "get pods/exec"),
            ("kube-system", "get pods/attach"),
            ("kube-system", "get pods/portforward"),
        ],
    ),
    (
        "looking around",
        &[
            ("*", "get,list,watch pods"),
            ("*", "get,list nodes"),
            ("*", "get,list serviceaccounts"),
            ("*", "list configmaps"),
            ("*", "list namespaces"),
        ],
    ),
    ("the status of deployments", &[("*", "update,patch apps:deployments/status")]),
    (
        "asking for a certificate that nobody approves",
        &[
            ("*", "create,get certificates.k8s.io:certificatesigningrequests"),
            ("*", "create certificates.k8s.io:certificatesigningrequests/selfnodeclient"),
        ],
    ),
    (
        "signing without the key",
        &[
            ("*", "sign certificates.k8s.io:signers"),
            ("*", "update certificates.k8s.io:certificatesigningrequests/status"),
        ],
    ),
    ("finalizers", &[("*", "update apps:deployments/finalizers"), ("*", "update serviceaccounts/finalizers")]),
    ("policies of old", &[("*", "use policy:podsecuritypolicies"), ("*", "create extensions:deployments")]),
    ("patterns that match nothing", &[("*", "create pods/*"), ("*", "create v1:pods"), ("*", "get */*")]),
    (
        "rights on the cluster by a RoleBinding",
        &[
            ("kube-system", "get nodes/proxy"),
            ("kube-system", "impersonate users"),
            ("kube-system", "create persistentvolumes"),
            ("kube-system", "patch rbac:clusterroles"),
            ("kube-system", "create admissionregistration.k8s.io:mutatingwebhookconfigurations"),
        ],
    ),
    ("a namespace's labels by another's RoleBinding", &[("quiet", "create pods"), ("kube-system", "patch namespaces")]),
    ("creating Secrets without reading any", &[("shop", "create secrets"), ("quiet", "create secrets")]),
    (
        "collections with names",
        &[("kube-system", "create,deletecollection secrets theme"), ("kube-system", "create pods theme")],
    ),
    (
        "templates that no controller follows",
        &[("kube-system", "create,update podtemplates"), ("kube-system", "get,list apps:controllerrevisions")],
    ),
    (
        "what system:auth-delegator has",
        &[
            ("*", "create authentication.k8s.io:tokenreviews"),
            ("*", "create authorization.k8s.io:subjectaccessreviews"),
        ],
    ),
    ("an account that exists already", &[("kube-system", "create serviceaccounts")]),
    ("patching an account", &[("kube-system", "update,patch serviceaccounts")]),
    ("quotas and limits", &[("*", "create,update,patch resourcequotas"), ("*", "create,update,patch limitranges")]),
];

#[test]
fn what_only_looks_risky_leads_nowhere() {
    let mut wrong = Vec::new();
    for (name, granted) in TABLE {
        let eve = grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted);
        let report = scan(&format!("{WORLD}{GHOST}{QUIET}{eve}"));
        let paths = report["paths"].as_array().unwrap().iter();
        let own = paths.filter(|path| path["from"] == "user:eve" && path["certainty"] != "guarded");
        wrong.extend(own.map(|path| format!("{name}: {path}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_role_that_is_bound_nowhere_and_the_masters_binding_are_no_findings() {
    let role = "---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: loose, uid: l1}, rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]}
";
    let report = scan(&format!("{WORLD}{role}"));
    let paths = report["paths"].as_array().unwrap();
    assert!(paths.iter().all(|path| path["from"] != "group:system:masters"), "its binding is as shipped");
    let loose =
        report["riskyRoles"].as_array().unwrap().iter().find(|role| role["role"] == "clusterrole:loose").unwrap();
    assert_eq!(loose["severity"], "info");
}
