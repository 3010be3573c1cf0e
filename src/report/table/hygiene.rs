//! What should be put in order, hollow guards first: many findings of one check are one row.

use std::collections::BTreeMap;
use std::io;

use crate::findings::{Finding, FindingKind, Place, guards, hygiene, trust};

use super::super::Report;
use super::super::grid::{Cell, cell, prose_cell};
use super::super::words::abridged;
use super::{Options, level, section, shown};

/// As many findings of one check and severity have a row each.
const APART: usize = 3;

/// The findings of checks, by family.
pub(super) fn hygiene(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    of_kind(out, report, options, FindingKind::Guard, "Hollow guards")?;
    of_kind(out, report, options, FindingKind::Hygiene, "Hygiene")
}

/// The findings of one family, those of one check together where they are many.
fn of_kind(
    out: &mut dyn io::Write,
    report: &Report,
    options: &Options,
    kind: FindingKind,
    title: &str,
) -> io::Result<()> {
    let findings = report.findings.iter().filter(|finding| finding.kind == kind && shown(options, *finding));
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut places = BTreeMap::new();
    for finding in findings {
        let place = *places.entry((finding.severity, finding.check.as_deref())).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    let apart = if options.wide { usize::MAX } else { APART };
    let rows = groups.iter().flat_map(|group| match group.as_slice() {
        [first, ..] if group.len() > apart => vec![row(first, &together(group))],
        few => few.iter().map(|finding| row(finding, &told(finding, options))).collect(),
    });
    section(out, options, title, &["SEVERITY", "CHECK", "FINDING"], rows.collect())
}

fn row(finding: &Finding, text: &str) -> Vec<Cell> {
    vec![cell(&level(finding)), cell(finding.check.as_deref().unwrap_or_default()), prose_cell(text)]
}

/// The message, and, where there is room, where to look.
fn told(finding: &Finding, options: &Options) -> String {
    let places = || finding.locations.iter().map(|Place { file, line, column }| format!("{file}:{line}:{column}"));
    match finding.locations.as_slice() {
        [_, ..] if options.wide => format!("{} ({})", finding.message, places().collect::<Vec<_>>().join(", ")),
        _ => finding.message.clone(),
    }
}

/// `42 namespaces without a pod security level: ns:shop, ns:web, ns:ci and 39 more`.
fn together(group: &[&Finding]) -> String {
    let check = group.first().and_then(|finding| finding.check.as_deref()).unwrap_or_default();
    let of_guard = || guards::row(check).map(|row| row.title);
    let of_trust = || trust::row(check).map(|row| row.title);
    let title = hygiene::row(check).map(|row| row.title).or_else(of_guard).or_else(of_trust).unwrap_or(check);
    let names: Vec<String> = group.iter().map(|finding| about(finding, check).to_owned()).collect();
    let mut letters = title.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
    format!("{} {first}{}: {}", group.len(), letters.as_str(), abridged(&names, APART))
}

/// The first name that a finding is about. Its id is its kind, its check and these names.
fn about<'f>(finding: &'f Finding, check: &str) -> &'f str {
    let names = finding.id.split_once(check).map_or(finding.id.as_str(), |(_, names)| names);
    names.split_whitespace().next().unwrap_or_default()
}
