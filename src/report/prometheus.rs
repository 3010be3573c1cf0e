//! `-o prometheus`: metrics as a text file, for the textfile collector of the node exporter or a sidecar.
//!
//! Labels have words of kubescan's own only: a name from a cluster would be a label without bound.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use crate::findings::Summary;
use crate::template::Severity;

use super::Report;

/// When a run was, and how long it took.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// Its end, in seconds since 1970.
    pub at: i64,
    /// How long it took; nothing where the output must be repeatable.
    pub took: Option<Duration>,
}

/// Writes the metrics.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, report: &Report, run: Run) -> io::Result<()> {
    let version = [("version", report.kubescan.as_str(), 1)];
    family(out, "build_info", "The version of kubescan.", &version)?;
    one(out, "last_run_timestamp_seconds", "When the scan ended, in seconds since 1970.", run.at)?;
    if let Some(took) = run.took {
        head(out, "duration_seconds", "How long the scan took.")?;
        writeln!(out, "kubescan_duration_seconds {:.3}", took.as_secs_f64())?;
    }
    one(out, "scan_complete", "Whether everything could be read.", i64::from(report.complete))?;
    family(out, "gaps", "What could not be read, by resource.", &gaps(report))?;
    let counts: Vec<(&str, &str, usize)> = report
        .counts
        .iter()
        .map(|(name, count)| ("resource", name.as_str(), usize::try_from(*count).unwrap_or(usize::MAX)))
        .collect();
    family(out, "objects", "How many objects were read, by resource.", &counts)?;
    let mut summary = report.summary;
    let severities = Severity::ALL.map(|severity| ("severity", severity.word(), *summary.of(severity)));
    let counted = "Findings by severity; neither built-in nor suppressed ones, nor what a guard blocks.";
    family(out, "findings", counted, &severities)?;
    let Summary { suppressed, .. } = summary;
    one(out, "findings_suppressed", "Findings that are suppressed.", i64::try_from(suppressed).unwrap_or(i64::MAX))?;
    let Some(baseline) = &report.baseline else { return Ok(()) };
    let states =
        [("new", baseline.new), ("worse", baseline.worse), ("known", baseline.known), ("gone", baseline.gone.len())];
    let states = states.map(|(state, count)| ("state", state, count));
    family(out, "findings_since_baseline", "Findings by how they compare with the baseline.", &states)
}

/// Gaps by resource, those of which are counted; all others together.
fn gaps(report: &Report) -> Vec<(&'static str, &str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for gap in &report.gaps {
        let known = report.counts.keys().find(|name| name.eq_ignore_ascii_case(&gap.resource));
        let name = known.map_or("other", String::as_str);
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().map(|(name, count)| ("resource", name, count)).collect()
}

fn one(out: &mut dyn io::Write, name: &str, help: &str, value: i64) -> io::Result<()> {
    head(out, name, help)?;
    writeln!(out, "kubescan_{name} {value}")
}

fn family(out: &mut dyn io::Write, name: &str, help: &str, values: &[(&str, &str, usize)]) -> io::Result<()> {
    head(out, name, help)?;
    values.iter().try_for_each(|(label, word, value)| writeln!(out, "kubescan_{name}{{{label}=\"{word}\"}} {value}"))
}

fn head(out: &mut dyn io::Write, name: &str, help: &str) -> io::Result<()> {
    writeln!(out, "# HELP kubescan_{name} {help}\n# TYPE kubescan_{name} gauge")
}
