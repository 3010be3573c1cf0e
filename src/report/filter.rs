//! What of a scan is shown: the report is narrowed, the verdict is not.

use crate::findings::{Finding, FindingKind, Findings, Standing};
use crate::model::Snapshot;
use crate::template::Severity;

use super::BaselineInfo;
use super::contract::{GapInfo, NoteInfo, Report, SCHEMA, counts, source};

/// What is shown. It changes neither the summary nor the gate nor the gaps.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// At least this bad.
    pub severity: Option<Severity>,
    /// Of these kinds only; empty for all.
    pub only: Vec<FindingKind>,
    /// With pods, paths, subjects and bindings that are what the API server itself installs. Roles and the list of all
    /// findings always hold them, marked.
    pub include_builtin: bool,
}

/// A list of which some was left out, and where each of it stands now.
struct Kept<T> {
    rows: Vec<T>,
    places: Vec<Option<usize>>,
}

impl Filter {
    fn is_meant(&self, kind: FindingKind) -> bool {
        self.only.is_empty() || self.only.contains(&kind)
    }

    fn shows(&self, kind: FindingKind, row: &impl Standing) -> bool {
        self.is_meant(kind) && self.severity.is_none_or(|least| row.severity() >= least)
    }

    fn keep<T: Standing>(&self, kind: FindingKind, all: Vec<T>) -> Kept<T> {
        let own = |row: &T| self.include_builtin || kind == FindingKind::Role || !row.is_built_in();
        let mut kept = Kept { rows: Vec::with_capacity(all.len()), places: Vec::with_capacity(all.len()) };
        for row in all {
            let is_kept = own(&row) && self.shows(kind, &row);
            kept.places.push(is_kept.then_some(kept.rows.len()));
            kept.rows.extend(is_kept.then_some(row));
        }
        kept
    }
}

impl<T> Kept<T> {
    fn place(&self, row: Option<usize>) -> Option<usize> {
        self.places.get(row?).copied().flatten()
    }
}

impl Report {
    /// The report of a scan, narrowed to what is to be shown.
    #[must_use]
    pub fn new(snapshot: &Snapshot, findings: Findings, baseline: Option<BaselineInfo>, filter: &Filter) -> Self {
        let summary = findings.summary();
        let paths_meant = filter.is_meant(FindingKind::Path);
        let hot_pods = filter.keep(FindingKind::HotPod, findings.hot_pods);
        let paths = filter.keep(FindingKind::Path, findings.paths);
        let risky_subjects = filter.keep(FindingKind::Subject, findings.risky_subjects);
        let risky_roles = filter.keep(FindingKind::Role, findings.risky_roles);
        let risky_bindings = filter.keep(FindingKind::Binding, findings.risky_bindings);
        let mut all = findings.all;
        all.retain(|finding| filter.shows(finding.kind, finding));
        renumber(&mut all, |kind, row| match kind {
            FindingKind::HotPod => hot_pods.place(row),
            FindingKind::Path => paths.place(row),
            FindingKind::Subject => risky_subjects.place(row),
            FindingKind::Role => risky_roles.place(row),
            FindingKind::Binding => risky_bindings.place(row),
            FindingKind::Guard | FindingKind::Hygiene | FindingKind::Grant => None,
        });
        let notes = snapshot.notes.iter();
        Report {
            schema: SCHEMA.to_owned(),
            kubescan: env!("CARGO_PKG_VERSION").to_owned(),
            source: source(snapshot),
            complete: snapshot.complete(),
            gaps: snapshot.gaps.iter().map(GapInfo::from).collect(),
            notes: notes.map(|note| NoteInfo { warning: note.warning, text: note.text.clone() }).collect(),
            counts: counts(&snapshot.counts, &snapshot.cloud),
            summary,
            baseline,
            hot_pods: hot_pods.rows,
            paths: paths.rows,
            risky_subjects: risky_subjects.rows,
            risky_roles: risky_roles.rows,
            risky_bindings: risky_bindings.rows,
            nodes: findings.nodes,
            choke_points: Some(findings.choke_points).filter(|_| paths_meant).unwrap_or_default(),
            pod_choke_points: Some(findings.pod_choke_points).filter(|_| paths_meant).unwrap_or_default(),
            separation: findings.separation.filter(|_| paths_meant),
            fixes: Vec::new(),
            compliance: None,
            findings: all,
        }
    }
}

/// Tells findings where what they are about stands now.
fn renumber(findings: &mut [Finding], place: impl Fn(FindingKind, Option<usize>) -> Option<usize>) {
    for finding in findings {
        finding.row = place(finding.kind, finding.row);
    }
}
