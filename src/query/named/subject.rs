//! From a subject's name to the subject, for what is asked of subjects alone. What may have been meant is a subject too.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::authz::Access;
use crate::graph::{Graph, Node};
use crate::model::{Binding, Snapshot, Subject};
use crate::query::known::known_subjects;

use super::{named, or, spelled, suggestion, unmarked, workload_of};

/// So many are told.
const MOST: usize = 3;

/// A name that is no subject's. Each comes with what may have been meant.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SubjectError {
    /// It is no name of anything.
    #[error("{0:?} says no kind; write sa:NS/NAME, user:NAME or group:NAME{1}")]
    Malformed(String, String),
    /// It is an account without its namespace.
    #[error("{0} says no namespace; write sa:NS/NAME{1}")]
    NoNamespace(String, String),
    /// Nothing has it.
    #[error("there is no {0}; write sa:NS/NAME, user:NAME or group:NAME{1}")]
    Unknown(String, String),
    /// Something else has it.
    #[error("{0} is no subject; write sa:NS/NAME, user:NAME or group:NAME{1}")]
    Other(String, String),
}

/// The subject that this name spells, whether there is one or not.
#[must_use]
pub fn subject_spelled(snapshot: &Snapshot, text: &str) -> Option<Subject> {
    Subject::of_id(&spelled(snapshot, text)?)
}

/// The subject of this name.
///
/// # Errors
/// When no subject has it; with the subjects that may have been meant.
pub fn subject_named(access: &Access<'_>, graph: &Graph, text: &str) -> Result<Subject, SubjectError> {
    let snapshot = access.snapshot();
    let known = known_subjects(access);
    let Some(id) = spelled(snapshot, text) else {
        return Err(SubjectError::Malformed(text.to_owned(), or(&meant(access, graph, &known, text))));
    };
    if id.starts_with("sa:") && !id.contains('/') {
        return Err(SubjectError::NoNamespace(id.clone(), or(&accounts(&known, &id))));
    }
    if let Some(subject) = Subject::of_id(&id) {
        // Groups that everybody is in need no binding that names them.
        let is_there = known.contains(&subject) || graph.find(&Node::Subject(subject.clone())).is_some();
        let read = || unmarked(text).and_then(|read| subject_named(access, graph, &read).ok());
        let unknown = || SubjectError::Unknown(id.clone(), hint(&known, &id));
        return if is_there { Ok(subject) } else { read().ok_or_else(unknown) };
    }
    let id = workload_of(snapshot, &id).unwrap_or(id);
    if named(snapshot, graph, &id).is_err() {
        return Err(SubjectError::Unknown(id.clone(), or(&meant(access, graph, &known, &id))));
    }
    let behind = or(&behind(access, &known, &id));
    Err(SubjectError::Other(id, behind))
}

fn near(known: &BTreeSet<Subject>, written: &str) -> Vec<String> {
    let ids: Vec<String> = known.iter().map(Subject::id).collect();
    suggestion::likest(written, ids.iter().map(String::as_str)).into_iter().map(str::to_owned).collect()
}

/// The subjects whose names are like this, or those behind what has such a name.
fn meant(access: &Access<'_>, graph: &Graph, known: &BTreeSet<Subject>, written: &str) -> Vec<String> {
    let near = near(known, written);
    if !near.is_empty() {
        return near;
    }
    let others = super::near(access.snapshot(), graph, written);
    let behind: BTreeSet<String> = others.iter().flat_map(|id| behind(access, known, id)).collect();
    behind.into_iter().take(MOST).collect()
}

/// What may have been meant, or how the name could be known.
fn hint(known: &BTreeSet<Subject>, id: &str) -> String {
    let near = near(known, id);
    match id.split(':').next().unwrap_or_default() {
        _ if !near.is_empty() => or(&near),
        kind @ ("user" | "group") => format!(
            "; a user or group is known only where a binding names it (kubescan permissions --kind {kind} lists them), and \
             whoever has logged in is group:system:authenticated"
        ),
        _ => String::new(),
    }
}

/// The accounts of this name in any namespace, or those of the namespace of this name.
fn accounts(known: &BTreeSet<Subject>, id: &str) -> Vec<String> {
    let near = near(known, id);
    if !near.is_empty() {
        return near;
    }
    let prefix = format!("{}/", id);
    known.iter().map(Subject::id).filter(|id| id.starts_with(&prefix)).take(MOST).collect()
}

/// The subjects behind what is none: those that hold a role, that a binding names, that a workload runs as, of a namespace.
fn behind(access: &Access<'_>, known: &BTreeSet<Subject>, id: &str) -> Vec<String> {
    let snapshot = access.snapshot();
    let bindings = snapshot.bindings.iter().filter(|binding| binding.id() == id || binding.role_id() == id);
    let mut found: BTreeSet<String> = bindings.flat_map(of_binding).collect();
    let pods = snapshot.pods.iter().filter(|pod| pod.workload.id(&pod.namespace) == id);
    found.extend(
        pods.map(|pod| Subject::service_account(&pod.namespace, &snapshot.pod_spec(pod.spec).service_account).id()),
    );
    if let Some(namespace) = id.strip_prefix("ns:") {
        found.extend(known.iter().map(Subject::id).filter(|id| id.starts_with(&format!("sa:{namespace}/"))));
    }
    found.into_iter().take(MOST).collect()
}

fn of_binding(binding: &Binding) -> impl Iterator<Item = String> {
    binding.subjects.iter().map(Subject::id)
}
