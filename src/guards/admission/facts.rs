//! One attempt with what the server adds to it before anybody judges it.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::authz::Authorizer;
use crate::guards::cel::{Activation, Caller, RequestResource, Value};
use crate::model::Name;

use super::attempt::{Attempt, GroupVersionKind, NamespaceLabels, Operation};
use super::namespaces::{self, Namespaces};
use super::request;
use super::selection::Labelled;

/// An attempt, its name and namespace as admission has them, and the cluster that it is made in.
pub(super) struct Facts<'a> {
    pub(super) attempt: &'a Attempt,
    /// Nothing where the name of a new object is not known.
    pub(super) name: Option<Cow<'a, str>>,
    pub(super) namespace: Cow<'a, str>,
    pub(super) namespaces: &'a Namespaces<'a>,
    /// Where an expression asks it.
    authorizer: Option<&'a Authorizer<'a>>,
    request: OnceCell<Value>,
}

/// What the objects are converted to before a guard sees them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SeenAs {
    /// Group and version of the resource.
    pub(super) group: Name,
    pub(super) version: Name,
    /// The kind of the objects.
    pub(super) kind: GroupVersionKind,
}

impl<'a> Facts<'a> {
    pub(super) fn new(
        attempt: &'a Attempt,
        namespaces: &'a Namespaces<'a>,
        authorizer: Option<&'a Authorizer<'a>>,
    ) -> Self {
        let name = name_of(attempt);
        let own = attempt.namespace.is_empty() && attempt.group.is_empty() && attempt.resource == "namespaces";
        let namespace = name.clone().filter(|_| own).unwrap_or(Cow::Borrowed(attempt.namespace.as_str()));
        Facts { attempt, name, namespace, namespaces, authorizer, request: OnceCell::new() }
    }

    /// What the request itself says that its objects are.
    pub(super) fn as_written(&self) -> SeenAs {
        let Attempt { group, version, kind, .. } = self.attempt;
        SeenAs { group: group.clone(), version: version.clone(), kind: kind.clone() }
    }

    /// `request`, for a guard that sees the objects so.
    pub(super) fn request(&self, seen: &SeenAs) -> Value {
        if *seen != self.as_written() {
            return request::value(self, seen);
        }
        self.request.get_or_init(|| request::value(self, seen)).clone()
    }

    /// What expressions see of the request, the objects converted; match conditions see no more. Who asks is looked up only
    /// where it matters.
    pub(super) fn activation(&self, seen: &SeenAs, asks_authorizer: bool) -> Activation<'a> {
        let mut activation = Activation::default();
        let converted = seen.kind != self.attempt.kind;
        let shown = |object: &Value| if converted { convert(object, &seen.kind) } else { object.clone() };
        activation.object = shown(&self.attempt.object);
        activation.old_object = shown(&self.attempt.old_object);
        activation.request = self.request(seen);
        if asks_authorizer {
            activation.caller = self.caller();
        }
        activation
    }

    /// `namespaceObject`: null for a Namespace, as for all that is in none.
    pub(super) fn namespace_object(&self) -> Value {
        let kind = &self.attempt.kind;
        let is_namespace = kind.group.is_empty() && kind.version == "v1" && kind.kind == "Namespace";
        if is_namespace || self.namespace.is_empty() {
            return Value::Null;
        }
        match &self.attempt.namespace_labels {
            NamespaceLabels::AsRead => self.namespaces.object(&self.namespace),
            NamespaceLabels::Written(labels) => namespaces::labelled(&self.namespace, labels, "Active"),
            NamespaceLabels::Any => namespaces::unread(&self.namespace),
            NamespaceLabels::AnyNamespace => Value::unknown(),
        }
    }

    /// The labels of the namespace, for selectors.
    pub(super) fn namespace_labels(&self) -> Labelled<'_> {
        match &self.attempt.namespace_labels {
            NamespaceLabels::AsRead => self.namespaces.labels(&self.namespace),
            NamespaceLabels::Written(labels) => Labelled::Namespace(&self.namespace, labels),
            NamespaceLabels::Any => Labelled::NamespaceNamed(&self.namespace),
            NamespaceLabels::AnyNamespace => Labelled::Unknown,
        }
    }

    /// Who asks for what, for `authorizer`; nobody where either is not known, so that it is undecided.
    fn caller(&self) -> Option<Caller<'a>> {
        self.attempt.user.username.as_ref()?;
        Some(Caller {
            authorizer: self.authorizer?,
            identity: self.attempt.user.identity(),
            resource: RequestResource {
                group: self.attempt.group.clone(),
                resource: self.attempt.resource.clone(),
                subresource: self.attempt.subresource.clone(),
                namespace: self.namespace.as_ref().into(),
                name: self.name.as_deref()?.into(),
            },
        })
    }
}

/// A created object brings its name along; a generated one is there when policies judge (`AdmissionToValidateObjectFunc`).
/// Only who deletes all at once names no object: a change without a name has one that is not known.
fn name_of(attempt: &Attempt) -> Option<Cow<'_, str>> {
    let object = match attempt.operation {
        _ if !attempt.name.is_empty() => return Some(Cow::Borrowed(attempt.name.as_str())),
        Operation::Create => &attempt.object,
        Operation::Delete => &attempt.old_object,
        Operation::Update | Operation::Connect => return None,
    };
    match object.field("metadata").and_then(|metadata| metadata.field("name"))? {
        Value::Text(name) if attempt.operation == Operation::Create => Some(Cow::Owned(name.as_ref().to_owned())),
        _ => Some(Cow::Borrowed("")),
    }
}

/// An object in another version: what it holds besides its metadata is the server's to say.
fn convert(object: &Value, kind: &GroupVersionKind) -> Value {
    if matches!(object, Value::Null) {
        return Value::Null;
    }
    let GroupVersionKind { group, version, kind } = kind;
    let api_version =
        if group.is_empty() { version.as_str().to_owned() } else { format!("{}/{}", group.as_str(), version.as_str()) };
    let metadata = object.field("metadata").unwrap_or_else(Value::unknown);
    Value::partial_object([
        ("apiVersion", Value::text(&api_version)),
        ("kind", Value::text(kind)),
        ("metadata", metadata),
    ])
}
