//! Rules: one for each entry, escape, check or objective that explains a result.

use std::collections::BTreeMap;

use serde_sarif::sarif::{MultiformatMessageString, PropertyBag, ReportingDescriptor};

use crate::findings::{Finding, FindingKind};
use crate::graph::Objective;
use crate::template::{Severity, Template};

use super::super::Report;
use super::super::explain::{self, Catalogued};

/// The id of the rule of a finding: what explains it most. A path goes by where it ends.
pub(super) fn id(report: &Report, finding: &Finding) -> String {
    let kind = finding.kind.word();
    match (finding.kind, &finding.check) {
        (_, Some(check)) => check.clone(),
        (FindingKind::Path, None) => {
            let end = finding.id.rsplit_once(' ').and_then(|(_, end)| Objective::of_id(end));
            format!("path/{}", end.map_or("named-objective", Objective::kind))
        }
        _ => report.evidence(finding).entries.first().map_or_else(|| kind.to_owned(), |entry| (*entry).to_owned()),
    }
}

/// A rule with its texts, as bad as the worst of its results.
pub(super) fn descriptor(template: &Template, id: &str, worst: Severity) -> ReportingDescriptor {
    let known = explain::catalogued(template, id).unwrap_or_else(|| of_path(id));
    let help = format!("{}\n\n{}", known.why, known.fix);
    let markdown = format!("**Why** {}\n\n**Fix** {}\n\nMore: `kubescan explain {}`", known.why, known.fix, known.id);
    let mut tags = vec!["security".to_owned(), "kubernetes".to_owned(), "rbac".to_owned()];
    tags.extend(known.controls.iter().map(|control| (*control).to_owned()));
    let properties = PropertyBag::builder()
        .tags(tags)
        .additional_properties(BTreeMap::from([
            ("precision".to_owned(), "very-high".into()),
            ("security-severity".to_owned(), score(worst).into()),
        ]))
        .build();
    let text = |text: &str| MultiformatMessageString::builder().text(text.to_owned()).build();
    ReportingDescriptor::builder()
        .id(id.to_owned())
        .short_description(text(known.title))
        .full_description(text(known.why))
        .help(MultiformatMessageString::builder().text(help).markdown(markdown).build())
        .properties(properties)
        .build()
}

/// `path/cluster-admin`, or a path to a node that the command line named.
fn of_path(id: &str) -> Catalogued<'_> {
    let name = id.trim_start_matches("path/");
    let objective = Objective::KINDS.into_iter().find(|objective| objective.kind() == name);
    Catalogued {
        id: name,
        title: objective.map_or("A way to what --objective names", Objective::title),
        why: "Whoever takes the first step of this way can take all of it, and ends where it ends.",
        fix: "Remove one of the grants that the way needs; kubescan paths shows each step and what would stop it.",
        controls: Vec::new(),
    }
}

/// A severity on the scale from 0 to 10.
pub(super) fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.5",
        Severity::Info => "0.1",
    }
}
