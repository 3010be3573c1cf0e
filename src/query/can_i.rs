//! Whether one identity may do one thing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{Access, Authorizer, Evidence, Grant, Selectors};
use crate::model::{Scope, Subject};

use super::grant::{GrantInfo, Origins};
use super::nearest::{Near, nearest};
use super::permissions::dangling;
use super::question::Question;

/// One decision.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Whether it may.
    pub allowed: bool,
    /// Why it may.
    pub evidence: Vec<EvidenceInfo>,
    /// Why it may not: what comes nearest.
    pub nearest: Vec<Near>,
    /// How many more come near.
    pub more: usize,
    /// Bindings of the identity to roles that do not exist: whoever creates the role decides what they grant.
    pub dangling: Vec<String>,
    /// A kind that decides about it and is never read: a no is not sure then.
    #[serde(skip)]
    pub unread: Option<&'static str>,
}

/// Why something is allowed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum EvidenceInfo {
    /// RBAC: a grant, and the subject that the binding names.
    Grant {
        #[serde(flatten)]
        #[expect(missing_docs, reason = "the fields are those of a grant")]
        grant: GrantInfo,
        /// The identity itself, or the group of it that the binding names.
        subject: String,
    },
    /// Another authorizer, which asks no binding.
    Authorizer {
        /// `system:masters` or `node`.
        authorizer: String,
        /// Why it allows this.
        reason: String,
    },
}

/// What lets an identity do this in a scope, as the API server would decide; nothing when it may not.
#[must_use]
pub fn allowed<'s>(
    authorizer: &Authorizer<'s>,
    identity: &[Subject],
    question: &Question,
    scope: &Scope,
) -> Option<Evidence<'s>> {
    let decide = |reading: &Question| authorizer.decide(identity, &reading.request(scope)?, &Selectors::default());
    question.readings().iter().find_map(decide)
}

/// Decides whether an identity may do this in a scope, as the API server would, and says why.
#[must_use]
pub fn decide(authorizer: &Authorizer<'_>, identity: &[Subject], question: &Question, scope: &Scope) -> Decision {
    let access = authorizer.access();
    let origins = Origins::new(access.snapshot());
    let Some(asked) = question.request(scope) else {
        return Decision::default();
    };
    if let Some(evidence) = allowed(authorizer, identity, question, scope) {
        let evidence = vec![evidence_info(access, &origins, identity, &evidence)];
        return Decision { allowed: true, evidence, ..Decision::default() };
    }
    let (nearest, more) = nearest(access, &origins, identity, question, &asked);
    Decision {
        nearest,
        more,
        dangling: dangling(access, identity, Some(scope.namespace().map_or("", |name| name.as_str()))),
        unread: authorizer.unread(identity, &asked),
        ..Decision::default()
    }
}

/// Evidence as reports show it.
pub(super) fn evidence_info(
    access: &Access<'_>,
    origins: &Origins<'_>,
    identity: &[Subject],
    evidence: &Evidence<'_>,
) -> EvidenceInfo {
    match evidence {
        Evidence::Grant(grant) => EvidenceInfo::Grant {
            grant: origins.info(grant),
            subject: named_by(access, identity, grant).map(Subject::id).unwrap_or_default(),
        },
        Evidence::Node(grant) => EvidenceInfo::Authorizer { authorizer: "node".to_owned(), reason: grant.sentence() },
        Evidence::Masters => EvidenceInfo::Authorizer {
            authorizer: "system:masters".to_owned(),
            reason: "its members may do everything, whatever the bindings say".to_owned(),
        },
    }
}

/// Which subject of the identity the binding of a grant names: the first in the binding's own order.
pub(super) fn named_by<'s>(access: &Access<'s>, identity: &[Subject], grant: &Grant) -> Option<&'s Subject> {
    let binding = access.snapshot().binding(grant.binding?);
    binding.subjects.iter().find(|subject| identity.contains(subject))
}
