//! Risky roles, bindings and subjects: the same hits, seen from three sides.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::escalation::Drawn;
use crate::model::{BindingId, RoleId, Subject};
use crate::template::{Entry, Severity};

use super::assess::{Assessment, worst_first};
use super::types::{RiskyBinding, RiskyEntry, RiskyRole, RiskySubject, SeverityWord};

/// Roles whose rules hit an entry, where somebody is bound to them or could bind them.
pub(super) fn roles(assessment: &Assessment<'_>) -> Vec<RiskyRole> {
    let mut found: BTreeMap<RoleId, (Severity, BTreeSet<usize>)> = BTreeMap::new();
    for (role, _, hits) in &assessment.escalation.roles {
        for drawn in hits {
            let (severity, entries) = found.entry(*role).or_insert_with(|| (Severity::Info, BTreeSet::new()));
            *severity = assessment.severity(drawn).max(*severity);
            entries.insert(drawn.hit.entry);
        }
    }
    for (role, hits) in &assessment.escalation.unbound {
        // Bound nowhere: it gives nobody anything until somebody binds it.
        let (_, entries) = found.entry(*role).or_insert_with(|| (Severity::Info, BTreeSet::new()));
        entries.extend(hits.iter().map(|hit| hit.entry));
    }
    let roles = found.into_iter().map(|(role, (severity, entries))| RiskyRole {
        role: assessment.role_name(role),
        severity: SeverityWord(severity),
        entries: assessment.ids(entries),
        bound_by: binding_names(assessment, assessment.access.bindings_of(role)),
        built_in: assessment.builtin.role(role),
    });
    let mut roles: Vec<RiskyRole> = roles.collect();
    worst_first(&mut roles, |role| (role.severity, role.role.clone()));
    roles
}

fn binding_names(assessment: &Assessment<'_>, bindings: &[BindingId]) -> Vec<String> {
    bindings.iter().map(|&id| assessment.snapshot.binding(id).id()).collect()
}

/// Bindings that grant somebody a role that hits an entry.
pub(super) fn bindings(assessment: &Assessment<'_>) -> Vec<RiskyBinding> {
    let risky = assessment.snapshot.binding_ids().filter_map(|(id, binding)| {
        if binding.subjects.is_empty() {
            return None;
        }
        let (severity, entries) = of_binding(assessment, id)?;
        Some(RiskyBinding {
            binding: binding.id(),
            role: binding.role_id(),
            severity: SeverityWord(severity),
            subjects: binding.subjects.iter().map(Subject::id).collect(),
            entries,
            built_in: assessment.builtin.binding(id),
        })
    });
    let mut bindings: Vec<RiskyBinding> = risky.collect();
    worst_first(&mut bindings, |binding| (binding.severity, binding.binding.clone()));
    bindings
}

/// The severity of what a binding grants, and the entries; nothing where it grants nothing risky.
pub(super) fn of_binding(assessment: &Assessment<'_>, id: BindingId) -> Option<(Severity, Vec<String>)> {
    let hits = assessment.hits_through(id);
    let severity = hits.iter().map(|drawn| assessment.severity(drawn)).max()?;
    Some((severity, assessment.ids(hits.iter().map(|drawn| drawn.hit.entry).collect::<BTreeSet<_>>())))
}

/// Subjects that a binding names and that hit an entry, by one of their roles or several together.
pub(super) fn subjects(assessment: &Assessment<'_>) -> Vec<RiskySubject> {
    let risky = assessment.access.subjects().filter_map(|(subject, bindings)| {
        let mut entries: BTreeMap<(usize, String), RiskyEntry> = BTreeMap::new();
        let mut built_in = true;
        for &binding in bindings {
            for drawn in assessment.hits_through(binding) {
                built_in &= assessment.builtin.binding(binding);
                note(assessment, &mut entries, drawn, Some(binding));
            }
        }
        for drawn in assessment.hits_together(subject) {
            built_in &= assessment.builtin_grants(&drawn.hit.grants);
            note(assessment, &mut entries, drawn, None);
        }
        for (entry, severity) in assessment.joined(subject) {
            let hit = entries.iter_mut().filter(|((place, _), _)| *place == entry);
            hit.for_each(|(_, entry)| entry.severity = entry.severity.max(SeverityWord(severity)));
        }
        let entries = most_telling_first(assessment, entries);
        let severity = entries.first()?.severity;
        Some(RiskySubject { subject: subject.id(), severity, entries, built_in })
    });
    let mut subjects: Vec<RiskySubject> = risky.collect();
    worst_first(&mut subjects, |subject| (subject.severity, subject.subject.clone()));
    subjects
}

/// Orders entries by how bad they are here, then by how much they explain.
fn most_telling_first(assessment: &Assessment<'_>, entries: BTreeMap<(usize, String), RiskyEntry>) -> Vec<RiskyEntry> {
    let mut entries: Vec<((usize, String), RiskyEntry)> = entries.into_iter().collect();
    let rank = |place: usize| assessment.template.entries.get(place).map(Entry::rank);
    entries
        .sort_by_key(|((place, scope), entry)| (Reverse(entry.severity), Reverse(rank(*place)), *place, scope.clone()));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// Adds a hit; the same entry in the same scope through another binding is more evidence for it.
fn note(
    assessment: &Assessment<'_>,
    entries: &mut BTreeMap<(usize, String), RiskyEntry>,
    drawn: &Drawn,
    through: Option<BindingId>,
) {
    let Some(entry) = assessment.entry(&drawn.hit) else {
        return;
    };
    let scope = drawn.hit.scope.id();
    let severity = SeverityWord(assessment.severity(drawn));
    let grants = assessment.grants(&drawn.hit.grants, through);
    let known = entries.entry((drawn.hit.entry, scope.clone())).or_insert_with(|| RiskyEntry {
        id: entry.id.clone(),
        severity,
        scope,
        grants: Vec::new(),
    });
    known.severity = known.severity.max(severity);
    known.grants.extend(grants);
}
