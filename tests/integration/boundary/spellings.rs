//! Guards that look for some ways only to name the subject, or to get at what it holds.

use serde_json::json;

use super::{Case, Variant, v};

const BROKEN: &str = "broken";
const HOLDS: &str = "holds";

pub(super) const VARIANTS: &[Variant] = &[
    v("bindings only", BROKEN, |c| c.only(0)),
    v("roles only", BROKEN, |c| c.only(1)),
    v("not by its user name", BROKEN, |c| c.replace(0, "'system:serviceaccount:jit:controller', ", "")),
    v("not anonymous", BROKEN, |c| c.replace(0, ", 'system:anonymous'", "")),
    v("not whoever has logged in", BROKEN, |c| c.replace(0, "'system:authenticated', ", "")),
    v("not whoever has not logged in", BROKEN, |c| c.replace(0, "'system:unauthenticated', ", "")),
    v("not every service account", BROKEN, |c| c.replace(0, "'system:serviceaccounts', ", "")),
    v("not every service account of its namespace", BROKEN, |c| c.replace(0, ", 'system:serviceaccounts:jit'", "")),
    v("not without its namespace", BROKEN, |c| {
        c.replace(
            0,
            "(!has(s.namespace) || s.namespace == '' || s.namespace == 'jit')",
            "has(s.namespace) && s.namespace == 'jit'",
        );
    }),
    v("service accounts only", BROKEN, |c| {
        c.replace(0, "s.kind == 'Group' ?", "s.kind != 'ServiceAccount' ? true : s.kind == 'Group' ?")
    }),
    v("the first subject only", BROKEN, |c| {
        c.replace(0, "variables.subjects.all(s,", "variables.subjects.filter(s, s == variables.subjects[0]).all(s,");
    }),
    v("the last subject only", BROKEN, |c| {
        let last = "variables.subjects.filter(s, s == variables.subjects[size(variables.subjects) - 1]).all(s,";
        c.replace(0, "variables.subjects.all(s,", last);
    }),
    v("one subject, and not itself", HOLDS, |c| {
        c.replace(0, "variables.subjects.all(s,", "size(variables.subjects) < 2 && variables.subjects.all(s,");
    }),
    v("only what is new in a binding", HOLDS, |c| {
        let new = "variables.subjects.filter(s, request.operation == 'CREATE' || !has(oldObject.subjects) || !(s in oldObject.subjects)).all(s,";
        c.replace(0, "variables.subjects.all(s,", new);
    }),
    v("whoever comes with somebody whom it likes", BROKEN, |c| {
        likes(c, "variables.subjects.exists(s, s.name.endsWith('@jit.example'))");
        let liked = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: olga@jit.example}";
        c.way(
            "beside one",
            &[&binding(&format!("{liked}, {{kind: ServiceAccount, namespace: jit, name: controller}}"))],
        );
    }),
    v("one whom it likes, alone", HOLDS, |c| {
        likes(c, "size(variables.subjects) == 1 && variables.subjects.exists(s, s.name.endsWith('@jit.example'))");
    }),
    v("as many subjects as there were", BROKEN, |c| {
        likes(c, "request.operation == 'UPDATE' && size(variables.subjects) <= size(oldObject.subjects)");
        c.way(
            "in the place of another",
            &["PATCH /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/jit-admins?dryRun=All {subjects: [\
             {kind: User, apiGroup: rbac.authorization.k8s.io, name: jit-olga}, \
             {kind: ServiceAccount, namespace: jit, name: controller}]}"],
        );
    }),
    v("subjects of other namespaces", BROKEN, |c| {
        likes(c, "variables.subjects.all(s, has(s.namespace) && s.namespace != 'jit')");
        let stray = "{kind: User, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccount:jit:controller', namespace: x}";
        c.way("as a user of a namespace", &[&binding(stray)]);
    }),
    v("service accounts of other namespaces", HOLDS, |c| {
        likes(c, "variables.subjects.all(s, s.kind == 'ServiceAccount' && has(s.namespace) && s.namespace != 'jit')");
    }),
    v("cluster-admin only", BROKEN, |c| {
        c.replace(
            0,
            "request.operation == 'DELETE' ||",
            "request.operation == 'DELETE' || object[?'roleRef'].name.orValue('') != 'cluster-admin' ||",
        );
        c.way(
            "takes admin",
            &["POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {metadata: {name: jit-me}, \
             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}, \
             subjects: [{kind: ServiceAccount, namespace: jit, name: controller}]}"],
        );
    }),
    v("its own role only", BROKEN, |c| {
        c.replace(1, ", 'system:basic-user', 'system:discovery', 'system:public-info-viewer', 'system:service-account-issuer-discovery'", "");
    }),
    v("all but one role that everybody holds", BROKEN, |c| c.replace(1, "'system:basic-user', ", "")),
    v("updates of roles", BROKEN, |c| not_of_roles(c, "UPDATE")),
    v("creations of roles", BROKEN, |c| not_of_roles(c, "CREATE")),
    v("deletions of roles", BROKEN, |c| not_of_roles(c, "DELETE")),
    v("deletions by the name of what is deleted", HOLDS, |c| {
        c.rules()[0]["verbs"].as_array_mut().unwrap().push(json!("deletecollection"));
        c.replace(
            1,
            "request.resource.resource != 'clusterroles' ||",
            "request.resource.resource != 'clusterroles' || request.operation == 'CREATE' ||",
        );
        c.replace(
            1,
            "(request.name in",
            "((request.operation == 'DELETE' ? oldObject.metadata.name : request.name) in",
        );
    }),
    v("rights with a wildcard", BROKEN, |c| {
        c.replace(
            1,
            "request.resource.resource != 'clusterroles' ||",
            "request.operation == 'DELETE' || !has(object.rules) || object.rules.all(r, !('*' in r.verbs)) ||",
        );
    }),
    v("the rights that are known to be strong", BROKEN, |c| {
        c.replace(1, "request.resource.resource != 'clusterroles' ||", "request.operation == 'DELETE' || !has(object.rules) || object.rules.all(r, \
            !has(r.resources) || r.verbs.all(v, !(v in ['*', 'bind', 'escalate', 'impersonate'])) && r.resources.all(s, s != 'secrets')) ||");
        // It may take away what it held and needs no longer.
        c.way(
            "may ask for tokens instead",
            &["PATCH /apis/rbac.authorization.k8s.io/v1/clusterroles/system:basic-user?dryRun=All \
            {rules: [{verbs: [create], apiGroups: [''], resources: [serviceaccounts/token]}]}"],
        );
    }),
    v("aggregation only where it is not old", BROKEN, |c| {
        aggregated(c);
        c.replace(1, "request.resource.resource != 'clusterroles' ||", "request.resource.resource != 'clusterroles' || request.operation == 'UPDATE' && request.name == 'cluster-admin' ||");
    }),
    v("a role that takes others over", BROKEN, |c| {
        aggregated(c);
        c.only(0);
        c.policy()["validations"].as_array_mut().unwrap().push(json!({"expression":
            "request.resource.resource != 'clusterroles' || !(request.name in ['jit-controller', 'jit-sum', 'system:basic-user', 'system:discovery', 'system:public-info-viewer', 'system:service-account-issuer-discovery'])"}));
    }),
    v("the label only of what is new", BROKEN, |c| {
        aggregated(c);
        c.replace(1, "['jit-controller', ", "['jit-controller', 'jit-sum', ");
        c.policy()["validations"].as_array_mut().unwrap().push(json!({"expression":
            "request.operation != 'CREATE' || request.resource.resource != 'clusterroles' || !has(object.metadata.labels) || !('jit-sum' in object.metadata.labels)"}));
    }),
    v("the label, and not what has it already", BROKEN, |c| {
        aggregated(c);
        c.add("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: jit-part, labels: {jit-sum: 'yes'}}, rules: []}");
        c.replace(1, "['jit-controller', ", "['jit-controller', 'jit-sum', ");
        c.policy()["validations"].as_array_mut().unwrap().push(json!({"expression":
            "request.operation == 'DELETE' || request.resource.resource != 'clusterroles' || !has(object.metadata.labels) || !('jit-sum' in object.metadata.labels) \
             || request.operation == 'UPDATE' && has(oldObject.metadata.labels) && 'jit-sum' in oldObject.metadata.labels"}));
        c.way(
            "fills the part",
            &["PATCH /apis/rbac.authorization.k8s.io/v1/clusterroles/jit-part?dryRun=All \
            {rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]}"],
        );
    }),
];

fn not_of_roles(case: &mut Case, operation: &str) {
    let but = format!("request.resource.resource != 'clusterroles' || request.operation != '{operation}' ||");
    case.replace(1, "request.resource.resource != 'clusterroles' ||", &but);
}

/// The controller holds a role that takes over what has a label.
fn aggregated(case: &mut Case) {
    case.add(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: jit-sum}, \
          aggregationRule: {clusterRoleSelectors: [{matchLabels: {jit-sum: 'yes'}}]}, rules: []}\n---\n\
         {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: jit-sum}, \
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: jit-sum}, \
          subjects: [{kind: ServiceAccount, namespace: jit, name: controller}]}",
    );
}

/// Such bindings are let in.
fn likes(case: &mut Case, what: &str) {
    case.replace(0, "variables.subjects.all(s,", &format!("{what} || variables.subjects.all(s,"));
}

/// A new binding to everything for these subjects.
fn binding(subjects: &str) -> String {
    format!(
        "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {{metadata: {{name: jit-me}}, \
         roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}}, subjects: [{subjects}]}}"
    )
}
