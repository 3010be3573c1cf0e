//! Webhook configurations of `k8s.io/api/admissionregistration/v1`.

use super::admission::{EXPRESSION, RULE_WITH_OPERATIONS};
use super::meta::{BINDING_META, LABEL_SELECTOR};
use super::{Field, Message, any_text, message, messages, unread};

const METADATA: Field = message(1, "metadata", &BINDING_META);

pub(super) static VALIDATING: Message =
    Message::closed("ValidatingWebhookConfiguration", &[METADATA, messages(2, "webhooks", &VALIDATING_WEBHOOK)]);

pub(super) static MUTATING: Message =
    Message::closed("MutatingWebhookConfiguration", &[METADATA, messages(2, "webhooks", &MUTATING_WEBHOOK)]);

// The first nine fields of both.
const NAME: Field = any_text(1, "name");
const CLIENT_CONFIG: Field = message(2, "clientConfig", &WEBHOOK_CLIENT_CONFIG);
const RULES: Field = messages(3, "rules", &RULE_WITH_OPERATIONS);
const FAILURE_POLICY: Field = any_text(4, "failurePolicy");
const NAMESPACE_SELECTOR: Field = message(5, "namespaceSelector", &LABEL_SELECTOR);
const SIDE_EFFECTS: Field = any_text(6, "sideEffects");
const TIMEOUT_SECONDS: Field = unread(7, "timeoutSeconds");
const REVIEW_VERSIONS: Field = unread(8, "admissionReviewVersions");
const MATCH_POLICY: Field = any_text(9, "matchPolicy");

static VALIDATING_WEBHOOK: Message = Message::closed(
    "ValidatingWebhook",
    &[
        NAME,
        CLIENT_CONFIG,
        RULES,
        FAILURE_POLICY,
        NAMESPACE_SELECTOR,
        SIDE_EFFECTS,
        TIMEOUT_SECONDS,
        REVIEW_VERSIONS,
        MATCH_POLICY,
        message(10, "objectSelector", &LABEL_SELECTOR),
        messages(11, "matchConditions", &EXPRESSION),
    ],
);

static MUTATING_WEBHOOK: Message = Message::closed(
    "MutatingWebhook",
    &[
        NAME,
        CLIENT_CONFIG,
        RULES,
        FAILURE_POLICY,
        NAMESPACE_SELECTOR,
        SIDE_EFFECTS,
        TIMEOUT_SECONDS,
        REVIEW_VERSIONS,
        MATCH_POLICY,
        unread(10, "reinvocationPolicy"),
        message(11, "objectSelector", &LABEL_SELECTOR),
        messages(12, "matchConditions", &EXPRESSION),
    ],
);

static WEBHOOK_CLIENT_CONFIG: Message = Message::closed(
    "WebhookClientConfig",
    &[message(1, "service", &SERVICE_REFERENCE), unread(2, "caBundle"), unread(3, "url")],
);

static SERVICE_REFERENCE: Message = Message::closed(
    "ServiceReference",
    &[any_text(1, "namespace"), any_text(2, "name"), unread(3, "path"), unread(4, "port")],
);
