//! The side of the caller: identity, boundary and session policy must all allow, and none may deny.

use super::Judged;
use crate::cloud::iam::facts::Facts;
use crate::cloud::iam::layer::{Layer, Weighed};
use crate::cloud::iam::truth::Truth;
use crate::cloud::iam::{Block, Witness};
use crate::model::Name;

/// The policies of a caller.
pub(in crate::cloud::iam) struct Own<'a> {
    pub(in crate::cloud::iam) identity: Layer<'a>,
    pub(in crate::cloud::iam) boundary: Option<(Name, Layer<'a>)>,
    pub(in crate::cloud::iam) session: Option<Layer<'a>>,
}

/// What they make of a request.
pub(super) struct OwnJudged {
    pub(super) allowed: Truth,
    pub(super) denied: Truth,
    /// What the boundary alone says.
    pub(super) boundary: Truth,
    pub(super) allowed_by: Vec<Witness>,
    pub(super) blocked_by: Vec<Block>,
}

impl<'a> Own<'a> {
    pub(super) fn layers(&self) -> impl Iterator<Item = &Layer<'a>> {
        let bounds = self.boundary.iter().map(|(_, layer)| layer).chain(&self.session);
        std::iter::once(&self.identity).chain(bounds)
    }

    pub(super) fn judge(&self, facts: &Facts<'_>) -> OwnJudged {
        let mut judged = OwnJudged::of_nobody();
        judged.allowed = judged.take(self.identity.weigh(facts), || Block::NotAllowed);
        if let Some((arn, layer)) = &self.boundary {
            judged.boundary = judged.take(layer.weigh(facts), || Block::Boundary(arn.clone()));
        }
        let session = self.session.as_ref().map(|layer| judged.take(layer.weigh(facts), || Block::Session));
        judged.allowed = judged.allowed.and(judged.boundary.clone()).and(session.unwrap_or(Truth::Yes));
        judged
    }
}

impl OwnJudged {
    pub(super) fn of_nobody() -> Self {
        OwnJudged {
            allowed: Truth::No,
            denied: Truth::No,
            boundary: Truth::Yes,
            allowed_by: Vec::new(),
            blocked_by: Vec::new(),
        }
    }

    /// The verdict where no other side has a say.
    pub(super) fn alone(self) -> Judged {
        let truth = self.allowed.and(self.denied.negate());
        Judged { truth, allowed_by: self.allowed_by, blocked_by: self.blocked_by }
    }

    /// Adds what a layer makes of the request; whether it allows it.
    fn take(&mut self, weighed: Weighed, block: impl FnOnce() -> Block) -> Truth {
        self.denied = std::mem::replace(&mut self.denied, Truth::No).or(weighed.denied);
        self.allowed_by.extend(weighed.allowed_by);
        self.blocked_by.extend(weighed.denied_by.into_iter().map(Block::Denied));
        if weighed.allowed == Truth::No {
            self.blocked_by.push(block());
        }
        weighed.allowed
    }
}
