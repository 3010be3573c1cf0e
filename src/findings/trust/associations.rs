//! Associations of EKS Pod Identity that give nothing, and those whose account somebody has yet to make.

use std::collections::BTreeSet;

use crate::cloud::eks::{self, Associated};
use crate::cloud::iam::{Decision, Iam, Verdict};
use crate::model::{Name, Snapshot};

use super::super::types::Finding;
use super::{row, told};

/// One finding for each association. Cost: linear in associations and service accounts.
pub(super) fn find(snapshot: &Snapshot) -> Vec<Finding> {
    if snapshot.cloud.associations.is_empty() {
        return Vec::new();
    }
    let accounts = snapshot.service_accounts.iter();
    let there: BTreeSet<(&Name, &Name)> = accounts.map(|account| (&account.namespace, &account.name)).collect();
    let iam = Iam::of(&snapshot.cloud);
    let all = eks::associations(&iam, snapshot).into_iter();
    all.filter_map(|associated| dead(&associated).or_else(|| dangling(&associated, &there))).collect()
}

/// The role, or the one that is assumed from there, lets nobody in.
fn dead(associated: &Associated<'_>) -> Option<Finding> {
    let refused = |decision: &Decision| decision.verdict == Verdict::Deny;
    let own = associated.admitted.as_ref().filter(|decision| refused(decision)).map(|_| associated.role);
    let target = associated.target.as_ref().filter(|(_, decided)| decided.as_ref().is_some_and(refused));
    let role = own.or(target.map(|(target, _)| *target))?;
    let (place, account) = (place(associated), account(associated));
    let message = format!("{place}: {}", role.as_str());
    Some(told(row("pod-identity-dead")?, &[&format!("aws:{}", role.as_str()), &account], message))
}

/// The account is not there. Where none was read, nothing is known of it.
fn dangling(associated: &Associated<'_>, there: &BTreeSet<(&Name, &Name)>) -> Option<Finding> {
    let association = associated.association;
    if there.is_empty() || there.contains(&(&association.namespace, &association.service_account)) {
        return None;
    }
    let role = associated.target.as_ref().map_or(associated.role, |(target, _)| *target);
    let message = format!("{}, which is not there: {}", place(associated), role.as_str());
    let about = (format!("aws:{}", role.as_str()), account(associated));
    Some(told(row("pod-identity-dangling")?, &[&about.0, &about.1], message))
}

fn place(associated: &Associated<'_>) -> String {
    format!("association {} of {}", associated.association.id.as_str(), account(associated))
}

fn account(associated: &Associated<'_>) -> String {
    let association = associated.association;
    format!("sa:{}/{}", association.namespace.as_str(), association.service_account.as_str())
}
