//! Subjects that nothing names: what is denied to them is denied to nobody, and they may be misspelt.

use std::collections::{BTreeMap, BTreeSet};

use crate::assertions::assertion::{Assertion, Claim, Place};
use crate::authz::{Access, NODE_PREFIX, SERVICE_ACCOUNTS};
use crate::model::{Snapshot, Subject};
use crate::query::{known_subjects, meant};

use super::Said;

/// What there is to say of each subject that nobody knows, at the first place that names it.
pub(super) fn strangers(assertions: &[Assertion], access: &Access<'_>) -> Vec<Said> {
    let mut named: BTreeMap<&Subject, &Place> = BTreeMap::new();
    for assertion in assertions {
        let Claim::Rights(rights) = &assertion.claim else { continue };
        for who in &rights.who {
            for subject in std::iter::once(&who.subject).chain(&who.groups) {
                named.entry(subject).or_insert(&assertion.place);
            }
        }
    }
    let known = known_subjects(access);
    named.retain(|subject, _| !known.contains(subject) && !is_of_kubernetes(access.snapshot(), subject));
    let said = |(subject, place): (&Subject, &Place)| {
        let text = sentence(subject, &known, access.snapshot());
        Said { place: place.clone(), text, warning: true }
    };
    named.into_iter().map(said).collect()
}

/// What there is to say of a subject that nobody knows.
pub(super) fn sentence(subject: &Subject, known: &BTreeSet<Subject>, snapshot: &Snapshot) -> String {
    let id = subject.id();
    let hint = match meant(&id, known.iter().map(Subject::id)) {
        near if near.is_empty() => "; is it misspelt?".to_owned(),
        near => near,
    };
    let what = if snapshot.complete() { "nothing names" } else { "nothing that was read names" };
    format!("{what} {id}{hint}")
}

/// Whether Kubernetes itself gives this name to somebody.
fn is_of_kubernetes(snapshot: &Snapshot, subject: &Subject) -> bool {
    match subject {
        Subject::User(name) => match name.strip_prefix(NODE_PREFIX) {
            Some(node) => snapshot.nodes.iter().any(|known| known.name == node),
            None => name.starts_with("system:"),
        },
        Subject::Group(name) => {
            let of_namespace = name.strip_prefix(SERVICE_ACCOUNTS).and_then(|rest| rest.strip_prefix(':'));
            of_namespace.map_or_else(|| name.starts_with("system:"), |own| snapshot.knows_namespace(own))
        }
        Subject::ServiceAccount { .. } | Subject::Cloud { .. } => false,
    }
}
