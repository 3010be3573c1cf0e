//! A write that an attacker would send, and the ways to choose among.

use serde_json::json;

use crate::guards::admission::{NamespaceLabels, Operation};
use crate::model::Name;

use super::bindings::NEW;
use super::content::{ACCOUNT, pod_spec, runs_as};
use super::spelling::{FILLER, STRAY};

/// What is sent: an object of any kind, with whatever fields a guard may look at.
#[expect(clippy::disallowed_types, reason = "nothing is decoded into it: it is made here, of any kind that there is")]
pub(super) type Object = serde_json::Value;

pub(super) const RBAC: &str = "rbac.authorization.k8s.io";

/// A write to the API server.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(in crate::escalation) struct Write {
    pub(super) operation: Operation,
    pub(super) group: Name,
    pub(super) resource: Name,
    pub(super) subresource: Name,
    /// The kind of the object that is sent, which for some subresources is not the resource's own.
    pub(super) kind: Name,
    pub(super) namespace: Option<Name>,
    pub(super) name: String,
    /// What is sent; nothing for a deletion.
    pub(super) object: Option<Object>,
    /// What is there.
    pub(super) old: Option<Object>,
    /// Whether that is all of both objects: else the attacker chooses the rest, and what is there is not known.
    pub(super) whole: bool,
    /// Whether the attacker may add to what is said of the content, too.
    pub(super) loose: bool,
    /// The labels of its namespace by then.
    pub(super) namespace_labels: NamespaceLabels,
}

/// One way to make a step: writes that must all be let in.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(in crate::escalation) struct Choice {
    pub(super) writes: Vec<Write>,
    /// What is done, for a person: `creates a ClusterRoleBinding for group:system:serviceaccounts`.
    pub(super) told: String,
    /// Whether it is the labels of its objects that it is about.
    pub(super) labels: bool,
    /// Whether it is about an object that is there, and which one is not known.
    pub(super) unnamed: bool,
}

impl Choice {
    pub(super) fn one(write: Write, told: impl Into<String>) -> Self {
        Choice { writes: vec![write], told: told.into(), labels: false, unnamed: false }
    }

    /// The same with all objects deleted at once, by requests without a name.
    pub(super) fn deleting_all(&self) -> Self {
        let mut all = self.clone();
        let deletions = all.writes.iter_mut().filter(|write| write.operation == Operation::Delete);
        deletions.for_each(|write| write.name.clear());
        all.told.push_str(", all at once");
        all
    }

    /// The same with objects of whose metadata is known only where they are, and their names; not even these, as far as nothing
    /// depends on them, where `names` are the attacker's choice too. Whoever surely refuses this refuses it with all marks.
    pub(super) fn blurred(mut self, names: bool) -> Self {
        let nameless = names && self.is_by_any_name();
        for write in &mut self.writes {
            write.whole = false;
            let nameless = nameless && write.operation == Operation::Create;
            if nameless {
                write.name.clear();
            }
            for object in [&mut write.object, &mut write.old].into_iter().flatten() {
                let metadata = object.get_mut("metadata").and_then(Object::as_object_mut);
                let fixed = |key: &str| key == "namespace" || (key == "name" && !nameless);
                metadata.into_iter().for_each(|known| known.retain(|key, _| fixed(key)));
            }
        }
        self
    }

    /// The same with objects of which not even the content is known that the attacker chooses beside what counts.
    pub(super) fn emptied(mut self) -> Self {
        for write in &mut self.writes {
            write.whole = false;
            if let Some(fields) = write.object.as_mut().and_then(Object::as_object_mut) {
                fields.retain(|field, _| field != "spec");
                let subjects = fields.get_mut("subjects").and_then(Object::as_array_mut);
                subjects.into_iter().flatten().for_each(unfilled);
            }
        }
        self
    }

    /// The same with content of which only what counts is known.
    pub(super) fn loosened(mut self) -> Self {
        for write in &mut self.writes {
            (write.whole, write.loose) = (false, true);
            if let Some(object) = write.object.as_mut().filter(|_| write.kind == "TokenRequest") {
                put(object, &["spec"], json!({}));
            }
            // Who names no account has the default one.
            if let Some(spec) = write.object.as_mut().and_then(pod_spec).filter(|spec| spec.get(ACCOUNT).is_none()) {
                runs_as(spec, "default");
            }
            let containers =
                write.object.as_mut().and_then(pod_spec).and_then(|spec| spec.get_mut("containers")?.as_array_mut());
            let fields = containers.into_iter().flatten().filter_map(Object::as_object_mut);
            fields.for_each(|fields| fields.retain(|field, _| !matches!(field.as_str(), "image" | "name")));
        }
        self.blurred(true)
    }

    /// Whether its content may be filled with what a guard is content with.
    pub(super) fn is_fillable(&self) -> bool {
        let mut objects = self.writes.iter().filter_map(|write| write.object.as_ref());
        self.has_fillers() || objects.any(|object| object.get("spec").is_some())
    }

    /// Whether subjects beside the one that counts may be others.
    pub(super) fn has_fillers(&self) -> bool {
        let objects = self.writes.iter().filter_map(|write| write.object.as_ref());
        let mut subjects = objects.filter_map(|object| object.get("subjects")?.as_array()).flatten();
        let is = |subject: &Object, field: &str, word: &str| subject.get(field).is_some_and(|known| known == word);
        subjects.any(|subject| is(subject, "name", FILLER) || is(subject, "namespace", STRAY))
    }

    /// The same about the object of this name.
    pub(super) fn about(&self, name: &str) -> Self {
        let mut other = Choice { unnamed: false, ..self.clone() };
        for write in &mut other.writes {
            name.clone_into(&mut write.name);
            for object in [&mut write.object, &mut write.old].into_iter().flatten() {
                put(object, &["metadata", "name"], name.into());
            }
        }
        other
    }

    /// Whether nothing depends on the names of the objects that are created, and some are.
    pub(super) fn is_by_any_name(&self) -> bool {
        let mut created = self.writes.iter().filter(|write| write.operation == Operation::Create).peekable();
        created.peek().is_some() && created.all(|write| write.name == NEW)
    }
}

impl Write {
    /// The creation of an object, whose metadata says where.
    pub(super) fn create(group: impl Into<Name>, resource: &str, kind: &str, object: Object) -> Self {
        let text = |field: &str| object.get("metadata")?.get(field)?.as_str().map(str::to_owned);
        Write {
            operation: Operation::Create,
            group: group.into(),
            resource: resource.into(),
            subresource: Name::default(),
            kind: kind.into(),
            namespace: text("namespace").map(|namespace| namespace.as_str().into()),
            name: text("name").unwrap_or_default(),
            object: Some(object),
            old: None,
            whole: true,
            loose: false,
            namespace_labels: NamespaceLabels::AsRead,
        }
    }

    /// A write of an object of which nothing is known.
    pub(super) fn blind(
        operation: Operation,
        group: &Name,
        resource: &str,
        kind: &str,
        namespace: Option<&Name>,
    ) -> Self {
        let write = Write::create(group.clone(), resource, kind, Object::Null);
        let old = (operation != Operation::Create).then_some(Object::Null);
        Write { operation, namespace: namespace.cloned(), old, ..write }.in_part()
    }

    /// The same object, which is there as `old`, written anew.
    pub(super) fn update(self, old: Object) -> Self {
        Write { operation: Operation::Update, old: Some(old), ..self }
    }

    /// The deletion of what this would create.
    pub(super) fn delete(self) -> Self {
        Write { operation: Operation::Delete, old: self.object, object: None, ..self }
    }

    /// The same, of whose content only what the step is about is said.
    pub(super) fn in_part(self) -> Self {
        Write { whole: false, ..self }
    }

    /// By a subresource that takes an object of this kind.
    pub(super) fn on(self, subresource: &str, kind: &str) -> Self {
        Write { subresource: subresource.into(), kind: kind.into(), ..self }
    }
}

/// The metadata of an object.
pub(super) fn metadata(namespace: Option<&Name>, name: &str) -> Object {
    match namespace {
        Some(namespace) => json!({"namespace": namespace.as_str(), "name": name}),
        None => json!({"name": name}),
    }
}

/// Leaves open what the attacker chooses of a subject: null stands for it.
fn unfilled(subject: &mut Object) {
    let is = |field: &str, word: &str| subject.get(field).is_some_and(|known| known == word);
    if is("name", FILLER) {
        *subject = Object::Null;
    } else if is("namespace", STRAY) {
        put(subject, &["namespace"], Object::Null);
    }
}

/// Writes a field of an object, and the maps on the way to it.
pub(super) fn put(object: &mut Object, path: &[&str], value: Object) {
    match path {
        [] => *object = value,
        [field, rest @ ..] => {
            if !object.is_object() {
                *object = json!({});
            }
            if let Some(fields) = object.as_object_mut() {
                put(fields.entry(*field).or_insert(Object::Null), rest, value);
            }
        }
    }
}
