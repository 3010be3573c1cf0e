//! Grants as reports show them.

use schemars::JsonSchema;
use serde::Serialize;

mod origins;

pub use origins::Origins;

/// A grant as evidence: this rule of this role, through this binding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct GrantInfo {
    /// The binding.
    pub binding: String,
    /// The role.
    pub role: String,
    /// The rule of the role, from 0.
    pub rule: usize,
    /// The role that an aggregated ClusterRole has the rule from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<RuleInfo>,
}

/// A rule by its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct RuleInfo {
    /// The role.
    pub role: String,
    /// The rule of the role, from 0.
    pub rule: usize,
}
