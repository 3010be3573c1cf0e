//! What several rows need of a cluster, made once.

use std::collections::BTreeMap;

use crate::authz::implied_groups;
use crate::model::{Binding, BindingId, Role, RoleId, Snapshot, Subject};
use crate::template::Severity;

use super::super::assess::Assessment;
use super::carriers::{Carrier, carriers};
use super::shipped::Shipped;

/// What several rows need of a cluster.
pub(super) struct Context<'a> {
    pub(super) assessment: &'a Assessment<'a>,
    pub(super) snapshot: &'a Snapshot,
    /// What the API server of this version installs.
    pub(super) shipped: Shipped,
    /// What carries a token.
    pub(super) carriers: Vec<Carrier<'a>>,
    /// What the tokens that pods carry are worth.
    strengths: BTreeMap<Subject, Strength>,
}

/// What a token is worth: the worst entry that it hits.
pub(super) struct Strength {
    pub(super) severity: Severity,
    pub(super) entry: String,
}

impl<'a> Context<'a> {
    pub(super) fn new(assessment: &'a Assessment<'a>) -> Self {
        let snapshot = assessment.snapshot;
        let carriers = carriers(assessment);
        let mut strengths = BTreeMap::new();
        for carrier in &carriers {
            if !strengths.contains_key(&carrier.account) {
                strengths.extend(strength(assessment, &carrier.account).map(|found| (carrier.account.clone(), found)));
            }
        }
        let shipped = Shipped::new(snapshot);
        Context { assessment, snapshot, shipped, carriers, strengths }
    }

    /// What the token of an account that a pod carries is worth; nothing where it hits no entry.
    pub(super) fn strength(&self, account: &Subject) -> Option<&Strength> {
        self.strengths.get(account)
    }

    /// The bindings with a role that exists and allows anything.
    pub(super) fn granting(&self) -> impl Iterator<Item = (BindingId, &'a Binding, RoleId, &'a Role)> {
        let snapshot = self.snapshot;
        snapshot.binding_ids().filter_map(move |(id, binding)| {
            let role = self.assessment.access.role_of(id)?;
            Some((id, binding, role, snapshot.role(role))).filter(|(.., role)| !role.rules.is_empty())
        })
    }

    /// Whether a binding is what the API server or kubeadm installs, unchanged.
    pub(super) fn installed(&self, id: BindingId) -> bool {
        self.assessment.builtin.binding(id)
    }

    /// Whether an account may do more than every other account of a fresh cluster.
    pub(super) fn holds_something(&self, account: &Subject) -> bool {
        let access = self.assessment.access;
        let gives = |id: &BindingId| access.role_of(*id).is_some_and(|role| !self.snapshot.role(role).rules.is_empty());
        let groups = implied_groups(account);
        let mut inherited = groups.iter().flat_map(|group| access.bindings_naming(group));
        access.bindings_naming(account).iter().any(gives) || inherited.any(|id| gives(id) && !self.installed(*id))
    }

    /// Whether all bindings were read, so that a grant that is not there does not exist.
    pub(super) fn knows_bindings(&self) -> bool {
        let unread = |gap: &crate::model::Gap| matches!(gap.resource.as_str(), "rolebindings" | "clusterrolebindings");
        self.snapshot.source.stored && !self.snapshot.gaps.iter().any(unread)
    }
}

fn strength(assessment: &Assessment<'_>, account: &Subject) -> Option<Strength> {
    let entries = assessment.entries_of_token(account);
    let severity = entries.values().map(|rated| rated.severity).max()?;
    let worst = entries.into_iter().map(|(entry, rated)| (entry, rated.severity));
    let entry = assessment.entry_ids(worst).into_iter().next()?;
    Some(Strength { severity, entry: entry.as_str().to_owned() })
}
