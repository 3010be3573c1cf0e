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

use crate::cloud::iam::{PolicySource, Verdict};
use crate::model::cloud::{Effect, ManagedPolicy, PolicyDocument};

use super::evidence::Rows;
use super::view::{Attack, AttackQuestion, AttackRow};
use super::world::World;
use requests::Requests;
pub(super) use requests::known;

pub(super) fn attack(world: &World<'_, '_>) -> Attack {
    let (mut rows, mut reasons) = (Rows::default(), Vec::new());
    given(world, &mut rows, &mut reasons);
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
    if rows.counted.is_empty() && reasons.is_empty() {
        reasons.push("it holds no policy".to_owned());
    }
    rows.attack(reasons)
}

/// Its policies that are not shared within the account, and those that the exports lack.
fn given(world: &World<'_, '_>, rows: &mut Rows, reasons: &mut Vec<String>) {
    for source in world.standing(world.own).policies() {
        match source {
            PolicySource::Inline { name, .. } => {
                reasons.push(format!("{} is inline: nobody can attach it elsewhere", name.as_str()));
            }
            PolicySource::Managed { arn, .. } if is_of_aws(arn) => {
                reasons.push(format!("{} is of AWS: whoever may attach it needs no role for that", arn.as_str()));
            }
            _ => {}
        }
    }
    for arn in &world.iam.principal(world.own).identity().attached {
        if !is_of_aws(arn.as_str()) && !world.account.policies.iter().any(|policy| policy.arn == *arn) {
            let row = AttackRow::new(AttackQuestion::Attach, arn.as_str(), Verdict::Conditional);
            rows.count(row.saying("the exports do not hold this policy: what it says is unknown"));
        }
    }
}

fn is_of_aws(arn: &str) -> bool {
    arn.split(':').nth(4) == Some("aws")
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
