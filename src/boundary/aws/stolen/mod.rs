//! Whoever has the identity: can it raise *itself*?
//!
//! By becoming another (a role that it assumes, a user whose key it makes, a service that runs for it), by giving itself
//! more, by letting others in through its own trust policy, by an access entry of its own. What it may do for others is its
//! purpose: that is counted and stands apart, and so does what its limits leave open.

mod cluster;
mod gains;
mod hop;
mod others;
mod outside;
mod own;

use crate::cloud::iam::{PolicySource, Request, Standing, Target, Verdict};

use super::evidence::Rows;
use super::view::{Attack, AttackQuestion, AttackRow};
use super::world::World;

pub(super) const ASSUME: &str = "sts:AssumeRole";

pub(super) fn attack(world: &World<'_, '_>) -> Attack {
    let mut rows = Rows::default();
    let outright = world.reaching.administers(&world.standing(world.own));
    if outright != Verdict::Deny {
        let row = AttackRow::new(AttackQuestion::SelfGrant, world.own_arn(), outright);
        let by = world.iam.administers(world.own).allowed_by;
        rows.count(row.saying("administers the account already").witnessed(&by));
    }
    hop::ask(world, &mut rows);
    own::ask(world, &mut rows);
    cluster::ask(world, &mut rows);
    outside::ask(world, &mut rows);
    others::ask(world, &mut rows);
    rows.attack(Vec::new())
}

/// How surely nothing keeps the identity from assuming a role that trusts it by name: no Deny, and no boundary.
fn free_to_assume(world: &World<'_, '_>, target: Target<'_>) -> Verdict {
    let allowed = world.iam.with_everything(world.standing(world.own));
    world.iam.decide_as(&allowed, &Request::new(ASSUME, target).with(world.chosen.clone())).verdict
}

/// What keeps it from that, in words.
fn kept_from(world: &World<'_, '_>, target: Target<'_>) -> AttackRow {
    let allowed = world.iam.with_everything(world.standing(world.own));
    let mut decision = world.iam.decide_as(&allowed, &Request::new(ASSUME, target).with(world.chosen.clone()));
    decision.allowed_by.retain(|witness| !is_made_up(&witness.policy));
    AttackRow::decided(AttackQuestion::Hop, "any role", ASSUME, &decision)
}

/// Whether it is the policy that allows everything on paper.
fn is_made_up(source: &PolicySource) -> bool {
    matches!(source, PolicySource::Inline { name, .. } if name.is_empty())
}

/// Whether anything more is allowed after a change, and how surely.
fn worth<'c>(world: &World<'_, 'c>, before: &Standing<'c>, after: &Standing<'c>) -> Verdict {
    gains::gained(world, before, after)
}
