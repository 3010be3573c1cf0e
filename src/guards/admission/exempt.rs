//! What nobody is asked about, so that policies cannot lock out those who would mend them.

use super::attempt::Attempt;

const REGISTRATION: &str = "admissionregistration.k8s.io";

/// `plugin/policy/generic/plugin.go: admissionResources` upstream.
const POLICIES: &[&str] = &[
    "mutatingadmissionpolicies",
    "mutatingadmissionpolicybindings",
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
];

/// `pkg/kubeapiserver/admission/exclusion/resources.go: excluded` upstream: what is asked and never stored.
const REVIEWS: &[(&str, &str)] = &[
    ("authentication.k8s.io", "selfsubjectreviews"),
    ("authentication.k8s.io", "tokenreviews"),
    ("authorization.k8s.io", "localsubjectaccessreviews"),
    ("authorization.k8s.io", "selfsubjectaccessreviews"),
    ("authorization.k8s.io", "selfsubjectrulesreviews"),
    ("authorization.k8s.io", "subjectaccessreviews"),
];

/// `plugin/webhook/predicates/rules: IsExemptAdmissionConfigurationResource` upstream.
const CONFIGURATIONS: &[&str] = &[
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
];

/// Whether no policy that is an API object is asked.
pub(super) fn from_policies(attempt: &Attempt) -> bool {
    let (group, resource) = (attempt.group.as_str(), attempt.resource.as_str());
    (group == REGISTRATION && POLICIES.contains(&resource)) || REVIEWS.contains(&(group, resource))
}

/// Whether no webhook is called.
pub(super) fn from_webhooks(attempt: &Attempt) -> bool {
    attempt.kind.group == REGISTRATION && CONFIGURATIONS.contains(&attempt.kind.kind.as_str())
}
