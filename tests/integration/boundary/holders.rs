//! Who holds the rights to hand out, and what else the subject holds.

use serde_json::json;

use super::case::RBAC;
use super::{Case, Variant, v};

const BROKEN: &str = "broken";
const HOLDS: &str = "holds";

pub(super) const VARIANTS: &[Variant] = &[
    v("rights by the group of its namespace", HOLDS, |c| {
        c.object("ClusterRoleBinding", "jit-controller")["subjects"] =
            json!([{"apiGroup": RBAC, "kind": "Group", "name": "system:serviceaccounts:jit"}]);
        about(c, "'system:serviceaccounts:jit' in request.userInfo.groups");
    }),
    v("rights by the group of its namespace, and a guard about it alone", "holds", |c| {
        // Its neighbours are free, and nobody says that it can become one of them.
        c.object("ClusterRoleBinding", "jit-controller")["subjects"] =
            json!([{"apiGroup": RBAC, "kind": "Group", "name": "system:serviceaccounts:jit"}]);
    }),
    v("rights by its user name", HOLDS, |c| {
        c.object("ClusterRoleBinding", "jit-controller")["subjects"] =
            json!([{"apiGroup": RBAC, "kind": "User", "name": "system:serviceaccount:jit:controller"}]);
    }),
    v("a user", HOLDS, |c| {
        user(c);
        c.replace(0, "'system:serviceaccount:jit:controller', ", "'jit-ann', ");
    }),
    v("a user, and a guard about service accounts", BROKEN, |c| {
        user(c);
        c.groups = Vec::new();
    }),
    v("a group", "unknown", |c| {
        group(c);
        c.replace(0, "'system:serviceaccounts', ", "'jit-team', 'system:serviceaccounts', ");
        c.replace(
            0,
            "!(s.name in ['system:serviceaccount:jit:controller', ",
            "!(s.name in [request.userInfo.username, ",
        );
    }),
    v("a group, which may name itself", BROKEN, |c| {
        group(c);
        c.replace(
            0,
            "!(s.name in ['system:serviceaccount:jit:controller', ",
            "!(s.name in [request.userInfo.username, ",
        );
    }),
    v("in its own namespace", HOLDS, |c| {
        bound_in(c, "jit");
        own_role(c);
        c.replace(
            1,
            "request.resource.resource != 'clusterroles' ||",
            "!(request.resource.resource in ['roles', 'clusterroles']) ||",
        );
        c.replace(1, "['jit-controller', ", "['own', 'jit-controller', ");
    }),
    v("in its own namespace, with a role there that nobody guards", BROKEN, |c| {
        bound_in(c, "jit");
        own_role(c);
    }),
    v("in its own namespace, without roles in the guard", BROKEN, |c| {
        bound_in(c, "jit");
        own_role(c);
        c.matching()["resources"] = json!(["clusterroles", "rolebindings", "clusterrolebindings"]);
    }),
    v("in a namespace, with a guard of cluster-wide bindings", "no-guard", |c| {
        bound_in(c, "jit-shop");
        c.matching()["resources"] = json!(["clusterroles", "clusterrolebindings"]);
    }),
    v("a role that is not there", BROKEN, |c| {
        dangling(c);
        c.way(
            "makes it",
            &["POST /apis/rbac.authorization.k8s.io/v1/clusterroles?dryRun=All {metadata: {name: jit-later}, \
            rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]}"],
        );
    }),
    v("a role that is not there, by its name", HOLDS, |c| {
        dangling(c);
        c.replace(1, "['jit-controller', ", "['jit-later', 'jit-controller', ");
    }),
    v("a role that takes over others, and no label of those", HOLDS, |c| {
        aggregated(c);
        let labelled = "has(object.metadata.labels) && 'jit-sum' in object.metadata.labels";
        let whole =
            format!("request.resource.resource != 'clusterroles' || request.operation == 'DELETE' || !({labelled})");
        c.policy()["validations"].as_array_mut().unwrap().push(json!({"expression": whole}));
    }),
    v("a role that takes over others, and anybody's label", BROKEN, |c| {
        aggregated(c);
        c.way(
            "labels one",
            &["POST /apis/rbac.authorization.k8s.io/v1/clusterroles?dryRun=All {metadata: {name: jit-more, \
            labels: {jit-sum: 'yes'}}, rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]}"],
        );
    }),
    v("a role of its group", BROKEN, |c| {
        c.add("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: jit-group}, rules: []}\n---\n\
            {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: jit-group}, \
             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: jit-group}, \
             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: 'system:serviceaccounts:jit'}]}");
        c.way(
            "fills it",
            &["PATCH /apis/rbac.authorization.k8s.io/v1/clusterroles/jit-group?dryRun=All \
            {rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]}"],
        );
    }),
    v("a role in one namespace", BROKEN, |c| {
        c.add("{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: here, namespace: jit-shop}, \
             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: jit-oncall}, \
             subjects: [{kind: ServiceAccount, namespace: jit, name: controller}]}");
        c.way(
            "fills it",
            &["PATCH /apis/rbac.authorization.k8s.io/v1/clusterroles/jit-oncall?dryRun=All \
            {rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]}"],
        );
    }),
    v("many accounts, of which one may be asked for a token", BROKEN, |c| {
        c.may("{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}");
        for number in 0..70 {
            c.add(&format!(
                "{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: a{number:02}, namespace: jit-shop}}}}"
            ));
        }
        c.second(
            "jit-tokens",
            &json!(["serviceaccounts/token"]),
            "request.name == 'a69' || request.name == 'controller'",
        );
        let rule =
            &mut c.object("ValidatingAdmissionPolicy", "jit-tokens")["spec"]["matchConstraints"]["resourceRules"][0];
        rule["apiGroups"] = json!([""]);
        c.way("gives it everything, and is it", &[
            "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {metadata: {name: jit-a69}, \
             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}, \
             subjects: [{kind: ServiceAccount, namespace: jit-shop, name: a69}]}",
            "POST /api/v1/namespaces/jit-shop/serviceaccounts/a69/token {apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {}}",
        ]);
    }),
];

fn about(case: &mut Case, condition: &str) {
    case.policy()["matchConditions"][0]["expression"] = condition.into();
}

fn held_by(case: &mut Case, kind: &str, name: &str) {
    let subject = json!({"apiGroup": RBAC, "kind": kind, "name": name});
    case.object("ClusterRoleBinding", "jit-controller")["subjects"] = json!([subject]);
}

fn user(case: &mut Case) {
    held_by(case, "User", "jit-ann");
    about(case, "request.userInfo.username == 'jit-ann'");
    (case.subject, case.user, case.groups) = ("user:jit-ann".into(), "jit-ann".into(), Vec::new());
}

fn group(case: &mut Case) {
    held_by(case, "Group", "jit-team");
    about(case, "'jit-team' in request.userInfo.groups");
    (case.subject, case.user, case.groups) = ("group:jit-team".into(), "jit-ann".into(), vec!["jit-team".into()]);
}

/// All its rights are in one namespace.
fn bound_in(case: &mut Case, namespace: &str) {
    let mut binding = case.find("ClusterRoleBinding", "jit-controller").unwrap().clone();
    case.drop("ClusterRoleBinding", "jit-controller");
    binding["kind"] = "RoleBinding".into();
    binding["metadata"]["namespace"] = namespace.into();
    case.objects.push(binding);
}

/// A Role of its own namespace that it holds.
fn own_role(case: &mut Case) {
    case.add(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: own, namespace: jit}, rules: []}\n---\n\
         {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: own, namespace: jit}, \
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: own}, \
          subjects: [{kind: ServiceAccount, namespace: jit, name: controller}]}",
    );
}

/// The role that it holds takes over those with a label, of which there is one.
fn aggregated(case: &mut Case) {
    case.object("ClusterRole", "jit-controller")["aggregationRule"] =
        json!({"clusterRoleSelectors": [{"matchLabels": {"jit-sum": "yes"}}]});
    let rules = case.object("ClusterRole", "jit-controller")["rules"].clone();
    case.add("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: jit-part, labels: {jit-sum: 'yes'}}}");
    case.object("ClusterRole", "jit-part")["rules"] = rules;
}

fn dangling(case: &mut Case) {
    case.add(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: jit-later}, \
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: jit-later}, \
          subjects: [{kind: ServiceAccount, namespace: jit, name: controller}]}",
    );
}
