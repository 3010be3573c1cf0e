//! Who holds a policy of the role too, or may attach it to what it holds.

use crate::cloud::iam::{
    Context, Decision, FreshKind, PolicySource, Principal, PrincipalId, Request, Standing, Target, Verdict,
};
use crate::model::cloud::ManagedPolicy;

use super::super::evidence::{Rows, statement};
use super::super::view::{AttackQuestion, AttackRow};
use super::super::world::World;
use super::gain::gain;
use super::requests::Requests;

const POLICY: &str = "iam:PolicyARN";

/// A way to hold a policy.
struct Way<'c> {
    /// Who would act with the policy.
    holder: PrincipalId,
    before: Standing<'c>,
    after: Standing<'c>,
    verdict: Verdict,
    /// What allows it, with the action; nothing where it is so already.
    by: Vec<(&'static str, Decision)>,
    fact: String,
}

/// Whether anybody could hold it, and what that one would gain.
pub(super) fn ask<'c>(
    world: &World<'_, 'c>,
    policy: &'c ManagedPolicy,
    requests: &Requests<'_>,
    rows: &mut Rows,
) -> bool {
    let mut some = false;
    if requests.is_empty() {
        return false;
    }
    for id in world.neighbours() {
        // Who may do everything gains nothing.
        if world.power(id).outright == Verdict::Allow {
            continue;
        }
        for way in ways(world, policy, id) {
            some = true;
            file(world, policy, requests, (id, way), rows);
        }
    }
    some
}

fn file<'c>(
    world: &World<'_, 'c>,
    policy: &ManagedPolicy,
    requests: &Requests<'_>,
    (id, way): (PrincipalId, Way<'c>),
    rows: &mut Rows,
) {
    let gain = gain(world, policy, requests, (&way.before, &way.after), way.holder);
    let mut row = AttackRow::new(AttackQuestion::Attach, world.arn(id), way.verdict.min(gain.verdict)).saying(way.fact);
    for (action, decision) in &way.by {
        row = row.resting_on(action, decision);
    }
    row.blocked_by.clear();
    row.witness.extend(gain.witness.iter().map(statement));
    let row = gain.facts.into_iter().fold(row, AttackRow::saying);
    world.file(id, world.power(id).raised_otherwise, row, rows);
}

/// The ways by which a principal could hold a policy.
fn ways<'c>(world: &World<'_, 'c>, policy: &'c ManagedPolicy, id: PrincipalId) -> Vec<Way<'c>> {
    let as_is = world.standing(id);
    let is_it =
        |source: &&PolicySource| matches!(source, PolicySource::Managed { arn, .. } if arn == policy.arn.name());
    let held = as_is.policies().find(is_it).cloned();
    if let Some(source) = held {
        let (before, fact) = (as_is.clone().without(&source), format!("holds {}", policy.arn.as_str()));
        return vec![Way { holder: id, before, after: as_is, verdict: Verdict::Allow, by: Vec::new(), fact }];
    }
    let mut ways: Vec<Way<'c>> = attached(world, policy, id, id).into_iter().collect();
    ways.extend(to_groups(world, policy, id));
    ways.extend(to_new_role(world, policy, id));
    for edge in world.edges().get(&id).into_iter().flatten() {
        let other = edge.to.filter(|other| *other != world.own && *other != id);
        let way = other.and_then(|other| attached(world, policy, id, other));
        ways.extend(way.map(|way| {
            let fact = format!("{}, and becomes that by {}", way.fact, edge.method.id);
            Way { verdict: way.verdict.min(edge.verdict), fact, ..way }
        }));
    }
    ways
}

/// Attaching it to itself, or to somebody else.
fn attached<'c>(world: &World<'_, 'c>, policy: &'c ManagedPolicy, id: PrincipalId, to: PrincipalId) -> Option<Way<'c>> {
    let action = match world.iam.principal(to) {
        Principal::User(_) => "iam:AttachUserPolicy",
        Principal::Role(_) => "iam:AttachRolePolicy",
    };
    let by = attaches(world, policy, id, (action, Target::Arn(world.arn(to))));
    let before = world.standing(to);
    let after = world.iam.with_attached(before.clone(), &policy.arn).filter(|_| by.is_possible())?;
    let fact = format!("attaches {} to {}", policy.arn.as_str(), world.arn(to));
    Some(Way { holder: to, before, after, verdict: by.verdict, by: vec![(action, by)], fact })
}

fn to_groups<'c>(world: &World<'_, 'c>, policy: &'c ManagedPolicy, id: PrincipalId) -> Vec<Way<'c>> {
    let Principal::User(user) = world.iam.principal(id) else { return Vec::new() };
    let own = world.account.groups.iter().filter(|group| user.groups.contains(&group.identity.name));
    let way = own.filter_map(|group| {
        let action = "iam:AttachGroupPolicy";
        let by = attaches(world, policy, id, (action, Target::Arn(group.identity.arn.as_str())));
        let before = world.standing(id);
        let after = world.iam.with_attached(before.clone(), &policy.arn).filter(|_| by.is_possible())?;
        let fact = format!("attaches {} to {}", policy.arn.as_str(), group.identity.arn.as_str());
        Some(Way { holder: id, before, after, verdict: by.verdict, by: vec![(action, by)], fact })
    });
    way.collect()
}

/// Attaching it to a role of its own making, which trusts it.
fn to_new_role<'c>(world: &World<'_, 'c>, policy: &'c ManagedPolicy, id: PrincipalId) -> Option<Way<'c>> {
    let target = || Target::fresh(FreshKind::Role, world.account);
    let made = world.ask(id, "iam:CreateRole", target());
    if !made.is_possible() {
        return None;
    }
    let by = attaches(world, policy, id, ("iam:AttachRolePolicy", target()));
    let before = world.standing(id).bare();
    let after = world.iam.with_attached(before.clone(), &policy.arn).filter(|_| by.is_possible())?;
    let (verdict, fact) = (made.verdict.min(by.verdict), format!("attaches {} to a new role", policy.arn.as_str()));
    let by = vec![("iam:CreateRole", made), ("iam:AttachRolePolicy", by)];
    Some(Way { holder: id, before, after, verdict, by, fact })
}

fn attaches(
    world: &World<'_, '_>,
    policy: &ManagedPolicy,
    id: PrincipalId,
    (action, to): (&str, Target<'_>),
) -> Decision {
    let context = Context::new().with_text(POLICY, policy.arn.as_str());
    world.iam.decide(id, &Request::new(action, to).with(context))
}
