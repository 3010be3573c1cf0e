//! How far guards have a say in the steps of an entry, read once from their texts.

use crate::model::{AdmissionPolicy, MatchResources, Name};
use crate::template::Entry;

use super::alike::expressions;
use super::literals::speaks_of_names;
use super::write::RBAC;
use super::{Admitted, covers};

/// What of the steps of an entry makes a difference to some guard.
#[derive(Default, Debug)]
pub(super) struct Concern {
    /// The resources that it is about, without subresources.
    pub(super) plurals: Vec<Name>,
    /// Whether any guard covers its resources. Where none does, the rest does not matter.
    pub(super) any: bool,
    /// Who takes it.
    pub(super) users: bool,
    /// The names of objects.
    pub(super) names: bool,
    /// The account that a pod runs as.
    pub(super) accounts: bool,
    /// It is RBAC that is written: who takes the step is named in it, and its way depends on the roles that there are.
    pub(super) rbac: bool,
}

impl Concern {
    /// Whether the object makes a difference.
    pub(super) fn is_by_object(&self) -> bool {
        self.names || self.accounts
    }

    pub(super) fn is_about(&self, resource: &str) -> bool {
        self.plurals.iter().any(|plural| *plural == resource)
    }
}

impl Admitted<'_> {
    pub(super) fn concern_with(&self, entry: &Entry) -> Concern {
        let plurals = plurals(entry);
        let covered =
            |plural: &Name| *plural == "*" || self.covered.contains("*") || self.covered.contains(plural.as_str());
        if !plurals.iter().any(covered) {
            return Concern::default();
        }
        let mut groups = entry.needs.iter().flat_map(|need| &need.api_groups);
        let rbac = groups.any(|group| *group == RBAC || *group == "*");
        Concern {
            any: true,
            users: rbac || plurals.iter().any(|plural| self.judge.depends_on_user(plural)),
            names: self.looks_at_names(&plurals),
            accounts: plurals.iter().any(|plural| self.look_at_accounts_of(plural)),
            rbac,
            plurals,
        }
    }

    /// Whether some guard of these resources looks at the names of objects.
    fn looks_at_names(&self, plurals: &[Name]) -> bool {
        let by_name = |matches: &MatchResources| matches.rules.iter().any(|rule| !rule.resource_names.is_empty());
        let any = |policy: &&AdmissionPolicy| plurals.iter().any(|plural| covers(&policy.matches, plural));
        let mut policies = self.snapshot.admission_policies.iter().filter(any);
        policies.any(|policy| {
            let mut texts = expressions(policy);
            by_name(&policy.matches) || texts.any(|text| speaks_of_names(text))
        })
    }

    /// What makes a difference to the steps of the entry at this place.
    pub(super) fn concern(&self, entry: usize) -> &Concern {
        self.entries.get(entry).unwrap_or(&self.nothing)
    }

    /// Whether some guard may be asked about a step of the entry at this place.
    pub(in crate::escalation) fn concerns(&self, entry: usize) -> bool {
        self.concern(entry).any
    }

    /// Whether guards look at the names of what a step of the entry at this place is about.
    pub(in crate::escalation) fn look_at_names(&self, entry: usize) -> bool {
        self.concern(entry).names
    }

    /// Whether guards look at Secrets, which say whose token they hold.
    pub(in crate::escalation) fn look_at_secrets(&self, entry: usize) -> bool {
        self.concern(entry).is_about("secrets")
    }

    /// Whether guards look at who takes a step of the entry at this place.
    pub(in crate::escalation) fn asks_for_users(&self, entry: usize) -> bool {
        self.concern(entry).users
    }
}

/// The resources that an entry is about, without subresources.
fn plurals(entry: &Entry) -> Vec<Name> {
    let resources = entry.needs.iter().flat_map(|need| &need.resources);
    resources.map(|resource| resource.split('/').next().unwrap_or_default().into()).collect()
}
