//! Webhook configurations: what is kept of them, and the defaults of each version.

use crate::collect::kind::Kind;
use crate::model::{AdmissionKind, Webhook};

use super::{object, refused};

const KIND: Kind = Kind::ValidatingWebhookConfiguration;

/// A configuration of one webhook.
fn configuration(version: &str, webhook: &str) -> String {
    format!(
        r#"{{"apiVersion":"admissionregistration.k8s.io/{version}","metadata":{{"name":"engine","uid":"u",
            "ownerReferences":[{{"apiVersion":"apps/v1","kind":"Deployment","name":"d","uid":"7"}}]}},
            "webhooks":[{webhook}]}}"#
    )
}

fn webhook(kind: Kind, version: &str, webhook: &str) -> Webhook {
    let found = object(kind, &configuration(version, webhook));
    assert_eq!(found.notes, [], "every key is known");
    found.webhook_configurations[0].webhooks[0].clone()
}

#[test]
fn a_webhook_keeps_what_it_is_asked_about_and_who_answers() {
    let body = r#"{"name":"pods.example.com","failurePolicy":"Ignore","matchPolicy":"Exact","sideEffects":"NoneOnDryRun",
        "clientConfig":{"caBundle":"Y2E=","service":{"namespace":"engine","name":"hook","path":"/x","port":443}},
        "rules":[{"operations":["*"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods/*"],"scope":"*"}],
        "namespaceSelector":{"matchExpressions":[{"key":"free","operator":"Exists"}]},"objectSelector":{},
        "matchConditions":[{"name":"m","expression":"true"}],"timeoutSeconds":10,"admissionReviewVersions":["v1"]}"#;
    let hook = webhook(KIND, "v1", body);
    assert_eq!((hook.configuration.as_str(), hook.name.as_str()), ("engine", "pods.example.com"));
    assert!(hook.ignores_failure && hook.matches.exact && hook.takes_dry_run);
    assert_eq!(hook.service, Some(("engine".into(), "hook".into())));
    assert_eq!(hook.matches.rules[0].resources, ["pods/*"]);
    assert_eq!(hook.matches.namespaces.requirements[0].key, "free");
    assert_eq!((hook.conditions.len(), hook.owners.len()), (1, 1));
    let mutating = body.replace(r#""timeoutSeconds":10"#, r#""reinvocationPolicy":"Never""#);
    assert_eq!(webhook(Kind::MutatingWebhookConfiguration, "v1", &mutating).kind, AdmissionKind::Mutating);
}

#[test]
fn each_version_has_defaults_of_its_own() {
    let bare = r#"{"name":"n","clientConfig":{"url":"https://example.com"}}"#;
    for (version, ignores, exact) in [("v1", false, false), ("v1beta1", true, true)] {
        let hook = webhook(KIND, version, bare);
        assert_eq!((hook.ignores_failure, hook.matches.exact), (ignores, exact), "{version}");
        assert_eq!((hook.service, hook.takes_dry_run), (None, false));
    }
    let written = r#"{"name":"n","failurePolicy":"Fail","matchPolicy":"Equivalent","sideEffects":"Unknown"}"#;
    let hook = webhook(KIND, "v1beta1", written);
    assert!(!hook.ignores_failure && !hook.matches.exact && !hook.takes_dry_run);
}

#[test]
fn a_configuration_without_webhooks_is_one_and_a_nameless_webhook_is_refused() {
    let found = object(KIND, r#"{"metadata":{"name":"empty"},"webhooks":null}"#);
    assert_eq!((found.webhook_configurations.len(), found.objects()), (1, 1));
    for (webhook, said) in [
        (r#"{"failurePolicy":"Fail"}"#, "webhooks[0].name is missing or empty"),
        (r#"{"name":"n","failurePolicy":"fail"}"#, "webhooks[0].failurePolicy"),
        (r#"{"name":"n","rules":"*"}"#, "webhooks[0].rules: expected a list, found a string"),
    ] {
        let message = refused(KIND, &configuration("v1", webhook));
        assert!(message.contains(said), "`{said}` is not in: {message}");
    }
}
