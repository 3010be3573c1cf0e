//! What each user and role holds: which documents, through what.

use std::collections::BTreeMap;

use crate::model::Name;
use crate::model::cloud::{
    Account, Arn, Cloud, Effect, Group, Identity, ManagedPolicy, PolicyDocument, Role, Tags, User,
};

use super::coverage::Unknown;
use super::document::{DocumentId, Documents};
use super::truth::Doubts;
use super::{Doubt, PolicySource, builtin};

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
pub(super) struct HeldPolicy {
    pub(super) source: PolicySource,
    pub(super) document: DocumentId,
    /// Why its document says only about what the policy says.
    pub(super) about: Option<Doubt>,
}

/// What bounds a principal.
pub(super) enum Bound {
    Nothing,
    Policy(HeldPolicy),
    Unknown(Name, Doubt),
}

/// Who may assume a principal.
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

/// Every user and role with what it holds, sorted by ARN; and what is missing.
pub(super) fn index<'c>(cloud: &'c Cloud, documents: &mut Documents) -> (Vec<Held<'c>>, Vec<Unknown>) {
    let customer = cloud.accounts.iter().flat_map(|account| &account.policies);
    let managed = customer.chain(&cloud.aws_managed).map(|policy| (&policy.arn, policy)).collect();
    let mut index = Index { documents, managed, unknown: Vec::new() };
    let mut held = Vec::new();
    for account in &cloud.accounts {
        held.extend(account.users.iter().map(|user| index.user(user, account)));
        held.extend(account.roles.iter().map(|role| index.role(role)));
    }
    held.sort_by(|one, other| one.principal.arn().cmp(other.principal.arn()));
    index.unknown.sort_unstable();
    index.unknown.dedup();
    (held, index.unknown)
}

struct Index<'c, 'd> {
    documents: &'d mut Documents,
    managed: BTreeMap<&'c Arn, &'c ManagedPolicy>,
    unknown: Vec<Unknown>,
}

impl<'c> Index<'c, '_> {
    fn user(&mut self, user: &'c User, account: &'c Account) -> Held<'c> {
        let mut held = self.principal(Principal::User(user), user.boundary.as_ref());
        for name in &user.groups {
            match account.groups.iter().find(|group| group.identity.name == *name) {
                Some(Group { identity }) => self.take(identity, &mut held),
                None => self.miss(Doubt::Group(name.clone()), &user.identity, &mut held),
            }
        }
        held
    }

    fn role(&mut self, role: &'c Role) -> Held<'c> {
        let mut held = self.principal(Principal::Role(role), role.boundary.as_ref());
        match &role.trust {
            PolicyDocument::Readable(document) => {
                let id = self.documents.add(document);
                let allowing = self.documents.statements(id).iter().filter(|one| one.effect == Effect::Allow);
                held.has_session_tags = allowing.into_iter().any(|statement| statement.concerns("sts:tagsession"));
                held.trust = Trust::Document(id);
            }
            PolicyDocument::Unreadable(_) => {
                let role_arn = role.identity.arn.name();
                let doubt = Doubt::Unreadable(PolicySource::Trust { role: role_arn.clone() });
                self.unknown.push(Unknown { identity: role_arn.clone(), what: doubt });
                (held.trust, held.has_session_tags) = (Trust::Unreadable, true);
            }
        }
        held
    }

    fn principal(&mut self, principal: Principal<'c>, boundary: Option<&'c Arn>) -> Held<'c> {
        let boundary = boundary.map_or(Bound::Nothing, |arn| self.bound(arn, principal.identity()));
        let (policies, doubts) = (Vec::new(), Doubts::new());
        let mut held = Held { principal, policies, doubts, boundary, trust: Trust::Nobody, has_session_tags: false };
        self.take(principal.identity(), &mut held);
        held
    }

    /// Adds what an identity holds itself.
    fn take(&mut self, identity: &'c Identity, held: &mut Held<'c>) {
        for policy in &identity.inline {
            let source = PolicySource::Inline { identity: identity.arn.name().clone(), name: policy.name.clone() };
            match self.readable(&policy.document, source) {
                Ok(policy) => held.policies.push(policy),
                Err(doubt) => self.miss(doubt, identity, held),
            }
        }
        for arn in &identity.attached {
            let source = |version| PolicySource::Managed { arn: arn.name().clone(), version };
            match self.managed(arn, source) {
                Ok(policy) => held.policies.push(policy),
                Err(doubt) => self.miss(doubt, identity, held),
            }
        }
    }

    fn bound(&mut self, arn: &'c Arn, identity: &Identity) -> Bound {
        let source = |version| PolicySource::Boundary { arn: arn.name().clone(), version };
        match self.managed(arn, source) {
            Ok(policy) => Bound::Policy(policy),
            Err(doubt) => {
                let doubt = match doubt {
                    Doubt::ManagedPolicy(arn) => Doubt::Boundary(arn),
                    other => other,
                };
                self.unknown.push(Unknown { identity: identity.arn.name().clone(), what: doubt.clone() });
                Bound::Unknown(arn.name().clone(), doubt)
            }
        }
    }

    fn managed(&mut self, arn: &'c Arn, source: impl Fn(Name) -> PolicySource) -> Result<HeldPolicy, Doubt> {
        let missing = || Doubt::ManagedPolicy(arn.name().clone());
        if let Some(policy) = self.managed.get(arn) {
            let version = policy.default().ok_or_else(missing)?;
            return self.readable(&version.document, source(version.id.clone()));
        }
        let builtin = builtin::policy(arn).ok_or_else(missing)?;
        let document = self.documents.add(&builtin.document);
        Ok(HeldPolicy { source: source(Name::default()), document, about: builtin.is_about.then(missing) })
    }

    fn readable(&mut self, document: &PolicyDocument, source: PolicySource) -> Result<HeldPolicy, Doubt> {
        match document {
            PolicyDocument::Readable(document) => {
                Ok(HeldPolicy { source, document: self.documents.add(document), about: None })
            }
            PolicyDocument::Unreadable(_) => Err(Doubt::Unreadable(source)),
        }
    }

    fn miss(&mut self, doubt: Doubt, identity: &Identity, held: &mut Held<'c>) {
        self.unknown.push(Unknown { identity: identity.arn.name().clone(), what: doubt.clone() });
        held.doubts.insert(doubt);
    }
}
