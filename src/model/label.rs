//! Labels and label selectors.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Name;

/// The labels of an object.
pub type Labels = BTreeMap<Name, Name>;

/// The value of a label, if it is there.
#[must_use]
pub fn label<'l>(labels: &'l Labels, key: &str) -> Option<&'l Name> {
    labels.get(&Name::known(key)?)
}

/// The label that gives a pod of a StatefulSet its own name.
pub const POD_NAME_LABEL: &str = "statefulset.kubernetes.io/pod-name";

/// Labels that a controller gives to one pod or to the pods of one revision.
const OF_ONE_REPLICA: &[&str] = &[
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/job-name",
    "controller-revision-hash",
    "controller-uid",
    "job-name",
    "pod-template-generation",
    "pod-template-hash",
    POD_NAME_LABEL,
];

/// Region and zone: the API server copies them from the node when a pod is bound to it.
const OF_ITS_NODE: &str = "topology.kubernetes.io/";

/// Whether a label tells replicas of one pod spec apart. [`super::PodSpec::labels`] leaves such out, since each replica
/// would have a spec of its own with them: a pod may have them or not.
#[must_use]
pub fn tells_replicas_apart(key: &str) -> bool {
    key.starts_with(OF_ITS_NODE) || OF_ONE_REPLICA.contains(&key)
}

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
    /// Whether there can be labels that it selects: its requirements do not contradict each other.
    #[must_use]
    pub fn can_select(&self) -> bool {
        self.requirements.iter().all(|requirement| {
            let of_key = || self.requirements.iter().filter(|other| other.key == requirement.key);
            let absent = of_key().any(|other| other.operator == SelectorOperator::DoesNotExist);
            match requirement.operator {
                SelectorOperator::In => requirement.values.iter().any(|value| {
                    of_key().all(|other| match other.operator {
                        SelectorOperator::In => other.values.contains(value),
                        SelectorOperator::NotIn => !other.values.contains(value),
                        SelectorOperator::Exists => true,
                        SelectorOperator::DoesNotExist => false,
                    })
                }),
                SelectorOperator::Exists => !absent,
                SelectorOperator::NotIn | SelectorOperator::DoesNotExist => true,
            }
        })
    }

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
