//! Frameworks: how each control stands, with the first findings against it.

use serde::Serialize;

use super::super::super::compliance::{Compliance, ControlView, Status};

/// How many findings of a control are named; a broad control has half of all.
const NAMED: usize = 100;

/// A framework.
#[derive(Serialize)]
pub(super) struct FrameworkView<'r> {
    framework: &'static str,
    controls: Vec<ControlRow<'r>>,
}

#[derive(Serialize)]
struct ControlRow<'r> {
    id: &'static str,
    title: &'static str,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    findings: &'r [String],
    count: usize,
}

/// A framework as the page shows it.
pub(super) fn view(framework: &Compliance) -> FrameworkView<'_> {
    FrameworkView { framework: framework.framework, controls: framework.controls.iter().map(row).collect() }
}

fn row(control: &ControlView) -> ControlRow<'_> {
    let ControlView { id, title, status, why, findings } = control;
    let named = findings.get(..NAMED).unwrap_or(findings);
    ControlRow { id, title, status: *status, why: *why, findings: named, count: findings.len() }
}
