//! The lists of the table report, in the order in which they are read.

use std::io;

use crate::findings::{Hop, HotPod, Path, RiskyEntry, TokenKind};
use crate::graph::Objective;
use crate::model::Name;

use super::super::Report;
use super::super::grid::{Cell, cell, names_cell};
use super::super::visible::visible;
use super::super::way::way;
use super::super::words::{abridged, fitting, node, object};
use super::together::{Row, together};
use super::{Options, level, section, shown};

/// How many columns the nodes of a pod may take where all of them are wanted.
const WIDE: usize = 240;

/// How many of the guards that may refuse a path are named.
const DOUBTS: usize = 2;

/// A cell with the first few of a list, or all that one can read.
fn few(list: &[impl AsRef<str>], options: &Options) -> Cell {
    names_cell(list, if options.wide { usize::MAX } else { 3 })
}

/// Pods whose token leads somewhere.
pub(super) fn hot_pods(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let pods = report.hot_pods.iter().filter(|pod| shown(options, *pod));
    let rows = pods.map(|pod| {
        let escapes: Vec<String> = pod.escapes.iter().map(|id| id.trim_start_matches("escape/").to_owned()).collect();
        let cells = vec![
            cell(&level(pod)),
            cell(&pod.id()),
            cell(&pod.pods.len().to_string()),
            cell(if pod.token == TokenKind::None { "" } else { &pod.service_account }),
            few(&escapes, options),
            few(&pod.cloud, options),
            leads_to(pod, options),
        ];
        Row::new(&[&level(pod)], &[&pod.escapes, &pod.reaches, &pod.entries], &pod.id(), cells)
    });
    let header = ["SEVERITY", "POD", "PODS", "TOKEN OF", "ESCAPES BY", "CLOUD", "LEADS TO"];
    section(out, options, "Hot pods", &header, together(&rows.collect::<Vec<_>>(), "workload", options))
}

/// Where a pod leads: to objectives, perhaps by way of a node; else to its node, or to what its token may do.
fn leads_to(pod: &HotPod, options: &Options) -> Cell {
    let unknown = pod.via.iter().any(|via| via == "node:*");
    let via: Vec<String> = if unknown { vec!["its node".to_owned()] } else { pod.via.clone() };
    if pod.reaches.is_empty() {
        let all: Vec<&str> = via.iter().map(String::as_str).chain(pod.entries.iter().map(Name::as_str)).collect();
        return if all.is_empty() { cell("nothing further known") } else { few(&all, options) };
    }
    // Who may do everything reaches the other objectives too.
    let admin = pod.reaches.iter().find(|id| ***id == *Objective::ClusterAdmin.id()).filter(|_| !options.wide);
    let implied = |id: &&Name| admin.is_some_and(|admin| *id != admin && id.starts_with("objective:"));
    let reaches = pod.reaches.iter().filter(|id| !implied(id)).map(|id| visible(node(id)));
    let reaches = reaches.collect::<Vec<String>>().join(", ");
    let most = if options.wide { fitting(&via, WIDE) } else { 2 };
    Cell::new(if via.is_empty() { reaches } else { format!("{reaches} (via {})", abridged(&via, most)) })
}

/// Ways to an objective, each as one line.
pub(super) fn paths(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let own = report.paths.iter().filter(|path| path.implied_by.is_none());
    let all: Vec<&Path> = own.filter(|path| shown(options, *path)).collect();
    let most = if options.wide { usize::MAX } else { options.max_paths };
    let rows: Vec<Vec<Cell>> =
        all.iter().take(most).map(|path| vec![cell(&level(*path)), cell(&path.id), line_cell(path)]).collect();
    section(out, options, "Paths", &["SEVERITY", "ID", "PATH"], rows)?;
    match all.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(out, "{more} more paths not shown; -o wide shows all"),
    }
}

/// A path as one line: `pod:shop/web -> sa:shop/deployer (identity/pod-token) -> cluster-admin (rbac/bind-clusterrole)`.
fn line_cell(path: &Path) -> Cell {
    let mut text = way(&path.from, path.hops.iter().map(AsRef::as_ref), true);
    if path.certainty != "proven-rights" {
        text.push_str(&format!(" [{}{}]", path.certainty, doubt(path)));
    }
    if path.hops.iter().any(|hop| hop.confirmed == Some(false)) {
        text.push_str(" [not confirmed: the API server refuses a step]");
    }
    Cell::new(text)
}

/// What blocks a path, or may: ` by ns:shop: …`, `: validatingwebhook:hooks/pods may refuse it`.
fn doubt(path: &Path) -> String {
    let of_hops = |said: fn(&Hop) -> &Vec<String>| {
        let mut all: Vec<String> = Vec::new();
        for text in path.hops.iter().flat_map(|hop| said(hop)) {
            if !all.contains(text) {
                all.push(text.clone());
            }
        }
        all
    };
    let (blocks, doubts) = (of_hops(|hop| &hop.blocked_by), of_hops(|hop| &hop.may_refuse));
    match (blocks.is_empty(), doubts.is_empty() || path.is_guarded()) {
        (false, _) => format!(" by {}", visible(&blocks.join(", "))),
        (true, false) => format!(": {} may refuse it", abridged(&doubts, DOUBTS)),
        (true, true) => String::new(),
    }
}

/// Subjects, each with its worst entry and the evidence.
pub(super) fn subjects(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let subjects = report.risky_subjects.iter().filter(|subject| shown(options, *subject));
    // Where there is no room the evidence is left to the table of bindings.
    let roomy = options.width.is_none_or(|width| width >= 120);
    let rows = subjects.map(|subject| {
        let (most, names) = held(&subject.entries, options);
        let worst = subject.entries.first();
        let place = worst.map_or("", |entry| entry.scope.as_str());
        let mut row = vec![
            cell(&level(subject)),
            cell(&subject.subject),
            cell(place.trim_start_matches("namespace/")),
            names_cell(&names, most),
        ];
        row.extend(roomy.then(|| worst.map_or_else(|| cell(""), evidence)));
        Row::new(&[&level(subject)], &[&names], &subject.subject, row)
    });
    let header: &[&str] = match roomy {
        true => &["SEVERITY", "SUBJECT", "WHERE", "CAN", "BECAUSE"],
        false => &["SEVERITY", "SUBJECT", "WHERE", "CAN"],
    };
    section(out, options, "Risky subjects", header, together(&rows.collect::<Vec<_>>(), "subject", options))
}

/// How many entries are named, and all of them: what is below the least severity that is shown comes last and, unless
/// there is nothing else, is counted only.
fn held(entries: &[RiskyEntry], options: &Options) -> (usize, Vec<Name>) {
    let (shown, minor): (Vec<&RiskyEntry>, Vec<&RiskyEntry>) =
        entries.iter().partition(|entry| entry.severity.0 >= options.severity);
    let most = if options.wide { usize::MAX } else { shown.len().clamp(1, 2) };
    (most, shown.into_iter().chain(minor).map(|entry| entry.id.clone()).collect())
}

/// The first grant of an entry: binding, role and rule.
fn evidence(entry: &RiskyEntry) -> Cell {
    let Some(grant) = entry.grants.first() else { return cell("") };
    let binding = grant.binding.as_deref().unwrap_or("-");
    Cell::new(format!("{} -> {} rule {}", visible(&object(binding)), visible(&object(&grant.role)), grant.rule))
}

/// Bindings, with who gets what.
pub(super) fn bindings(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let bindings = report.risky_bindings.iter().filter(|binding| shown(options, *binding));
    let rows = bindings.map(|binding| {
        let cells = vec![
            cell(&level(binding)),
            cell(&object(&binding.binding)),
            cell(&object(&binding.role)),
            few(&binding.subjects, options),
        ];
        Row::new(&[&level(binding)], &[&binding.entries], &binding.binding, cells)
    });
    let header = ["SEVERITY", "BINDING", "GRANTS", "TO"];
    section(out, options, "Risky bindings", &header, together(&rows.collect::<Vec<_>>(), "binding", options))
}

/// Roles, with what they allow.
pub(super) fn roles(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let roles = report.risky_roles.iter().filter(|role| shown(options, *role));
    let rows = roles.map(|role| {
        let cells = vec![
            cell(&level(role)),
            cell(&object(&role.role)),
            few(&role.entries, options),
            cell(&role.bound_by.len().to_string()),
        ];
        Row::new(&[&level(role)], &[&role.entries], &role.role, cells)
    });
    let header = ["SEVERITY", "ROLE", "ALLOWS", "BOUND"];
    section(out, options, "Risky roles", &header, together(&rows.collect::<Vec<_>>(), "role", options))
}
