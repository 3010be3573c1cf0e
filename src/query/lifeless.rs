//! What of a rule can match no request, as reports show it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{GrantedIn, Served, dead};
use crate::model::Rule;

/// What of a rule can match no request.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadInfo {
    /// Nothing of it can: the rule allows no request.
    #[serde(rename = "dead", skip_serializing_if = "is_false")]
    pub whole: bool,
    /// The parts that cannot, each with the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dead_parts: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl DeadInfo {
    /// Judges a rule where it is granted.
    #[must_use]
    pub fn of(rule: &Rule, granted: GrantedIn, served: Served<'_>) -> Self {
        let dead = dead(rule, granted, served);
        DeadInfo { whole: dead.whole, dead_parts: dead.sentences(rule) }
    }
}
