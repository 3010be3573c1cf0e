//! What the rest of the snapshot says of a binding: whether what it names is there.

use std::collections::BTreeSet;

use crate::authz::{self, Access};
use crate::escalation::Escalation;
use crate::model::{Binding, BindingId, Owner, Presence, Snapshot, Subject};

/// What the rest of the snapshot says.
pub(super) struct World<'a> {
    pub(super) snapshot: &'a Snapshot,
    access: &'a Access<'a>,
    escalation: &'a Escalation<'a>,
    /// The API groups and kinds of custom resources, where the server told all that it serves.
    served: Option<BTreeSet<(&'a str, &'a str)>>,
}

impl<'a> World<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, access: &'a Access<'a>, escalation: &'a Escalation<'a>) -> Self {
        let kinds = snapshot.custom_resources.iter().map(|it| (it.api_group.as_str(), it.kind.as_str()));
        let served = snapshot.resources_known.then(|| kinds.collect());
        World { snapshot, access, escalation, served }
    }

    /// Whether the role of a binding is known not to exist.
    pub(super) fn lacks_role(&self, id: BindingId) -> bool {
        self.escalation.world.knows_roles() && self.access.role_of(id).is_none()
    }

    /// The service accounts of a binding that are known not to exist.
    pub(super) fn missing_accounts(&self, binding: &'a Binding) -> Vec<&'a Subject> {
        let world = &self.escalation.world;
        let missing = |subject: &&Subject| match subject {
            Subject::ServiceAccount { namespace, name } => {
                world.knows_accounts_of(namespace) && !world.has_account(namespace, name)
            }
            _ => false,
        };
        binding.subjects.iter().filter(missing).collect()
    }

    /// Why an owner is known to be gone, if it is.
    pub(super) fn gone(&self, owner: &Owner) -> Option<&'static str> {
        match owner.presence {
            Presence::Absent => Some("which does not exist"),
            // The garbage collector cannot look for what is not served, so it leaves the binding there for good.
            Presence::Unknown if self.is_unserved(owner) => Some("of a kind that the server no longer serves"),
            _ => None,
        }
    }

    fn is_unserved(&self, owner: &Owner) -> bool {
        let (group, kind) = (owner.api_group.as_str(), owner.kind.as_str());
        let told = |served: &BTreeSet<(&str, &str)>| !served.contains(&(group, kind));
        !kind.is_empty() && !authz::is_built_in_group(group) && self.served.as_ref().is_some_and(told)
    }
}
