//! Whether a change is worth anything: what is allowed after it and was not before.

use std::collections::BTreeSet;

use crate::cloud::iam::{Request, Standing, Target, Verdict};

use super::super::policy::known;
use super::super::world::World;

/// What is asked beside the actions of methods: reading and writing of what accounts are kept for.
const DATA: &[&str] = &[
    "dynamodb:GetItem",
    "ec2:RunInstances",
    "iam:DeleteRolePermissionsBoundary",
    "kms:Decrypt",
    "organizations:LeaveOrganization",
    "s3:GetObject",
    "s3:PutObject",
    "secretsmanager:GetSecretValue",
    "sts:AssumeRole",
];

/// How surely something is gained, at most: the best of all that is asked.
pub(super) fn gained<'c>(world: &World<'_, 'c>, before: &Standing<'c>, after: &Standing<'c>) -> Verdict {
    let actions: BTreeSet<String> =
        known(world.methods).chain(DATA.iter().map(|action| (*action).to_owned())).collect();
    let mut best = Verdict::Deny;
    for action in actions.iter().filter(|action| world.iam.may_hold(after, action)) {
        for target in targets(world) {
            let request = Request::new(action, target);
            let then = world.iam.decide_as(after, &request).verdict;
            if then > best && then > world.iam.decide_as(before, &request).verdict {
                best = then;
            }
            if best == Verdict::Allow {
                return best;
            }
        }
    }
    best
}

/// Itself, and anything.
fn targets<'w>(world: &World<'w, '_>) -> [Target<'w>; 3] {
    let (partition, account) = (world.account.partition.as_str(), world.account.id.as_str());
    let role = Target::Fresh(format!("arn:{partition}:iam::{account}:role/"));
    [Target::Arn(world.own_arn()), role, Target::All]
}
