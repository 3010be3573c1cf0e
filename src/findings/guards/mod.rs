//! Hollow guards: admission policies, bindings and webhooks that do not hold what they seem to.
//!
//! `guards::admission` finds their flaws; [`ALL`] says of each how bad it is, why, and what to do. A flaw says what is, not
//! that somebody uses it: where a guard keeps somebody from a step, and how it is got around, is told by the paths.
//!
//! How bad a flaw is follows from what the guard is for. One of rights or pods is a boundary; any other keeps order. A
//! policy that only warns or audits is no boundary by its own word, so its flaws are information; and so is what those leave
//! out that change objects, which is mostly meant: a default is set when an object is made. Something absent is a
//! finding only where the whole was read: in plain manifests it may be elsewhere.
//!
//! Cost: linear in the guards.

mod coverage;
mod failing;
mod parameters;
mod platforms;
mod row;
mod selectors;
mod standing;
#[cfg(test)]
mod tests;

use crate::guards::admission::{Flaw, Guard, flaws};
use crate::model::Snapshot;
use crate::template::Severity;

use super::fingerprint::finding;
use super::types::{Finding, FindingKind, Place, SeverityWord};

use standing::{Force, Standing, Standings};

pub use row::HollowGuard;

/// Ids of the frameworks that name hollow guards, as in the template.
pub const CONTROLS: &[&str] = &["MS-TA9015"];

/// Every flaw; one row each, by id.
pub const ALL: &[HollowGuard] = &[
    parameters::ABSENT_PARAM_ALLOWS,
    coverage::AWS_AUTH_LEFT_OUT,
    coverage::DELETION_LEFT_OUT,
    failing::DOES_NOT_COMPILE,
    coverage::EXACT_MATCH,
    failing::FAILS_OPEN,
    selectors::NAMESPACE_LABEL,
    failing::NEVER_DENIES,
    parameters::NO_PARAMS,
    failing::NO_POLICY,
    failing::NO_SERVICE,
    selectors::OBJECT_LABEL,
    coverage::OPERATION_LEFT_OUT,
    failing::OWNED,
    coverage::RBAC_KIND_LEFT_OUT,
    coverage::SUBRESOURCE_LEFT_OUT,
    failing::TYPE_WARNINGS,
    failing::UNBOUND,
    parameters::UNSERVED_PARAMS,
    coverage::UNSERVED_VERSION,
];

/// The row with this id.
#[must_use]
pub fn row(id: &str) -> Option<&'static HollowGuard> {
    ALL.iter().find(|row| row.id == id)
}

/// One finding for each guard and flaw.
pub(super) fn find(snapshot: &Snapshot) -> Vec<Finding> {
    let flaws = flaws(snapshot);
    let standings = Standings::new(snapshot);
    let told_once = flaws.iter().filter(|flaw| !is_told_of_policy(&flaws, flaw));
    told_once.filter_map(|flaw| found(snapshot, &standings, flaw)).collect()
}

/// A parameter of a kind that is not there is none: the policy's flaw says it for all of its bindings.
fn is_told_of_policy(flaws: &[Flaw], flaw: &Flaw) -> bool {
    let Guard::Policy { kind, policy, binding: Some(_) } = &flaw.guard else { return false };
    let of_policy = Guard::Policy { kind: *kind, policy: policy.clone(), binding: None };
    let unserved = parameters::UNSERVED_PARAMS.flaw();
    flaw.id == parameters::NO_PARAMS.flaw()
        && flaws.iter().any(|other| other.id == unserved && other.guard == of_policy)
}

fn found(snapshot: &Snapshot, standings: &Standings<'_>, flaw: &Flaw) -> Option<Finding> {
    let row = ALL.iter().find(|row| row.flaw() == flaw.id).filter(|row| is_known(snapshot, row))?;
    let standing = standings.of(&flaw.guard)?;
    let (guard, severity) = (flaw.guard.id(), SeverityWord(severity(snapshot, row, &standing)));
    let message = format!("{guard}: {}", flaw.text);
    let finding = finding(FindingKind::Guard, severity, false, &[row.id, &guard], message);
    let locations = standing.location.map(Place::from).into_iter().collect();
    Some(Finding { check: Some(row.id.to_owned()), locations, ..finding })
}

/// Whether what a row finds absent would have been read.
fn is_known(snapshot: &Snapshot, row: &HollowGuard) -> bool {
    let unread = |resources: &[&str]| snapshot.gaps.iter().any(|gap| resources.contains(&gap.resource.as_str()));
    row.needs().is_none_or(|resources| snapshot.source.stored && !unread(resources))
}

fn severity(snapshot: &Snapshot, row: &HollowGuard, standing: &Standing<'_>) -> Severity {
    let fails_open = row.id == failing::FAILS_OPEN.id;
    let leaves_out = standing.mutates && row.is_of_text() && !fails_open;
    if leaves_out || is_idle(snapshot, row, standing) {
        return Severity::Info;
    }
    let refuses_all = row.fails() && standing.fails_closed;
    let by_default = fails_open && standing.is_known;
    match standing.is_boundary && !standing.mutates && !refuses_all && !by_default {
        true => row.severity,
        false => row.elsewhere,
    }
}

/// Whether it does not matter, as the guard refuses nothing.
fn is_idle(snapshot: &Snapshot, row: &HollowGuard, standing: &Standing<'_>) -> bool {
    match standing.force {
        Force::Refuses => false,
        Force::Tells => true,
        // What binds it may be elsewhere.
        Force::Unbound => row.id != failing::UNBOUND.id && is_known(snapshot, &failing::UNBOUND),
    }
}
