//! What the page shows, as data: the report with each name, hop and grant once, and what explains it.
//!
//! Cost: linear in the report without its repetitions. Paths that come together share their hops, so a path costs the number
//! of its hops, however long each is.

mod compliance;
mod fixes;
mod hops;
mod nodes;
mod objects;
mod rows;
mod standing;
mod texts;
mod words;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde::Serialize;

use crate::findings::{ChokePoint, Finding, FindingKind, NodeView, PodChokePoint, Separation, Summary};
use crate::model::{HashMap, Name};
use crate::query::{Explainer, HopView};

use super::super::Report;
use super::super::contract::{GapInfo, NoteInfo, SourceInfo};
use super::super::since::BaselineInfo;
use super::Context;

use compliance::FrameworkView;
use fixes::{FixRow, FixRows, Together};
use hops::{GrantRow, HopRow, Hops};
use nodes::NodeRow;
use objects::{BindingView, RoleView};
use rows::{BindingRow, CheckRow, PathRow, PodRow, RoleRow, SubjectRow};
use texts::{Text, Texts};
use words::Word;

/// What the page shows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Data<'r> {
    kubescan: &'r str,
    source: &'r SourceInfo,
    time: Option<String>,
    complete: bool,
    gaps: &'r [GapInfo],
    notes: &'r [NoteInfo],
    counts: &'r BTreeMap<String, u64>,
    summary: Summary,
    /// How many findings are on what the API server and kubeadm install, those that are left out here too.
    built_in: usize,
    baseline: Option<&'r BaselineInfo>,
    paths: Vec<PathRow<'r>>,
    pods: Vec<PodRow<'r>>,
    subjects: Vec<SubjectRow<'r>>,
    roles: Vec<RoleRow<'r>>,
    bindings: Vec<BindingRow<'r>>,
    checks: Vec<CheckRow<'r>>,
    choke_points: Vec<ChokeRow<'r>>,
    pod_choke_points: &'r [PodChokePoint],
    separation: Option<&'r Separation>,
    fixes: &'r [FixRow],
    fixes_summary: &'r str,
    fixes_together: &'r Together,
    nodes: Vec<NodeRow<'r>>,
    /// The workloads on each node, by its name.
    residents: BTreeMap<String, Vec<Text>>,
    compliance: Vec<FrameworkView<'r>>,
    hops: Vec<HopRow>,
    grants: Vec<GrantRow>,
    role_objects: BTreeMap<String, RoleView<'r>>,
    binding_objects: BTreeMap<String, BindingView>,
    catalogue: BTreeMap<&'r str, Word<'r>>,
    texts: Vec<&'r str>,
}

/// A choke point, and the paths that it cuts.
#[derive(Serialize)]
pub(super) struct ChokeRow<'r> {
    #[serde(flatten)]
    point: &'r ChokePoint,
    /// Their ids; nothing where they were only counted.
    paths: &'r [String],
}

/// What is worked out for the page alone.
pub(super) struct Told {
    /// The hops of each path.
    hops: Vec<Vec<Arc<HopView>>>,
    /// Changes that were tried.
    fixes: FixRows,
    /// Nodes, and the workloads on them.
    residents: Vec<(Name, String)>,
}

impl Told {
    /// That of this report.
    ///
    /// # Errors
    /// When a fix cannot be written as YAML.
    pub(super) fn new(report: &Report, context: &Context<'_>) -> io::Result<Self> {
        let hops = hops::explained(&Explainer::new(context.snapshot, context.template), &report.paths);
        let fixes = context.fixes.map(FixRows::new).transpose()?.unwrap_or_default();
        Ok(Told { hops, fixes, residents: nodes::residents(context.snapshot) })
    }
}

/// What rows are made with.
#[derive(Default)]
struct Builder<'r> {
    texts: Texts<'r>,
    hops: Hops<'r>,
}

/// The findings that are about a row, by kind and row.
type ByRow<'r> = HashMap<(FindingKind, usize), &'r Finding>;

impl<'r> Data<'r> {
    /// The data of this report.
    pub(super) fn new(report: &'r Report, context: &'r Context<'_>, told: &'r Told) -> Self {
        let mut builder = Builder::default();
        let by_row: ByRow<'r> =
            report.findings.iter().filter_map(|finding| Some(((finding.kind, finding.row?), finding))).collect();
        let mut hops = told.hops.iter();
        let paths = numbered(&report.paths, FindingKind::Path, &by_row, |path, about| {
            builder.path(path, hops.next().map(Vec::as_slice).unwrap_or_default(), about)
        });
        let pods = numbered(&report.hot_pods, FindingKind::HotPod, &by_row, |pod, about| builder.pod(pod, about));
        let subjects =
            numbered(&report.risky_subjects, FindingKind::Subject, &by_row, |one, about| builder.subject(one, about));
        let roles = numbered(&report.risky_roles, FindingKind::Role, &by_row, |role, about| builder.role(role, about));
        let bindings =
            numbered(&report.risky_bindings, FindingKind::Binding, &by_row, |one, about| builder.binding(one, about));
        let checks = report.findings.iter().filter(|finding| is_check(finding)).map(|finding| builder.check(finding));
        let checks = checks.collect();
        let nodes = report.nodes.iter().map(|node: &'r NodeView| builder.node(node)).collect();
        let residents = nodes::by_node(&told.residents, &mut builder.texts);
        let catalogue = words::catalogue(report, context.template, &builder.texts.all);
        Data {
            kubescan: &report.kubescan,
            source: &report.source,
            time: context.snapshot.source.time.map(|time| time.to_string()),
            complete: report.complete,
            gaps: &report.gaps,
            notes: &report.notes,
            counts: &report.counts,
            summary: report.summary,
            built_in: report.findings.iter().filter(|finding| finding.built_in).count(),
            baseline: report.baseline.as_ref(),
            paths,
            pods,
            subjects,
            roles,
            bindings,
            checks,
            choke_points: report.choke_points.iter().map(|point| ChokeRow { point, paths: &point.paths }).collect(),
            pod_choke_points: &report.pod_choke_points,
            separation: report.separation.as_ref(),
            fixes: &told.fixes.rows,
            fixes_summary: &told.fixes.summary,
            fixes_together: &told.fixes.together,
            nodes,
            residents,
            compliance: context.compliance.iter().map(compliance::view).collect(),
            role_objects: objects::roles(context.snapshot, &builder.hops.met),
            binding_objects: objects::bindings(context.snapshot, &builder.hops.met),
            hops: builder.hops.hops,
            grants: builder.hops.grants,
            catalogue,
            texts: builder.texts.all,
        }
    }
}

fn is_check(finding: &Finding) -> bool {
    matches!(finding.kind, FindingKind::Guard | FindingKind::Hygiene | FindingKind::Grant)
}

fn numbered<'r, T, R>(
    rows: &'r [T],
    kind: FindingKind,
    by_row: &ByRow<'r>,
    mut make: impl FnMut(&'r T, Option<&&'r Finding>) -> R,
) -> Vec<R> {
    rows.iter().enumerate().map(|(place, row)| make(row, by_row.get(&(kind, place)))).collect()
}
