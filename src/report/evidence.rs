//! What a finding rests on, for formats that tell of one finding at a time.

use crate::cloud::NOT_CLAIMED;
use crate::findings::{About, Finding, GrantRef, Hop, Rows};
use crate::model::Name;

use super::Report;
use super::visible::inert;
use super::words::object;

/// What a finding rests on.
pub(super) struct Evidence<'r> {
    /// The entries, escapes or checks, the most telling first.
    pub(super) entries: Vec<&'r str>,
    /// The grants, each once, the first first.
    pub(super) grants: Vec<&'r GrantRef>,
    /// The way, of a path.
    pub(super) way: Option<String>,
    /// What to change.
    pub(super) fix: Option<&'r str>,
}

/// What a finding rests on, among these.
pub(super) fn evidence<'r>(finding: &'r Finding, rows: &Rows<'r>) -> Evidence<'r> {
    let names = |list: &'r [Name]| list.iter().map(Name::as_str).collect::<Vec<_>>();
    let (mut entries, mut grants, mut way, mut fix) = (Vec::new(), Vec::new(), None, None);
    match About::of(finding, rows) {
        About::Pod(pod) => {
            entries = names(&pod.escapes);
            entries.extend(names(&pod.entries));
        }
        About::Path(path) => {
            let hops = || path.hops.iter().map(AsRef::as_ref);
            let requests = || hops().flat_map(Hop::requests);
            entries = requests().map(|hop| hop.entry.as_str()).collect();
            grants = requests().flat_map(|hop| &hop.grants).collect();
            way = Some(super::way::way(&path.from, hops(), false));
            fix = Some(&*path.fix).filter(|fix| !fix.is_empty());
        }
        About::Subject(subject) => {
            entries = subject.entries.iter().map(|entry| entry.id.as_str()).collect();
            grants = subject.entries.iter().flat_map(|entry| &entry.grants).collect();
        }
        About::Role(role) => entries = names(&role.entries),
        About::Binding(binding) => entries = names(&binding.entries),
        About::Check => entries.extend(finding.check.as_deref()),
    }
    let mut named = std::collections::BTreeSet::new();
    entries.retain(|entry| named.insert(*entry));
    let mut seen = std::collections::BTreeSet::new();
    grants.retain(|grant| seen.insert(*grant));
    Evidence { entries, grants, way, fix }
}

impl Report {
    /// What a finding of this report rests on.
    pub(super) fn evidence<'r>(&'r self, finding: &'r Finding) -> Evidence<'r> {
        evidence(finding, &self.rows())
    }

    /// What is not looked at though it may refuse what is told, for formats that leave out other notes.
    pub(super) fn not_claimed(&self) -> Option<&str> {
        self.notes.iter().map(|note| note.text.as_str()).find(|text| *text == NOT_CLAIMED)
    }

    /// The lists that findings are about.
    pub(super) fn rows(&self) -> Rows<'_> {
        Rows {
            hot_pods: &self.hot_pods,
            paths: &self.paths,
            risky_subjects: &self.risky_subjects,
            risky_roles: &self.risky_roles,
            risky_bindings: &self.risky_bindings,
        }
    }
}

/// A grant as one line: binding, role, rule.
pub(super) fn grant(grant: &GrantRef) -> String {
    let binding = grant.binding.as_deref().unwrap_or("-");
    format!("{} -> {} rule {}", inert(&object(binding)), inert(&object(&grant.role)), grant.rule)
}
