//! `k8s.io/api/rbac/v1`.

use super::meta::{BINDING_META, LABEL_SELECTOR, ROLE_META};
use super::{Message, any_text, message, messages, text, texts, unread};

pub(super) static ROLE: Message =
    Message::closed("Role", &[message(1, "metadata", &ROLE_META), messages(2, "rules", &POLICY_RULE)]);

pub(super) static CLUSTER_ROLE: Message = Message::closed(
    "ClusterRole",
    &[
        message(1, "metadata", &ROLE_META),
        messages(2, "rules", &POLICY_RULE),
        message(3, "aggregationRule", &AGGREGATION_RULE),
    ],
);

static POLICY_RULE: Message = Message::closed(
    "PolicyRule",
    &[
        texts(1, "verbs"),
        texts(2, "apiGroups"),
        texts(3, "resources"),
        texts(4, "resourceNames"),
        texts(5, "nonResourceURLs"),
    ],
);

static AGGREGATION_RULE: Message =
    Message::closed("AggregationRule", &[messages(1, "clusterRoleSelectors", &LABEL_SELECTOR)]);

/// A RoleBinding or a ClusterRoleBinding.
pub(super) static BINDING: Message = Message::closed(
    "RoleBinding",
    &[message(1, "metadata", &BINDING_META), messages(2, "subjects", &SUBJECT), message(3, "roleRef", &ROLE_REF)],
);

static SUBJECT: Message = Message::closed(
    "Subject",
    &[any_text(1, "kind"), unread(2, "apiGroup"), any_text(3, "name"), text(4, "namespace")],
);

static ROLE_REF: Message =
    Message::closed("RoleRef", &[unread(1, "apiGroup"), any_text(2, "kind"), any_text(3, "name")]);
