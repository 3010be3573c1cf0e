//! The verdict on one request whose choices are made.

use super::facts::Facts;
use super::layer::{Applied, Layer, Weighed};
use super::named::Seeker;
use super::truth::{Doubts, Truth};
use super::who::Who;
use super::{Block, Doubt, Principal, Witness};
use crate::model::Name;
use crate::model::cloud::Effect;

/// Everything that has a say about a request.
pub(super) struct Case<'a> {
    /// The policies of the caller; nothing if it is not of an export.
    pub(super) own: Option<Own<'a>>,
    /// The trust policy, if the request is to assume a role.
    pub(super) trust: Option<TrustSide<'a>>,
}

/// The policies of a caller.
pub(super) struct Own<'a> {
    pub(super) identity: Layer<'a>,
    pub(super) boundary: Option<(Name, Layer<'a>)>,
    pub(super) session: Option<Layer<'a>>,
}

/// The trust policy of a role, and who asks.
pub(super) struct TrustSide<'a> {
    pub(super) layer: Layer<'a>,
    pub(super) seeker: Seeker<'a>,
    /// Whether caller and role are of one account, where naming the caller suffices.
    pub(super) same_account: bool,
    /// What must be so on the side of the caller, if there is no export of that.
    pub(super) elsewhere: Doubts,
}

/// What became of a request.
pub(super) struct Judged {
    pub(super) truth: Truth,
    pub(super) allowed_by: Vec<Witness>,
    pub(super) blocked_by: Vec<Block>,
}

/// The side of the caller.
struct OwnJudged {
    allowed: Truth,
    denied: Truth,
    boundary: Truth,
    allowed_by: Vec<Witness>,
    blocked_by: Vec<Block>,
}

/// The side of the role.
#[derive(Default)]
struct TrustJudged {
    allowed_by: Vec<Witness>,
    blocked_by: Vec<Block>,
}

impl<'a> Case<'a> {
    /// Every statement that has a say.
    pub(super) fn applied(&self) -> impl Iterator<Item = &Applied<'a>> {
        let own = self.own.iter().flat_map(|own| {
            let bounds = own.boundary.iter().map(|(_, layer)| layer).chain(&own.session);
            std::iter::once(&own.identity).chain(bounds)
        });
        own.chain(self.trust.iter().map(|trust| &trust.layer)).flat_map(|layer| &layer.applied)
    }

    pub(super) fn judge(&self, facts: &Facts<'_>) -> Judged {
        let own = self.own.as_ref().map(|own| own.judge(facts));
        let Some(trust) = &self.trust else {
            let own = own.unwrap_or_else(OwnJudged::of_nobody);
            let truth = own.allowed.and(own.denied.negate());
            return Judged { truth, allowed_by: own.allowed_by, blocked_by: own.blocked_by }.settled();
        };
        trust.judge(own, facts).settled()
    }
}

impl Own<'_> {
    fn judge(&self, facts: &Facts<'_>) -> OwnJudged {
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
    fn of_nobody() -> Self {
        OwnJudged {
            allowed: Truth::No,
            denied: Truth::No,
            boundary: Truth::Yes,
            allowed_by: Vec::new(),
            blocked_by: Vec::new(),
        }
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

impl TrustSide<'_> {
    fn judge(&self, own: Option<OwnJudged>, facts: &Facts<'_>) -> Judged {
        let undecided = match Truth::unless(&self.layer.doubts) {
            Truth::Yes => Truth::No,
            doubts => doubts,
        };
        let (mut covered, mut directly, mut denied) = (undecided.clone(), undecided.clone(), undecided);
        let mut found = TrustJudged::default();
        for applied in &self.layer.applied {
            let named = self.seeker.is_named(applied.statement.principals.as_ref());
            let applies = applied.applies(facts);
            let here = applies.clone().and(named.covered);
            if here == Truth::No {
                continue;
            }
            match applied.statement.effect {
                Effect::Allow => {
                    found.allowed_by.push(applied.witness());
                    covered = covered.or(here);
                    directly = directly.or(applies.and(named.directly));
                }
                Effect::Deny => {
                    found.blocked_by.push(Block::Denied(applied.witness()));
                    denied = denied.or(here);
                }
            }
        }
        if covered == Truth::No {
            found.blocked_by.push(Block::Trust(self.seeker.role.identity.arn.name().clone()));
        }
        self.joined(own, (covered, directly, denied), found)
    }

    /// Both sides together.
    fn joined(
        &self,
        own: Option<OwnJudged>,
        (covered, directly, denied): (Truth, Truth, Truth),
        mut found: TrustJudged,
    ) -> Judged {
        let Some(own) = own else {
            let truth = covered.and(Truth::unless(&self.elsewhere)).and(denied.negate());
            return Judged { truth, allowed_by: found.allowed_by, blocked_by: found.blocked_by };
        };
        let by_trust_alone =
            if self.same_account { directly.and(boundary_of_named(&self.seeker.who, own.boundary)) } else { Truth::No };
        let allowed = covered.and(own.allowed).or(by_trust_alone);
        let truth = allowed.and(own.denied.negate()).and(denied.negate());
        let mut allowed_by = own.allowed_by;
        allowed_by.append(&mut found.allowed_by);
        let mut blocked_by = own.blocked_by;
        blocked_by.append(&mut found.blocked_by);
        Judged { truth, allowed_by, blocked_by }
    }
}

/// What a boundary has to say where a trust policy of the same account names the caller itself.
///
/// An implicit Deny in a boundary does not stop a user that is named; it stops a role, whose sessions are not named by
/// the ARN of the role.
fn boundary_of_named(who: &Who<'_>, boundary: Truth) -> Truth {
    match who {
        Who::Known { principal: Principal::Role(_), .. } => boundary,
        _ => Truth::Yes,
    }
}

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

    /// How good it is for the caller.
    pub(super) fn rank(&self) -> u8 {
        match self.truth {
            Truth::No => 0,
            Truth::Maybe(_) => 1,
            Truth::Yes => 2,
        }
    }

    pub(super) fn doubts(&self) -> Vec<Doubt> {
        match &self.truth {
            Truth::Maybe(doubts) => doubts.iter().cloned().collect(),
            _ => Vec::new(),
        }
    }
}
