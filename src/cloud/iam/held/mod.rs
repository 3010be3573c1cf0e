//! What each user and role holds: which documents, through what.

mod index;

use crate::model::Name;
use crate::model::cloud::{Arn, Identity, Role, Tags, User};

use super::document::DocumentId;
use super::truth::Doubts;
use super::{Doubt, PolicySource};
pub(super) use index::{index, managed};

/// A user or a role of an [`super::Iam`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct PrincipalId(usize);

/// A user or a role.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum Principal<'c> {
    User(&'c User),
    Role(&'c Role),
}

/// A principal, and the documents that are about it.
#[derive(Clone)]
pub(super) struct Held<'c> {
    pub(super) principal: Principal<'c>,
    pub(super) policies: Vec<HeldPolicy>,
    /// Policies of which nothing is known: they may allow and deny anything.
    pub(super) doubts: Doubts,
    pub(super) boundary: Bound,
    pub(super) trust: Trust,
    /// Whether whoever assumes it may bring tags along.
    pub(super) has_session_tags: bool,
}

/// A policy that is known.
#[derive(Clone)]
pub(super) struct HeldPolicy {
    pub(super) source: PolicySource,
    pub(super) document: DocumentId,
    /// Why its document says only about what the policy says.
    pub(super) about: Option<Doubt>,
}

/// What bounds a principal.
#[derive(Clone)]
pub(super) enum Bound {
    Nothing,
    Policy(HeldPolicy),
    Unknown(Name, Doubt),
}

/// Who may assume a principal.
#[derive(Clone, Copy)]
pub(super) enum Trust {
    /// Nobody: it is a user.
    Nobody,
    Document(DocumentId),
    Unreadable,
}

impl PrincipalId {
    pub(super) fn new(index: usize) -> Self {
        PrincipalId(index)
    }

    pub(super) fn index(self) -> usize {
        self.0
    }
}

impl<'c> Principal<'c> {
    /// What it has in common with all identities.
    #[must_use]
    pub fn identity(&self) -> &'c Identity {
        match self {
            Principal::User(user) => &user.identity,
            Principal::Role(role) => &role.identity,
        }
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> &'c Arn {
        &self.identity().arn
    }

    /// Its tags.
    #[must_use]
    pub fn tags(&self) -> &'c Tags {
        match self {
            Principal::User(user) => &user.tags,
            Principal::Role(role) => &role.tags,
        }
    }

    /// The policy that bounds it.
    #[must_use]
    pub fn boundary(&self) -> Option<&'c Arn> {
        match self {
            Principal::User(user) => user.boundary.as_ref(),
            Principal::Role(role) => role.boundary.as_ref(),
        }
    }
}
