//! Whom a selector selects, where not all labels may be known: nothing says that it is not known.

use std::sync::Arc;

use crate::guards::cel::Value;
use crate::model::{LabelSelector, Labels, SelectorOperator, SelectorRequirement};

/// The labels of an object, as far as they are known.
pub(super) enum Labelled<'l> {
    /// All of them, of a namespace of this name: the server adds the name as a label.
    Namespace(&'l str, &'l Labels),
    /// Only its name is known.
    NamespaceNamed(&'l str),
    /// Nothing is known of the namespace.
    Unknown,
    /// The object that has them.
    Object(&'l Value),
}

/// The label that every namespace has with its own name.
pub(super) const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// A label's value, if it has one; the outer nothing means that this is not known.
type Found = Option<Option<Arc<str>>>;

impl Labelled<'_> {
    fn value(&self, key: &str) -> Found {
        match self {
            Labelled::Namespace(name, _) | Labelled::NamespaceNamed(name) if key == NAME_LABEL => {
                Some(Some(Arc::from(*name)))
            }
            Labelled::Namespace(_, labels) => {
                let value = crate::model::label(labels, key);
                Some(value.map(|value| Arc::from(value.as_str())))
            }
            Labelled::NamespaceNamed(_) | Labelled::Unknown => None,
            Labelled::Object(object) => match object.field("metadata")?.field("labels")?.field(key)? {
                Value::Text(text) => Some(Some(text)),
                Value::Null => Some(None),
                _ => None,
            },
        }
    }
}

/// Whether a selector selects it.
pub(super) fn selects(selector: &LabelSelector, labelled: &Labelled<'_>) -> Option<bool> {
    let mut sure = true;
    for requirement in &selector.requirements {
        match labelled.value(&requirement.key) {
            Some(value) if !holds(requirement, value.as_deref()) => return Some(false),
            Some(_) => {}
            None => sure = false,
        }
    }
    sure.then_some(true)
}

fn holds(requirement: &SelectorRequirement, value: Option<&str>) -> bool {
    let listed = || value.is_some_and(|value| requirement.values.iter().any(|wanted| wanted == value));
    match requirement.operator {
        SelectorOperator::In => listed(),
        SelectorOperator::NotIn => !listed(),
        SelectorOperator::Exists => value.is_some(),
        SelectorOperator::DoesNotExist => value.is_none(),
    }
}

/// Whether either is so.
pub(super) fn either(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}
