//! `-o junit`: findings as failed tests, for the test reports of CI systems.
//!
//! A suite for each kind. What fails the gate fails here too; without a gate that is what is low or worse. What does not
//! count is skipped and says why. What could not be read is an error, so that a partial scan never looks like a clean one.

use std::io;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use crate::assertions::{Outcome, Verdict};
use crate::findings::{Finding, FindingKind, Gate, Since, Threshold};
use crate::template::Severity;

use super::Report;
use super::evidence::grant;
use super::visible::{inert, sentence};

/// Writes the report.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, report: &Report, gate: &Gate) -> io::Result<()> {
    let mut junit = quick_junit::Report::new("kubescan");
    junit.add_test_suite(reading(report));
    let gate = if gate.thresholds.is_empty() { any(gate) } else { gate.clone() };
    for kind in FindingKind::ALL {
        let of_kind = report.findings.iter().filter(|finding| finding.kind == kind && !finding.built_in);
        let cases: Vec<TestCase> = of_kind.map(|finding| case(report, finding, &gate)).collect();
        if !cases.is_empty() {
            let mut suite = TestSuite::new(kind.word());
            suite.add_test_cases(cases);
            junit.add_test_suite(suite);
        }
    }
    junit.serialize(out).map_err(io::Error::other)
}

/// Writes a suite for each file of assertions: one that fails is a failed test, one that is not sure an error.
///
/// # Errors
/// When writing fails.
pub fn write_assertions(out: &mut dyn io::Write, outcomes: &[Outcome]) -> io::Result<()> {
    let mut junit = quick_junit::Report::new("kubescan test");
    for of_file in outcomes.chunk_by(|one, other| one.file == other.file) {
        let name = of_file.first().map_or("", |outcome| outcome.file.as_str());
        let mut suite = TestSuite::new(inert(name));
        suite.add_test_cases(of_file.iter().map(assertion));
        junit.add_test_suite(suite);
    }
    junit.serialize(out).map_err(io::Error::other)
}

fn assertion(outcome: &Outcome) -> TestCase {
    let mut status = match outcome.outcome {
        Verdict::Holds => TestCaseStatus::success(),
        Verdict::Fails => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Verdict::Unsure => TestCaseStatus::non_success(NonSuccessKind::Error),
    };
    let reasons: Vec<String> = outcome.reasons.iter().map(|reason| sentence(reason.text())).collect();
    let because = outcome.because.as_deref().map(sentence).or_else(|| reasons.first().cloned()).unwrap_or_default();
    status.set_message(because).set_description(format!(
        "{}\n{}:{}",
        reasons.join("\n"),
        inert(&outcome.file),
        outcome.line
    ));
    // Two assertions may say the same; their lines differ.
    let name = format!("{} (line {})", inert(&outcome.assertion), outcome.line);
    named(&name, outcome.kind.word(), status)
}

/// What fails where there is no gate.
fn any(gate: &Gate) -> Gate {
    Gate { thresholds: vec![Threshold { kind: None, severity: Severity::Low }], ..gate.clone() }
}

/// Whether everything could be read.
fn reading(report: &Report) -> TestSuite {
    let mut suite = TestSuite::new("read");
    if report.gaps.is_empty() {
        suite.add_test_case(named(
            &format!("everything of {}", inert(&report.source.name)),
            "read",
            TestCaseStatus::success(),
        ));
    }
    for gap in &report.gaps {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(sentence(&gap.effect)).set_type(gap.reason.clone());
        suite.add_test_case(named(&format!("{} in {}", inert(&gap.resource), inert(&gap.scope)), "read", status));
    }
    suite
}

fn case(report: &Report, finding: &Finding, gate: &Gate) -> TestCase {
    let status = match passed_over(finding, gate) {
        Some(why) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(why);
            status
        }
        None => failure(report, finding),
    };
    let class = finding.check.as_deref().unwrap_or(finding.kind.word());
    named(&inert(&finding.id), class, status)
}

fn named(name: &str, class: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(format!("kubescan.{class}"));
    case
}

/// Why a finding is no failure, if it is none.
fn passed_over(finding: &Finding, gate: &Gate) -> Option<String> {
    if gate.trips([finding]) {
        return None;
    }
    Some(match &finding.marks.suppressed {
        Some(suppressed) => format!("suppressed: {}", sentence(&suppressed.reason)),
        None if finding.marks.baseline == Some(Since::Known) => "known since the baseline".to_owned(),
        None if finding.guarded && !gate.guarded => "blocked by a guard".to_owned(),
        None => format!("{}: below the gate", finding.severity.0),
    })
}

fn failure(report: &Report, finding: &Finding) -> TestCaseStatus {
    let evidence = report.evidence(finding);
    let mut lines = Vec::new();
    lines.extend(evidence.way);
    lines.extend((!evidence.entries.is_empty()).then(|| format!("by {}", inert(&evidence.entries.join(", ")))));
    lines.extend(evidence.grants.iter().map(|one| grant(one)));
    lines.extend(evidence.fix.map(|fix| format!("fix: {}", sentence(fix))));
    lines.extend(
        finding.locations.iter().map(|place| format!("{}:{}:{}", inert(&place.file), place.line, place.column)),
    );
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status
        .set_message(sentence(&finding.message))
        .set_type(finding.severity.0.word())
        .set_description(lines.join("\n"));
    status
}
