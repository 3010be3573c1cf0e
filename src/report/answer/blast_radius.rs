//! `blast-radius` for people: how much of each kind, then what, the worst first.

use std::io;

use anstyle::Style;

use crate::query::{BlastRadius, Counts};

use super::super::grid::{self, cell, names_cell};
use super::super::visible::{inert, visible};
use super::super::words::{node, plural};
use super::who_can::Options;

/// Rows of the table that is not wide.
const MOST: usize = 20;

/// Writes the answer.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, radius: &BlastRadius, complete: bool, options: &Options) -> io::Result<()> {
    let bold = Style::new().bold();
    let total = match radius.reached.len() {
        0 if complete => "nothing".to_owned(),
        0 => "nothing in what could be read".to_owned(),
        _ => counted(&radius.counts),
    };
    writeln!(out, "{bold}{} reaches {total}{bold:#}", visible(&radius.from))?;
    let most = if options.wide { usize::MAX } else { MOST };
    let rows = radius.reached.iter().take(most).map(|reached| {
        let leads = reached.leads_to.iter().map(|id| node(id).to_owned());
        let leads = names_cell(&leads.collect::<Vec<_>>(), if options.wide { usize::MAX } else { 2 });
        vec![cell(node(&reached.node)), cell(&reached.hops.to_string()), cell(&reached.certainty), leads]
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        let header = ["REACHES", "HOPS", "CERTAINTY", "LEADS TO"];
        grid::lines(options.width, &header, rows).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    match radius.reached.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(out, "{more} more; -o wide shows all"),
    }
}

/// `2 objectives, 1 node, …`: the kinds of which there are any.
fn counted(counts: &Counts) -> String {
    let words = [
        (counts.objectives, "objective"),
        (counts.nodes, "node"),
        (counts.namespaces, "namespace"),
        (counts.secrets, "Secret"),
        (counts.service_accounts, "service account"),
        (counts.users, "user"),
        (counts.groups, "group"),
        (counts.workloads, "workload"),
    ];
    let some = words.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(count, word)| plural(count, word)).collect::<Vec<_>>().join(", ")
}

/// `-o name`: every name, once.
///
/// # Errors
/// When writing fails.
pub fn names(out: &mut dyn io::Write, radius: &BlastRadius) -> io::Result<()> {
    radius.reached.iter().try_for_each(|reached| writeln!(out, "{}", inert(&reached.node)))
}
