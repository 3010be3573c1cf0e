//! `-o table` and `-o wide`: for people. Am I safe, and what do I do first; then the details.
//!
//! Cells are built only by `grid::cell`, which makes their text visible.

use std::io;

use anstyle::{AnsiColor, Style};
use rayon::prelude::*;

use crate::findings::{Since, Standing};
use crate::template::Severity;

use super::Report;
use super::answer;
use super::grid::{self, Cell};
use super::visible::sentence;

mod compliance;
mod hygiene;
mod lists;
mod nodes;
mod summary;
mod together;

/// How the table is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// The columns of the terminal; nothing for a pipe, whose lines are not folded.
    pub width: Option<u16>,
    /// Everything, rather than one screen of what matters.
    pub wide: bool,
    /// With what the API server itself installs.
    pub include_builtin: bool,
    /// The least severity that is shown.
    pub severity: Severity,
    /// How many paths are shown.
    pub max_paths: usize,
    /// With what a guard blocks.
    pub include_guarded: bool,
    /// With what is suppressed.
    pub include_suppressed: bool,
    /// The nodes of the cluster instead of the findings.
    pub by_node: bool,
}

/// Writes the report.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    answer::write_gaps(out, &report.gaps)?;
    summary::verdict(out, report, options)?;
    if let Some(compliance) = &report.compliance {
        compliance::write(out, compliance, options)?;
        return summary::footer(out, report, options);
    }
    if options.by_node {
        nodes::write(out, report, options)?;
        return summary::footer(out, report, options);
    }
    // Of a large cluster, each takes a while to draw.
    let parts = PARTS.par_iter().map(|part| {
        let mut text = Vec::new();
        part(&mut text, report, options).map(|()| text)
    });
    parts.collect::<io::Result<Vec<_>>>()?.iter().try_for_each(|text| out.write_all(text))
}

/// A part of the table.
type Part = fn(&mut dyn io::Write, &Report, &Options) -> io::Result<()>;

/// The parts behind the verdict, in the order in which they are read.
const PARTS: [Part; 8] = [
    summary::first,
    lists::hot_pods,
    lists::paths,
    lists::subjects,
    lists::bindings,
    lists::roles,
    hygiene::hygiene,
    summary::footer,
];

/// Whether a finding is shown at all.
fn shown(options: &Options, row: &impl Standing) -> bool {
    let marks = row.marks();
    row.severity() >= options.severity
        && (options.include_builtin || !row.is_built_in())
        && (options.include_guarded || !row.is_guarded())
        && (options.include_suppressed || marks.suppressed.is_none())
        && marks.baseline != Some(Since::Known)
}

/// How bad it is, and with a baseline whether it is new.
fn level(row: &impl Standing) -> String {
    let severity = row.severity();
    row.marks().baseline.map_or_else(|| severity.to_string(), |since| format!("{severity} ({})", since.word()))
}

/// A section: its title and a table, or nothing when there are no rows.
fn section(
    out: &mut dyn io::Write,
    options: &Options,
    title: &str,
    header: &[&str],
    rows: Vec<Vec<Cell>>,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let bold = Style::new().bold();
    writeln!(out, "\n{bold}{}{bold:#}", sentence(title))?;
    grid::lines(options.width, header, rows).iter().try_for_each(|line| writeln!(out, "{}", painted(line)))
}

/// A line with its leading severity in colour.
fn painted(line: &str) -> String {
    for severity in Severity::ALL {
        if let Some(rest) = line.strip_prefix(severity.word())
            && (rest.is_empty() || rest.starts_with(' '))
        {
            let style = style(severity);
            return format!("{style}{}{style:#}{rest}", severity.word());
        }
    }
    line.to_owned()
}

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Critical | Severity::High => AnsiColor::Red,
        Severity::Medium => AnsiColor::Yellow,
        Severity::Low | Severity::Info => AnsiColor::Cyan,
    };
    let style = Style::new().fg_color(Some(color.into()));
    if severity == Severity::Critical { style.bold() } else { style }
}
