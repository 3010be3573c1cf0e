//! Can somebody in the account gain by the policies of the role?
//!
//! An inline policy is part of the role: nobody can attach it elsewhere. A customer managed policy works for whoever holds
//! it, so its write permissions must be pinned to the role by their conditions. That is tried: the policy is attached to
//! whoever could have it, on paper, and what it lets that one write is asked again. Whoever may rewrite a policy of the
//! role rewrites what the role may do, whatever pins it has. A policy that AWS maintains is everybody's anyway.

mod gain;
mod holders;
mod requests;
mod rewrite;

use crate::cloud::iam::PolicySource;
use crate::model::cloud::{Effect, ManagedPolicy, PolicyDocument};

use super::evidence::Rows;
use super::view::Attack;
use super::world::World;
use requests::Requests;
pub(super) use requests::known;

pub(super) fn attack(world: &World<'_, '_>) -> Attack {
    let (mut rows, mut reasons) = (Rows::default(), Vec::new());
    let held = world.standing(world.own);
    for source in held.policies() {
        if let PolicySource::Inline { name, .. } = source {
            reasons.push(format!("{} is inline: nobody can attach it elsewhere", name.as_str()));
        }
    }
    for policy in managed(world) {
        let requests = Requests::of(world, policy);
        let before = rows.counted.len();
        let held = holders::ask(world, policy, &requests, &mut rows);
        rewrite::version(world, policy, &mut rows);
        if rows.counted.len() == before {
            reasons.push(sound(policy, &requests, held));
        }
    }
    rewrite::role(world, &mut rows);
    rows.attack(reasons)
}

/// The customer managed policies of the identity.
pub(super) fn managed<'c>(world: &World<'_, 'c>) -> Vec<&'c ManagedPolicy> {
    let held = world.standing(world.own);
    let mut found = Vec::new();
    for source in held.policies() {
        if let PolicySource::Managed { arn, .. } = source {
            found.extend(world.account.policies.iter().find(|policy| policy.arn.name() == arn));
        }
    }
    found
}

/// Why nobody gains by a policy.
fn sound(policy: &ManagedPolicy, requests: &Requests<'_>, held: bool) -> String {
    let name = policy.arn.as_str();
    match () {
        () if requests.is_empty() => format!("{name} allows no writes"),
        () if held => format!("whoever else could hold {name} gains nothing: its conditions pin what it allows"),
        () => format!("nobody but administrators could hold or rewrite {name}"),
    }
}

/// The statements of the version that is in force that allow something.
fn allowing(policy: &ManagedPolicy) -> Vec<&crate::model::cloud::Statement> {
    match policy.default().map(|version| &version.document) {
        Some(PolicyDocument::Readable(document)) => {
            document.statements.iter().filter(|statement| statement.effect == Effect::Allow).collect()
        }
        _ => Vec::new(),
    }
}
