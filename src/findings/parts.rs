//! What a finding consists of, as far as more of it is worse: the entries of a subject with where and for which names they
//! hold, those of a role or a binding, what a pod reaches, whether a path is sure.
//!
//! Names and severities alone would let a role that is known to be bad become worse unseen.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::graph::Certainty;
use crate::model::Scope;

use super::about::About;
use super::fingerprint::digest_of;
use super::types::{FindingKind, Fingerprint};

/// The parts of a finding, as hashes, each with those that hold it as well: what is for all names or in the whole cluster is for
/// one name and in one namespace too.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parts(BTreeMap<Fingerprint, Vec<Fingerprint>>);

impl Parts {
    /// Whether these have nothing that the others lack.
    #[must_use]
    pub fn are_within(&self, others: &Parts) -> bool {
        let has = |part: &Fingerprint| others.0.contains_key(part);
        self.0.iter().all(|(part, wider)| has(part) || wider.iter().any(has))
    }
}

/// Parts that nothing else holds.
impl FromIterator<Fingerprint> for Parts {
    fn from_iter<I: IntoIterator<Item = Fingerprint>>(parts: I) -> Self {
        Parts(parts.into_iter().map(|part| (part, Vec::new())).collect())
    }
}

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
            Parts(all.collect())
        }
        About::Role(role) => texts(&[&names(&role.entries)]),
        About::Binding(binding) => texts(&[&names(&binding.entries)]),
        About::Check => Parts::default(),
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
fn held(id: &str, scope: &str, limited: bool, names: Vec<String>) -> Vec<(Fingerprint, Vec<Fingerprint>)> {
    let of = |scope: &str, name: &str| digest_of(&[id, scope, "of", name]);
    let [here, everywhere] = [scope, &Scope::Cluster.id()].map(|scope| digest_of(&[id, scope]));
    if !limited {
        return vec![(here, vec![everywhere])];
    }
    let one = |name: &String| (of(scope, name), vec![here, everywhere, of(&Scope::Cluster.id(), name)]);
    names.iter().map(one).collect()
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
            (digest_of(&[FindingKind::Subject.word(), &subject.subject]), Parts(held.collect()), None)
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

#[cfg(test)]
mod tests {
    use super::{Parts, held};

    /// `secrets/read` in a scope, for these names or for all.
    fn parts(scope: &str, names: Option<&[&str]>) -> Parts {
        let list = names.unwrap_or_default().iter().map(|name| (*name).to_owned()).collect();
        Parts(held("secrets/read", scope, names.is_some(), list).into_iter().collect())
    }

    #[test]
    fn narrower_is_within_and_wider_or_other_is_not() {
        let (shop, cluster) = ("namespace/shop", "cluster");
        let rows = [
            (parts(shop, Some(&["a"])), parts(shop, Some(&["a", "b"])), true),
            (parts(shop, Some(&["a", "b"])), parts(shop, Some(&["a"])), false),
            (parts(shop, Some(&["a"])), parts(shop, None), true),
            (parts(shop, None), parts(shop, Some(&["a"])), false),
            (parts(shop, None), parts(cluster, None), true),
            (parts(cluster, None), parts(shop, None), false),
            (parts(shop, Some(&["a"])), parts(cluster, None), true),
            (parts(shop, Some(&["a"])), parts(cluster, Some(&["a"])), true),
            (parts(shop, Some(&["a"])), parts(cluster, Some(&["b"])), false),
            (parts("namespace/web", None), parts(shop, None), false),
            (parts(shop, Some(&[])), parts(shop, Some(&["a"])), true),
        ];
        for (number, (now, before, within)) in rows.iter().enumerate() {
            assert_eq!(now.are_within(before), *within, "row {number}");
        }
    }
}
