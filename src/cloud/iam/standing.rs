//! Principals as they could make themselves: with a policy more, without a boundary.
//!
//! Whether a right to change oneself is worth anything is found out by making the change, on paper, and asking again.

use super::document::DocumentId;
use super::held::{Bound, Held, HeldPolicy};
use super::{Decision, Doubt, Iam, PolicySource, Principal, PrincipalId, Request, Target, builtin};
use crate::model::Name;
use crate::model::cloud::{Arn, Document, Group, ManagedPolicy, ManagedVersion, PolicyDocument};

/// A user or a role, as it is or as it could make itself.
#[derive(Clone)]
pub struct Standing<'c>(pub(super) Held<'c>);

impl<'c> Standing<'c> {
    /// Who that is.
    #[must_use]
    pub fn principal(&self) -> Principal<'c> {
        self.0.principal
    }

    /// The policies that it holds, as far as they are known.
    pub fn policies(&self) -> impl Iterator<Item = &PolicySource> {
        self.0.policies.iter().map(|policy| &policy.source)
    }

    /// What it holds and what bounds it.
    pub(super) fn documents(&self) -> impl Iterator<Item = DocumentId> {
        let boundary = match &self.0.boundary {
            Bound::Policy(policy) => Some(policy.document),
            Bound::Nothing | Bound::Unknown(..) => None,
        };
        self.0.policies.iter().map(|policy| policy.document).chain(boundary)
    }

    /// Whether anything bounds it.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        !matches!(self.0.boundary, Bound::Nothing)
    }

    /// The same without what an export leaves out of the policies that AWS maintains: those are written to allow something
    /// to somebody, and what they allow is not known. Of one that denies its name says so.
    #[must_use]
    pub fn without_gaps_of_aws(mut self) -> Self {
        let denies = |arn: &Arn| ["Deny", "Quarantine"].iter().any(|word| arn.short().contains(word));
        self.0.doubts.retain(|doubt| match doubt {
            Doubt::ManagedPolicy(name) => Arn::parse(name).is_none_or(|arn| arn.account() != "aws" || denies(&arn)),
            _ => true,
        });
        self
    }

    /// The same with nothing at all: what a new identity is.
    #[must_use]
    pub fn bare(mut self) -> Self {
        (self.0.policies, self.0.boundary) = (Vec::new(), Bound::Nothing);
        self.0.doubts.clear();
        self
    }

    /// The same without a boundary.
    #[must_use]
    pub fn unbounded(mut self) -> Self {
        self.0.boundary = Bound::Nothing;
        self
    }

    /// The same without this policy.
    #[must_use]
    pub fn without(mut self, source: &PolicySource) -> Self {
        self.0.policies.retain(|policy| policy.source != *source);
        self
    }
}

impl<'c> Iam<'c> {
    /// A principal as it is.
    #[must_use]
    pub fn as_is(&self, principal: PrincipalId) -> Standing<'c> {
        Standing(self.held(principal).clone())
    }

    /// The same as [`Iam::decide`], of a principal as it could make itself.
    #[must_use]
    pub fn decide_as(&self, standing: &Standing<'c>, request: &Request<'_>) -> Decision {
        self.decide_held(&standing.0, request)
    }

    /// Whether a principal, as it could make itself, may do everything to everything.
    #[must_use]
    pub fn administers_as(&self, standing: &Standing<'c>) -> Decision {
        self.decide_held(&standing.0, &Request::new("*:*", Target::All))
    }

    /// Whether any policy of a principal is about an action at all, or not known.
    #[must_use]
    pub fn may_hold(&self, standing: &Standing<'c>, action: &str) -> bool {
        let concern = self.concerns.about(&Name::from(action.to_ascii_lowercase()), &self.documents);
        !self.own(&standing.0, &concern).identity.is_silent()
    }

    /// With a policy that allows everything.
    #[must_use]
    pub fn with_everything(&self, standing: Standing<'c>) -> Standing<'c> {
        let source =
            PolicySource::Inline { identity: standing.principal().arn().name().clone(), name: Name::default() };
        self.with(standing, source, &builtin::everything())
    }

    /// With a managed policy attached; nothing if it is not known, or not readable.
    #[must_use]
    pub fn with_attached(&self, standing: Standing<'c>, arn: &Arn) -> Option<Standing<'c>> {
        let (source, document) =
            self.managed(arn, |version| PolicySource::Managed { arn: arn.name().clone(), version })?;
        Some(self.with(standing, source, &document))
    }

    /// With a managed policy as its boundary; nothing if that is not known, or not readable.
    #[must_use]
    pub fn bounded_by(&self, mut standing: Standing<'c>, arn: &Arn) -> Option<Standing<'c>> {
        let source = |version| PolicySource::Boundary { arn: arn.name().clone(), version };
        let (source, document) = self.managed(arn, source)?;
        let document = self.documents.find(&document)?;
        standing.0.boundary = Bound::Policy(HeldPolicy { source, document, about: None });
        Some(standing)
    }

    /// As a member of a group too.
    #[must_use]
    pub fn in_group(&self, standing: Standing<'c>, group: &Group) -> Standing<'c> {
        let identity = &group.identity;
        let inline = identity.inline.iter().fold(standing, |standing, policy| {
            let source = PolicySource::Inline { identity: identity.arn.name().clone(), name: policy.name.clone() };
            match &policy.document {
                PolicyDocument::Readable(document) => self.with(standing, source, document),
                PolicyDocument::Unreadable(_) => standing,
            }
        });
        let attach = |standing: Standing<'c>, arn| self.with_attached(standing.clone(), arn).unwrap_or(standing);
        identity.attached.iter().fold(inline, attach)
    }

    /// With another version of a managed policy that it holds.
    #[must_use]
    pub fn with_version(
        &self,
        standing: Standing<'c>,
        policy: &ManagedPolicy,
        version: &ManagedVersion,
    ) -> Option<Standing<'c>> {
        let PolicyDocument::Readable(document) = &version.document else { return None };
        let mut standing = standing;
        standing
            .0
            .policies
            .retain(|held| !matches!(&held.source, PolicySource::Managed { arn, .. } if arn == policy.arn.name()));
        let source = PolicySource::Managed { arn: policy.arn.name().clone(), version: version.id.clone() };
        Some(self.with(standing, source, document))
    }

    fn with(&self, mut standing: Standing<'c>, source: PolicySource, document: &Document) -> Standing<'c> {
        if let Some(document) = self.documents.find(document) {
            standing.0.policies.push(HeldPolicy { source, document, about: None });
        }
        standing
    }

    /// The document of a managed policy that is in force.
    fn managed(
        &self,
        arn: &Arn,
        source: impl FnOnce(Name) -> PolicySource,
    ) -> Option<(PolicySource, std::sync::Arc<Document>)> {
        match self.managed.get(arn) {
            Some(policy) => {
                let version = policy.default()?;
                let PolicyDocument::Readable(document) = &version.document else { return None };
                Some((source(version.id.clone()), document.clone()))
            }
            None => Some((source(Name::default()), builtin::policy(arn)?.document)),
        }
    }
}
