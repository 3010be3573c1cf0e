//! Layer 5, findings: what a person should look at, and how bad it is.
//!
//! Severity follows where a permission leads, not how it looks: the same right is critical where it ends in
//! cluster-admin and low where it reaches nothing. What the API server itself installs is recognised by comparison,
//! marked as built in, and never hidden from the graph.

mod assess;
mod builtin;
mod choke_points;
mod fingerprint;
mod hot_pods;
mod hygiene;
mod paths;
mod risky;
mod types;

use crate::authz::Access;
use crate::escalation::Escalation;
use crate::model::Snapshot;
use crate::template::{Severity, Template};

use assess::Assessment;

pub use fingerprint::short_hash;
pub use types::{
    ChokePoint, Finding, FindingKind, GrantRef, Hop, HotPod, Path, RiskyBinding, RiskyEntry, RiskyRole, RiskySubject,
    SeverityWord, Summary, TokenKind, Workload,
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
    /// All of the above, and hygiene, as one list.
    pub all: Vec<Finding>,
}

/// Limits on what is worked out; they never change which findings there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The hops of a path that are written out; a longer one continues in another.
    pub path_length: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { path_length: 20 }
    }
}

/// Judges what escalation has drawn.
#[must_use]
pub fn find(
    snapshot: &Snapshot,
    access: &Access<'_>,
    template: &Template,
    escalation: &Escalation<'_>,
    limits: Limits,
) -> Findings {
    let assessment = Assessment::new(snapshot, access, template, escalation);
    let (risky_roles, risky_bindings) = (risky::roles(&assessment), risky::bindings(&assessment));
    let risky_subjects = risky::subjects(&assessment);
    let paths = paths::find(&assessment, limits);
    let hot_pods = hot_pods::find(&assessment, &paths);
    let choke_points = choke_points::find(&assessment, &paths);
    let mut found =
        Findings { hot_pods, paths, risky_subjects, risky_roles, risky_bindings, choke_points, all: Vec::new() };
    found.all = fingerprint::list(&found, hygiene::find(&assessment));
    found
}

impl Findings {
    /// How many findings of each severity there are. Built-in ones do not count.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for finding in self.all.iter().filter(|finding| !finding.built_in) {
            *summary.of(finding.severity.0) += 1;
        }
        summary
    }

    /// The findings that trip a gate of this severity.
    pub fn at_least(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.all.iter().filter(move |finding| !finding.built_in && finding.severity.0 >= severity)
    }
}
