//! Where pods may run: node affinity, tolerations and taints of `k8s.io/api/core/v1`.

use super::{Message, any_text, message, messages, text, texts};

pub(super) static AFFINITY: Message = Message::open("Affinity", &[message(1, "nodeAffinity", &NODE_AFFINITY)]);

static NODE_AFFINITY: Message =
    Message::open("NodeAffinity", &[message(1, "requiredDuringSchedulingIgnoredDuringExecution", &NODE_SELECTOR)]);

pub(super) static NODE_SELECTOR: Message =
    Message::open("NodeSelector", &[messages(1, "nodeSelectorTerms", &NODE_SELECTOR_TERM)]);

static NODE_SELECTOR_TERM: Message = Message::open(
    "NodeSelectorTerm",
    &[messages(1, "matchExpressions", &NODE_REQUIREMENT), messages(2, "matchFields", &NODE_REQUIREMENT)],
);

static NODE_REQUIREMENT: Message =
    Message::open("NodeSelectorRequirement", &[any_text(1, "key"), any_text(2, "operator"), texts(3, "values")]);

pub(super) static TOLERATION: Message =
    Message::open("Toleration", &[text(1, "key"), text(2, "operator"), text(3, "value"), text(4, "effect")]);

pub(super) static TAINT: Message =
    Message::open("Taint", &[any_text(1, "key"), text(2, "value"), any_text(3, "effect")]);
