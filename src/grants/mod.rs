//! Layer 5, the audit of temporary access: which bindings should be gone, and which were never going to go.
//!
//! Kubernetes' RBAC has no clock: a binding grants until it is deleted, whatever its annotations say. So each binding is
//! looked at by the marks of the template, by what was declared temporary, and by its history ([`Case`]); what it says of
//! its end is settled once ([`Expiry`]); then each row of [`CHECKS`] asks its question. How bad a finding is, is how bad
//! what the binding grants is. What the API server itself installs is left out.
//!
//! Cost: each binding meets each mark once.

mod case;
mod checks;
mod declared;
mod expiry;
mod holdings;
mod view;

use crate::authz::Access;
use crate::escalation::Escalation;
use crate::findings::{Finding, Severities, SeverityWord, Summary, grant_finding};
use crate::model::{Lifetime, Snapshot, Time};
use crate::template::Template;

pub use case::{Case, Temporary};
pub use checks::{CHECKS, Check};
pub use declared::Declared;
pub use expiry::{Expiry, Unparseable};
pub use view::{ExpiryView, GrantView, OwnerView};

use holdings::World;

/// What is asked of the audit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rules {
    /// The time at which is judged.
    pub now: Time,
    /// How long an expired binding may still be there.
    pub grace: Lifetime,
    /// How old a temporary binding may be.
    pub older_than: Option<Lifetime>,
    /// What is temporary whether it is marked or not.
    pub declared: Vec<Declared>,
}

/// What the audit found.
#[derive(Clone, PartialEq, Debug)]
pub struct Audit {
    /// The bindings that are temporary, and those with a finding, worst first.
    pub grants: Vec<GrantView>,
    /// What is wrong with them, worst first.
    pub findings: Vec<Finding>,
    /// How many findings of each severity there are.
    pub summary: Summary,
    /// How many bindings were looked at, without those that the API server itself installs.
    pub bindings: usize,
}

/// Audits the bindings of a snapshot.
#[must_use]
pub fn audit(
    snapshot: &Snapshot,
    access: &Access<'_>,
    template: &Template,
    escalation: &Escalation<'_>,
    rules: &Rules,
) -> Audit {
    let severities = Severities::new(snapshot, access, template, escalation);
    let world = World::new(snapshot, access, escalation);
    let mut audit = Audit { grants: Vec::new(), findings: Vec::new(), summary: Summary::default(), bindings: 0 };
    for (id, _) in snapshot.binding_ids().filter(|(id, _)| !severities.is_built_in(*id)) {
        audit.bindings += 1;
        let case = Case::new(id, &world, &severities, template, rules);
        let found: Vec<(&Check, Finding)> =
            CHECKS.iter().filter_map(|check| Some((check, found(check, &case)?))).collect();
        if case.temporary.is_empty() && found.is_empty() {
            continue;
        }
        audit.grants.push(GrantView::new(&case, found.iter().map(|(check, _)| check.id)));
        audit.findings.extend(found.into_iter().map(|(_, finding)| finding));
    }
    for finding in &audit.findings {
        *audit.summary.of(finding.severity.0) += 1;
    }
    audit.grants.sort_by(|one, other| (other.severity, &one.binding).cmp(&(one.severity, &other.binding)));
    audit.findings.sort_by(|one, other| (other.severity, &one.id).cmp(&(one.severity, &other.id)));
    audit
}

/// What one check finds in one binding.
fn found(check: &Check, case: &Case<'_>) -> Option<Finding> {
    let what = (check.find)(case)?;
    let severity = what.severity.map_or(case.severity, |least| case.severity.max(least));
    let message = format!("{} {}", case.binding.id(), what.message);
    Some(grant_finding(check.id, &case.binding.id(), SeverityWord(severity), message))
}
