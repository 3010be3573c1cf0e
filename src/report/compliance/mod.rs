//! `--compliance`: the same findings, by the controls of a framework.
//!
//! A control fails when a finding names something that belongs to it. It passes only if something belongs to it, all of that was
//! looked for, and all that it looks at was read; else it was not checked, and the reason is told.

mod frameworks;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::{Finding, Findings};
use crate::model::{Counts, Snapshot};
use crate::template::{Severity, Template};

use super::evidence::evidence;
use super::explain;

use frameworks::Control;
pub use frameworks::Framework;

/// The controls of a framework, and how they stand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Compliance {
    /// The framework.
    pub framework: &'static str,
    /// Its controls, in its order.
    pub controls: Vec<ControlView>,
}

/// How a control stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct ControlView {
    /// Its id.
    pub id: &'static str,
    /// What it asks for.
    pub title: &'static str,
    /// How it stands.
    pub status: Status,
    /// Why it was not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// The ids of the findings against it, worst first.
    pub findings: Vec<String>,
}

/// How a control stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// All that belongs to it was looked for, and nothing was found.
    Pass,
    /// Something was found.
    Fail,
    /// Everything that was found is suppressed.
    Accepted,
    /// It cannot be said.
    NotChecked,
}

impl Status {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Pass => "pass",
            Status::Fail => "fail",
            Status::Accepted => "accepted",
            Status::NotChecked => "not checked",
        }
    }
}

impl Compliance {
    /// The view of these findings. Neither filters nor a baseline change it.
    #[must_use]
    pub fn new(framework: Framework, snapshot: &Snapshot, template: &Template, findings: &Findings) -> Self {
        let by_id = by_id(findings);
        let controls = framework.controls().iter().map(|control| view(control, snapshot, template, &by_id));
        Compliance { framework: framework.title(), controls: controls.collect() }
    }
}

/// The findings that count, by the entries, escapes and checks that they name.
fn by_id(findings: &Findings) -> BTreeMap<String, Vec<&Finding>> {
    let rows = findings.rows();
    let counts = |finding: &&Finding| !finding.built_in && !finding.guarded && finding.severity.0 >= Severity::Low;
    let mut by_id: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.all.iter().filter(counts) {
        let ids: BTreeSet<&str> = evidence(finding, &rows).entries.into_iter().collect();
        ids.into_iter().for_each(|id| by_id.entry(id.to_owned()).or_default().push(finding));
    }
    by_id
}

fn view(
    control: &Control,
    snapshot: &Snapshot,
    template: &Template,
    by_id: &BTreeMap<String, Vec<&Finding>>,
) -> ControlView {
    let belongs = |controls: &[&str]| controls.iter().any(|mark| control.marks.contains(mark));
    let ids: Vec<&str> = explain::all(template).filter(|row| belongs(&row.controls)).map(|row| row.id).collect();
    let found: Vec<&Finding> = ids.iter().filter_map(|id| by_id.get(*id)).flatten().copied().collect();
    let open: Vec<&&Finding> = found.iter().filter(|finding| finding.marks.suppressed.is_none()).collect();
    let why = unchecked(&ids, snapshot).or(control.part);
    let (status, told) = match (open.is_empty(), found.is_empty(), why) {
        (false, _, _) => (Status::Fail, open.into_iter().copied().collect()),
        (_, _, Some(_)) => (Status::NotChecked, Vec::new()),
        (_, false, _) => (Status::Accepted, found.clone()),
        _ => (Status::Pass, Vec::new()),
    };
    let why = why.filter(|_| status == Status::NotChecked);
    ControlView { id: control.id, title: control.title, status, why, findings: names(&told) }
}

/// Ids of findings, worst first, each once.
fn names(found: &[&Finding]) -> Vec<String> {
    let mut sorted: Vec<(std::cmp::Reverse<Severity>, &str)> =
        found.iter().map(|finding| (std::cmp::Reverse(finding.severity.0), finding.id.as_str())).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.into_iter().map(|(_, id)| id.to_owned()).collect()
}

/// Why nothing found would say nothing.
fn unchecked(ids: &[&str], snapshot: &Snapshot) -> Option<&'static str> {
    let Counts { roles, cluster_roles, role_bindings, cluster_role_bindings, pods, workloads, namespaces, .. } =
        snapshot.counts;
    let rights = ids.iter().any(|id| !is_of_pods(id) && *id != NAMESPACES);
    if ids.is_empty() {
        Some("kubescan does not look at this")
    } else if !snapshot.complete() {
        Some("something could not be read")
    } else if snapshot.source.namespace.is_some() {
        Some("one namespace was judged, and the control is about all")
    } else if rights && roles + cluster_roles + role_bindings + cluster_role_bindings == 0 {
        Some("no roles and bindings were read")
    } else if ids.iter().any(|id| is_of_pods(id)) && pods + workloads == 0 {
        Some("no pods were read")
    } else if ids.contains(&NAMESPACES) && namespaces == 0 {
        Some("no namespaces were read")
    } else {
        None
    }
}

/// What is about namespaces.
const NAMESPACES: &str = "hygiene/psa-missing";

/// Whether an escape, a step or a check is about pods.
fn is_of_pods(id: &str) -> bool {
    id.starts_with("escape/") || ["identity/pod-token", "hygiene/token-unneeded"].contains(&id)
}
