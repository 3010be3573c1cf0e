//! What `permissions` is asked about: reading its name, and finding it.

use crate::authz::{Access, MASTERS, NODES};
use crate::cli::{PermissionsArgs, SubjectKindArg};
use crate::exit::Exit;
use crate::model::{Binding, Role, Snapshot, Subject};
use crate::query::{self, Context, RulesByScope, canonical, is_node, known_subjects, meant};
use crate::report::talk;

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
            Some(id) => Self::named(id, args.source.input.namespace.as_deref()),
            None => Ok(About::Kind(args.kind.unwrap_or(SubjectKindArg::Sa))),
        }
    }

    /// Reads a name; on a mistake it has been said.
    pub(super) fn named(text: &str, namespace: Option<&str>) -> Result<Self, Exit> {
        let id = canonical(text, &Context { namespace, ..Context::default() }).unwrap_or_else(|| text.to_owned());
        match id.split_once(':') {
            Some(("role" | "clusterrole", _)) => Ok(About::Role(id)),
            Some(("rolebinding" | "clusterrolebinding", _)) => Ok(About::Binding(id)),
            _ => Subject::of_id(&id).map(About::Subject).ok_or_else(|| refused(text, &id)),
        }
    }

    /// The same where a session is its role; what of its paths is known stands in what was read.
    pub(super) fn seen(self, snapshot: &Snapshot) -> Self {
        match self {
            About::Subject(subject) => About::Subject(query::role_behind(snapshot, &subject)),
            other => other,
        }
    }

    /// The rules of a subject or a role; on a mistake it has been said.
    pub(super) fn side(&self, access: &Access<'_>, namespace: Option<&str>) -> Result<Side, Exit> {
        match self {
            About::Subject(subject) => {
                let identity = query::identity_here(access.snapshot(), subject);
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

/// Says that a name is none of what holds rights.
fn refused(text: &str, id: &str) -> Exit {
    let why = match id.split(':').next().unwrap_or_default() {
        "pod" | "workload" => "has the rights of its service account; name that",
        "node" => "has those of group:system:nodes and user:system:node:NAME; name one of them",
        "secret" | "ns" | "objective" => "holds no rights",
        "sa" => "has no namespace; say which, here or with -n",
        _ => "names nothing that holds rights",
    };
    talk::error(&format!(
        "{text:?} {why}; write user:NAME, group:NAME, sa:NAMESPACE/NAME, clusterrole:NAME, role:NAMESPACE/NAME, \
         clusterrolebinding:NAME or rolebinding:NAMESPACE/NAME"
    ));
    Exit::Usage
}

/// Says that something does not exist, with what may have been meant.
pub(super) fn missing(access: &Access<'_>, id: &str) -> Exit {
    let snapshot = access.snapshot();
    let ids = snapshot.roles.iter().map(Role::id).chain(snapshot.bindings.iter().map(Binding::id));
    talk::error(&format!("there is no {id}{}", meant(id, ids)));
    Exit::Usage
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
        Subject::Cloud { .. } => "; blast-radius tells what it reaches by what the cloud allows it",
        _ => "",
    };
    talk::note(&format!("no binding names {}{hint}", subject.id()));
}
