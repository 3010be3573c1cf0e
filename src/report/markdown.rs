//! `-o markdown`: a comment for a pull request. Short: how it stands, what changed, what to fix first.
//!
//! Whatever comes from a cluster stands in a code span, in which nothing is a link, a mention or a tag.

use std::io;

use crate::findings::{About, Finding, FindingKind, Gone, Path, Since, Standing};
use crate::template::Severity;

use super::Report;
use super::words::plural;

pub(super) mod drawn;
mod spans;

pub(super) use spans::{code, in_table, sentence};

/// How many findings are listed.
const LISTED: usize = 20;

/// Writes the comment.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, report: &Report) -> io::Result<()> {
    let loud: Vec<&Finding> = report.findings.iter().filter(|finding| counts(finding)).collect();
    writeln!(out, "### kubescan: {}\n", headline(report, &loud))?;
    gaps(out, report)?;
    listed(out, report, &loud)?;
    drawn::folded(&paths(report, &loud), "path").iter().try_for_each(|picture| writeln!(out, "{picture}\n"))?;
    gone(out, report.baseline.as_ref().map(|baseline| baseline.gone.as_slice()).unwrap_or_default())?;
    first(out, report, &loud)?;
    report.not_claimed().map_or(Ok(()), |text| writeln!(out, "\n{}", sentence(text)))
}

fn counts(finding: &Finding) -> bool {
    finding.is_loud() && finding.severity() >= Severity::Low
}

/// `2 new findings (1 critical, 1 high), 3 gone`.
fn headline(report: &Report, loud: &[&Finding]) -> String {
    let of = |severity: Severity| loud.iter().filter(|finding| finding.severity() == severity).count();
    let levels = Severity::ALL.into_iter().map(|severity| (of(severity), severity));
    let levels: Vec<String> =
        levels.filter(|(count, _)| *count > 0).map(|(count, severity)| format!("{count} {severity}")).collect();
    let what = if report.baseline.is_some() { "new or worse finding" } else { "finding" };
    let all = match loud.len() {
        0 if report.baseline.is_some() => "nothing new".to_owned(),
        0 => "nothing found".to_owned(),
        count => format!("{} ({})", plural(count, what), levels.join(", ")),
    };
    let gone = report.baseline.as_ref().map_or(0, |baseline| baseline.gone.len());
    let partial = if report.complete { "" } else { ", of what could be read" };
    if gone > 0 { format!("{all}, {gone} gone{partial}") } else { format!("{all}{partial}") }
}

fn gaps(out: &mut dyn io::Write, report: &Report) -> io::Result<()> {
    for gap in &report.gaps {
        let (what, place) = (code(&gap.resource), code(&gap.scope));
        writeln!(out, "> **Not read**: {what} in {place} ({}): {}\n", gap.reason, sentence(&gap.effect))?;
    }
    Ok(())
}

fn listed(out: &mut dyn io::Write, report: &Report, loud: &[&Finding]) -> io::Result<()> {
    if loud.is_empty() {
        return Ok(());
    }
    writeln!(out, "| | Severity | Finding | Where |\n|---|---|---|---|")?;
    for finding in loud.iter().take(LISTED) {
        let since = finding.marks.baseline.map(Since::word).unwrap_or_default();
        let text = report.evidence(finding).way.unwrap_or_else(|| finding.message.clone());
        let place = finding.locations.first().map(|place| format!("{}:{}", place.file, place.line));
        let place = place.map(|place| in_table(&code(&place))).unwrap_or_default();
        writeln!(
            out,
            "| {since} | {} | {} {} | {place} |",
            finding.severity(),
            finding.kind.word(),
            in_table(&sentence(&text))
        )?;
    }
    match loud.len().saturating_sub(LISTED) {
        0 => writeln!(out),
        more => writeln!(out, "\n{more} more not shown; the JSON report holds all\n"),
    }
}

/// The paths that are told of, in the same order.
fn paths<'r>(report: &'r Report, loud: &[&'r Finding]) -> Vec<&'r Path> {
    let rows = report.rows();
    let about =
        loud.iter().filter(|finding| finding.kind == FindingKind::Path).map(|finding| About::of(finding, &rows));
    let path = |about: About<'r>| if let About::Path(path) = about { Some(path) } else { None };
    about.filter_map(path).collect()
}

fn gone(out: &mut dyn io::Write, gone: &[Gone]) -> io::Result<()> {
    if gone.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>{} no more there</summary>\n", plural(gone.len(), "finding"))?;
    gone.iter().take(LISTED).try_for_each(|gone| writeln!(out, "- {} {}", gone.severity.0, code(&gone.id)))?;
    if gone.len() > LISTED {
        writeln!(out, "- and {} more", gone.len() - LISTED)?;
    }
    writeln!(out, "\n</details>\n")
}

/// What to change first, where a path is told of.
fn first(out: &mut dyn io::Write, report: &Report, loud: &[&Finding]) -> io::Result<()> {
    let paths = loud.iter().any(|finding| finding.kind == FindingKind::Path);
    match report.choke_points.first().filter(|point| paths && point.cuts_paths > 0) {
        None => Ok(()),
        Some(point) => {
            let cuts = plural(point.cuts_paths, "path");
            writeln!(out, "**Fix first** (cuts {cuts}): {}", sentence(&point.fix))
        }
    }
}
