//! Admission policies and their bindings of `k8s.io/api/admissionregistration`: `v1`, and the betas, whose numbers are the
//! same.

use super::meta::{BINDING_META, LABEL_SELECTOR};
use super::{Field, Message, any_text, embedded, message, messages, text, texts, unread};

const METADATA: Field = message(1, "metadata", &BINDING_META);

pub(super) static VALIDATING_POLICY: Message = Message::closed(
    "ValidatingAdmissionPolicy",
    &[METADATA, message(2, "spec", &VALIDATING_SPEC), message(3, "status", &STATUS)],
);

static VALIDATING_SPEC: Message = Message::closed(
    "ValidatingAdmissionPolicySpec",
    &[
        message(1, "paramKind", &PARAM_KIND),
        message(2, "matchConstraints", &MATCH_RESOURCES),
        messages(3, "validations", &VALIDATION),
        any_text(4, "failurePolicy"),
        unread(5, "auditAnnotations"),
        messages(6, "matchConditions", &EXPRESSION),
        messages(7, "variables", &EXPRESSION),
    ],
);

static STATUS: Message =
    Message::open("ValidatingAdmissionPolicyStatus", &[message(2, "typeChecking", &TYPE_CHECKING)]);

static TYPE_CHECKING: Message =
    Message::open("TypeChecking", &[messages(1, "expressionWarnings", &EXPRESSION_WARNING)]);

static EXPRESSION_WARNING: Message =
    Message::open("ExpressionWarning", &[any_text(2, "fieldRef"), any_text(3, "warning")]);

pub(super) static MUTATING_POLICY: Message =
    Message::closed("MutatingAdmissionPolicy", &[METADATA, message(2, "spec", &MUTATING_SPEC)]);

static MUTATING_SPEC: Message = Message::closed(
    "MutatingAdmissionPolicySpec",
    &[
        message(1, "paramKind", &PARAM_KIND),
        message(2, "matchConstraints", &MATCH_RESOURCES),
        messages(3, "variables", &EXPRESSION),
        unread(4, "mutations"),
        any_text(5, "failurePolicy"),
        messages(6, "matchConditions", &EXPRESSION),
        unread(7, "reinvocationPolicy"),
    ],
);

static PARAM_KIND: Message = Message::closed("ParamKind", &[text(1, "apiVersion"), text(2, "kind")]);

static VALIDATION: Message = Message::closed(
    "Validation",
    &[any_text(1, "expression"), text(2, "message"), unread(3, "reason"), unread(4, "messageExpression")],
);

/// A `MatchCondition` or a `Variable`.
pub(super) static EXPRESSION: Message =
    Message::closed("MatchCondition", &[any_text(1, "name"), any_text(2, "expression")]);

static MATCH_RESOURCES: Message = Message::closed(
    "MatchResources",
    &[
        message(1, "namespaceSelector", &LABEL_SELECTOR),
        message(2, "objectSelector", &LABEL_SELECTOR),
        messages(3, "resourceRules", &NAMED_RULE),
        messages(4, "excludeResourceRules", &NAMED_RULE),
        any_text(7, "matchPolicy"),
    ],
);

static NAMED_RULE: Message =
    Message::closed("NamedRuleWithOperations", &[texts(1, "resourceNames"), embedded(2, &RULE_WITH_OPERATIONS)]);

pub(super) static RULE_WITH_OPERATIONS: Message =
    Message::closed("RuleWithOperations", &[texts(1, "operations"), embedded(2, &RULE)]);

static RULE: Message = Message::closed(
    "Rule",
    &[texts(1, "apiGroups"), texts(2, "apiVersions"), texts(3, "resources"), any_text(4, "scope")],
);

pub(super) static VALIDATING_BINDING: Message =
    Message::closed("ValidatingAdmissionPolicyBinding", &[METADATA, message(2, "spec", &VALIDATING_BINDING_SPEC)]);

static VALIDATING_BINDING_SPEC: Message = Message::closed(
    "ValidatingAdmissionPolicyBindingSpec",
    &[POLICY_NAME, PARAM_REF, BINDING_MATCHES, texts(4, "validationActions")],
);

pub(super) static MUTATING_BINDING: Message =
    Message::closed("MutatingAdmissionPolicyBinding", &[METADATA, message(2, "spec", &MUTATING_BINDING_SPEC)]);

static MUTATING_BINDING_SPEC: Message =
    Message::closed("MutatingAdmissionPolicyBindingSpec", &[POLICY_NAME, PARAM_REF, BINDING_MATCHES]);

const POLICY_NAME: Field = text(1, "policyName");
const PARAM_REF: Field = message(2, "paramRef", &PARAM_REFERENCE);
const BINDING_MATCHES: Field = message(3, "matchResources", &MATCH_RESOURCES);

static PARAM_REFERENCE: Message = Message::closed(
    "ParamRef",
    &[
        text(1, "name"),
        text(2, "namespace"),
        message(3, "selector", &LABEL_SELECTOR),
        any_text(4, "parameterNotFoundAction"),
    ],
);
