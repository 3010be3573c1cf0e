//! What principals of AWS IAM may do, in three values.
//!
//! A [`Decision`] is `Allow` or `Deny` only where the export settles it; whatever hangs on something that an export does
//! not hold is `Conditional`, with the [`Doubt`]s. What is unknown never becomes a Deny where it could be allowed, and
//! never blocks where it might not apply.
//!
//! 1. *Index*, once: equal documents are compiled once; each principal knows the documents that it holds itself, through
//!    its groups and as its boundary.
//! 2. *Concern*, once an action: which statements of which distinct document can be about it.
//! 3. *Decide*: the statements of one principal that concern the action are weighed. An explicit Deny wins over all; a
//!    boundary and a session policy must allow as well; a role is assumed only if its trust policy says so.
//! 4. *Choose*: where the caller picks a value (the session name, the policy to attach, the name of what is created), one
//!    choice must satisfy the Allow and dodge the Deny: candidates are tried, and the best verdict is the answer.
//!
//! Cost, with `D` distinct documents, `S` statements in them and `P` principals: the index is linear in the export; the
//! first question about an action matches the action patterns of `S`; every further one looks at the documents of one
//! principal and returns at once if none of them concerns the action. Choices multiply a decision by at most
//! [`MOST_CHOICES`].
//!
//! Not known to an export and never claimed: SCPs and RCPs, session policies other than the one of a question, policies
//! of resources other than the trust of roles.

mod assume;
mod builtin;
mod choice;
mod concern;
mod condition;
mod context;
mod coverage;
mod decide;
mod decision;
mod document;
mod doubt;
mod evaluate;
mod facts;
mod held;
mod irsa;
mod keys;
mod layer;
mod named;
mod pattern;
mod region;
mod request;
mod spelling;
mod standing;
mod statement;
mod truth;
mod who;

pub use assume::{Caller, WebIdentity};
pub use choice::MOST_CHOICES;
pub use context::{Context, ContextValue};
pub use coverage::Unknown;
pub use decision::{Block, Choice, Decision, PolicySource, Verdict, Witness};
pub use doubt::Doubt;
pub use held::{Principal, PrincipalId};
pub use irsa::{Admitted, Annotated, IrsaFinding, IrsaFindingId, IrsaTrust, SubjectPattern};
pub use pattern::FRESH;
pub use request::{FreshKind, Request, Target};
pub use spelling::documented;
pub use standing::Standing;

use std::collections::BTreeMap;

use crate::model::cloud::{Arn, Cloud, ManagedPolicy};
use crate::model::{Name, Time};

use concern::Concerns;
use document::Documents;
use held::Held;

/// The identities of all accounts, ready to be asked about.
pub struct Iam<'c> {
    documents: Documents,
    /// Sorted by ARN.
    held: Vec<Held<'c>>,
    by_arn: BTreeMap<Name, PrincipalId>,
    managed: BTreeMap<&'c Arn, &'c ManagedPolicy>,
    concerns: Concerns,
    unknown: Vec<Unknown>,
    now: Time,
}

impl<'c> Iam<'c> {
    /// Indexes what the exports hold; `now` decides conditions on time.
    #[must_use]
    pub fn new(cloud: &'c Cloud, now: Time) -> Self {
        let mut documents = Documents::default();
        let managed = held::managed(cloud);
        let (held, unknown) = held::index(cloud, &managed, &mut documents);
        let ids = (0..).map(PrincipalId::new);
        let by_arn = held.iter().zip(ids).map(|(held, id)| (held.principal.arn().name().clone(), id)).collect();
        Iam { documents, held, by_arn, managed, concerns: Concerns::default(), unknown, now }
    }

    /// The same, at the time at which the exports were read.
    #[must_use]
    pub fn of(cloud: &'c Cloud) -> Self {
        Iam::new(cloud, cloud.read_at.unwrap_or_default())
    }

    /// Every user and role, by ARN.
    pub fn principals(&self) -> impl Iterator<Item = (PrincipalId, Principal<'c>)> + '_ {
        (0..).map(PrincipalId::new).zip(self.held.iter().map(|held| held.principal))
    }

    /// The user or role of this ARN.
    #[must_use]
    pub fn find(&self, arn: &str) -> Option<PrincipalId> {
        self.by_arn.get(&Name::known(arn)?).copied()
    }

    /// Who that is.
    #[must_use]
    pub fn principal(&self, id: PrincipalId) -> Principal<'c> {
        self.held(id).principal
    }

    /// What the exports name and do not hold, or hold unreadable: sorted. Each makes decisions conditional.
    #[must_use]
    pub fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }

    #[expect(clippy::indexing_slicing, reason = "ids are made by the index, one for each")]
    fn held(&self, id: PrincipalId) -> &Held<'c> {
        &self.held[id.index()]
    }
}

#[cfg(test)]
mod tests;
