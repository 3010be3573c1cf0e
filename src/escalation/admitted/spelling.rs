//! How a binding may name somebody so that it grants to them: by what they are, and by each group that they are in.
//!
//! The API server compares user names and groups (`appliesToUser` of `pkg/registry/rbac/validation/rule.go` upstream), so a
//! guard that knows one spelling only is hollow.

use serde_json::json;

use crate::authz::{ANONYMOUS, AUTHENTICATED, SERVICE_ACCOUNTS, UNAUTHENTICATED};
use crate::model::{Name, Subject};

use super::write::{Object, RBAC, put};

/// A subject beside the one that counts. A guard that asks for one of a kind only may be content with it by another name.
pub(super) const FILLER: &str = "somebody-else";

/// The namespace of a user or a group, which the server does not look at.
pub(super) const STRAY: &str = "elsewhere";

/// A list of subjects for a binding, and how to tell it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Spelling {
    pub(super) subjects: Vec<Object>,
    pub(super) told: String,
}

impl Spelling {
    fn one(subject: Object, told: impl Into<String>) -> Self {
        Spelling { subjects: vec![subject], told: told.into() }
    }
}

/// Every way to name this identity in a binding of this namespace, or of the cluster: the plainest first.
pub(super) fn spellings(identity: &[Subject], namespace: Option<&Name>) -> Vec<Spelling> {
    let mut all: Vec<Spelling> = Vec::new();
    for subject in identity {
        match subject {
            Subject::ServiceAccount { .. } => all.extend(account(subject, namespace)),
            Subject::User(name) => all.push(Spelling::one(user(name), subject.id())),
            Subject::Group(name) => all.push(Spelling::one(group(name), subject.id())),
            Subject::Cloud { .. } => {}
        }
    }
    // The members of a group of accounts are known by name.
    if let Some(Subject::Group(name)) = identity.first()
        && !name.starts_with(SERVICE_ACCOUNTS)
    {
        let member = if *name == UNAUTHENTICATED { ANONYMOUS } else { "some-member" };
        all.push(Spelling::one(user(member), "one of its members"));
    }
    // A guard may look at the first subject only, or at the last.
    if let Some(first) = all.first().cloned() {
        let other = user(FILLER);
        let both = [vec![other.clone()], first.subjects.clone(), vec![other]].concat();
        all.push(Spelling { subjects: both, told: format!("{} between others", first.told) });
    }
    // A namespace in a subject that is in none is kept, and means nothing (`ValidateRoleBindingSubject` upstream).
    let strays: Vec<Spelling> = all.iter().filter_map(stray).collect();
    all.extend(strays);
    // Whoever has not logged in is anybody, an attacker that has logged in included.
    let held = |name: &str| identity.contains(&Subject::group(name));
    if held(AUTHENTICATED) {
        let anonymous = Subject::user(ANONYMOUS);
        all.push(Spelling::one(user(ANONYMOUS), anonymous.id()));
        all.push(Spelling::one(group(UNAUTHENTICATED), Subject::group(UNAUTHENTICATED).id()));
    }
    all
}

fn account(subject: &Subject, here: Option<&Name>) -> Vec<Spelling> {
    let Subject::ServiceAccount { namespace, name } = subject else { return Vec::new() };
    let kind = "ServiceAccount";
    let whole = json!({"kind": kind, "namespace": namespace.as_str(), "name": name.as_str()});
    let mut all = vec![Spelling::one(whole, subject.id())];
    if let Some(username) = subject.username() {
        all.push(Spelling::one(user(&username), format!("user:{username}")));
    }
    if here == Some(namespace) {
        let short = json!({"kind": kind, "name": name.as_str()});
        all.push(Spelling::one(short, format!("{} without its namespace", subject.id())));
    }
    all
}

/// The same with a namespace that does not count.
fn stray(spelling: &Spelling) -> Option<Spelling> {
    let [subject] = spelling.subjects.as_slice() else { return None };
    let mut subject = subject.clone();
    let counts = subject.get("kind").is_none_or(|kind| kind == "ServiceAccount");
    (!counts).then(|| {
        put(&mut subject, &["namespace"], STRAY.into());
        Spelling::one(subject, format!("{} with a namespace", spelling.told))
    })
}

fn user(name: &str) -> Object {
    json!({"kind": "User", "apiGroup": RBAC, "name": name})
}

fn group(name: &str) -> Object {
    json!({"kind": "Group", "apiGroup": RBAC, "name": name})
}
