//! What is known of namespaces: their labels for selectors, and `namespaceObject` for expressions.

use std::collections::HashMap;

use crate::guards::cel::Value;
use crate::model::{Labels, Name, Namespace};

use super::selection::{Labelled, NAME_LABEL};

/// The namespaces of a snapshot.
pub(super) struct Namespaces<'s> {
    known: HashMap<&'s str, (&'s Namespace, Value)>,
}

impl<'s> Namespaces<'s> {
    pub(super) fn new(namespaces: &'s [Namespace]) -> Self {
        let known = namespaces.iter().map(|namespace| (namespace.name.as_str(), (namespace, object(namespace))));
        Namespaces { known: known.collect() }
    }

    /// The labels of a namespace. One that was not read may have any, beside its name.
    pub(super) fn labels<'n>(&'n self, name: &'n str) -> Labelled<'n> {
        match self.known.get(name) {
            Some((namespace, _)) => Labelled::Namespace(name, &namespace.labels),
            None => Labelled::NamespaceNamed(name),
        }
    }

    /// `namespaceObject`: without `apiVersion` and `kind`, as `CreateNamespaceObject` upstream makes it.
    pub(super) fn object(&self, name: &str) -> Value {
        match self.known.get(name) {
            Some((_, object)) => object.clone(),
            None => unread(name),
        }
    }
}

/// `namespaceObject` of one of which only the name is known.
pub(super) fn unread(name: &str) -> Value {
    whole(name, Value::partial_object([(NAME_LABEL, Value::text(name))]), Value::unknown())
}

/// `namespaceObject` of one that has these labels.
pub(super) fn labelled(name: &str, labels: &Labels, phase: &str) -> Value {
    let written = labels.iter().map(|(key, value): (&Name, &Name)| (key.as_str(), Value::text(value)));
    let own = (NAME_LABEL, Value::text(name));
    let status = Value::partial_object([("phase", Value::text(phase))]);
    whole(name, Value::object(written.chain([own])), status)
}

fn object(namespace: &Namespace) -> Value {
    labelled(&namespace.name, &namespace.labels, if namespace.terminating { "Terminating" } else { "Active" })
}

fn whole(name: &str, labels: Value, status: Value) -> Value {
    let metadata = Value::partial_object([("name", Value::text(name)), ("labels", labels)]);
    Value::object([("metadata", metadata), ("spec", Value::unknown()), ("status", status)])
}
