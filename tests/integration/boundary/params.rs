//! Guards that go by an object of their own.

use serde_json::json;

use super::{Case, Variant, v};

const BROKEN: &str = "broken";
const HOLDS: &str = "holds";
const HELD: &str = "['jit-controller', 'system:basic-user', 'system:discovery', 'system:public-info-viewer', 'system:service-account-issuer-discovery']";

pub(super) const VARIANTS: &[Variant] = &[
    v("a parameter", HOLDS, |c| param(c, "Deny")),
    v("a parameter, with Allow", HOLDS, |c| param(c, "Allow")),
    v("a parameter that it may change", BROKEN, |c| {
        param(c, "Deny");
        config(c, "update");
        c.way("changes it", &["PATCH /api/v1/namespaces/jit/configmaps/boundary?dryRun=All {data: {roles: none}}"]);
        c.offline();
    }),
    v("a parameter that it may patch", BROKEN, |c| {
        param(c, "Deny");
        config(c, "patch");
        c.way("changes it", &["PATCH /api/v1/namespaces/jit/configmaps/boundary?dryRun=All {data: {roles: none}}"]);
    }),
    v("a parameter that it may delete, with Deny", HOLDS, |c| {
        param(c, "Deny");
        config(c, "delete");
    }),
    v("a parameter that it may delete, with Allow", BROKEN, |c| {
        param(c, "Allow");
        config(c, "delete");
        c.way("deletes it", &["DELETE /api/v1/namespaces/jit/configmaps/boundary?dryRun=All"]);
    }),
    v("a parameter whose namespace it may delete, with Deny", HOLDS, |c| {
        param(c, "Deny");
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [delete]}");
    }),
    v("a parameter of the same name elsewhere", HOLDS, |c| {
        param(c, "Deny");
        c.may("{apiGroups: [''], resources: [configmaps], verbs: [update], resourceNames: [another]}");
    }),
    v("a parameter that is not there, with Deny", HOLDS, |c| {
        param(c, "Deny");
        // It is looked for before the conditions are: nobody at all writes a role then.
        c.offline();
        c.drop("ConfigMap", "boundary");
    }),
    v("a parameter that is not there, with Allow", BROKEN, |c| {
        param(c, "Allow");
        c.drop("ConfigMap", "boundary");
    }),
    v("a parameter without what is looked for, with Fail", HOLDS, |c| {
        param(c, "Deny");
        c.object("ConfigMap", "boundary")["data"] = json!({"other": "x"});
    }),
    v("a parameter without what is looked for, with Ignore", BROKEN, |c| {
        param(c, "Deny");
        c.policy()["failurePolicy"] = json!("Ignore");
        c.object("ConfigMap", "boundary")["data"] = json!({"other": "x"});
    }),
    v("a parameter by its label", HOLDS, |c| selected(c, "Deny")),
    v("a parameter by its label, with more that it may make", HOLDS, |c| {
        // All of them must be content.
        selected(c, "Deny");
        config(c, "create");
    }),
    v("a parameter of a kind that is not served", "unknown", |c| {
        param(c, "Deny");
        c.policy()["paramKind"] = json!({"apiVersion": "example.com/v1", "kind": "Boundary"});
        c.offline();
    }),
];

/// The names of the roles that the guard protects stand in a ConfigMap.
fn param(case: &mut Case, absent: &str) {
    case.policy()["paramKind"] = json!({"apiVersion": "v1", "kind": "ConfigMap"});
    case.binding()["paramRef"] = json!({"name": "boundary", "namespace": "jit", "parameterNotFoundAction": absent});
    case.replace(1, &format!("request.name in {HELD}"), "request.name in params.data.roles.split(',')");
    case.add(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: boundary, namespace: jit, labels: {boundary: 'yes'}}, data: {roles: \
         'jit-controller,system:basic-user,system:discovery,system:public-info-viewer,system:service-account-issuer-discovery'}}",
    );
}

fn selected(case: &mut Case, absent: &str) {
    param(case, absent);
    let selector = json!({"matchLabels": {"boundary": "yes"}});
    case.binding()["paramRef"] = json!({"selector": selector, "namespace": "jit", "parameterNotFoundAction": absent});
}

fn config(case: &mut Case, verb: &str) {
    case.rules().push(json!({"apiGroups": [""], "resources": ["configmaps"], "verbs": [verb]}));
}
