//! Services of `k8s.io/api/core/v1`, and `k8s.io/api/networking/v1`.

use super::meta::metadata;
use super::{Message, any_text, embedded, message, messages, text, text_map, unread};

pub(super) static SERVICE: Message = Message::open("Service", &[metadata(), message(2, "spec", &SERVICE_SPEC)]);

static SERVICE_SPEC: Message =
    Message::open("ServiceSpec", &[text_map(2, "selector"), text(4, "type"), unread(5, "externalIPs")]);

pub(super) static INGRESS: Message = Message::open("Ingress", &[metadata(), message(2, "spec", &INGRESS_SPEC)]);

static INGRESS_SPEC: Message =
    Message::open("IngressSpec", &[message(1, "defaultBackend", &BACKEND), messages(3, "rules", &INGRESS_RULE)]);

static INGRESS_RULE: Message = Message::open("IngressRule", &[embedded(2, &INGRESS_RULE_VALUE)]);

static INGRESS_RULE_VALUE: Message = Message::open("IngressRuleValue", &[message(1, "http", &HTTP_RULE)]);

static HTTP_RULE: Message = Message::open("HTTPIngressRuleValue", &[messages(1, "paths", &HTTP_PATH)]);

static HTTP_PATH: Message = Message::open("HTTPIngressPath", &[message(2, "backend", &BACKEND)]);

static BACKEND: Message = Message::open("IngressBackend", &[message(4, "service", &BACKEND_SERVICE)]);

static BACKEND_SERVICE: Message = Message::open("IngressServiceBackend", &[any_text(1, "name")]);
