//! `diff` as a table: grants, paths, findings; what came, what went, what changed.

use std::io;

use anstyle::{AnsiColor, Style};

use crate::report::grid::{self, Cell, cell, fold, list_cell, names_cell, prose_cell};
use crate::report::visible::{sentence, visible};
use crate::report::words::abridged;

use super::counts::counts;
use super::rows::{self, GrantRow, Row, Sign};
use super::{Comparison, Options};

/// As many rows of each section are shown.
const MOST: usize = 30;

/// As many names of a list.
const NAMES: usize = 3;

/// Writes the comparison.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, comparison: &Comparison, options: &Options) -> io::Result<()> {
    gaps(out, comparison)?;
    let bold = Style::new().bold();
    let (old, new) = (&comparison.old.source.name, &comparison.new.source.name);
    let head = sentence(&format!("{old} -> {new}: {}", counts(comparison)));
    fold(options.width, "", &head).iter().try_for_each(|line| writeln!(out, "{bold}{line}{bold:#}"))?;
    let grants = rows::grants(&comparison.diff);
    let header = ["", "SUBJECT", "WHERE", "VERBS", "ON", "BY"];
    section(out, options, "GRANTS", &header, cut(&grants, options), &|row| grant(row, options))?;
    let paths = rows::paths(&comparison.diff);
    let header = ["", "SEVERITY", "WAS", "ID", "PATH"];
    section(out, options, "PATHS", &header, cut(&paths, options), &|row| row_cells(row, Cell::new(&row.text)))?;
    let findings = rows::findings(&comparison.diff);
    let header = ["", "SEVERITY", "WAS", "KIND", "FINDING"];
    section(out, options, "FINDINGS", &header, cut(&findings, options), &|row| row_cells(row, prose_cell(&row.text)))?;
    footer(out, comparison, options)
}

/// What could not be read stands above everything.
fn gaps(out: &mut dyn io::Write, comparison: &Comparison) -> io::Result<()> {
    for (side, gap) in comparison.gaps() {
        let (resource, scope) = (visible(&gap.resource), visible(&gap.scope));
        writeln!(out, "NOT READ  {side}: {resource} in {scope} ({}): {}", gap.reason, sentence(&gap.effect))?;
    }
    if comparison.complete { Ok(()) } else { writeln!(out) }
}

/// The first rows, and how many more there are.
fn cut<'r, R>(rows: &'r [R], options: &Options) -> (&'r [R], usize) {
    let most = if options.wide { usize::MAX } else { MOST };
    (rows.get(..most).unwrap_or(rows), rows.len().saturating_sub(most))
}

fn section<R>(
    out: &mut dyn io::Write,
    options: &Options,
    title: &str,
    header: &[&str],
    (rows, more): (&[R], usize),
    cells: &dyn Fn(&R) -> Vec<Cell>,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let bold = Style::new().bold();
    writeln!(out, "\n{bold}{title}{bold:#}")?;
    let mut style = Style::new();
    for line in grid::lines(options.width, header, rows.iter().map(cells).collect()) {
        // A row may be folded: its other lines do not begin with a sign.
        style = line.chars().next().and_then(style_of).unwrap_or(style);
        writeln!(out, "{style}{line}{style:#}")?;
    }
    if more == 0 { Ok(()) } else { writeln!(out, "{more} more; -o wide shows all") }
}

/// The colour of a row, by its sign.
fn style_of(sign: char) -> Option<Style> {
    let color = match sign {
        '+' => AnsiColor::Green,
        '-' => AnsiColor::Red,
        '~' => AnsiColor::Yellow,
        _ => return None,
    };
    Some(Style::new().fg_color(Some(color.into())))
}

fn grant(row: &GrantRow, options: &Options) -> Vec<Cell> {
    let few = if options.wide { usize::MAX } else { NAMES };
    vec![
        cell(row.sign.text()),
        names_cell(&row.subjects, few),
        names_cell(&row.places, few),
        list_cell(&row.rule.verbs.join(", ")),
        list_cell(&if options.wide { row.rule.objects() } else { rows::objects(&row.rule) }),
        Cell::new(by(row)),
    ]
}

/// `rolebinding:shop/web and 2 more -> role:shop/web rule 0`.
fn by(row: &GrantRow) -> String {
    format!("{} -> {}", abridged(&row.bindings, 1), abridged(&row.rules, 2))
}

fn row_cells(row: &Row, text: Cell) -> Vec<Cell> {
    vec![cell(row.sign.text()), cell(row.severity), cell(&was(row)), cell(&row.id), text]
}

/// What it was, and for a colour-blind reader in which direction that lies.
fn was(row: &Row) -> String {
    match row.sign {
        Sign::Worse => format!("worse: {}", row.was),
        Sign::Better => format!("better: {}", row.was),
        Sign::Plus | Sign::Minus => String::new(),
    }
}

fn footer(out: &mut dyn io::Write, comparison: &Comparison, options: &Options) -> io::Result<()> {
    let renamed = rows::renamed(&comparison.diff);
    let most = if options.wide { usize::MAX } else { NAMES };
    let told = (!renamed.is_empty()).then(|| format!("the same under another name: {}", abridged(&renamed, most)));
    let notes = comparison.notes.iter().map(|note| format!("note: {note}"));
    let lines: Vec<String> = told.into_iter().chain(notes).collect();
    if !lines.is_empty() {
        writeln!(out)?;
    }
    let folded = lines.iter().flat_map(|line| fold(options.width, "", &sentence(line)));
    folded.into_iter().try_for_each(|line| writeln!(out, "{line}"))
}
