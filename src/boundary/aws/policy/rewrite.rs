//! Who may rewrite a policy of the role: it then says what the role may do.

use crate::cloud::iam::{Principal, Target};
use crate::model::cloud::ManagedPolicy;

use super::super::evidence::Rows;
use super::super::view::{AttackQuestion, AttackRow};
use super::super::world::World;

/// Writes a new version of a managed policy, or brings back another one that is kept.
pub(super) fn version(world: &World<'_, '_>, policy: &ManagedPolicy, rows: &mut Rows) {
    let current = policy.default().map(|version| &version.document);
    let has_others = policy.versions.iter().any(|version| Some(&version.document) != current);
    let swaps = has_others.then_some("iam:SetDefaultPolicyVersion");
    for action in ["iam:CreatePolicyVersion"].into_iter().chain(swaps) {
        rewritten(world, action, policy.arn.as_str(), rows);
    }
}

/// Writes an inline policy of the identity, or attaches another.
pub(super) fn role(world: &World<'_, '_>, rows: &mut Rows) {
    let actions = match world.iam.principal(world.own) {
        Principal::User(_) => ["iam:PutUserPolicy", "iam:AttachUserPolicy"],
        Principal::Role(_) => ["iam:PutRolePolicy", "iam:AttachRolePolicy"],
    };
    for action in actions {
        rewritten(world, action, world.own_arn(), rows);
    }
}

fn rewritten(world: &World<'_, '_>, action: &str, arn: &str, rows: &mut Rows) {
    for id in world.neighbours() {
        let decision = world.ask(id, action, Target::Arn(arn));
        if decision.is_possible() {
            let row = AttackRow::decided(AttackQuestion::Rewrite, world.arn(id), action, &decision);
            world.file(id, world.power(id).raised, row.saying(format!("rewrites {arn}")), rows);
        }
    }
}
