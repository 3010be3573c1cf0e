//! What a finding consists of, as far as more of it is worse: the entries of a subject with where and for which names they
//! hold, those of a role or a binding, what a pod reaches, whether a path is sure.
//!
//! Names and severities alone would let a role that is known to be bad become worse unseen.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::graph::Certainty;

use super::about::About;
use super::fingerprint::digest_of;
use super::types::{FindingKind, Fingerprint};

/// The parts of a finding, as hashes.
pub type Parts = BTreeSet<Fingerprint>;

/// The parts of what a finding is about; none of what a check found, whose names say all.
pub(super) fn parts(about: &About<'_>) -> Parts {
    match about {
        About::Pod(pod) => texts(&[&names(&pod.entries), &names(&pod.escapes), &names(&pod.reaches), &pod.exposed]),
        About::Path(path) => sure(path.certainty),
        About::Subject(subject) => {
            let open = subject.entries.iter().filter(|entry| !entry.guarded);
            let all = open.flat_map(|entry| {
                let limits = entry.names.iter().flat_map(|names| names.iter().map(|name| name.as_str().to_owned()));
                held(&entry.id, &entry.scope, entry.names.is_some(), limits.collect())
            });
            all.collect()
        }
        About::Role(role) => texts(&[&names(&role.entries)]),
        About::Binding(binding) => texts(&[&names(&binding.entries)]),
        About::Check => Parts::new(),
    }
}

/// What one is by content, whatever it is called: for a role its entries, for a binding whom it binds too. Nothing for what
/// is known by its name.
pub(super) fn content(about: &About<'_>) -> Option<Fingerprint> {
    match about {
        About::Role(role) => Some(of_content(FindingKind::Role, &names(&role.entries), &[])),
        About::Binding(binding) => {
            Some(of_content(FindingKind::Binding, &names(&binding.entries), &names(&binding.subjects)))
        }
        _ => None,
    }
}

fn of_content(kind: FindingKind, entries: &[String], subjects: &[String]) -> Fingerprint {
    let sorted = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
    let (entries, subjects) = (sorted(entries), sorted(subjects));
    let all = std::iter::once(kind.word()).chain(entries.iter().map(String::as_str)).chain(["to"]);
    digest_of(&all.chain(subjects.iter().map(String::as_str)).collect::<Vec<_>>())
}

fn names(list: &[crate::model::Name]) -> Vec<String> {
    list.iter().map(|name| name.as_str().to_owned()).collect()
}

/// Each text of each list; equal ones of two lists differ.
fn texts(lists: &[&Vec<String>]) -> Parts {
    let numbered = ["0", "1", "2", "3"].iter().zip(lists);
    numbered.flat_map(|(number, list)| list.iter().map(|text| digest_of(&[*number, text.as_str()]))).collect()
}

fn sure(certainty: &str) -> Parts {
    (certainty == Certainty::ProvenRights.word()).then(|| digest_of(&["sure"])).into_iter().collect()
}

/// An entry for each name that it is limited to, or for all.
fn held(id: &str, scope: &str, limited: bool, names: Vec<String>) -> Vec<Fingerprint> {
    if limited {
        names.iter().map(|name| digest_of(&[id, scope, "of", name])).collect()
    } else {
        vec![digest_of(&[id, scope])]
    }
}

/// The rows of a report, as far as they are parts of findings.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RecordedRows {
    hot_pods: Vec<RecordedPod>,
    paths: Vec<RecordedPath>,
    risky_subjects: Vec<RecordedSubject>,
    risky_roles: Vec<RecordedRole>,
    risky_bindings: Vec<RecordedBinding>,
}

#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecordedPod {
    namespace: String,
    workload: RecordedWorkload,
    service_account: String,
    entries: Vec<String>,
    escapes: Vec<String>,
    exposed: Vec<String>,
    reaches: Vec<String>,
}

#[derive(Clone, PartialEq, Debug, Deserialize)]
struct RecordedWorkload {
    kind: String,
    name: String,
}

#[derive(Clone, PartialEq, Debug, Deserialize)]
struct RecordedPath {
    from: String,
    to: String,
    certainty: String,
}

#[derive(Clone, PartialEq, Debug, Deserialize)]
struct RecordedSubject {
    subject: String,
    entries: Vec<RecordedEntry>,
}

#[derive(Clone, PartialEq, Debug, Deserialize)]
struct RecordedEntry {
    id: String,
    scope: String,
    #[serde(default)]
    guarded: bool,
    #[serde(default)]
    names: Option<Vec<String>>,
}

#[derive(Clone, PartialEq, Debug, Deserialize)]
struct RecordedRole {
    role: String,
    entries: Vec<String>,
}

#[derive(Clone, PartialEq, Debug, Deserialize)]
struct RecordedBinding {
    binding: String,
    entries: Vec<String>,
    subjects: Vec<String>,
}

/// What one row is: its finding, its parts, and what it is by content.
pub(super) type Row = (Fingerprint, Parts, Option<Fingerprint>);

impl RecordedRows {
    /// All rows.
    pub(super) fn rows(self) -> impl Iterator<Item = Row> {
        let pods = self.hot_pods.into_iter().map(|pod| {
            let name = [pod.namespace.as_str(), &pod.workload.kind, &pod.workload.name].join("/");
            let of = digest_of(&[FindingKind::HotPod.word(), &name, &pod.service_account]);
            (of, texts(&[&pod.entries, &pod.escapes, &pod.reaches, &pod.exposed]), None)
        });
        let paths = self
            .paths
            .into_iter()
            .map(|path| (digest_of(&[FindingKind::Path.word(), &path.from, &path.to]), sure(&path.certainty), None));
        let subjects = self.risky_subjects.into_iter().map(|subject| {
            let open = subject.entries.into_iter().filter(|entry| !entry.guarded);
            let held = open.flat_map(|entry| {
                held(&entry.id, &entry.scope, entry.names.is_some(), entry.names.unwrap_or_default())
            });
            (digest_of(&[FindingKind::Subject.word(), &subject.subject]), held.collect(), None)
        });
        let roles = self.risky_roles.into_iter().map(|role| {
            let content = of_content(FindingKind::Role, &role.entries, &[]);
            (digest_of(&[FindingKind::Role.word(), &role.role]), texts(&[&role.entries]), Some(content))
        });
        let bindings = self.risky_bindings.into_iter().map(|binding| {
            let content = of_content(FindingKind::Binding, &binding.entries, &binding.subjects);
            (digest_of(&[FindingKind::Binding.word(), &binding.binding]), texts(&[&binding.entries]), Some(content))
        });
        pods.chain(paths).chain(subjects).chain(roles).chain(bindings)
    }
}
