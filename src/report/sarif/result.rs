//! One finding as a result.

use std::collections::BTreeMap;

use serde_sarif::sarif::{
    ArtifactLocation, Location, LogicalLocation, PhysicalLocation, PropertyBag, Region, Result as SarifResult,
    ResultLevel, Suppression,
};

use crate::findings::{Finding, Place, Since};
use crate::template::Severity;

use super::super::Report;
use super::super::evidence::grant;
use super::rule::score;
use super::{Context, message, text};

/// The result of a finding under the rule of this id and place.
pub(super) fn result(
    report: &Report,
    finding: &Finding,
    (rule, place): (&str, usize),
    context: &Context<'_>,
) -> SarifResult {
    // GitHub tells alerts apart by the second, and makes it of the line's text where it is not given.
    let names = ["kubescan/v1", "primaryLocationLineHash"];
    let fingerprints = names.map(|name| (name.to_owned(), finding.fingerprint.to_string()));
    let beginning = |file: &str| Place { file: file.to_owned(), line: 1, column: 1 };
    let first = context.first.filter(|_| finding.locations.is_empty()).map(beginning);
    let mut places = finding.locations.iter().chain(&first).map(|place| physical(place, context));
    let first = Location::builder().logical_locations(vec![logical(finding)]);
    let first = match places.next() {
        Some(place) => first.physical_location(place).build(),
        None => first.build(),
    };
    let related = (1..).zip(places).map(|(id, place)| Location::builder().id(id).physical_location(place).build());
    let mut result = SarifResult::builder()
        .rule_id(rule.to_owned())
        .rule_index(i64::try_from(place).unwrap_or(i64::MAX))
        .level(level(finding.severity.0))
        .message(message(&sentence(report, finding)))
        .locations(vec![first])
        .related_locations(related.collect::<Vec<_>>())
        .partial_fingerprints(BTreeMap::from(fingerprints))
        .properties(properties(finding))
        .build();
    result.suppressions = Some(suppressions(finding)).filter(|all| !all.is_empty());
    result.baseline_state = finding.marks.baseline.map(|since| state(since).into());
    result
}

/// The message, and what the finding rests on.
fn sentence(report: &Report, finding: &Finding) -> String {
    let evidence = report.evidence(finding);
    let mut text = finding.message.clone();
    if let Some(way) = evidence.way {
        text.push_str(&format!(": {way}"));
    } else if evidence.entries.len() > 1 {
        text.push_str(&format!(" ({})", evidence.entries.join(", ")));
    }
    if let Some(first) = evidence.grants.first() {
        text.push_str(&format!("; by {}", grant(first)));
    }
    if let Some(fix) = evidence.fix {
        text.push_str(&format!(". {fix}"));
    }
    text
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Critical | Severity::High => ResultLevel::Error,
        Severity::Medium => ResultLevel::Warning,
        Severity::Low | Severity::Info => ResultLevel::Note,
    }
}

fn physical(place: &Place, context: &Context<'_>) -> PhysicalLocation {
    let region = Region::builder().start_line(i64::from(place.line)).start_column(i64::from(place.column)).build();
    let uri = text::uri(&place.file, &context.places);
    let artifact = ArtifactLocation::builder().uri(uri).build();
    PhysicalLocation::builder().artifact_location(artifact).region(region).build()
}

/// What it is about, by its whole name.
fn logical(finding: &Finding) -> LogicalLocation {
    LogicalLocation::builder().fully_qualified_name(finding.id.clone()).kind("resource").build()
}

fn properties(finding: &Finding) -> PropertyBag {
    let mut properties = BTreeMap::from([
        ("kind".to_owned(), finding.kind.word().into()),
        ("severity".to_owned(), finding.severity.0.word().into()),
        ("security-severity".to_owned(), score(finding.severity.0).into()),
    ]);
    if finding.guarded {
        properties.insert("guarded".to_owned(), true.into());
    }
    PropertyBag::builder().additional_properties(properties).build()
}

/// Why it is no alert, if it is none.
fn suppressions(finding: &Finding) -> Vec<Suppression> {
    let accepted = |why: &str| {
        let why = super::visible::sentence(why);
        Suppression::builder().kind("external").status("accepted").justification(why).build()
    };
    let by_hand = finding.marks.suppressed.as_ref().map(|suppressed| {
        let owner = suppressed.owner.as_ref().map(|owner| format!(" ({owner})")).unwrap_or_default();
        accepted(&format!("{}{owner}", suppressed.reason))
    });
    let by_guard = finding.guarded.then(|| accepted("a guard blocks it"));
    by_hand.into_iter().chain(by_guard).collect()
}

fn state(since: Since) -> &'static str {
    match since {
        Since::New => "new",
        Since::Worse => "updated",
        Since::Known => "unchanged",
    }
}
