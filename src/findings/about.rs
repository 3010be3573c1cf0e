//! From a finding to what it is about.

use super::types::{Finding, FindingKind, HotPod, Path, RiskyBinding, RiskyRole, RiskySubject};

/// What a finding is about.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the types say it")]
pub enum About<'f> {
    Pod(&'f HotPod),
    Path(&'f Path),
    Subject(&'f RiskySubject),
    Role(&'f RiskyRole),
    Binding(&'f RiskyBinding),
    /// Something that a check found; it has no row of its own.
    Check,
}

/// The lists that findings are about.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the types say it")]
pub struct Rows<'f> {
    pub hot_pods: &'f [HotPod],
    pub paths: &'f [Path],
    pub risky_subjects: &'f [RiskySubject],
    pub risky_roles: &'f [RiskyRole],
    pub risky_bindings: &'f [RiskyBinding],
}

impl<'f> About<'f> {
    /// What this finding is about, among these.
    #[must_use]
    pub fn of(finding: &Finding, rows: &Rows<'f>) -> Self {
        let Some(row) = finding.row else { return About::Check };
        let about = match finding.kind {
            FindingKind::HotPod => rows.hot_pods.get(row).map(About::Pod),
            FindingKind::Path => rows.paths.get(row).map(About::Path),
            FindingKind::Subject => rows.risky_subjects.get(row).map(About::Subject),
            FindingKind::Role => rows.risky_roles.get(row).map(About::Role),
            FindingKind::Binding => rows.risky_bindings.get(row).map(About::Binding),
            FindingKind::Guard | FindingKind::Hygiene | FindingKind::Grant => None,
        };
        about.unwrap_or(About::Check)
    }
}
