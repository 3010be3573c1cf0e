//! Requirements of a node affinity (`component-helpers/scheduling/corev1/nodeaffinity`).

use crate::model::{Name, NodeRequirement, NodeTerm};

/// The only field that can be asked for.
const NAME: &str = "metadata.name";

/// The longest value that a label can have.
const LONGEST_VALUE: usize = 63;

/// Whether a term is well-formed and not empty; another one matches no node.
pub(super) fn is_valid(term: &NodeTerm) -> bool {
    let empty = term.labels.is_empty() && term.fields.is_empty();
    !empty && term.labels.iter().all(is_valid_label) && term.fields.iter().all(is_valid_field)
}

/// Upstream: `labels.NewRequirement`. The API server has checked the key.
fn is_valid_label(requirement: &NodeRequirement) -> bool {
    let values = &requirement.values;
    let values_fit = match requirement.operator.as_str() {
        "In" | "NotIn" => !values.is_empty(),
        "Exists" | "DoesNotExist" => values.is_empty(),
        "Gt" | "Lt" => values.len() == 1 && values.iter().all(|value| number(value).is_some()),
        _ => false,
    };
    values_fit && values.iter().all(|value| is_label_value(value))
}

/// Upstream: `nodeSelectorRequirementsAsFieldSelector`.
fn is_valid_field(requirement: &NodeRequirement) -> bool {
    matches!(requirement.operator.as_str(), "In" | "NotIn") && requirement.values.len() == 1
}

/// Whether a label may have this value. Upstream: `IsValidLabelValue`.
pub(super) fn is_label_value(value: &str) -> bool {
    let ends = [value.chars().next(), value.chars().next_back()];
    value.len() <= LONGEST_VALUE
        && value.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        && ends.into_iter().flatten().all(|c| c.is_ascii_alphanumeric())
}

/// Whether a valid requirement holds for a label with this value, or for none (`Requirement.Matches`).
pub(super) fn label_holds(requirement: &NodeRequirement, value: Option<&Name>) -> bool {
    let listed = || value.is_some_and(|value| requirement.values.contains(value));
    let bound = || requirement.values.first().and_then(|bound| number(bound));
    let compared = |holds: fn(i64, i64) -> bool| {
        value.and_then(|value| number(value)).zip(bound()).is_some_and(|(value, bound)| holds(value, bound))
    };
    match requirement.operator.as_str() {
        "In" => listed(),
        "NotIn" => !listed(),
        "Exists" => value.is_some(),
        "DoesNotExist" => value.is_none(),
        "Gt" => compared(|value, bound| value > bound),
        "Lt" => compared(|value, bound| value < bound),
        _ => false,
    }
}

/// Whether a valid requirement holds for the name of a node. Other fields are empty.
pub(super) fn field_holds(requirement: &NodeRequirement, node: &Name) -> bool {
    let actual = if requirement.key == NAME { node.as_str() } else { "" };
    let equal = requirement.values.iter().any(|value| value == actual);
    equal == (requirement.operator == "In")
}

/// A whole number, as Go's `ParseInt` reads it.
pub(super) fn number(value: &str) -> Option<i64> {
    value.parse().ok()
}
