//! The lists of the table report, in the order in which they are read.

use std::io;

use crate::findings::{Path, RiskyEntry};

use super::super::Report;
use super::super::grid::{Cell, cell};
use super::super::visible::visible;
use super::super::words::{node, shortened};
use super::{Options, section, shown};

fn ids(list: &[String], options: &Options) -> String {
    shortened(list, if options.wide { usize::MAX } else { 3 })
}

/// Pods whose token leads somewhere.
pub(super) fn hot_pods(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let pods = report.hot_pods.iter().filter(|pod| shown(options, pod.severity, pod.built_in));
    let rows = pods.map(|pod| {
        let reaches: Vec<String> = pod.reaches.iter().map(|id| node(id).to_owned()).collect();
        let leads = if reaches.is_empty() { ids(&pod.entries, options) } else { reaches.join(", ") };
        let escapes: Vec<String> = pod.escapes.iter().map(|id| id.trim_start_matches("escape/").to_owned()).collect();
        vec![
            cell(pod.severity.0.word()),
            cell(&pod.id()),
            cell(&pod.pods.len().to_string()),
            cell(&pod.service_account),
            cell(&ids(&escapes, options)),
            cell(&leads),
        ]
    });
    let header = ["SEVERITY", "POD", "PODS", "TOKEN OF", "ESCAPES BY", "LEADS TO"];
    section(out, options, "Hot pods", &header, rows.collect())
}

/// Ways to an objective, each as one line.
pub(super) fn paths(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let own = report.paths.iter().filter(|path| path.implied_by.is_none());
    let own = own.filter(|path| options.include_guarded || !path.is_guarded());
    let all: Vec<&Path> = own.filter(|path| shown(options, path.severity, path.built_in)).collect();
    let most = if options.wide { usize::MAX } else { options.max_paths };
    let rows: Vec<Vec<Cell>> =
        all.iter().take(most).map(|path| vec![cell(path.severity.0.word()), cell(&path.id), line_cell(path)]).collect();
    section(out, options, "Paths", &["SEVERITY", "ID", "PATH"], rows)?;
    match all.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(out, "{more} more paths not shown; -o wide shows all"),
    }
}

/// A path as one line: `pod:shop/web -> sa:shop/deployer (identity/pod-token) -> cluster-admin (rbac/bind-clusterrole)`.
fn line_cell(path: &Path) -> Cell {
    let mut text = visible(node(&path.from));
    for hop in &path.hops {
        text.push_str(&format!(" -> {} ({})", visible(node(&hop.to)), hop.entry));
    }
    if path.certainty != "proven-rights" {
        let blocks: Vec<&str> = path.hops.iter().flat_map(|hop| &hop.blocked_by).map(String::as_str).collect();
        let why = if blocks.is_empty() { String::new() } else { format!(" by {}", visible(&blocks.join(", "))) };
        text.push_str(&format!(" [{}{why}]", path.certainty));
    }
    Cell::new(text)
}

/// Subjects, each with its worst entry and the evidence.
pub(super) fn subjects(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let subjects = report.risky_subjects.iter().filter(|subject| shown(options, subject.severity, subject.built_in));
    // Where there is no room the evidence is left to the table of bindings.
    let roomy = options.width.is_none_or(|width| width >= 120);
    let rows = subjects.map(|subject| {
        let most = if options.wide { usize::MAX } else { 2 };
        let names: Vec<String> = subject.entries.iter().map(|entry| entry.id.clone()).collect();
        let worst = subject.entries.first();
        let place = worst.map_or("", |entry| entry.scope.as_str());
        let mut row = vec![
            cell(subject.severity.0.word()),
            cell(&subject.subject),
            cell(place.trim_start_matches("namespace/")),
            cell(&shortened(&names, most)),
        ];
        row.extend(roomy.then(|| cell(&worst.map_or_else(String::new, evidence))));
        row
    });
    let header: &[&str] = match roomy {
        true => &["SEVERITY", "SUBJECT", "WHERE", "CAN", "BECAUSE"],
        false => &["SEVERITY", "SUBJECT", "WHERE", "CAN"],
    };
    section(out, options, "Risky subjects", header, rows.collect())
}

/// The first grant of an entry: binding, role and rule.
fn evidence(entry: &RiskyEntry) -> String {
    entry.grants.first().map_or_else(String::new, |grant| {
        format!("{} -> {} rule {}", grant.binding.as_deref().unwrap_or("-"), grant.role, grant.rule)
    })
}

/// Bindings, with who gets what.
pub(super) fn bindings(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let bindings = report.risky_bindings.iter().filter(|binding| shown(options, binding.severity, binding.built_in));
    let rows = bindings.map(|binding| {
        vec![
            cell(binding.severity.0.word()),
            cell(&binding.binding),
            cell(&binding.role),
            cell(&ids(&binding.subjects, options)),
        ]
    });
    let header = ["SEVERITY", "BINDING", "GRANTS", "TO"];
    section(out, options, "Risky bindings", &header, rows.collect())
}

/// Roles, with what they allow.
pub(super) fn roles(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let roles = report.risky_roles.iter().filter(|role| shown(options, role.severity, role.built_in));
    let rows = roles.map(|role| {
        vec![
            cell(role.severity.0.word()),
            cell(&role.role),
            cell(&ids(&role.entries, options)),
            cell(&role.bound_by.len().to_string()),
        ]
    });
    section(out, options, "Risky roles", &["SEVERITY", "ROLE", "ALLOWS", "BOUND"], rows.collect())
}
