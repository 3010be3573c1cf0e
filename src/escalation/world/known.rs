//! What is known not to be there, rather than not read.

use std::collections::BTreeSet;

use crate::authz::SERVICE_ACCOUNTS;
use crate::model::{Name, Subject};

use super::World;

/// What is missing of a node that only its pods tell of.
pub(in crate::escalation) const UNREAD: &str = "the Node object was not read: its labels and taints are not known";

impl World<'_> {
    /// Whether all service accounts of this namespace were read, so that one that is not there does not exist. Plain
    /// manifests never hold all, nor does a dump without the kind or of another namespace.
    #[must_use]
    pub fn knows_accounts_of(&self, namespace: &Name) -> bool {
        let source = &self.snapshot.source;
        let listed = !self.snapshot.service_accounts.is_empty();
        let gap = self.snapshot.gaps.iter().any(|gap| gap.resource == "serviceaccounts");
        source.stored && listed && !gap && source.namespace.as_ref().is_none_or(|only| only == namespace)
    }

    /// The service accounts of a namespace that a binding waits for: those that it names, and where it names all of them
    /// and none is there, `default`, which every namespace has.
    pub(in crate::escalation) fn awaited_in(&self, namespace: &Name) -> impl Iterator<Item = Name> + use<> {
        let mut names: BTreeSet<Name> =
            self.missing_accounts.get(namespace).into_iter().flatten().map(|name| (*name).clone()).collect();
        if self.awaited_groups.contains(namespace) {
            names.insert("default".into());
        }
        names.into_iter()
    }

    /// Whether this service account is known not to be there yet, and can be one day.
    pub(in crate::escalation) fn lacks_account(&self, namespace: &Name, name: &Name) -> bool {
        let absent = self.knows_accounts_of(namespace) || *name == "default" && self.snapshot.source.stored;
        absent
            && !self.has_account(namespace, name)
            && (self.has_namespace(namespace) || self.lacks_namespace(namespace))
    }

    /// Whether some binding names all service accounts of this namespace, or of every one.
    pub(in crate::escalation) fn binds_all_accounts_of(&self, namespace: &Name) -> bool {
        let of_namespace = Subject::group(&format!("{SERVICE_ACCOUNTS}:{}", namespace.as_str()));
        [of_namespace, Subject::group(SERVICE_ACCOUNTS)].iter().any(|group| self.groups.contains(group))
    }

    /// Whether all roles were read, so that one that is not there does not exist.
    #[must_use]
    pub fn knows_roles(&self) -> bool {
        let gap = |resource: &str| self.snapshot.gaps.iter().any(|gap| gap.resource == resource);
        self.snapshot.source.stored && !gap("roles") && !gap("clusterroles")
    }

    /// Whether the Node object of this node was read.
    pub(in crate::escalation) fn was_read(&self, name: &Name) -> bool {
        self.machines.get(name).is_some_and(|machine| machine.node.is_some())
    }

    /// Whether the namespace exists, as far as can be told. A stored pod stands in one though it is not listed: lists
    /// may be filtered.
    pub(in crate::escalation) fn has_namespace(&self, namespace: &Name) -> bool {
        let holds_pods = || self.snapshot.source.stored && self.pods.contains_key(namespace);
        self.namespaces.is_empty() || self.namespaces.contains_key(namespace) || holds_pods()
    }

    /// Whether the namespace is known not to exist.
    pub(in crate::escalation) fn lacks_namespace(&self, namespace: &Name) -> bool {
        let gap = self.snapshot.gaps.iter().any(|gap| gap.resource == "namespaces");
        self.snapshot.source.stored && !gap && !self.has_namespace(namespace)
    }
}
