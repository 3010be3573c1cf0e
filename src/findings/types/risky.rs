//! Subjects, roles and bindings with risky permissions.

use std::collections::BTreeSet;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Name;

use super::{GrantRef, Marks, SeverityWord};

/// An entry that a subject hits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct RiskyEntry {
    /// The entry.
    pub id: Name,
    /// How bad it is here.
    pub severity: SeverityWord,
    /// Whether guards keep the subject from all that it could lead to.
    pub guarded: bool,
    /// `cluster` or `namespace/NS`.
    pub scope: Name,
    /// The names that it is limited to; nothing where it holds for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<Arc<BTreeSet<Name>>>,
    /// The evidence.
    pub grants: Vec<GrantRef>,
}

/// A subject with risky permissions.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RiskySubject {
    /// Who.
    pub subject: Name,
    /// The worst of its entries.
    pub severity: SeverityWord,
    /// What it can do, worst first.
    pub entries: Vec<RiskyEntry>,
    /// Whether guards block all of it that is worse than `info`.
    pub guarded: bool,
    /// Whether all of it is what the API server installs.
    pub built_in: bool,
    /// Whether it is suppressed, and how it compares with the baseline.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A role with risky rules.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RiskyRole {
    /// Which role.
    pub role: Name,
    /// The severity where it is bound; `info` for a role that nobody is bound to.
    pub severity: SeverityWord,
    /// The entries that its rules hit.
    pub entries: Vec<Name>,
    /// The rules that hit them, from 0, the most telling first.
    pub rules: Vec<usize>,
    /// The bindings that grant it.
    pub bound_by: Vec<Name>,
    /// Whether guards block all of it that is worse than `info`, to all who hold it.
    pub guarded: bool,
    /// Whether it is what the API server installs, unchanged.
    pub built_in: bool,
    /// Whether it is suppressed, and how it compares with the baseline.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A binding that grants a risky role.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RiskyBinding {
    /// Which binding.
    pub binding: Name,
    /// The role that it grants.
    pub role: Name,
    /// The severity of what it grants where it grants it.
    pub severity: SeverityWord,
    /// Who gets it.
    pub subjects: Vec<Name>,
    /// The entries.
    pub entries: Vec<Name>,
    /// Whether guards block all of it that is worse than `info`, to all who get it.
    pub guarded: bool,
    /// Whether binding and role are what the API server installs, unchanged.
    pub built_in: bool,
    /// Whether it is suppressed, and how it compares with the baseline.
    #[serde(flatten)]
    pub marks: Marks,
}
