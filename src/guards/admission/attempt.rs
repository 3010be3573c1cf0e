//! A write that somebody attempts, as admission sees it.

use crate::authz::identity_exactly;
use crate::guards::cel::Value;
use crate::model::{Labels, Name, Subject};

/// What a request does to the object. Reads are never put to admission; PATCH is an update, or a create where it creates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operation {
    /// `CREATE`.
    Create,
    /// `UPDATE`.
    Update,
    /// `DELETE`; also each object that a `deletecollection` meets.
    Delete,
    /// `CONNECT`: `exec`, `attach`, `portforward`, `proxy`.
    Connect,
}

impl Operation {
    /// The word of rules and of `request.operation`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Operation::Create => "CREATE",
            Operation::Update => "UPDATE",
            Operation::Delete => "DELETE",
            Operation::Connect => "CONNECT",
        }
    }
}

/// The kind of an object, with group and version.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct GroupVersionKind {
    /// The API group; `""` is the core group.
    pub group: Name,
    /// The version: `v1`.
    pub version: Name,
    /// The kind: `RoleBinding`.
    pub kind: Name,
}

/// One request (`admission.Attributes` upstream).
///
/// Objects are as the server would hold them: with `apiVersion` and `kind`, in the version of the request, defaults filled in
/// and `metadata` there. What is not known of them is left out of a [`Value::partial_object`].
#[derive(Clone, Debug)]
pub struct Attempt {
    /// What it does.
    pub operation: Operation,
    /// The API group of the path.
    pub group: Name,
    /// The version of the path.
    pub version: Name,
    /// The plural name of the resource.
    pub resource: Name,
    /// The subresource, or the empty string.
    pub subresource: Name,
    /// The kind of the object; of a subresource its own: `Scale`, `Eviction`, `TokenRequest`, `PodExecOptions`.
    pub kind: GroupVersionKind,
    /// The namespace; empty for what has none. For a Namespace its own name is filled in.
    pub namespace: Name,
    /// The object's name. Empty for a `deletecollection`; for a `CREATE` that of the object is filled in. Where an empty one
    /// is neither, or the object does not know it, the name is unknown.
    pub name: Name,
    /// What would be stored, or the options of a `CONNECT`; null for a `DELETE`.
    pub object: Value,
    /// What is stored; null for a `CREATE`.
    pub old_object: Value,
    /// `CreateOptions`, `UpdateOptions`, `PatchOptions` or `DeleteOptions`; null where they are not known.
    pub options: Value,
    /// Whether nothing is stored.
    pub dry_run: bool,
    /// Who asks.
    pub user: User,
    /// The labels of the namespace when it is made.
    pub namespace_labels: NamespaceLabels,
}

impl Attempt {
    /// A request of nobody for a resource, whose objects are of this kind and of the same group and version.
    #[must_use]
    pub fn new(operation: Operation, [group, version, resource, kind]: [&str; 4]) -> Self {
        let [group, version, resource, kind] = [group, version, resource, kind].map(Name::from);
        Attempt {
            operation,
            kind: GroupVersionKind { group: group.clone(), version: version.clone(), kind },
            group,
            version,
            resource,
            subresource: Name::default(),
            namespace: Name::default(),
            name: Name::default(),
            object: Value::Null,
            old_object: Value::Null,
            options: Value::Null,
            dry_run: false,
            user: User::default(),
            namespace_labels: NamespaceLabels::AsRead,
        }
    }
}

/// What is known of the labels of the namespace that a request is made in.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum NamespaceLabels {
    /// Those that were read.
    #[default]
    AsRead,
    /// These, once somebody has written them.
    Written(Labels),
    /// They may be any, but for the name.
    Any,
    /// It may be any namespace: its name is not known either.
    AnyNamespace,
}

/// Who asks: the effective user, so with impersonation the one who is impersonated.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct User {
    /// The user name; nothing where it may be any.
    pub username: Option<Name>,
    /// The uid, where it is known.
    pub uid: Option<Name>,
    /// The groups: no others.
    pub groups: Vec<Name>,
    /// What authentication knows besides, by key.
    pub extra: Vec<(Name, Vec<Name>)>,
    /// Whether that is all: else a uid or extra fields that are not here may be there.
    pub complete: bool,
}

impl User {
    /// Who this identity is, the user first; a group stands for any member. Uid and extra fields are not known.
    #[must_use]
    pub fn of(identity: &[Subject]) -> Self {
        let groups = identity.iter().filter_map(|subject| match subject {
            Subject::Group(name) => Some(name.clone()),
            _ => None,
        });
        User {
            username: identity.iter().find_map(Subject::username).map(Name::from),
            groups: groups.collect(),
            ..User::default()
        }
    }

    /// The identity that the authorizer is asked about.
    #[must_use]
    pub fn identity(&self) -> Vec<Subject> {
        identity_exactly(self.username.as_ref().map(Name::as_str), self.groups.iter().map(Name::as_str))
    }
}
