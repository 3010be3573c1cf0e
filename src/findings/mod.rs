//! Layer 5, findings: what a person should look at, and how bad it is.
//!
//! Severity follows where a permission leads, not how it looks: the same right is critical where it ends in
//! cluster-admin and low where it reaches nothing. What the API server itself installs is recognised by comparison,
//! marked as built in, and never hidden from the graph.

mod about;
mod assess;
mod baseline;
mod builtin;
mod change;
mod choke_points;
mod closing;
mod fingerprint;
mod gains;
mod gate;
mod goals;
pub mod guards;
mod hops;
mod hot_escapes;
mod hot_pods;
pub mod hygiene;
mod ids;
mod joint;
mod judging;
mod kept;
mod kubeadm;
mod locations;
mod machines;
mod marking;
mod parts;
mod paths;
mod pod_choke_points;
mod replicas;
mod risky;
mod said;
mod separation;
mod severities;
mod stretches;
mod suppressions;
mod teller;
pub mod trust;
mod types;
mod without;
mod worth;

use crate::authz::Access;
use crate::escalation::Escalation;
use crate::model::Snapshot;
use crate::template::Template;

use assess::Assessment;

pub use about::{About, Rows};
pub use baseline::{Baseline, Gone, Recorded};
pub use builtin::{built_in_bindings, built_in_names};
pub use change::quoted;
pub use closing::closing;
pub use fingerprint::{grant_finding, short_hash};
pub use gains::Gains;
pub use gate::{Gate, Threshold};
pub use locations::Thing;
pub use parts::{Parts, RecordedRows};
pub use severities::Severities;
pub use suppressions::{Suppression, Suppressions};
pub use teller::Teller;
pub use types::{
    ChokePoint, Finding, FindingKind, Fingerprint, GrantRef, Hop, HotPod, Marks, NodeView, Path, Place, PodChokePoint,
    RiskyBinding, RiskyEntry, RiskyRole, RiskySubject, Separation, SeverityWord, Since, Standing, Summary, Suppressed,
    TokenKind, Unbound, WayOut, Workload,
};

/// Everything that was found, worst first.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Findings {
    /// Pods whose token leads somewhere.
    pub hot_pods: Vec<HotPod>,
    /// One shortest way from each source to each objective that it reaches.
    pub paths: Vec<Path>,
    /// Subjects with risky permissions.
    pub risky_subjects: Vec<RiskySubject>,
    /// Roles with risky rules.
    pub risky_roles: Vec<RiskyRole>,
    /// Bindings that grant risky roles.
    pub risky_bindings: Vec<RiskyBinding>,
    /// The bindings whose removal cuts the most paths.
    pub choke_points: Vec<ChokePoint>,
    /// The workloads whose ways out cut the most paths when they are closed.
    pub pod_choke_points: Vec<PodChokePoint>,
    /// The nodes of the cluster, and what the compromise of each gives.
    pub nodes: Vec<NodeView>,
    /// False when there was too much to combine: there may be more ways that several identities take together.
    pub whole: bool,
    /// The few bindings that separate the most sources from cluster-admin together; nothing where nobody reaches it by one.
    pub separation: Option<Separation>,
    /// All of the above, hollow guards and hygiene, as one list.
    pub all: Vec<Finding>,
}

/// What is asked of the findings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The hops of a path that are written out; a longer one continues in another.
    pub path_length: usize,
    /// Names of nodes that are objectives too.
    pub objectives: Vec<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { path_length: 20, objectives: Vec::new() }
    }
}

/// Judges what escalation has drawn.
#[must_use]
pub fn find(
    snapshot: &Snapshot,
    access: &Access<'_>,
    template: &Template,
    escalation: &Escalation<'_>,
    limits: &Limits,
) -> Findings {
    judge(snapshot, access, template, escalation, limits).list()
}

/// What was found, not yet as one list.
pub struct Unlisted {
    found: Findings,
    of_checks: Vec<Finding>,
}

impl Unlisted {
    /// All of it, as one list too: that takes nothing but what was found.
    #[must_use]
    pub fn list(mut self) -> Findings {
        self.found.all = fingerprint::list(&self.found, self.of_checks);
        self.found
    }
}

/// The same as [`find`] up to the list: whoever has no more use for the graph can make room by then.
#[must_use]
pub fn judge(
    snapshot: &Snapshot,
    access: &Access<'_>,
    template: &Template,
    escalation: &Escalation<'_>,
    limits: &Limits,
) -> Unlisted {
    let assessment = Assessment::new(snapshot, access, template, escalation, &limits.objectives);
    let risky = || (risky::roles(&assessment), risky::bindings(&assessment), risky::subjects(&assessment));
    let (paths, (risky_roles, risky_bindings, risky_subjects)) =
        rayon::join(|| paths::find(&assessment, limits), risky);
    let others =
        || (hot_pods::find(&assessment, &paths), machines::find(&assessment, &paths), hygiene::find(&assessment));
    let ((choke_points, separation), (hot_pods, nodes, mut of_checks)) =
        rayon::join(|| choke_points::find(&assessment, &paths), others);
    let best = choke_points.iter().map(|point| point.cuts_paths).max().unwrap_or_default();
    let pod_choke_points = pod_choke_points::find(&assessment, &paths, best);
    let mut found = Findings {
        hot_pods,
        paths,
        risky_subjects,
        risky_roles,
        risky_bindings,
        choke_points,
        pod_choke_points,
        separation,
        nodes,
        whole: true,
        all: Vec::new(),
    };
    found.whole = assessment.goals.iter().all(|goal| goal.reach.complete());
    of_checks.extend(guards::find(snapshot));
    of_checks.extend(trust::find(snapshot));
    Unlisted { found, of_checks }
}

/// The paths alone: what [`find`] finds of them, for whoever asks again and again what a change leaves of them.
#[must_use]
pub fn paths(
    snapshot: &Snapshot,
    access: &Access<'_>,
    template: &Template,
    escalation: &Escalation<'_>,
    limits: &Limits,
) -> Vec<Path> {
    paths::find(&Assessment::new(snapshot, access, template, escalation, &limits.objectives), limits)
}

/// The risky subjects alone: what [`find`] finds of them.
#[must_use]
pub fn risky_subjects(
    snapshot: &Snapshot,
    access: &Access<'_>,
    template: &Template,
    escalation: &Escalation<'_>,
    limits: &Limits,
) -> Vec<RiskySubject> {
    risky::subjects(&Assessment::new(snapshot, access, template, escalation, &limits.objectives))
}

impl Findings {
    /// How many findings of each severity there are. Built-in and suppressed ones and those that a guard blocks do not
    /// count.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for finding in self.all.iter().filter(|finding| finding.counts()) {
            *summary.of(finding.severity.0) += 1;
        }
        summary.suppressed = self.all.iter().filter(|finding| finding.marks.suppressed.is_some()).count();
        summary
    }
}
