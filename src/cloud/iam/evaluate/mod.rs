//! The verdict on one request whose choices are made.

mod own;
mod trust_side;

use super::facts::Facts;
use super::layer::Applied;
use super::truth::Truth;
use super::{Block, Doubt, Witness};

pub(super) use own::Own;
use own::OwnJudged;
pub(super) use trust_side::TrustSide;

/// Everything that has a say about a request.
pub(super) struct Case<'a> {
    /// The policies of the caller; nothing if it is not of an export.
    pub(super) own: Option<Own<'a>>,
    /// The trust policy, if the request is to assume a role.
    pub(super) trust: Option<TrustSide<'a>>,
}

/// What became of a request.
pub(super) struct Judged {
    pub(super) truth: Truth,
    pub(super) allowed_by: Vec<Witness>,
    pub(super) blocked_by: Vec<Block>,
}

impl<'a> Case<'a> {
    /// Every statement that has a say.
    pub(super) fn applied(&self) -> impl Iterator<Item = &Applied<'a>> {
        let own = self.own.iter().flat_map(Own::layers);
        own.chain(self.trust.iter().map(|trust| &trust.layer)).flat_map(|layer| &layer.applied)
    }

    pub(super) fn judge(&self, facts: &Facts<'_>) -> Judged {
        let own = self.own.as_ref().map(|own| own.judge(facts));
        let judged = match &self.trust {
            Some(trust) => trust.judge(facts).joined(own, trust, &facts.who),
            None => own.unwrap_or_else(OwnJudged::of_nobody).alone(),
        };
        judged.settled()
    }
}

/// The [`Judged::rank`] above which there is none.
pub(super) const BEST: u8 = 2;

impl Judged {
    /// Leaves out what has no bearing on the verdict.
    fn settled(mut self) -> Self {
        match &self.truth {
            Truth::Yes => self.blocked_by.clear(),
            Truth::No => self.allowed_by.clear(),
            Truth::Maybe(_) => self.blocked_by.retain(|block| matches!(block, Block::Denied(_))),
        }
        self.blocked_by.sort_unstable();
        self.blocked_by.dedup();
        self
    }

    /// The same, as far as something else is so too.
    pub(super) fn unless(self, doubt: Truth) -> Self {
        Judged { truth: self.truth.and(doubt), ..self }
    }

    /// How good it is for the caller.
    pub(super) fn rank(&self) -> u8 {
        match self.truth {
            Truth::No => 0,
            Truth::Maybe(_) => 1,
            Truth::Yes => BEST,
        }
    }

    pub(super) fn doubts(&self) -> Vec<Doubt> {
        match &self.truth {
            Truth::Maybe(doubts) => doubts.iter().cloned().collect(),
            Truth::No | Truth::Yes => Vec::new(),
        }
    }
}
