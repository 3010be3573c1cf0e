//! Risky roles, bindings and subjects: the same hits, seen from three sides.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::authz::NameSet;
use crate::escalation::Drawn;
use crate::model::{Binding, BindingId, Name, RoleId, Scope, Subject};
use crate::template::{Entry, Severity};

use super::assess::{Assessment, worst_first};
use super::judging::Rated;
use super::types::{Marks, RiskyBinding, RiskyEntry, RiskyRole, RiskySubject, SeverityWord};

mod role_hits;

use role_hits::{RoleHits, rank};

/// Roles whose rules hit an entry, where somebody is bound to them or could bind them.
pub(super) fn roles(assessment: &Assessment<'_>) -> Vec<RiskyRole> {
    let mut found: BTreeMap<RoleId, RoleHits> = BTreeMap::new();
    for (role, scope, hits) in &assessment.escalation.roles {
        let bindings = assessment.access.bindings_of(*role).iter().map(|id| assessment.snapshot.binding(*id));
        let here: Vec<&Binding> = bindings.clone().filter(|binding| binding.scope() == *scope).collect();
        // It is as bad as it is to those who hold it everywhere.
        if here.is_empty() && bindings.into_iter().any(|binding| binding.scope() == Scope::Cluster) {
            continue;
        }
        for drawn in hits {
            let hits = found.entry(*role).or_default();
            let rated = assessment.rated(drawn, here.iter().flat_map(|binding| &binding.subjects));
            hits.rated.push(rated);
            hits.add(*role, &drawn.hit, (rated.severity, rank(assessment, drawn.hit.entry)));
        }
    }
    for (role, hits) in &assessment.escalation.unbound {
        // Bound nowhere: it gives nobody anything until somebody binds it.
        let found = found.entry(*role).or_default();
        hits.iter().for_each(|hit| found.add(*role, hit, (Severity::Info, rank(assessment, hit.entry))));
    }
    let roles = found.into_iter().map(|(role, hits)| {
        let rules = hits.rules();
        let all = Rated::together(hits.rated);
        RiskyRole {
            role: assessment.ids.role(role),
            severity: SeverityWord(all.map_or(Severity::Info, |all| all.severity)),
            entries: assessment.entry_ids(hits.entries),
            rules,
            bound_by: binding_names(assessment, assessment.access.bindings_of(role)),
            guarded: all.is_some_and(|all| all.guarded),
            built_in: assessment.builtin.role(role),
            marks: Marks::default(),
        }
    });
    let mut roles: Vec<RiskyRole> = roles.collect();
    worst_first(&mut roles, |role| (role.severity, role.role.clone()));
    roles
}

fn binding_names(assessment: &Assessment<'_>, bindings: &[BindingId]) -> Vec<Name> {
    bindings.iter().map(|&id| assessment.ids.binding(id)).collect()
}

/// Bindings that grant somebody a role that hits an entry.
pub(super) fn bindings(assessment: &Assessment<'_>) -> Vec<RiskyBinding> {
    let risky = assessment.snapshot.binding_ids().filter_map(|(id, binding)| {
        if binding.subjects.is_empty() {
            return None;
        }
        let (rated, entries) = of_binding(assessment, id)?;
        Some(RiskyBinding {
            binding: assessment.ids.binding(id),
            role: binding.role_id().into(),
            severity: SeverityWord(rated.severity),
            subjects: binding.subjects.iter().map(|subject| subject.id().into()).collect(),
            entries,
            guarded: rated.guarded,
            built_in: assessment.builtin.binding(id),
            marks: Marks::default(),
        })
    });
    let mut bindings: Vec<RiskyBinding> = risky.collect();
    worst_first(&mut bindings, |binding| (binding.severity, binding.binding.clone()));
    bindings
}

/// How bad is what a binding grants, and the entries; nothing where it grants nothing risky.
pub(super) fn of_binding(assessment: &Assessment<'_>, id: BindingId) -> Option<(Rated, Vec<Name>)> {
    let hits = assessment.hits_through(id);
    let subjects = &assessment.snapshot.binding(id).subjects;
    let rated: Vec<(usize, Rated)> =
        hits.iter().map(|drawn| (drawn.hit.entry, assessment.rated(drawn, subjects))).collect();
    let entries = assessment.entry_ids(rated.iter().map(|(entry, rated)| (*entry, rated.severity)));
    Some((Rated::together(rated.into_iter().map(|(_, rated)| rated))?, entries))
}

/// What a subject hits, by the entry's place in the template and by where.
type Entries<'d> = BTreeMap<(usize, &'d Scope), (RiskyEntry, NameSet)>;

/// Subjects that a binding names and that hit an entry, by one of their roles or several together.
pub(super) fn subjects(assessment: &Assessment<'_>) -> Vec<RiskySubject> {
    let all: Vec<(&Subject, &[BindingId])> = assessment.access.subjects().collect();
    let risky = all.into_par_iter().filter_map(|(subject, bindings)| {
        let mut entries = Entries::new();
        let mut built_in = true;
        for &binding in bindings {
            for drawn in assessment.hits_through(binding) {
                built_in &= assessment.builtin.binding(binding);
                note(assessment, &mut entries, drawn, (subject, Some(binding)));
            }
        }
        for drawn in assessment.hits_together(subject) {
            built_in &= assessment.builtin_grants(&drawn.hit.grants);
            note(assessment, &mut entries, drawn, (subject, None));
        }
        for (entry, severity) in assessment.joined(subject) {
            let hit = entries.iter_mut().filter(|((place, _), _)| *place == entry);
            hit.for_each(|(_, (entry, _))| entry.severity = entry.severity.max(SeverityWord(severity)));
        }
        let entries = most_telling_first(assessment, entries);
        let rated = entries.iter().map(|entry| Rated { severity: entry.severity.0, guarded: entry.guarded });
        let Rated { severity, guarded } = Rated::together(rated)?;
        Some(RiskySubject {
            subject: subject.id().into(),
            severity: SeverityWord(severity),
            entries,
            guarded,
            built_in,
            marks: Marks::default(),
        })
    });
    let mut subjects: Vec<RiskySubject> = risky.collect();
    worst_first(&mut subjects, |subject| (subject.severity, subject.subject.clone()));
    subjects
}

/// Orders entries by how bad they are here, open ones first, then by how much they explain.
fn most_telling_first(assessment: &Assessment<'_>, entries: Entries<'_>) -> Vec<RiskyEntry> {
    let named = |(key, (entry, names))| {
        let names = if let NameSet::Only(names) = names { Some(names) } else { None };
        (key, RiskyEntry { names, ..entry })
    };
    let mut entries: Vec<((usize, &Scope), RiskyEntry)> = entries.into_iter().map(named).collect();
    let rank = |place: usize| assessment.template.entries.get(place).map(Entry::rank);
    // They are in the order of the template and of scopes already.
    entries.sort_by_key(|((place, _), entry)| (Reverse(entry.severity), entry.guarded, Reverse(rank(*place))));
    let mut entries: Vec<RiskyEntry> = entries.into_iter().map(|(_, entry)| entry).collect();
    entries.shrink_to_fit();
    entries
}

/// Adds a hit; the same entry in the same scope through another binding is more evidence for it.
fn note<'d>(
    assessment: &Assessment<'_>,
    entries: &mut Entries<'d>,
    drawn: &'d Drawn,
    (subject, through): (&Subject, Option<BindingId>),
) {
    let rated = assessment.rated(drawn, [subject]);
    let severity = SeverityWord(rated.severity);
    let grants = assessment.grants(&drawn.hit.grants, through);
    let (known, names) = entries.entry((drawn.hit.entry, &drawn.hit.scope)).or_insert_with(|| {
        let entry = RiskyEntry {
            id: assessment.ids.entry(drawn.hit.entry),
            severity,
            guarded: rated.guarded,
            scope: drawn.hit.scope.id().into(),
            names: None,
            // As long as they are: there are a hundred thousand such lists, and most are of one.
            grants: Vec::with_capacity(grants.len()),
        };
        (entry, drawn.hit.targets.clone())
    });
    names.add(&drawn.hit.targets);
    known.severity = known.severity.max(severity);
    known.guarded &= rated.guarded;
    known.grants.extend(grants);
}
