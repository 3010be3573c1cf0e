//! Who sends a write: a subject with the groups that it is always in.

use std::sync::LazyLock;

use crate::authz::{ANONYMOUS, AUTHENTICATED, Access, UNAUTHENTICATED, identity_of};
use crate::model::{BindingId, Name, RoleId, Scope, Subject};

use super::write::Write;

/// An identity that steps are taken with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::escalation) struct Who {
    /// The subject first, then its groups.
    pub(super) identity: Vec<Subject>,
}

/// Whoever is not known.
static STRANGER: LazyLock<Who> = LazyLock::new(|| Who::new(&Subject::user("somebody")));

impl Who {
    /// Whoever is not known.
    pub(in crate::escalation) fn stranger() -> &'static Self {
        &STRANGER
    }

    pub(in crate::escalation) fn new(subject: &Subject) -> Self {
        Who { identity: identity_of(subject) }
    }

    /// Whether its name is known: a group stands for any member, and a cloud identity may choose its name.
    pub(super) fn is_somebody(&self) -> bool {
        matches!(self.identity.first(), Some(Subject::User(_) | Subject::ServiceAccount { .. }))
    }

    /// The namespace that it is in.
    pub(super) fn home(&self) -> Option<&Name> {
        match self.identity.first()? {
            Subject::ServiceAccount { namespace, .. } => Some(namespace),
            _ => None,
        }
    }

    /// The names that it is made of.
    pub(super) fn names(&self) -> impl Iterator<Item = &Name> {
        let own = self.identity.first().map(|subject| match subject {
            Subject::ServiceAccount { namespace, name } => [Some(namespace), Some(name)],
            Subject::User(name) | Subject::Group(name) | Subject::Cloud { name, .. } => [Some(name), None],
        });
        own.into_iter().flatten().flatten()
    }

    /// Whether this is a write about its own account.
    pub(super) fn is_account(&self, write: &Write) -> bool {
        let Some(Subject::ServiceAccount { namespace, name }) = self.identity.first() else { return false };
        write.resource == "serviceaccounts" && write.namespace.as_ref() == Some(namespace) && *name == *write.name
    }

    /// The same as a member of one group more.
    pub(in crate::escalation) fn in_group(&self, group: &Name) -> Self {
        let mut member = self.clone();
        member.identity.push(Subject::Group(group.clone()));
        member
    }

    /// The roles that it holds, or whoever has not logged in, with the scopes in which it does.
    pub(in crate::escalation) fn roles<'a>(
        &'a self,
        access: &'a Access<'_>,
    ) -> impl Iterator<Item = (RoleId, Scope)> + 'a {
        self.bindings(access).filter_map(|id| Some((access.role_of(id)?, access.snapshot().binding(id).scope())))
    }

    /// The bindings that grant it something.
    pub(in crate::escalation) fn bindings<'a>(
        &'a self,
        access: &'a Access<'_>,
    ) -> impl Iterator<Item = BindingId> + 'a {
        let logged_in = self.identity.contains(&Subject::group(AUTHENTICATED));
        let anybody = [Subject::user(ANONYMOUS), Subject::group(UNAUTHENTICATED)];
        let anybody = anybody.into_iter().filter(move |_| logged_in);
        let anybody = anybody.flat_map(|subject| access.bindings_naming(&subject).iter());
        let own = self.identity.iter().flat_map(|subject| access.bindings_naming(subject));
        own.chain(anybody).copied()
    }
}
