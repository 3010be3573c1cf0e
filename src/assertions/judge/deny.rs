//! `deny`: what is allowed is a reason, with the grant.
//!
//! First each scope is asked as it stands, by every authorizer. Where that allows nothing, the rules that are held are looked
//! at for what the assertion leaves open: see [`super::left_open`].

use crate::assertions::outcome::Reason;
use crate::query::{allowed, decide};

use super::everywhere::scopes;
use super::rights::Asked;
use super::{Found, Judge};

impl Judge<'_, '_, '_> {
    pub(super) fn deny(&self, asked: &Asked<'_>, found: &mut Found) {
        let scopes = scopes(self.basis.authorizer.access(), asked);
        let before = found.reasons.len();
        for scope in &scopes {
            if allowed(self.basis.authorizer, asked.identity, asked.question, scope).is_none() {
                continue;
            }
            let decision = decide(self.basis.authorizer, asked.identity, asked.question, scope);
            found.reasons.extend(decision.evidence.into_iter().map(|evidence| Reason::Allowed {
                text: asked.sentence("may", asked.question, scope),
                subject: asked.who.subject.id(),
                request: asked.question.info(scope),
                evidence,
            }));
            // What holds in the cluster holds in each namespace.
            if scope.namespace().is_none() {
                return;
            }
        }
        if found.reasons.len() == before {
            found.reasons.extend(self.left_open(asked));
        }
        if found.reasons.is_empty() {
            found.unread.extend(scopes.iter().flat_map(|scope| self.unread(asked, scope)));
        }
    }
}
