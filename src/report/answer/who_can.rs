//! `who-can` for people: each subject with where, by what, and what runs as it.

use std::collections::BTreeSet;
use std::io;

use anstyle::Style;
use schemars::JsonSchema;
use serde::Serialize;

use crate::query::{GrantInfo, Holder, Holding, Holdings, RequestInfo, WhoCan};

use super::super::grid::{self, Cell, cell, names_cell};
use super::super::visible::{inert, sentence};
use super::super::words::{object, plural};
use super::place;

/// The answer's own fields.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Body {
    /// What was asked; without a namespace it was asked of all.
    pub request: RequestInfo,
    /// Who may.
    #[serde(flatten)]
    pub found: WhoCan,
}

/// How the table is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// The columns of the terminal; nothing for a pipe.
    pub width: Option<u16>,
    /// Every scope and every member of a group in a row of its own.
    pub wide: bool,
}

/// More rows than this nobody reads, and a table is laid out as a whole: the rest of a wide one is told as a number.
const MOST_ROWS: usize = 5_000;

/// Writes the answer. `asked` is the question as a phrase; `complete`, whether all was read that matters for it.
///
/// # Errors
/// When writing fails.
pub fn write(
    out: &mut dyn io::Write,
    answer: &WhoCan,
    asked: &str,
    complete: bool,
    options: &Options,
) -> io::Result<()> {
    let bold = Style::new().bold();
    let subjects = &answer.subjects;
    let shown = subjects.holders().iter().filter(|holder| options.wide || !holder.named.is_empty()).count();
    let count = match shown {
        0 if complete => "nobody whom a binding names".to_owned(),
        0 => "nobody in what could be read".to_owned(),
        count => plural(count, "subject"),
    };
    writeln!(out, "{bold}who can {}: {count}{bold:#}", sentence(asked))?;
    let rows = if options.wide { wide(subjects, MOST_ROWS) } else { folded(subjects) };
    let more = if options.wide { subjects.grant_count().saturating_sub(rows.len()) } else { 0 };
    if !rows.is_empty() {
        let header = ["SUBJECT", "WHERE", "THROUGH", if options.wide { "VIA" } else { "MEMBERS" }, "RUNS AS IT"];
        grid::lines(options.width, &header, rows).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    if more > 0 {
        writeln!(out, "{more} more; -o json has all")?;
    }
    by_name(out, answer, options)?;
    nodes(out, answer, options)?;
    writeln!(out, "\nmembers of system:masters may do everything, whatever the bindings say")
}

/// One row for each subject that a binding names; what their members have is a number.
fn folded(subjects: &Holdings) -> Vec<Vec<Cell>> {
    let members = subjects.members();
    let row = |holder: &Holder| {
        let scopes: Vec<String> = holder.named.iter().map(|held| place(&held.scope)).collect();
        let grants: usize = holder.named.iter().map(|held| held.grants.len()).sum();
        let through = holder.named.first()?.grants.first().map(through).unwrap_or_default();
        let through = if grants > 1 { format!("{through} (+{})", grants - 1) } else { through };
        let members = members.get(holder.subject.as_str()).map_or_else(String::new, |count| format!("{count} known"));
        Some(vec![
            cell(&holder.subject),
            names_cell(&scopes, 2),
            cell(&through),
            cell(&members),
            names_cell(&holder.pods, 2),
        ])
    };
    subjects.holders().iter().filter_map(row).collect()
}

/// One row for each grant, up to so many.
fn wide(subjects: &Holdings, most: usize) -> Vec<Vec<Cell>> {
    let of_row = |row: Holding<'_>| {
        let cells = |through: &str| {
            vec![
                cell(row.subject),
                cell(&place(row.scope)),
                cell(through),
                cell(row.via.unwrap_or_default()),
                cell(&row.pods.join(", ")),
            ]
        };
        let grants = row.grants.iter().take(most).map(|grant| cells(&through_source(grant)));
        if row.grants.is_empty() { vec![cells("")] } else { grants.collect() }
    };
    subjects.rows().flat_map(of_row).take(most).collect()
}

/// `rolebinding:shop/x -> role:shop/y rule 0`.
pub(super) fn through(grant: &GrantInfo) -> String {
    format!("{} -> {} rule {}", object(&grant.binding), object(&grant.role), grant.rule)
}

/// The same with the role that an aggregated one has the rule from.
pub(super) fn through_source(grant: &GrantInfo) -> String {
    let from = grant.from.as_ref().map_or_else(String::new, |from| format!(" (from {} rule {})", from.role, from.rule));
    format!("{}{from}", through(grant))
}

/// Those who may do it to some objects only.
fn by_name(out: &mut dyn io::Write, answer: &WhoCan, options: &Options) -> io::Result<()> {
    if answer.by_name.is_empty() {
        return Ok(());
    }
    let rows = answer.by_name.iter().map(|row| {
        let most = if options.wide { usize::MAX } else { 3 };
        let through = row.grants.first().map(through).unwrap_or_default();
        vec![names_cell(&row.subjects, most), cell(&place(&row.scope)), names_cell(&row.names, most), cell(&through)]
    });
    let bold = Style::new().bold();
    writeln!(out, "\n{bold}Only for objects of these names{bold:#}")?;
    let header = ["SUBJECTS", "WHERE", "NAMES", "THROUGH"];
    grid::lines(options.width, &header, rows.collect()).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Nodes that may do it by themselves.
fn nodes(out: &mut dyn io::Write, answer: &WhoCan, options: &Options) -> io::Result<()> {
    if answer.nodes.is_empty() {
        return Ok(());
    }
    let most = if options.wide { usize::MAX } else { 5 };
    let rows = answer.nodes.iter().take(most);
    let rows = rows.map(|row| vec![cell(&row.node), cell(&place(&row.scope)), cell(&row.reason)]).collect();
    let bold = Style::new().bold();
    writeln!(out, "\n{bold}By the Node authorizer: {}{bold:#}", plural(answer.nodes.len(), "node"))?;
    grid::lines(options.width, &["NODE", "WHERE", "BECAUSE"], rows)
        .iter()
        .try_for_each(|line| writeln!(out, "{line}"))?;
    match answer.nodes.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(out, "{more} more; -o wide shows all"),
    }
}

/// `-o name`: every subject and every node, once, sorted.
///
/// # Errors
/// When writing fails.
pub fn names(out: &mut dyn io::Write, answer: &WhoCan) -> io::Result<()> {
    let subjects = answer.subjects.holders().iter().map(|holder| holder.subject.as_str());
    let names: BTreeSet<&str> = subjects.chain(answer.nodes.iter().map(|node| node.node.as_str())).collect();
    names.into_iter().try_for_each(|name| writeln!(out, "{}", inert(name)))
}
