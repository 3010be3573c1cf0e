//! Labels and label selectors.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Name;

/// The labels of an object.
pub type Labels = BTreeMap<Name, Name>;

/// Selects objects by label; every requirement must hold. An empty selector selects everything.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct LabelSelector {
    /// All of these must hold (`matchLabels` are requirements of one value).
    pub requirements: Vec<SelectorRequirement>,
}

/// One condition on one label.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SelectorRequirement {
    /// The label's key.
    pub key: Name,
    /// How its value is judged.
    pub operator: SelectorOperator,
    /// The values of `In` and `NotIn`.
    pub values: Vec<Name>,
}

/// The operators of a label selector.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum SelectorOperator {
    /// The label is there and has one of the values.
    In,
    /// The label is absent or has none of the values.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is absent.
    DoesNotExist,
}

impl LabelSelector {
    /// Whether these labels are selected.
    #[must_use]
    pub fn selects(&self, labels: &Labels) -> bool {
        self.requirements.iter().all(|requirement| {
            let value = labels.get(&requirement.key);
            match requirement.operator {
                SelectorOperator::In => value.is_some_and(|value| requirement.values.contains(value)),
                SelectorOperator::NotIn => !value.is_some_and(|value| requirement.values.contains(value)),
                SelectorOperator::Exists => value.is_some(),
                SelectorOperator::DoesNotExist => value.is_none(),
            }
        })
    }
}
