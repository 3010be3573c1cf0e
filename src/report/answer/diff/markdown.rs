//! `diff` as Markdown, for a comment in a review: short, and nothing from a cluster stands outside of a code span.

use std::io;

use crate::report::markdown::{code, drawn, in_table, sentence};

use super::Comparison;
use super::counts::counts;
use super::rows::{self, GrantRow, Row, Sign};

/// As many rows of each section are shown.
const MOST: usize = 20;

/// As many names of a list.
const NAMES: usize = 3;

/// Writes the comparison.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, comparison: &Comparison) -> io::Result<()> {
    writeln!(out, "### kubescan diff: {}\n", counts(comparison))?;
    writeln!(out, "{} → {}", code(&comparison.old.source.name), code(&comparison.new.source.name))?;
    gaps(out, comparison)?;
    let grants = rows::grants(&comparison.diff);
    section(out, "Grants", &["", "Subject", "Where", "Verbs", "On", "By"], &grants, &grant)?;
    let paths = rows::paths(&comparison.diff);
    section(out, "Paths", &["", "Severity", "Path"], &paths, &row)?;
    worse_paths(out, comparison)?;
    let findings = rows::findings(&comparison.diff);
    section(out, "Findings", &["", "Severity", "Finding"], &findings, &row)?;
    footer(out, comparison)
}

/// What could not be read stands above everything.
fn gaps(out: &mut dyn io::Write, comparison: &Comparison) -> io::Result<()> {
    if comparison.complete {
        return Ok(());
    }
    writeln!(out)?;
    for (side, gap) in comparison.gaps() {
        let (resource, scope) = (code(&gap.resource), code(&gap.scope));
        writeln!(out, "- **Not read** in {side}: {resource} in {scope} ({}): {}", gap.reason, sentence(&gap.effect))?;
    }
    Ok(())
}

fn section<R>(
    out: &mut dyn io::Write,
    title: &str,
    header: &[&str],
    rows: &[R],
    cells: &dyn Fn(&R) -> Vec<String>,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n#### {title}\n\n| {} |", header.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(header.len()))?;
    rows.iter().take(MOST).try_for_each(|row| writeln!(out, "| {} |", cells(row).join(" | ")))?;
    match rows.len().saturating_sub(MOST) {
        0 => Ok(()),
        more => writeln!(out, "\n{more} more; `kubescan diff -o wide` shows all."),
    }
}

/// The paths that are new or worse, as a picture.
fn worse_paths(out: &mut dyn io::Write, comparison: &Comparison) -> io::Result<()> {
    let changes = &comparison.diff.paths;
    let paths: Vec<_> = changes.opened.iter().chain(changes.worse.iter().map(|changed| &changed.path)).collect();
    let what = if changes.worse.is_empty() { "new path" } else { "new or worse path" };
    drawn::folded(&paths, what).iter().try_for_each(|picture| writeln!(out, "\n{picture}"))
}

fn grant(row: &GrantRow) -> Vec<String> {
    let by = format!("{} → {}", list(&row.bindings, 1), list(&row.rules, 2));
    let verbs = list(&row.rule.verbs, usize::MAX);
    let on = in_table(&sentence(&rows::objects(&row.rule)));
    vec![sign(row.sign), list(&row.subjects, NAMES), list(&row.places, NAMES), verbs, on, by]
}

fn row(row: &Row) -> Vec<String> {
    let was = match row.sign {
        Sign::Worse | Sign::Better => format!(" (was {})", row.was),
        Sign::Plus | Sign::Minus => String::new(),
    };
    vec![sign(row.sign), format!("{}{was}", row.severity), in_table(&sentence(&row.text))]
}

/// Alone, a sign would begin a list.
fn sign(sign: Sign) -> String {
    code(sign.text())
}

/// The first of a list, each in a span of its own.
fn list(names: &[String], most: usize) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|name| in_table(&code(name))).collect();
    match names.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn footer(out: &mut dyn io::Write, comparison: &Comparison) -> io::Result<()> {
    let renamed = rows::renamed(&comparison.diff);
    let told = renamed.iter().take(NAMES).map(|names| sentence(names)).collect::<Vec<_>>().join(", ");
    if !told.is_empty() {
        let more = renamed.len().saturating_sub(NAMES);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        writeln!(out, "\nThe same under another name: {told}{more}.")?;
    }
    comparison.notes.iter().try_for_each(|note| writeln!(out, "\n{note}."))
}
