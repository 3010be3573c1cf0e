//! What is known of a finding beside what it says: whether somebody accepted it, and whether it was there before.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

/// What is known of a finding beside what it says.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
pub struct Marks {
    /// Why it is suppressed, if it is: then it counts neither in the summary nor for the gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<Arc<Suppressed>>,
    /// How it compares with the baseline; nothing without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Since>,
}

impl Marks {
    /// Whether it makes noise: nobody has accepted it, and a baseline does not know it as it is.
    #[must_use]
    pub fn are_loud(&self) -> bool {
        self.suppressed.is_none() && self.baseline != Some(Since::Known)
    }
}

/// How a finding compares with the baseline.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// The baseline does not have it.
    New,
    /// It was less severe, or something kept it from counting that does no more: a guard, a suppression.
    Worse,
    /// It was there as it is.
    Known,
}

impl Since {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Since::New => "new",
            Since::Worse => "worse",
            Since::Known => "known",
        }
    }
}

/// Who accepted a finding, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Suppressed {
    /// Why.
    pub reason: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The day until which it holds, that day included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}
