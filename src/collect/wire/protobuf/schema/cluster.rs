//! Namespaces, nodes, service accounts and quotas of `k8s.io/api/core/v1`.

use super::meta::metadata;
use super::placement::TAINT;
use super::{Field, Message, Occurs, Shape, boolean, flag, message, messages, text, unread};

pub(super) static NAMESPACE: Message =
    Message::open("Namespace", &[metadata(), message(3, "status", &NAMESPACE_STATUS)]);

static NAMESPACE_STATUS: Message = Message::open("NamespaceStatus", &[text(1, "phase")]);

pub(super) static NODE: Message = Message::open("Node", &[metadata(), message(2, "spec", &NODE_SPEC)]);

static NODE_SPEC: Message =
    Message::open("NodeSpec", &[text(3, "providerID"), flag(4, "unschedulable"), messages(5, "taints", &TAINT)]);

pub(super) static SERVICE_ACCOUNT: Message = Message::open(
    "ServiceAccount",
    &[
        metadata(),
        messages(2, "secrets", &OBJECT_REFERENCE),
        messages(3, "imagePullSecrets", &LOCAL_OBJECT_REFERENCE),
        boolean(4, "automountServiceAccountToken"),
    ],
);

static OBJECT_REFERENCE: Message = Message::open("ObjectReference", &[text(3, "name")]);

/// Another object of the same namespace.
pub(super) static LOCAL_OBJECT_REFERENCE: Message = Message::open("LocalObjectReference", &[text(1, "name")]);

pub(super) static RESOURCE_QUOTA: Message = Message::open(
    "ResourceQuota",
    &[metadata(), message(2, "spec", &RESOURCE_QUOTA_SPEC), message(3, "status", &RESOURCE_QUOTA_STATUS)],
);

static RESOURCE_QUOTA_SPEC: Message =
    Message::open("ResourceQuotaSpec", &[HARD, unread(2, "scopes"), unread(3, "scopeSelector")]);

static RESOURCE_QUOTA_STATUS: Message = Message::open("ResourceQuotaStatus", &[HARD]);

const HARD: Field = Field { number: 1, name: "hard", shape: Shape::Quantity, occurs: Occurs::Map };
