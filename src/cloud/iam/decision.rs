//! Answers, with their evidence.

use serde::Serialize;

use crate::model::Name;
use crate::model::cloud::Arn;

use super::Doubt;

/// Whether a request is allowed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is not.
    Deny,
    /// It may be: that hangs on what the export does not tell.
    Conditional,
    /// It is, as far as policies of identities, boundaries and trust go.
    Allow,
}

/// A verdict, and what it rests on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// What it hangs on, sorted; nothing unless the verdict is conditional.
    pub doubts: Vec<Doubt>,
    /// Statements that allow it, surely or perhaps, in the order of policies: identity, boundary, session, trust.
    pub allowed_by: Vec<Witness>,
    /// What blocks it, surely or perhaps.
    pub blocked_by: Vec<Block>,
    /// What the caller must choose for this verdict, by key.
    pub choices: Vec<Choice>,
}

impl Decision {
    /// What nobody may assume: no role of this name trusts anybody.
    #[must_use]
    pub fn untrusted(arn: &Arn) -> Self {
        let blocked_by = vec![Block::Trust(arn.name().clone())];
        let (doubts, allowed_by, choices) = (Vec::new(), Vec::new(), Vec::new());
        Decision { verdict: Verdict::Deny, doubts, allowed_by, blocked_by, choices }
    }
}

/// A statement that decides.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
pub struct Witness {
    /// The policy that it stands in.
    pub policy: PolicySource,
    /// Which statement of the document, from 0.
    pub statement: usize,
    /// Its `Sid`, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<Name>,
}

/// Where a policy stands.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicySource {
    /// Part of a user, role or group.
    Inline {
        /// The ARN of the identity.
        identity: Name,
        /// The name of the policy.
        name: Name,
    },
    /// A managed policy.
    Managed {
        /// Its ARN.
        arn: Name,
        /// The version in force; empty if kubescan knows the policy by its name.
        version: Name,
    },
    /// The policy that bounds the caller.
    Boundary {
        /// Its ARN.
        arn: Name,
        /// The version in force; empty if kubescan knows the policy by its name.
        version: Name,
    },
    /// The session policy of the request.
    Session,
    /// The trust policy of a role.
    Trust {
        /// The ARN of the role.
        role: Name,
    },
}

/// What stands in the way.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// An explicit Deny.
    Denied(Witness),
    /// No policy of the identity allows it.
    NotAllowed,
    /// The boundary does not allow it.
    Boundary(Name),
    /// The session policy does not allow it.
    Session,
    /// The trust policy of this role does not let the caller in.
    Trust(Name),
}

/// What the caller picks.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
pub struct Choice {
    /// The context key in lower case; `resource` for the name of what is created.
    pub key: Name,
    /// The value; nothing to leave it out.
    pub value: Option<Name>,
}

/// The [`Choice::key`] of the name of what is created.
pub(super) const RESOURCE: &str = "resource";

impl Decision {
    /// The name that was chosen for what is new.
    #[must_use]
    pub fn resource(&self) -> Option<&Name> {
        self.choices.iter().find(|choice| choice.key == RESOURCE)?.value.as_ref()
    }

    /// Whether it is not refused for sure.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        self.verdict != Verdict::Deny
    }
}
