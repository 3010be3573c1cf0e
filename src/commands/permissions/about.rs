//! What `permissions` is asked about: reading its name, and finding it.

use crate::authz::{Access, MASTERS, NODES, identity_of};
use crate::cli::{PermissionsArgs, SubjectKindArg};
use crate::exit::Exit;
use crate::model::{Binding, Role, Subject};
use crate::query::{self, RulesByScope, is_node, known_subjects};
use crate::report::talk;
use crate::yaml::nearest;

/// What is asked about.
pub(super) enum About {
    Subject(Subject),
    Role(String),
    Binding(String),
    Kind(SubjectKindArg),
}

/// One side of a comparison.
pub(super) struct Side {
    pub(super) name: String,
    pub(super) groups: Vec<String>,
    pub(super) rules: RulesByScope,
}

impl About {
    /// What the command line says; on a mistake it has been said.
    pub(super) fn of(args: &PermissionsArgs) -> Result<Self, Exit> {
        match &args.subject {
            Some(id) => Self::named(id),
            None => Ok(About::Kind(args.kind.unwrap_or(SubjectKindArg::Sa))),
        }
    }

    /// Reads a name; on a mistake it has been said.
    pub(super) fn named(id: &str) -> Result<Self, Exit> {
        match id.split_once(':') {
            Some(("role" | "clusterrole", _)) => Ok(About::Role(id.to_owned())),
            Some(("rolebinding" | "clusterrolebinding", _)) => Ok(About::Binding(id.to_owned())),
            _ => subject(id).map(About::Subject).ok_or_else(|| {
                talk::error(&format!(
                    "{id:?} names nothing; write user:NAME, group:NAME, sa:NAMESPACE/NAME, clusterrole:NAME, \
                     role:NAMESPACE/NAME, clusterrolebinding:NAME or rolebinding:NAMESPACE/NAME"
                ));
                Exit::Usage
            }),
        }
    }

    /// The rules of a subject or a role; on a mistake it has been said.
    pub(super) fn side(&self, access: &Access<'_>, namespace: Option<&str>) -> Result<Side, Exit> {
        match self {
            About::Subject(subject) => {
                let identity = identity_of(subject);
                let groups = identity.iter().skip(1).map(Subject::id).collect();
                Ok(Side { name: subject.id(), groups, rules: query::rules_by_scope(access, &identity, namespace) })
            }
            About::Role(id) => {
                let role = query::find_role(access, id).ok_or_else(|| missing(access, id))?;
                Ok(Side { name: id.clone(), groups: Vec::new(), rules: query::rules_of_role(access, role) })
            }
            About::Binding(_) | About::Kind(_) => {
                talk::error("--effective and --diff-with go with a subject or a role");
                Err(Exit::Usage)
            }
        }
    }
}

/// The subject of this name, also as Kubernetes itself spells service accounts.
fn subject(id: &str) -> Option<Subject> {
    let account = |text: &str, mark| {
        let (namespace, name) = text.split_once(mark)?;
        (!namespace.is_empty() && !name.is_empty()).then(|| Subject::service_account(namespace, name))
    };
    match id.split_once(':')? {
        ("user", name) if !name.is_empty() => Some(Subject::user(name)),
        ("group", name) if !name.is_empty() => Some(Subject::group(name)),
        ("sa" | "serviceaccount", text) => account(text, '/').or_else(|| account(text, ':')),
        ("system", text) => account(text.strip_prefix("serviceaccount:")?, ':'),
        _ => None,
    }
}

/// Says that something does not exist, with what may have been meant.
pub(super) fn missing(access: &Access<'_>, id: &str) -> Exit {
    let snapshot = access.snapshot();
    let kind = id.split(':').next().unwrap_or_default();
    let ids = snapshot.roles.iter().map(Role::id).chain(snapshot.bindings.iter().map(Binding::id));
    let known: Vec<String> = ids.filter(|known| known.split(':').next() == Some(kind)).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let hint = nearest(id, &known).map_or_else(String::new, |near| format!("; did you mean {near}?"));
    talk::error(&format!("there is no {id}{hint}"));
    Exit::Failed
}

/// Says what bindings do not show of an identity.
pub(in crate::commands) fn tell_of_others(identity: &[Subject]) {
    if identity.contains(&Subject::group(MASTERS)) {
        talk::note("members of system:masters may do everything, whatever the bindings say");
    }
    if is_node(identity) || identity.first() == Some(&Subject::group(NODES)) {
        talk::note(
            "a node may do more by the Node authorizer, which depends on its pods; who-can and can-i ask it too",
        );
    }
}

/// Says when nobody knows a subject.
pub(in crate::commands) fn tell_of_stranger(access: &Access<'_>, subject: &Subject) {
    if known_subjects(access).contains(subject) {
        return;
    }
    let hint = match subject {
        Subject::ServiceAccount { .. } => ", and no such account was read",
        Subject::User(name) if name.contains('/') => "; a service account is sa:NAMESPACE/NAME, or --sa NAMESPACE/NAME",
        _ => "",
    };
    talk::note(&format!("no binding names {}{hint}", subject.id()));
}
