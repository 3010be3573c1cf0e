//! Accounts that the subject makes, under names that guards of accounts, of their tokens and of pods tell apart; and what guards
//! read of parameters.

use serde_json::json;

use super::case::{Case, RBAC};
use super::combined::{admin_in, labelled_by, machine};
use super::escapes::guard;
use super::powers::in_own_namespace;
use super::{Variant, v};

const BROKEN: &str = "broken";
const HOLDS: &str = "holds";

pub(super) const VARIANTS: &[Variant] = &[
    v("tokens of accounts that are not known", BROKEN, |c| {
        tokens(c);
        guard(c, "serviceaccounts/token", "!(request.name in ['default'])");
        c.way("of one that it makes", &[&make("made-1", ""), &grant("made-1"), &token("made-1")]);
    }),
    v("tokens by a beginning of the name", BROKEN, |c| {
        tokens(c);
        guard(c, "serviceaccounts/token", "request.name.startsWith('job-')");
        c.way("of one that it makes", &[&make("job-1", ""), &grant("job-1"), &token("job-1")]);
    }),
    v("tokens and accounts by a beginning of the name", BROKEN, |c| {
        tokens(c);
        guard(c, "serviceaccounts/token", "request.name.startsWith('job-')");
        accounts(c, "object.metadata.name.startsWith('job-')");
        c.way("of one that it makes", &[&make("job-2", ""), &grant("job-2"), &token("job-2")]);
    }),
    v("tokens and accounts by other names", HOLDS, |c| {
        tokens(c);
        guard(c, "serviceaccounts/token", "request.name.startsWith('job-')");
        accounts(c, "object.metadata.name.startsWith('app-')");
    }),
    v("tokens of its own account, and any account made", HOLDS, |c| {
        tokens(c);
        guard(c, "serviceaccounts/token", "request.name == 'controller'");
    }),
    v("accounts with a label, and tokens by name", BROKEN, |c| {
        tokens(c);
        guard(c, "serviceaccounts/token", "request.name != 'default'");
        accounts(c, "object.metadata.?labels.kind.orValue('') == 'job'");
        c.way("of one that it labels", &[&make("made-2", ", labels: {kind: job}"), &grant("made-2"), &token("made-2")]);
    }),
    v("pods of accounts by a beginning of the name", BROKEN, |c| {
        in_own_namespace(c, "{apiGroups: [''], resources: [serviceaccounts, pods], verbs: [create]}");
        guard(c, "pods", "object.spec.serviceAccountName.startsWith('job-')");
        c.way("of one that it makes", &[&make("job-3", ""), &grant("job-3"), &super::escapes::pod("job-3", "", "")]);
    }),
    v("pods of accounts by a beginning of the name, of which it makes none", HOLDS, |c| {
        in_own_namespace(c, "{apiGroups: [''], resources: [serviceaccounts, pods], verbs: [create]}");
        guard(c, "pods", "object.spec.serviceAccountName.startsWith('job-')");
        accounts(c, "!object.metadata.name.startsWith('job-')");
    }),
    v("an account that a binding waits for, and its token", BROKEN, |c| {
        tokens(c);
        awaited(c);
        guard(c, "serviceaccounts/token", "!(request.name in ['default', 'controller'])");
        accounts(c, "object.metadata.name == 'later-1'");
        c.way("makes it", &[&make("later-1", ""), &token("later-1")]);
    }),
    v("an account that a binding waits for, and no token of it", HOLDS, |c| {
        tokens(c);
        awaited(c);
        guard(c, "serviceaccounts/token", "request.name == 'controller'");
    }),
    v("an account that a binding waits for, and no pod of it", HOLDS, |c| {
        in_own_namespace(c, "{apiGroups: [''], resources: [serviceaccounts, pods], verbs: [create]}");
        awaited(c);
        guard(c, "pods", "object.spec.serviceAccountName == 'controller'");
    }),
    v("an account that a binding waits for, and that it may not make", HOLDS, |c| {
        tokens(c);
        awaited(c);
        guard(c, "serviceaccounts/token", "request.name == 'later-1'");
        accounts(c, "object.metadata.name != 'later-1'");
    }),
    v("a label of namespaces that a parameter names", BROKEN, |c| {
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [patch]}");
        labelled_by(c, "params.data.label in namespaceObject.metadata.?labels.orValue({})");
        with_params(c, "{label: jit/open}");
        let labels = "PATCH /api/v1/namespaces/jit-shop {metadata: {labels: {jit/open: 'x'}}}";
        c.way("labels one", &[labels, &admin_in("jit-shop")]);
    }),
    v("a label of namespaces that the user's name has", "unknown", |c| {
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [patch]}");
        labelled_by(c, "namespaceObject.metadata.?labels.owner.orValue('') == request.userInfo.username.split(':')[3]");
    }),
    v("new namespaces that a parameter names", BROKEN, |c| {
        new_namespaces(c, "request.namespace in params.data.names.split(',')");
        with_params(c, "{names: 'jit-lab,jit-play'}");
        let make = "POST /api/v1/namespaces {apiVersion: v1, kind: Namespace, metadata: {name: jit-play}}";
        c.way("makes one", &[make, &admin_in("jit-play")]);
    }),
    v("new namespaces by a part of the name", "unknown", |c| {
        new_namespaces(c, "request.namespace.split('-')[0] == 'preview' && request.namespace.split('-').size() > 1");
    }),
];

/// It makes accounts in its own namespace and asks for tokens.
fn tokens(case: &mut Case) {
    in_own_namespace(case, "{apiGroups: [''], resources: [serviceaccounts, serviceaccounts/token], verbs: [create]}");
}

/// A guard of accounts.
fn accounts(case: &mut Case, validation: &str) {
    case.second("jit-accounts", &json!(["serviceaccounts"]), validation);
    let policy = case.object("ValidatingAdmissionPolicy", "jit-accounts");
    let rule = &mut policy["spec"]["matchConstraints"]["resourceRules"][0];
    rule["apiGroups"] = json!([""]);
    rule["operations"] = json!(["CREATE", "UPDATE"]);
}

/// A binding gives everything to an account that is not there.
fn awaited(case: &mut Case) {
    case.add(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: jit-later-1}, \
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}, \
          subjects: [{kind: ServiceAccount, namespace: jit, name: later-1}]}",
    );
}

/// It makes namespaces, and pods there get out.
fn new_namespaces(case: &mut Case, exempt: &str) {
    case.may("{apiGroups: [''], resources: [namespaces], verbs: [create]}");
    machine(case);
    labelled_by(case, exempt);
}

fn with_params(case: &mut Case, data: &str) {
    case.add(&format!(
        "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: jit-params, namespace: jit}}, data: {data}}}"
    ));
    case.policy()["paramKind"] = json!({"apiVersion": "v1", "kind": "ConfigMap"});
    case.object("ValidatingAdmissionPolicyBinding", "jit-boundary")["spec"]["paramRef"] =
        json!({"name": "jit-params", "namespace": "jit", "parameterNotFoundAction": "Deny"});
}

fn make(name: &str, more: &str) -> String {
    format!("POST /api/v1/namespaces/jit/serviceaccounts {{metadata: {{name: {name}{more}}}}}")
}

fn grant(name: &str) -> String {
    format!(
        "POST /apis/{RBAC}/v1/clusterrolebindings?dryRun=All {{metadata: {{name: jit-{name}}}, \
         roleRef: {{apiGroup: {RBAC}, kind: ClusterRole, name: cluster-admin}}, \
         subjects: [{{kind: ServiceAccount, namespace: jit, name: {name}}}]}}"
    )
}

fn token(name: &str) -> String {
    format!(
        "POST /api/v1/namespaces/jit/serviceaccounts/{name}/token \
         {{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {{expirationSeconds: 600}}}}"
    )
}
