//! `allow`: what is refused is a reason, with what comes nearest.

use crate::assertions::outcome::Reason;
use crate::query::{allowed, decide};

use super::rights::Asked;
use super::{Found, Judge};

impl Judge<'_, '_, '_> {
    pub(super) fn allow(&self, asked: &Asked<'_>, found: &mut Found) {
        let scope = asked.question.place(asked.namespace);
        if allowed(self.basis.authorizer, asked.identity, asked.question, &scope).is_some() {
            return;
        }
        let decision = decide(self.basis.authorizer, asked.identity, asked.question, &scope);
        let unread = self.unread(asked, &scope);
        // One refusal that is sure is enough.
        found.proven = if found.reasons.is_empty() { unread.is_empty() } else { found.proven || unread.is_empty() };
        found.unread.extend(unread);
        found.reasons.push(Reason::Refused {
            text: asked.sentence("may not", asked.question, &scope),
            subject: asked.who.subject.id(),
            request: asked.question.info(&scope),
            nearest: decision.nearest,
            more: decision.more,
            dangling: decision.dangling,
        });
    }
}
