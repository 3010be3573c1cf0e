//! What explains the ids that the page shows.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::template::Template;

use super::super::super::Report;
use super::super::super::explain;

/// What is known of an id.
#[derive(Serialize)]
pub(super) struct Word<'t> {
    title: &'t str,
    why: &'t str,
    fix: &'t str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    controls: Vec<&'t str>,
}

/// What is known of the ids that are shown: those among these texts, and the checks of findings.
pub(super) fn catalogue<'t>(report: &Report, template: &'t Template, texts: &[&str]) -> BTreeMap<&'t str, Word<'t>> {
    let checks = report.findings.iter().filter_map(|finding| finding.check.as_deref());
    let shown: BTreeSet<&str> = texts.iter().copied().chain(checks).collect();
    let mut catalogue: BTreeMap<&str, Word<'_>> = BTreeMap::new();
    for known in explain::all(template).filter(|known| shown.contains(known.id)) {
        let word = Word { title: known.title, why: known.why, fix: known.fix, controls: known.controls };
        catalogue.entry(known.id).or_insert(word);
    }
    catalogue
}
