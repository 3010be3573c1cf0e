//! Webhooks: asked or not is known, their answers are not.

use super::cluster::{empty, expression, selector, webhook};
use super::{State, attempt, ruling};
use crate::model::{AdmissionKind, Webhook};

use State::{Blocked, Open, Unknown};

fn state(request: &str, change: impl Fn(&mut Webhook)) -> State {
    let mut snapshot = empty();
    let mut webhook = webhook(AdmissionKind::Validating);
    change(&mut webhook);
    snapshot.webhooks.push(webhook);
    let mut attempt = attempt(request);
    attempt.dry_run = true;
    ruling(&snapshot, &attempt).state()
}

#[test]
fn a_webhook_that_is_called_is_a_doubt() {
    let configmap = "CREATE -/v1/configmaps shop/c";
    assert_eq!(state(configmap, |_| ()), Unknown);
    assert_eq!(state(configmap, |webhook| webhook.kind = AdmissionKind::Mutating), Unknown);
    assert_eq!(state("CREATE -/v1/secrets shop/c", |_| ()), Open);
    assert_eq!(state(configmap, |webhook| webhook.matches.rules.clear()), Open);
    assert_eq!(state(configmap, |webhook| webhook.matches.namespaces = selector("env!=prod")), Open);
    assert_eq!(
        state("CREATE -/v1/configmaps dev/c", |webhook| webhook.matches.namespaces = selector("env!=prod")),
        Unknown
    );
    assert_eq!(state(configmap, |webhook| webhook.takes_dry_run = false), Blocked, "a dry run is refused");
}

#[test]
fn its_conditions_are_evaluated() {
    let configmap = "CREATE -/v1/configmaps shop/c";
    for (condition, ignores_failure, expected) in [
        ("request.namespace == 'shop'", false, Unknown),
        ("request.namespace != 'shop'", false, Open),
        ("object.data.x == 'y'", false, Blocked),
        ("object.data.x == 'y'", true, Open),
        ("request.userInfo.username == 'alice'", false, Unknown),
    ] {
        let found = state(configmap, |webhook| {
            webhook.conditions = vec![expression("c", condition)];
            webhook.ignores_failure = ignores_failure;
        });
        assert_eq!(found, expected, "{condition} {ignores_failure}");
    }
}

#[test]
fn no_webhook_is_called_about_webhooks_and_policies() {
    for (kind, expected) in
        [("ValidatingWebhookConfiguration", Open), ("MutatingAdmissionPolicy", Open), ("Other", Unknown)]
    {
        let mut snapshot = empty();
        let mut webhook = webhook(AdmissionKind::Validating);
        webhook.matches = super::cluster::about("* /* */*");
        snapshot.webhooks.push(webhook);
        let mut attempt = attempt("UPDATE admissionregistration.k8s.io/v1/things -/x");
        attempt.kind.kind = kind.into();
        assert_eq!(ruling(&snapshot, &attempt).state(), expected, "{kind}");
    }
}
