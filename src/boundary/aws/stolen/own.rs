//! Giving itself more: each change of itself, and of its policies, after all Denies.
//!
//! A change counts where something is allowed after it that was not before: what a boundary holds back is no gain, and
//! neither is leaving out a policy that allows more than it denies. Letting others in by its own trust policy counts always.

use crate::cloud::iam::{Context, Decision, PolicySource, Principal, Request, Standing, Target, Verdict};

use super::super::evidence::Rows;
use super::super::policy::managed;
use super::super::view::{AttackQuestion, AttackRow};
use super::super::world::World;
use super::worth;

/// A change of itself.
struct Change<'c> {
    action: &'static str,
    /// What it is done to.
    object: String,
    context: Context,
    /// What it is then; nothing where that is not what counts.
    after: Option<Standing<'c>>,
}

pub(super) fn ask(world: &World<'_, '_>, rows: &mut Rows) {
    let standing = world.standing(world.own);
    for change in changes(world, &standing) {
        let request = Request::new(change.action, Target::Arn(&change.object)).with(change.context.clone());
        let decision = world.iam.decide(world.own, &request);
        rows.count(judged(world, &standing, change, decision));
    }
    if let Principal::User(_) = world.iam.principal(world.own) {
        in_groups(world, &standing, rows);
    }
}

fn judged<'c>(world: &World<'_, 'c>, standing: &Standing<'c>, change: Change<'c>, mut decision: Decision) -> AttackRow {
    let question = if change.after.is_none() { AttackQuestion::SelfTrust } else { AttackQuestion::SelfGrant };
    if !decision.is_possible() {
        return AttackRow::decided(question, change.object, change.action, &decision);
    }
    let gain = change.after.as_ref().map_or(Verdict::Allow, |after| worth(world, standing, after));
    decision.verdict = decision.verdict.min(gain);
    let row = AttackRow::decided(question, change.object, change.action, &decision);
    match gain {
        Verdict::Deny => AttackRow { facts: Vec::new(), witness: Vec::new(), blocked_by: Vec::new(), ..row }
            .blocked_by(format!("{}: allowed, and it gains nothing by it", change.action)),
        _ => row,
    }
}

fn changes<'c>(world: &World<'_, 'c>, standing: &Standing<'c>) -> Vec<Change<'c>> {
    let own = world.own_arn();
    let all = || Some(world.iam.with_everything(standing.clone()));
    let plain = |action, after| Change { action, object: own.to_owned(), context: world.chosen.clone(), after };
    let mut changes = match world.iam.principal(world.own) {
        Principal::Role(_) => vec![
            plain("iam:PutRolePolicy", all()),
            plain("iam:AttachRolePolicy", all()),
            plain("iam:UpdateAssumeRolePolicy", None),
        ],
        Principal::User(_) => vec![plain("iam:PutUserPolicy", all()), plain("iam:AttachUserPolicy", all())],
    };
    changes.extend(unbound(world, standing));
    changes.extend(shed(world, standing));
    changes.extend(rewritten(world, standing));
    changes
}

/// Taking its boundary off, or having another.
fn unbound<'c>(world: &World<'_, 'c>, standing: &Standing<'c>) -> Vec<Change<'c>> {
    if !standing.is_bounded() {
        return Vec::new();
    }
    let actions = match world.iam.principal(world.own) {
        Principal::Role(_) => ["iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"],
        Principal::User(_) => ["iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary"],
    };
    let free = |action| Change {
        action,
        object: world.own_arn().to_owned(),
        context: world.chosen.clone(),
        after: Some(standing.clone().unbounded()),
    };
    let mut changes: Vec<Change<'c>> = actions.into_iter().map(free).collect();
    // What bounds it is a policy as well, and a new version of it bounds as its writer likes.
    let boundary = world.iam.principal(world.own).boundary().filter(|arn| arn.account() != "aws");
    changes.extend(boundary.map(|arn| Change { object: arn.as_str().to_owned(), ..free("iam:CreatePolicyVersion") }));
    changes
}

/// Without one of its policies.
fn shed<'c>(world: &World<'_, 'c>, standing: &Standing<'c>) -> Vec<Change<'c>> {
    let (delete, detach) = match world.iam.principal(world.own) {
        Principal::Role(_) => ("iam:DeleteRolePolicy", "iam:DetachRolePolicy"),
        Principal::User(_) => ("iam:DeleteUserPolicy", "iam:DetachUserPolicy"),
    };
    let own = world.own_arn();
    let change = standing.policies().filter_map(|source| {
        let (action, context) = match source {
            PolicySource::Managed { arn, .. } => (detach, world.chosen.clone().with_text("iam:PolicyARN", arn)),
            PolicySource::Inline { identity, .. } if *identity == own => (delete, world.chosen.clone()),
            _ => return None,
        };
        Some(Change { action, object: own.to_owned(), context, after: Some(standing.clone().without(source)) })
    });
    change.collect()
}

/// With other versions of its customer managed policies: these are objects of their own, which a Deny on the identity does
/// not cover.
fn rewritten<'c>(world: &World<'_, 'c>, standing: &Standing<'c>) -> Vec<Change<'c>> {
    let mut changes = Vec::new();
    for policy in managed(world) {
        let change = |action, after| Change {
            action,
            object: policy.arn.as_str().to_owned(),
            context: world.chosen.clone(),
            after: Some(after),
        };
        let held = standing
            .policies()
            .find(|source| matches!(source, PolicySource::Managed { arn, .. } if arn == policy.arn.name()));
        let without = held.map_or_else(|| standing.clone(), |source| standing.clone().without(source));
        changes.push(change("iam:CreatePolicyVersion", world.iam.with_everything(without)));
        for version in policy.versions.iter().filter(|version| version.id != policy.default_version) {
            let with = world.iam.with_version(standing.clone(), policy, version);
            changes.extend(with.map(|with| change("iam:SetDefaultPolicyVersion", with)));
        }
    }
    changes
}

/// Through its groups: what raises it until it administers the account.
fn in_groups<'c>(world: &World<'_, 'c>, standing: &Standing<'c>, rows: &mut Rows) {
    for raised in world.reaching.raised(standing) {
        let row = AttackRow::new(AttackQuestion::SelfGrant, world.own_arn(), raised.verdict);
        let row = raised.facts.iter().fold(row.saying(raised.method.id.as_str()), AttackRow::saying);
        rows.count(row.witnessed(&world.witnesses(world.own, &raised)));
    }
}
