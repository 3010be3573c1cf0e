//! `-o csv`: every finding as one row, for spreadsheets and databases.
//!
//! Fields are whole and quoted. A spreadsheet takes a field that begins like a formula for one, so such a field gets an
//! apostrophe before it.

use std::io;

use csv::{QuoteStyle, WriterBuilder};

use crate::findings::{Finding, Place, Since};

use super::Report;
use super::evidence::grant;
use super::visible::inert;

const HEADER: [&str; 13] = [
    "severity",
    "kind",
    "id",
    "message",
    "entries",
    "grants",
    "fix",
    "fingerprint",
    "builtIn",
    "guarded",
    "suppressed",
    "baseline",
    "location",
];

/// Writes the findings, worst first.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, report: &Report) -> io::Result<()> {
    let mut rows = WriterBuilder::new().quote_style(QuoteStyle::Always).from_writer(out);
    rows.write_record(HEADER)?;
    for finding in &report.findings {
        rows.write_record(row(report, finding).map(|field| harmless(&field)))?;
    }
    rows.flush()
}

fn row(report: &Report, finding: &Finding) -> [String; 13] {
    let evidence = report.evidence(finding);
    let grants: Vec<String> = evidence.grants.iter().map(|one| grant(one)).collect();
    let place = finding.locations.first().map(|Place { file, line, column }| format!("{file}:{line}:{column}"));
    [
        finding.severity.0.word().to_owned(),
        finding.kind.word().to_owned(),
        finding.id.clone(),
        finding.message.clone(),
        evidence.entries.join(" "),
        grants.join("; "),
        evidence.fix.unwrap_or_default().to_owned(),
        finding.fingerprint.to_string(),
        finding.built_in.to_string(),
        finding.guarded.to_string(),
        finding.marks.suppressed.as_ref().map(|suppressed| suppressed.reason.clone()).unwrap_or_default(),
        finding.marks.baseline.map(Since::word).unwrap_or_default().to_owned(),
        place.unwrap_or_default(),
    ]
}

/// The text without anything that acts, neither on a terminal nor in a spreadsheet.
fn harmless(text: &str) -> String {
    let shown = inert(text);
    let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    if shown.starts_with(formula) { format!("'{shown}") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn c08_nothing_is_a_formula() {
        for start in ["=", "+", "-", "@", "＝", "＋", "－", "＠"] {
            assert_eq!(harmless(&format!("{start}cmd|' /C calc'!A0")), format!("'{start}cmd|' /C calc'!A0"));
        }
        assert_eq!(harmless("\t=1"), "\\u{9}=1");
        assert_eq!(harmless("a,\"b\"\nc"), "a,\"b\"\\u{a}c");
    }
}
