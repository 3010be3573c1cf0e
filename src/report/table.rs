//! `-o table` and `-o wide`: for people. Am I safe, and what do I do first; then the details.
//!
//! Cells are built only by [`cell`], which makes their text visible, so that nothing from a cluster acts on the terminal.

use std::io;

use anstyle::{AnsiColor, Style};
use comfy_table::{Cell, ContentArrangement, Table, presets};

use crate::findings::SeverityWord;
use crate::template::Severity;

use super::Report;
use super::visible::{line as ci_safe, sentence, visible};

mod lists;
mod summary;

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
}

/// The columns of stdout, if it is a terminal.
#[must_use]
pub fn terminal_width() -> Option<u16> {
    terminal_size::terminal_size().map(|(width, _)| width.0)
}

/// Writes the report.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    summary::gaps(out, report)?;
    summary::verdict(out, report, options)?;
    summary::first(out, report)?;
    lists::hot_pods(out, report, options)?;
    lists::paths(out, report, options)?;
    lists::subjects(out, report, options)?;
    lists::bindings(out, report, options)?;
    lists::roles(out, report, options)?;
    lists::hygiene(out, report, options)?;
    summary::footer(out, report, options)
}

/// Whether a finding is shown at all.
fn shown(options: &Options, severity: SeverityWord, built_in: bool) -> bool {
    severity.0 >= options.severity && (options.include_builtin || !built_in)
}

/// A cell with a text from anywhere.
fn cell(text: &str) -> Cell {
    Cell::new(visible(text))
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
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header.iter().map(|text| cell(text)).collect::<Vec<_>>());
    match options.width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.max(40)),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.add_rows(rows);
    let bold = Style::new().bold();
    writeln!(out, "\n{bold}{}{bold:#}", sentence(title))?;
    table.lines().try_for_each(|line| writeln!(out, "{}", painted(&ci_safe(line.trim_end()))))
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
