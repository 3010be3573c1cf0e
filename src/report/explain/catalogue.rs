//! What is known of an id, of whatever family.

use crate::escalation::{escapes, identity};
use crate::findings::{guards, hygiene, trust};
use crate::grants;
use crate::template::Template;

/// What is known of an entry, an escape, a step or a check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Catalogued<'c> {
    /// Its id.
    pub id: &'c str,
    /// What it is, in a few words.
    pub title: &'c str,
    /// Why it matters.
    pub why: &'c str,
    /// What to do.
    pub fix: &'c str,
    /// The frameworks' names for it.
    pub controls: Vec<&'c str>,
}

/// What is known of this id.
#[must_use]
pub fn catalogued<'c>(template: &'c Template, id: &str) -> Option<Catalogued<'c>> {
    all(template).find(|row| row.id == id)
}

/// Everything that a finding may name: entries first.
pub fn all(template: &Template) -> impl Iterator<Item = Catalogued<'_>> {
    let entries = template.entries.iter().map(|entry| Catalogued {
        id: &entry.id,
        title: &entry.title,
        why: &entry.why,
        fix: &entry.fix,
        controls: entry.controls.iter().map(String::as_str).collect(),
    });
    let escapes = escapes::ALL.iter().map(|row| row_of(row.id, row.title, (row.why, row.fix), row.controls));
    let guards = guards::ALL.iter().map(|row| row_of(row.id, row.title, (row.why, row.fix), guards::CONTROLS));
    let trust = trust::ALL.iter().map(|row| row_of(row.id, row.title, (row.why, row.fix), trust::CONTROLS));
    let hygiene = hygiene::ALL.iter().map(|row| row_of(row.id, row.title, (row.why, row.fix), row.controls));
    let grants = grants::CHECKS.iter().map(|row| row_of(row.id, row.title, (row.why, row.fix), &[]));
    let steps = identity::ALL.iter().map(|row| row_of(row.id, row.title, (row.why, row.fix), row.controls));
    let methods = template.methods.iter().map(|row| row_of(&row.id, &row.title, (row.why(), row.fix()), &["T1098"]));
    entries.chain(methods).chain(escapes).chain(guards).chain(trust).chain(hygiene).chain(grants).chain(steps)
}

fn row_of<'c>(id: &'c str, title: &'c str, (why, fix): (&'c str, &'c str), controls: &[&'c str]) -> Catalogued<'c> {
    Catalogued { id, title, why, fix, controls: controls.to_vec() }
}
