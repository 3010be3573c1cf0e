//! Whom a suppression is about, and how far one of an entry reaches: a finding that several entries make is suppressed
//! once each of them is.

use std::sync::Arc;

use crate::model::Name;

use super::super::about::About;
use super::super::types::{Finding, RiskyRole, Suppressed};
use super::{Bound, Suppression, Suppressions, Target};

impl Suppression {
    /// Whether the finding is about somebody whom it means.
    pub(super) fn concerns(&self, bound: &Bound<'_>, finding: &Finding, about: &About<'_>) -> bool {
        let Some(pattern) = &self.subject else { return true };
        let matches = |name: &str| pattern.matches(name);
        match about {
            About::Pod(pod) => matches(&pod.id()) || matches(&pod.service_account),
            About::Path(path) => matches(&path.from),
            About::Subject(subject) => matches(&subject.subject),
            About::Role(role) => matches(&role.role) || all(holders(bound, role), matches),
            About::Binding(binding) => matches(&binding.binding) || all(binding.subjects.iter(), matches),
            About::Check => finding.id.split(' ').any(matches),
        }
    }
}

/// Whether there are some, and all are meant.
fn all<'n>(mut names: impl Iterator<Item = &'n Name>, matches: impl Fn(&str) -> bool) -> bool {
    names.next().is_some_and(|first| matches(first)) && names.all(|name| matches(name))
}

/// Who holds a role by its bindings.
fn holders<'f>(bound: &Bound<'f>, role: &RiskyRole) -> impl Iterator<Item = &'f Name> {
    role.bound_by.iter().filter_map(|binding| bound.get(binding).copied()).flatten()
}

impl Suppressions {
    /// Why a finding is suppressed that entries make: the first of the reasons, if each of its entries has one. A path, or
    /// a pod that starts one, is more than its entries and is only suppressed by itself.
    pub(super) fn on_entries(
        &self,
        bound: &Bound<'_>,
        finding: &Finding,
        about: &About<'_>,
        used: &mut [bool],
    ) -> Option<Arc<Suppressed>> {
        let entries: Vec<&str> = match about {
            About::Pod(pod) if pod.reaches.is_empty() && pod.via.is_empty() => {
                pod.entries.iter().chain(&pod.escapes).map(Name::as_str).collect()
            }
            About::Subject(subject) => subject.entries.iter().map(|entry| entry.id.as_str()).collect(),
            About::Role(role) => role.entries.iter().map(Name::as_str).collect(),
            About::Binding(binding) => binding.entries.iter().map(Name::as_str).collect(),
            About::Pod(_) | About::Path(_) | About::Check => Vec::new(),
        };
        let mut first = None;
        let mut open = entries.is_empty();
        for entry in entries {
            let mut accepted = false;
            for (suppression, used) in self.0.iter().zip(used.iter_mut()) {
                let meant = matches!(&suppression.target, Target::Entry(id) if id == entry);
                if meant && suppression.reaches(finding) && suppression.concerns(bound, finding, about) {
                    (*used, accepted) = (true, true);
                    first = first.or(Some(&suppression.said));
                }
            }
            open |= !accepted;
        }
        first.filter(|_| !open).cloned()
    }
}
