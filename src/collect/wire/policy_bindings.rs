//! Bindings of admission policies: every key is known, so that a misspelt one is seen.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::{AdmissionBinding, AdmissionKind, ParamRef};

use super::Object;
use super::admission::MatchWire;
use super::history::BindingMeta;
use super::keep::{Keep, Refused};
use super::policies::admission_kind;
use super::roles::SelectorWire;
use super::text::{List, Text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "keys that are known and not needed")]
pub(super) struct PolicyBindingWire<'a> {
    api_version: Option<IgnoredAny>,
    kind: Option<IgnoredAny>,
    #[serde(borrow, default)]
    metadata: Option<BindingMeta<'a>>,
    #[serde(default)]
    spec: Option<Spec<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Spec<'a> {
    #[serde(borrow)]
    policy_name: Option<Text<'a>>,
    param_ref: Option<ParamRefWire<'a>>,
    match_resources: Option<MatchWire<'a>>,
    validation_actions: List<Action>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct ParamRefWire<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    namespace: Option<Text<'a>>,
    selector: Option<SelectorWire<'a>>,
    parameter_not_found_action: Option<NotFoundAction>,
}

#[derive(Deserialize, Clone, Copy)]
enum Action {
    Deny,
    Warn,
    Audit,
}

#[derive(Deserialize, PartialEq, Eq)]
enum NotFoundAction {
    Allow,
    Deny,
}

impl Object for PolicyBindingWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let spec = self.spec.unwrap_or_default();
        let kind = admission_kind(keep.kind);
        let policy = keep.optional(spec.policy_name);
        let policy = policy.ok_or_else(|| Refused::new("spec.policyName is missing or empty"))?;
        // There is no default: the API server refuses one without (`validateValidationActions`
        // of `pkg/apis/admissionregistration/validation`).
        if kind == AdmissionKind::Validating && spec.validation_actions.0.is_empty() {
            return Err(Refused::new("spec.validationActions is missing or empty"));
        }
        let meta = self.metadata.unwrap_or_default();
        let binding = AdmissionBinding {
            name: keep.named(&meta)?,
            kind,
            policy,
            params: spec.param_ref.map(|params| params.param_ref(keep)),
            matches: spec.match_resources.map(|matches| matches.matches(keep)),
            actions: spec.validation_actions.into_iter().map(|action| keep.name(action.word())).collect(),
            owners: meta.owners(keep),
            location: keep.location.take(),
        };
        keep.found.admission_bindings.push(binding);
        Ok(())
    }
}

impl Action {
    fn word(self) -> &'static str {
        match self {
            Action::Deny => "Deny",
            Action::Warn => "Warn",
            Action::Audit => "Audit",
        }
    }
}

impl ParamRefWire<'_> {
    fn param_ref(self, keep: &mut Keep<'_>) -> ParamRef {
        ParamRef {
            name: keep.optional(self.name),
            namespace: keep.optional(self.namespace),
            selector: self.selector.map(|selector| selector.selector(keep)),
            allows_absence: self.parameter_not_found_action == Some(NotFoundAction::Allow),
        }
    }
}
