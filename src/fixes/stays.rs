//! What a fix leaves: paths that only a guard blocks from then on, risky rights by the same grant, and what of their node
//! pods see though they no longer get out.

use std::collections::BTreeSet;

use crate::findings::{GrantRef, Path, RiskyEntry, RiskySubject, SeverityWord};
use crate::model::{Binding, Subject};
use crate::template::Severity;

use super::attempt::requests;
use super::change::Change;
use super::court::{After, Court, Ids};
use super::offer::told;
use super::{Guarded, Stay};

/// The paths of these that are there afterwards, blocked: those that a comparison calls better.
pub(super) fn guarded(after: &After, cut: &[&Path]) -> Vec<Guarded> {
    let of_path = |path: &&Path| {
        let now = after.paths.iter().find(|it| it.id == path.id && it.is_guarded())?;
        let by: BTreeSet<&String> = requests(now).flat_map(|hop| &hop.blocked_by).collect();
        Some(Guarded { cut: told(now), by: by.into_iter().cloned().collect() })
    };
    cut.iter().filter_map(of_path).collect()
}

/// What the subjects of the changed bindings still hold by them: of the families that the cut paths took, or as bad as they.
/// The widest of the worst first.
pub(super) fn rights(court: &Court<'_>, after: &After, changes: &[Change], cut: &[&Path]) -> Vec<Stay> {
    let changed: Vec<&Binding> = changes.iter().flat_map(|change| bindings_of(court, change)).collect();
    if changed.is_empty() {
        return Vec::new();
    }
    let names: Ids = changed.iter().map(|binding| binding.id()).collect();
    let subjects: Ids = changed.iter().flat_map(|binding| &binding.subjects).map(Subject::id).collect();
    let families = families(cut, &names);
    let worst = cut.iter().map(|path| path.severity).max();
    // What is low leads nowhere.
    let leads = |entry: &RiskyEntry| entry.severity.0 > Severity::Low && families.contains(family(&entry.id));
    let alike = |entry: &&RiskyEntry| leads(entry) || Some(entry.severity) >= worst;
    let mut stays = Vec::new();
    for subject in court.risky(after).iter().filter(|subject| subjects.contains(subject.subject.as_str())) {
        let by_it = |entry: &&RiskyEntry| is_by(&entry.grants, &names);
        stays.extend(subject.entries.iter().filter(by_it).filter(alike).map(|entry| stay(court, subject, entry)));
    }
    stays.sort_by(|one, other| {
        (other.severity, &one.scope, &one.entry).cmp(&(one.severity, &other.scope, &other.entry))
    });
    stays
}

/// The families of the entries that these paths take by these bindings.
fn families(cut: &[&Path], bindings: &Ids) -> Ids {
    let hops = cut.iter().flat_map(|path| requests(path)).filter(|hop| is_by(&hop.grants, bindings));
    hops.map(|hop| family(&hop.entry).to_owned()).collect()
}

fn is_by(grants: &[GrantRef], bindings: &Ids) -> bool {
    grants.iter().filter_map(|grant| grant.binding.as_ref()).any(|binding| bindings.contains(binding.as_str()))
}

fn stay(court: &Court<'_>, subject: &RiskySubject, entry: &RiskyEntry) -> Stay {
    Stay {
        subject: subject.subject.as_str().to_owned(),
        scope: entry.scope.as_str().to_owned(),
        names: entry.names.iter().flat_map(|names| names.iter().cloned()).collect(),
        entry: entry.id.as_str().to_owned(),
        title: court.title(&entry.id),
        severity: entry.severity,
    }
}

/// What the pods of a workload still are given of their node that leads nowhere further.
pub(super) fn ways_out(change: &Change) -> Vec<Stay> {
    let Change::Close(closing) = change else { return Vec::new() };
    let of_escape = |(id, title, severity): &(&str, &str, Severity)| Stay {
        subject: closing.target.id(),
        scope: format!("namespace/{}", closing.target.namespace.as_str()),
        names: Vec::new(),
        entry: (*id).to_owned(),
        title: (*title).to_owned(),
        severity: SeverityWord(*severity),
    };
    closing.stays.iter().map(of_escape).collect()
}

/// The bindings that a change is about.
fn bindings_of<'a>(court: &'a Court<'_>, change: &'a Change) -> Vec<&'a Binding> {
    match change {
        Change::Rules { role, .. } => {
            let id = role.id();
            court.snapshot.bindings.iter().filter(|binding| binding.role_id() == id).collect()
        }
        Change::NewBinding(binding) | Change::NoSubjects(binding) => vec![binding],
        _ => Vec::new(),
    }
}

fn family(entry: &str) -> &str {
    entry.split('/').next().unwrap_or(entry)
}
