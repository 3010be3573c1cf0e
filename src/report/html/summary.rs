//! The page where scripts do not run, as in the viewers of some CI systems: what is wrong, what to do first, the worst of it.

use crate::findings::{Finding, Standing};
use crate::template::Severity;

use super::super::Report;
use super::super::visible::sentence;
use super::super::words::plural;

/// How many findings are listed.
const LISTED: usize = 50;

/// What stands on the page without scripts.
pub(super) struct Summary {
    pub(super) headline: String,
    pub(super) gaps: Vec<String>,
    pub(super) first: Vec<String>,
    pub(super) worst: Vec<Row>,
    pub(super) rest: String,
    pub(super) not_claimed: Option<String>,
}

/// A finding.
pub(super) struct Row {
    pub(super) severity: Severity,
    pub(super) kind: &'static str,
    pub(super) text: String,
}

impl Summary {
    /// That of this report.
    pub(super) fn new(report: &Report) -> Self {
        let loud: Vec<&Finding> =
            report.findings.iter().filter(|one| one.is_loud() && one.severity() >= Severity::Low).collect();
        let gaps =
            report.gaps.iter().map(|gap| format!("{} in {} ({}): {}", gap.resource, gap.scope, gap.reason, gap.effect));
        let points = report.choke_points.iter().filter(|point| point.cuts_paths > 0);
        let first = points.map(|point| format!("{} (cuts {})", point.fix, plural(point.cuts_paths, "path")));
        Summary {
            headline: headline(&loud),
            gaps: gaps.map(|gap| sentence(&gap)).collect(),
            first: first.map(|fix| sentence(&fix)).take(LISTED).collect(),
            worst: loud.iter().take(LISTED).map(|finding| row(report, finding)).collect(),
            not_claimed: report.not_claimed().map(sentence),
            rest: match loud.len().saturating_sub(LISTED) {
                0 => "Open this file in a browser that runs its scripts to see the graph of paths and all details."
                    .to_owned(),
                more => format!(
                    "{more} more findings, the graph of paths and all details need a browser that runs the scripts of this file."
                ),
            },
        }
    }
}

/// `3 critical, 1 high`.
fn headline(loud: &[&Finding]) -> String {
    let of = |severity: Severity| loud.iter().filter(|finding| finding.severity() == severity).count();
    let levels = Severity::ALL.into_iter().map(|severity| (of(severity), severity));
    let levels: Vec<String> =
        levels.filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    if levels.is_empty() { "Nothing found".to_owned() } else { format!("Findings: {}", levels.join(", ")) }
}

fn row(report: &Report, finding: &Finding) -> Row {
    let text = report.evidence(finding).way.unwrap_or_else(|| sentence(&finding.message));
    Row { severity: finding.severity(), kind: finding.kind.word(), text }
}
