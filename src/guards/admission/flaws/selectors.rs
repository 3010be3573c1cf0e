//! Selectors that the one who is judged can step out of.

use crate::guards::admission::selection::NAME_LABEL;
use crate::model::{SelectorOperator, SelectorRequirement};

use super::examined::Examined;

/// Labels of the object are its writer's to choose.
pub(super) fn object_label(examined: &Examined<'_>) -> Option<String> {
    let requirement = examined.matches?.objects.requirements.first()?;
    let key = requirement.key.as_str();
    Some(if wants(requirement) {
        format!("objectSelector: who writes an object without the label {key} is not judged")
    } else {
        format!("objectSelector: who gives an object the label {key} is not judged")
    })
}

/// Nobody can change the name that a namespace has as a label; others are changed with the namespace.
pub(super) fn namespace_label(examined: &Examined<'_>) -> Option<String> {
    let requirements = &examined.matches?.namespaces.requirements;
    let requirement = requirements.iter().find(|requirement| requirement.key != NAME_LABEL)?;
    Some(format!("namespaceSelector: who may change the label {} of a namespace steps out", requirement.key.as_str()))
}

fn wants(requirement: &SelectorRequirement) -> bool {
    matches!(requirement.operator, SelectorOperator::In | SelectorOperator::Exists)
}
