//! What judges and changes requests before they are stored: admission policies, their bindings and parameters, webhooks,
//! and what policy engines keep as objects of their own.
//!
//! Types and defaults are those of `admissionregistration.k8s.io/v1` (`staging/src/k8s.io/api/admissionregistration/v1`
//! upstream); a default that the API server would fill in is filled in while reading.

use serde::{Deserialize, Serialize};

use super::{LabelSelector, Labels, Location, Name, Owner};

/// Whether it only judges, or changes the object.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AdmissionKind {
    /// A ValidatingAdmissionPolicy, its binding, or a webhook of a ValidatingWebhookConfiguration.
    Validating,
    /// A MutatingAdmissionPolicy, its binding, or a webhook of a MutatingWebhookConfiguration.
    Mutating,
}

/// A ValidatingAdmissionPolicy or a MutatingAdmissionPolicy.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AdmissionPolicy {
    /// Which of the two.
    pub kind: AdmissionKind,
    /// Its name.
    pub name: Name,
    /// `failurePolicy: Ignore`: what cannot be evaluated is let in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ignores_failure: bool,
    /// The kind of its parameters, if it takes any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param_kind: Option<ParamKind>,
    /// `matchConstraints`: which requests it is asked about.
    pub matches: MatchResources,
    /// `matchConditions`: all must hold, else it does not judge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<NamedExpression>,
    /// `variables`, in the order in which they see each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<NamedExpression>,
    /// `validations`; a mutating policy has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub validations: Vec<Validation>,
    /// The objects that it belongs to: it is deleted with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner>,
    /// What the server's type checker found wrong (`status.typeChecking.expressionWarnings`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Name>,
    /// Where it stands in the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// The kind of a policy's parameters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct ParamKind {
    /// Group and version: `v1`, `rules.example.com/v1`.
    pub api_version: Name,
    /// The kind.
    pub kind: Name,
}

/// A CEL expression with a name.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct NamedExpression {
    /// Its name.
    pub name: Name,
    /// The expression.
    pub expression: Name,
}

/// What a policy demands of a request.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Validation {
    /// The expression that must hold.
    pub expression: Name,
    /// What is said when it does not; `messageExpression` is not evaluated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Name>,
}

/// `MatchResources`: which requests are judged. Of a policy and of its binding both must match.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct MatchResources {
    /// Labels of the object's namespace.
    #[serde(default)]
    pub namespaces: LabelSelector,
    /// Labels of the object, old or new.
    #[serde(default)]
    pub objects: LabelSelector,
    /// `resourceRules`: one of these; a binding without any takes what the policy takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<AdmissionRule>,
    /// `excludeResourceRules`: none of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<AdmissionRule>,
    /// `matchPolicy: Exact`: requests by another version or group of the same resource do not match.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
}

/// `NamedRuleWithOperations`: `*` stands for itself here, and is never a pattern of RBAC.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct AdmissionRule {
    /// `CREATE`, `UPDATE`, `DELETE`, `CONNECT` or `*`.
    pub operations: Vec<Name>,
    /// API groups or `*`.
    pub api_groups: Vec<Name>,
    /// API versions or `*`.
    pub api_versions: Vec<Name>,
    /// `pods`, `pods/exec`, `*`, `*/*`, `pods/*`, `*/scale`.
    pub resources: Vec<Name>,
    /// Names of objects; empty means any. Webhooks have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_names: Vec<Name>,
    /// Whether only what is in a namespace, or only what is not.
    #[serde(default)]
    pub scope: AdmissionScope,
}

/// `ScopeType`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AdmissionScope {
    /// `*`.
    #[default]
    All,
    /// `Cluster`; a Namespace object counts as such.
    Cluster,
    /// `Namespaced`.
    Namespaced,
}

/// A ValidatingAdmissionPolicyBinding or MutatingAdmissionPolicyBinding: without one a policy does nothing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AdmissionBinding {
    /// Which of the two.
    pub kind: AdmissionKind,
    /// Its name.
    pub name: Name,
    /// The policy's name.
    pub policy: Name,
    /// Which parameters it hands to the policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub params: Option<ParamRef>,
    /// `matchResources`, if it narrows the policy's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matches: Option<MatchResources>,
    /// `validationActions`: `Deny`, `Warn`, `Audit`. A mutating binding has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Name>,
    /// The objects that it belongs to: it is deleted with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner>,
    /// Where it stands in the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// `ParamRef`: by name or by selector.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct ParamRef {
    /// The object's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Its namespace; for a namespaced kind without it, that of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Name>,
    /// Instead of a name: all objects with such labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selector: Option<LabelSelector>,
    /// `parameterNotFoundAction: Allow`: without a parameter the binding lets the request in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub allows_absence: bool,
}

/// An object that a binding hands to a policy. Secrets are never read as such.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Param {
    /// Group and version, and the kind.
    pub kind: ParamKind,
    /// Its namespace, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Name>,
    /// Its name.
    pub name: Name,
    /// Its labels.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// The whole object as JSON.
    pub json: String,
}

/// One webhook of a ValidatingWebhookConfiguration or MutatingWebhookConfiguration.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Webhook {
    /// Of which of the two.
    pub kind: AdmissionKind,
    /// The configuration's name.
    pub configuration: Name,
    /// Its own name.
    pub name: Name,
    /// `failurePolicy: Ignore`: when it cannot be called, the request is let in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ignores_failure: bool,
    /// Which requests it is asked about.
    pub matches: MatchResources,
    /// `matchConditions`: all must hold, else it is not called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<NamedExpression>,
    /// The Service that answers; nothing for a URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<(Name, Name)>,
    /// `sideEffects: None` or `NoneOnDryRun`: it may be called for a dry run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub takes_dry_run: bool,
    /// The objects that its configuration belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner>,
    /// Where its configuration stands in the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// A policy, an exception or a setting of a policy engine: Kyverno or Gatekeeper. Its logic is not evaluated.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EnginePolicy {
    /// Its API group, which tells the engine.
    pub api_group: Name,
    /// Its kind: `ClusterPolicy`, `PolicyException`, `K8sAllowedRepos`.
    pub kind: Name,
    /// Its namespace, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Name>,
    /// Its name.
    pub name: Name,
    /// Whether it refuses requests: `Enforce`, `deny`. An exception does not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub enforces: bool,
    /// The kinds that it covers, as it names them; empty means that it does not tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Name>,
    /// The operations that it covers; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<Name>,
}
