//! The side of the role: its trust policy must let the caller in.

use super::Judged;
use super::own::OwnJudged;
use crate::cloud::iam::facts::Facts;
use crate::cloud::iam::layer::{Applied, Layer};
use crate::cloud::iam::named::Seeker;
use crate::cloud::iam::truth::{Doubts, Truth};
use crate::cloud::iam::who::Who;
use crate::cloud::iam::{Block, Principal, Witness};
use crate::model::cloud::Effect;

/// The trust policy of a role, and who asks.
pub(in crate::cloud::iam) struct TrustSide<'a> {
    pub(in crate::cloud::iam) layer: Layer<'a>,
    pub(in crate::cloud::iam) seeker: Seeker<'a>,
    /// Whether caller and role are of one account, where naming the caller suffices.
    pub(in crate::cloud::iam) same_account: bool,
    /// What must be so on the side of the caller, if there is no export of that.
    pub(in crate::cloud::iam) elsewhere: Doubts,
}

/// What it makes of a request.
pub(super) struct TrustJudged {
    /// Whether the caller is let in, in whichever way.
    covered: Truth,
    /// Whether it is let in by its own name.
    directly: Truth,
    denied: Truth,
    allowed_by: Vec<Witness>,
    blocked_by: Vec<Block>,
}

impl TrustSide<'_> {
    pub(super) fn judge(&self, facts: &Facts<'_>) -> TrustJudged {
        let undecided = || Truth::undecided(&self.layer.doubts);
        let (covered, directly, denied) = (undecided(), undecided(), undecided());
        let mut judged = TrustJudged { covered, directly, denied, allowed_by: Vec::new(), blocked_by: Vec::new() };
        for applied in &self.layer.applied {
            self.weigh(applied, facts, &mut judged);
        }
        if judged.covered == Truth::No {
            judged.blocked_by.push(Block::Trust(self.seeker.role.identity.arn.name().clone()));
        }
        judged
    }

    fn weigh(&self, applied: &Applied<'_>, facts: &Facts<'_>, judged: &mut TrustJudged) {
        let named = self.seeker.is_named(applied.statement.principals.as_ref());
        if named.covered == Truth::No {
            return;
        }
        let applies = applied.applies(facts);
        let here = applies.clone().and(named.covered);
        if here == Truth::No {
            return;
        }
        match applied.statement.effect {
            Effect::Allow => {
                judged.allowed_by.push(applied.witness());
                add(&mut judged.covered, here);
                add(&mut judged.directly, applies.and(named.directly));
            }
            Effect::Deny => {
                judged.blocked_by.push(Block::Denied(applied.witness()));
                add(&mut judged.denied, here);
            }
        }
    }
}

fn add(truth: &mut Truth, more: Truth) {
    *truth = std::mem::replace(truth, Truth::No).or(more);
}

impl TrustJudged {
    /// Both sides together.
    pub(super) fn joined(self, own: Option<OwnJudged>, side: &TrustSide<'_>, who: &Who<'_>) -> Judged {
        let Some(own) = own else {
            let truth = self.covered.and(Truth::unless(&side.elsewhere)).and(self.denied.negate());
            return Judged { truth, allowed_by: self.allowed_by, blocked_by: self.blocked_by };
        };
        let by_name = if side.same_account { self.directly } else { Truth::No };
        let by_trust_alone = by_name.and(boundary_of_named(who, own.boundary));
        let allowed = self.covered.and(own.allowed).or(by_trust_alone);
        let truth = allowed.and(own.denied.negate()).and(self.denied.negate());
        let (mut allowed_by, mut blocked_by) = (own.allowed_by, own.blocked_by);
        allowed_by.extend(self.allowed_by);
        blocked_by.extend(self.blocked_by);
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
