//! `-o sarif`: SARIF 2.1.0, for code scanning.
//!
//! A result for each finding, under the rule of the entry, escape or check that explains it most. What is suppressed or
//! blocked by a guard is there as a suppressed result; what comes with every cluster is left out. Files and
//! exports of a cloud give lines; a live cluster has logical locations only.

mod result;
mod rule;
mod text;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use serde_sarif::sarif::{Invocation, Message, Notification, ReportingDescriptor, Run, Sarif, Tool, ToolComponent};

use crate::findings::Finding;
use crate::template::{Severity, Template};

use super::Report;
use super::{json, visible};

/// More results than this are refused by those who read such files.
const MOST: usize = 25_000;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What the texts of rules come from, and what paths are relative to.
pub struct Context<'c> {
    /// The template that findings were judged by.
    pub template: &'c Template,
    /// Where files lie.
    pub places: Places,
    /// The first file that was scanned. What stands nowhere is told at its beginning, as code scanning refuses the whole log
    /// for one result without a file.
    pub first: Option<&'c str>,
}

/// What paths are relative to, and what they are told relative to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Places {
    /// The current directory.
    pub current: PathBuf,
    /// The root of the repository that it lies in, or itself.
    pub root: PathBuf,
}

impl Places {
    /// Those of this process.
    #[must_use]
    pub fn of_this_process() -> Self {
        let current = std::env::current_dir().unwrap_or_default();
        let root = current.ancestors().find(|folder| folder.join(".git").exists());
        Places { root: root.unwrap_or(&current).to_owned(), current }
    }
}

/// Writes the log.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, report: &Report, context: &Context<'_>) -> io::Result<()> {
    let all: Vec<&Finding> = report.findings.iter().filter(|finding| !finding.built_in).collect();
    // They are sorted, the worst first.
    let told = all.get(..MOST).unwrap_or(&all);
    let mut worst: BTreeMap<String, Severity> = BTreeMap::new();
    let ids: Vec<String> = told.iter().map(|finding| rule::id(report, finding)).collect();
    for (finding, id) in told.iter().zip(&ids) {
        let known = worst.entry(id.clone()).or_insert(finding.severity.0);
        *known = (*known).max(finding.severity.0);
    }
    let rules: Vec<ReportingDescriptor> =
        worst.iter().map(|(id, worst)| rule::descriptor(context.template, id, *worst)).collect();
    let places: BTreeMap<&str, usize> = worst.keys().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
    let results = told.iter().zip(&ids).map(|(finding, id)| {
        let place = places.get(id.as_str()).copied().unwrap_or_default();
        result::result(report, finding, (id, place), context)
    });
    let driver =
        ToolComponent::builder().name("kubescan").semantic_version(report.kubescan.clone()).rules(rules).build();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .column_kind("unicodeCodePoints")
        .invocations(vec![invocation(report, all.len().saturating_sub(told.len()))])
        .results(results.collect::<Vec<_>>())
        .build();
    let log = Sarif::builder().schema(SCHEMA.to_owned()).version("2.1.0").runs(vec![run]).build();
    json::write(out, &log)
}

/// What was not read, and what is not told.
fn invocation(report: &Report, left_out: usize) -> Invocation {
    let gaps = report.gaps.iter().map(|gap| {
        let text = format!("not read: {} in {} ({}): {}", gap.resource, gap.scope, gap.reason, gap.effect);
        notification("warning", &text)
    });
    let more = (left_out > 0).then(|| {
        let text = format!("{left_out} results of the least severity are left out, as readers take {MOST} at most");
        notification("note", &text)
    });
    let all: Vec<Notification> = gaps.chain(more).collect();
    Invocation::builder().execution_successful(true).tool_execution_notifications(all).build()
}

fn notification(level: &str, text: &str) -> Notification {
    Notification::builder().level(level).message(message(text)).build()
}

/// A message in which nothing is a link.
fn message(text: &str) -> Message {
    Message::builder().text(text::plain(&visible::sentence(text))).build()
}
