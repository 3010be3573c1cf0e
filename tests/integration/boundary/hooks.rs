//! Webhooks, whose logic cannot be seen. What they answer is no API server's word, so these stand in files only.

use serde_json::{Value, json};

use super::{Case, Variant, v};

pub(super) const VARIANTS: &[Variant] = &[
    v("a webhook", "unknown", |c| alone(c, &json!({}))),
    v("a webhook about pods", "no-guard", |c| alone(c, &json!({"rules": [rule(&["CREATE"], "", "pods")]}))),
    v("a webhook without UPDATE", "broken", |c| {
        alone(c, &json!({"rules": [rule(&["CREATE"], "rbac.authorization.k8s.io", "*")]}))
    }),
    v("a webhook about one kind", "broken", |c| {
        alone(c, &json!({"rules": [rule(&["*"], "rbac.authorization.k8s.io", "clusterrolebindings")]}));
    }),
    v("a webhook that is not asked about the controller", "broken", |c| {
        let expression = "request.userInfo.username != 'system:serviceaccount:jit:controller'";
        alone(c, &json!({"matchConditions": [{"name": "others", "expression": expression}]}));
    }),
    v("a webhook for what has a label", "broken", |c| {
        alone(c, &json!({"objectSelector": {"matchLabels": {"guard": "yes"}}}))
    }),
    v("a webhook that may be silent", "unknown", |c| alone(c, &json!({"failurePolicy": "Ignore"}))),
    v("a webhook that may be silent, whose Service it may take away", "broken", |c| {
        alone(c, &json!({"failurePolicy": "Ignore"}));
        c.may("{apiGroups: [''], resources: [services], verbs: [delete]}");
    }),
    v("a webhook that it may take away", "broken", |c| {
        alone(c, &json!({}));
        c.may("{apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations], verbs: [delete]}");
    }),
    v("a webhook beside a sound guard", "holds", |c| {
        c.objects.push(webhook(&json!({})));
        c.offline();
    }),
    v("a webhook and half a guard", "unknown", |c| {
        c.only(0);
        c.objects.push(webhook(&json!({})));
        c.offline();
    }),
];

fn alone(case: &mut Case, more: &Value) {
    case.unguarded();
    case.objects.push(webhook(more));
    case.offline();
}

fn rule(operations: &[&str], group: &str, resource: &str) -> Value {
    json!({"apiGroups": [group], "apiVersions": ["*"], "operations": operations, "resources": [resource]})
}

fn webhook(more: &Value) -> Value {
    let mut webhook = json!({"name": "boundary.jit.example", "failurePolicy": "Fail", "sideEffects": "None",
        "admissionReviewVersions": ["v1"], "clientConfig": {"service": {"namespace": "jit-shop", "name": "hook"}},
        "rules": [rule(&["*"], "rbac.authorization.k8s.io", "*")]});
    webhook.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
        "metadata": {"name": "jit-hook"}, "webhooks": [webhook]})
}
