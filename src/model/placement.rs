//! Where a pod may run: what it asks of a node, and what a node refuses.

use serde::{Deserialize, Serialize};

use super::{Labels, Name};

/// What a pod asks of its node.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Placement {
    /// `nodeSelector`: all of these labels.
    #[serde(skip_serializing_if = "Labels::is_empty")]
    pub node_selector: Labels,
    /// `requiredDuringSchedulingIgnoredDuringExecution` of the node affinity: one of these terms; empty where unset.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<NodeTerm>,
    /// `tolerations`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tolerations: Vec<Toleration>,
}

impl Placement {
    /// Whether any node will do that has no taint.
    #[must_use]
    pub fn is_unset(&self) -> bool {
        *self == Placement::default()
    }
}

/// A term of a node affinity: all of its requirements. A term without any matches no node.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NodeTerm {
    /// `matchExpressions`: on labels.
    pub labels: Vec<NodeRequirement>,
    /// `matchFields`: on `metadata.name`.
    pub fields: Vec<NodeRequirement>,
}

/// One requirement of a term.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct NodeRequirement {
    /// The label or field.
    pub key: Name,
    /// `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`.
    pub operator: Name,
    /// What it is compared with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Name>,
}

/// A taint that a pod puts up with.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Toleration {
    /// The key; nothing for all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Name>,
    /// `Exists`, or `Equal` where unset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<Name>,
    /// What the taint's value must equal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Name>,
    /// The effect; nothing for all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Name>,
}

/// A taint of a node.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Taint {
    /// Its key.
    pub key: Name,
    /// Its value, often none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Name>,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: Name,
}
