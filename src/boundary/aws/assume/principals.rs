//! Users, roles and accounts that the trust policy lets in.

use std::collections::BTreeSet;

use crate::cloud::iam::{Caller, Context, Doubt, Verdict};
use crate::model::cloud::{Arn, PrincipalPattern};

use super::super::evidence::Rows;
use super::super::view::{AttackQuestion, AttackRow};
use super::super::world::World;
use super::trust::Trust;

const ASSUME: &str = "sts:AssumeRole";

/// An account that no export is of.
const ELSEWHERE: &str = "000000000000";

pub(super) fn ask(world: &World<'_, '_>, trust: &Trust<'_>, rows: &mut Rows) {
    for id in world.others() {
        let decision = world.iam.may_assume(id, world.own);
        if decision.is_possible() {
            let row = AttackRow::decided(AttackQuestion::TrustPrincipal, world.arn(id), ASSUME, &decision);
            world.file(id, world.power(id).raised, row, rows);
        }
    }
    for arn in strangers(world, trust) {
        stranger(world, &arn, rows);
    }
}

/// Whoever is of no export and could be meant.
fn strangers(world: &World<'_, '_>, trust: &Trust<'_>) -> Vec<Arn> {
    let partition = world.account.partition.as_str();
    let root = |account: &str| format!("arn:{partition}:iam::{account}:root");
    let mut names: BTreeSet<String> = BTreeSet::new();
    for pattern in &trust.named {
        match pattern {
            PrincipalPattern::Aws(name) if is_account(name) => names.insert(root(name)),
            PrincipalPattern::Aws(name) => names.insert(name.as_str().to_owned()),
            _ => false,
        };
    }
    if trust.everyone {
        names.insert(root(ELSEWHERE));
        let (arns, accounts) = (trust.compared("aws:PrincipalArn"), trust.compared("aws:PrincipalAccount"));
        names.extend(arns.exact.iter().chain(&arns.examples).map(|name| name.as_str().to_owned()));
        names.extend(accounts.exact.iter().map(|account| root(account)));
    }
    let is_stranger = |arn: &Arn| {
        let is_known = world.cloud.accounts.iter().any(|known| known.id == *arn.account());
        world.iam.find(arn.as_str()).is_none() && !(is_known && (arn.resource() == "root" || arn.service() == "sts"))
    };
    names.iter().filter_map(|name| Arn::parse(name)).filter(is_stranger).collect()
}

/// Another account allows its identities what it likes: only what is asked here can keep them out.
fn stranger(world: &World<'_, '_>, arn: &Arn, rows: &mut Rows) {
    let mut decision = world.iam.admits(world.own, Caller::Stranger(arn), &Context::new());
    let is_ours = arn.account() == world.account.id.as_str();
    if decision.verdict == Verdict::Conditional && !is_ours {
        decision.doubts.retain(|doubt| !matches!(doubt, Doubt::OtherAccount(_) | Doubt::Everyone));
        if decision.doubts.is_empty() {
            decision.verdict = Verdict::Allow;
        }
    }
    if !decision.is_possible() {
        return;
    }
    let who = if arn.account() == ELSEWHERE { "any account" } else { arn.as_str() };
    let row = AttackRow::decided(AttackQuestion::TrustPrincipal, who, ASSUME, &decision);
    rows.count(match is_ours {
        true => row.saying("the export does not hold it"),
        false => row.saying("another account: it allows its own identities what it likes"),
    });
}

fn is_account(name: &str) -> bool {
    name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit())
}
