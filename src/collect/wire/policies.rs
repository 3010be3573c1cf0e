//! ValidatingAdmissionPolicies and MutatingAdmissionPolicies: every key is known, so that a misspelt one is seen.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::collect::kind::Kind;
use crate::model::{AdmissionKind, AdmissionPolicy, Name, ParamKind, Validation};

use super::Object;
use super::admission::{ExpressionWire, FailurePolicy, MatchWire, expressions};
use super::history::BindingMeta;
use super::keep::{Keep, Refused};
use super::text::{List, Text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "keys that are known and not needed")]
pub(super) struct PolicyWire<'a> {
    api_version: Option<IgnoredAny>,
    kind: Option<IgnoredAny>,
    #[serde(borrow, default)]
    metadata: Option<BindingMeta<'a>>,
    #[serde(default)]
    spec: Option<Spec<'a>>,
    #[serde(default)]
    status: Option<Status<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Spec<'a> {
    #[serde(borrow)]
    param_kind: Option<ParamKindWire<'a>>,
    match_constraints: Option<MatchWire<'a>>,
    validations: List<ValidationWire<'a>>,
    failure_policy: Option<FailurePolicy>,
    match_conditions: List<ExpressionWire<'a>>,
    variables: List<ExpressionWire<'a>>,
    audit_annotations: Option<IgnoredAny>,
    mutations: Option<IgnoredAny>,
    reinvocation_policy: Option<IgnoredAny>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct ParamKindWire<'a> {
    #[serde(borrow)]
    api_version: Option<Text<'a>>,
    kind: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "keys that are known and not needed")]
struct ValidationWire<'a> {
    #[serde(borrow)]
    expression: Text<'a>,
    message: Option<Text<'a>>,
    reason: Option<IgnoredAny>,
    message_expression: Option<IgnoredAny>,
}

/// What the server adds, whatever else it may add later.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Status<'a> {
    #[serde(borrow)]
    type_checking: Option<TypeChecking<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct TypeChecking<'a> {
    #[serde(borrow)]
    expression_warnings: List<Warning<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Warning<'a> {
    #[serde(borrow)]
    field_ref: Option<Text<'a>>,
    warning: Option<Text<'a>>,
}

impl Object for PolicyWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let spec = self.spec.unwrap_or_default();
        let matches = spec.match_constraints.ok_or_else(|| Refused::new("spec.matchConstraints is missing"))?;
        let param_kind = spec.param_kind.map(|kind| kind.param_kind(keep)).transpose()?;
        let meta = self.metadata.unwrap_or_default();
        let checking = self.status.and_then(|status| status.type_checking).unwrap_or_default();
        let policy = AdmissionPolicy {
            name: keep.named(&meta)?,
            kind: admission_kind(keep.kind),
            ignores_failure: spec.failure_policy == Some(FailurePolicy::Ignore),
            param_kind,
            matches: matches.matches(keep),
            conditions: expressions(spec.match_conditions, keep),
            variables: expressions(spec.variables, keep),
            validations: spec.validations.into_iter().map(|wire| wire.validation(keep)).collect(),
            owners: meta.owners(keep),
            warnings: checking.expression_warnings.into_iter().map(|warning| warning.text()).collect(),
            location: keep.location.take(),
        };
        keep.found.admission_policies.push(policy);
        Ok(())
    }
}

/// Which of the two an object is, by its kind.
pub(super) fn admission_kind(kind: Kind) -> AdmissionKind {
    match kind {
        Kind::MutatingAdmissionPolicy | Kind::MutatingAdmissionPolicyBinding | Kind::MutatingWebhookConfiguration => {
            AdmissionKind::Mutating
        }
        _ => AdmissionKind::Validating,
    }
}

impl ParamKindWire<'_> {
    fn param_kind(self, keep: &mut Keep<'_>) -> Result<ParamKind, Refused> {
        let missing = |key: &str| Refused::new(format!("spec.paramKind.{key} is missing or empty"));
        Ok(ParamKind {
            api_version: keep.optional(self.api_version).ok_or_else(|| missing("apiVersion"))?,
            kind: keep.optional(self.kind).ok_or_else(|| missing("kind"))?,
        })
    }
}

impl ValidationWire<'_> {
    fn validation(self, keep: &mut Keep<'_>) -> Validation {
        Validation { expression: keep.name(&self.expression), message: keep.optional(self.message) }
    }
}

impl Warning<'_> {
    fn text(self) -> Name {
        let (place, warning) = (self.field_ref.as_deref(), self.warning.as_deref());
        format!("{}: {}", place.unwrap_or_default(), warning.unwrap_or_default()).into()
    }
}
