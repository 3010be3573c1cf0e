//! Becoming another.
//!
//! A role that names the identity in its trust policy lets it in without a permission: only a Deny of `sts:AssumeRole` on
//! everything, without a condition, keeps it from every role. Where that is missing and no role lets it in today, the
//! answer is conditional.

use std::collections::BTreeSet;

use crate::cloud::iam::{Caller, Decision, FreshKind, Principal, PrincipalId, Target, Verdict};
use crate::escalation::aws::Reaching;
use crate::model::cloud::{Effect, Selection};
use crate::template::{Method, MethodGift, MethodNeed};

use super::super::assume::{identities_of, trust_of};
use super::super::evidence::Rows;
use super::super::tags::documents;
use super::super::view::{AttackQuestion, AttackRow, AttackVerdict};
use super::super::world::World;
use super::{ASSUME, free_to_assume, kept_from};

const REWRITE: &str = "iam:UpdateAssumeRolePolicy";

pub(super) fn ask(world: &World<'_, '_>, rows: &mut Rows) {
    assumed(world, rows);
    elsewhere(world, rows);
    rewritten(world, rows);
    made(world, rows);
    taken(world, rows);
    same_token(world, rows);
    let is_found = |row: &AttackRow| row.question == AttackQuestion::Hop && row.verdict == AttackVerdict::Possible;
    if !rows.counted.iter().any(is_found) {
        undenied(world, rows);
    }
}

/// Roles that let it in as things stand.
fn assumed(world: &World<'_, '_>, rows: &mut Rows) {
    for id in world.others().filter(|id| matches!(world.iam.principal(*id), Principal::Role(_))) {
        let decision = world.iam.admits(id, Caller::Principal(world.own), &world.chosen);
        if decision.is_possible() {
            rows.count(AttackRow::decided(AttackQuestion::Hop, world.arn(id), ASSUME, &decision));
        }
    }
}

/// Roles of accounts of which there is no export: those decide about their own side.
fn elsewhere(world: &World<'_, '_>, rows: &mut Rows) {
    let partition = world.account.partition.as_str();
    let known = |account: &String| world.cloud.accounts.iter().any(|one| one.id == account.as_str());
    for account in foreign(world).into_iter().filter(|account| !known(account)) {
        let target = Target::Fresh(format!("arn:{partition}:iam::{account}:role/"));
        let decision = world.ask(world.own, ASSUME, target);
        if decision.is_possible() {
            let who =
                if account == NOWHERE { "roles of any account".to_owned() } else { format!("roles of {account}") };
            let row = AttackRow::decided(AttackQuestion::Hop, who, ASSUME, &decision);
            rows.count(row.saying("whether such a role trusts it is decided there"));
        }
    }
}

/// An account that no export is of.
const NOWHERE: &str = "000000000000";

/// The accounts that its own permissions to assume roles name, and one that nothing names.
fn foreign(world: &World<'_, '_>) -> BTreeSet<String> {
    let mut accounts = BTreeSet::from([NOWHERE.to_owned()]);
    for document in documents(world.account, world.iam.principal(world.own)) {
        let allowing = document.statements.iter().filter(|statement| statement.effect == Effect::Allow);
        for pattern in allowing.filter_map(|one| one.resources.as_ref()).flat_map(Selection::listed) {
            accounts.extend(pattern.split(':').nth(4).filter(|account| account.len() == 12).map(str::to_owned));
        }
    }
    accounts.retain(|account| account.bytes().all(|byte| byte.is_ascii_digit()));
    accounts
}

/// Roles of which it rewrites the trust policy so that they let it in.
fn rewritten(world: &World<'_, '_>, rows: &mut Rows) {
    for id in world.neighbours().filter(|id| is_editable_role(world, *id)) {
        let decision = world.ask(world.own, REWRITE, Target::Arn(world.arn(id)));
        let free = free_to_assume(world, Target::Arn(world.arn(id)));
        count_if_free(world.arn(id), REWRITE, decision, free, rows);
    }
}

/// Roles of its own making.
fn made(world: &World<'_, '_>, rows: &mut Rows) {
    let fresh = || Target::fresh(FreshKind::Role, world.account);
    let given =
        ["iam:PutRolePolicy", "iam:AttachRolePolicy"].map(|action| world.ask(world.own, action, fresh()).verdict);
    let given = given.into_iter().max().unwrap_or(Verdict::Deny);
    let decision = world.ask(world.own, "iam:CreateRole", fresh());
    count_if_free("a new role", "iam:CreateRole", decision, free_to_assume(world, fresh()).min(given), rows);
}

fn count_if_free(who: &str, action: &str, mut decision: Decision, free: Verdict, rows: &mut Rows) {
    decision.verdict = decision.verdict.min(free);
    if decision.is_possible() {
        rows.count(AttackRow::decided(AttackQuestion::Hop, who, action, &decision).saying("and then assumes it"));
    }
}

/// Whoever else it takes: users whose keys it makes, roles that services run with.
fn taken(world: &World<'_, '_>, rows: &mut Rows) {
    let methods: Vec<Method> = world.methods.iter().filter(|method| !assumes(method)).cloned().collect();
    let reaching = Reaching::new(world.iam, world.cloud, world.account, &methods);
    let standing = world.standing(world.own);
    let made = reaching.raised(&standing).into_iter().filter(|one| one.method.gives == MethodGift::NewUser);
    let mut seen: BTreeSet<(String, AttackVerdict)> = BTreeSet::new();
    for edge in made.chain(reaching.taken(world.own)) {
        let who = edge.to.map_or("a new user", |id| world.arn(id));
        let row = AttackRow::new(AttackQuestion::Hop, who, edge.verdict).saying(edge.method.id.as_str());
        if !seen.insert((who.to_owned(), row.verdict)) {
            continue;
        }
        let row = edge.facts.iter().fold(row, AttackRow::saying).witnessed(&world.witnesses(world.own, &edge));
        match edge.method.gives {
            // A role of Identity Center goes to people: that is handing out access.
            MethodGift::SsoRole => rows.set_apart(row),
            _ => rows.count(row),
        }
    }
}

/// Whether a method ends with assuming a role, or with changing a provider, which are asked about themselves.
fn assumes(method: &Method) -> bool {
    let is = |need: &MethodNeed| need.actions.iter().any(|action| *action == ASSUME || *action == REWRITE);
    method.needs.iter().any(is)
}

/// Roles that the same token gets at, past every Deny of `sts:AssumeRole`.
fn same_token(world: &World<'_, '_>, rows: &mut Rows) {
    let own = identities_of(world, world.own);
    for id in world.neighbours().filter(|id| trust_of(world, *id).is_some()) {
        let theirs = identities_of(world, id);
        let Some((name, decision)) = theirs.iter().find(|(name, _)| own.contains_key(*name)) else { continue };
        let row = AttackRow::new(AttackQuestion::SameToken, world.arn(id), decision.verdict);
        let row = row.witnessed(&decision.allowed_by).saying(format!("trusts {name} too"));
        if world.power(id).raised == Verdict::Deny {
            rows.set_apart(row);
        } else {
            rows.count(row.saying("and administers the account"));
        }
    }
}

/// Whether anything keeps it from roles that will name it.
fn undenied(world: &World<'_, '_>, rows: &mut Rows) {
    let fresh = || Target::fresh(FreshKind::Role, world.account);
    let mut row = kept_from(world, fresh());
    if row.verdict != AttackVerdict::Blocked {
        row.verdict = AttackVerdict::Conditional;
        row.facts.clear();
        row = row.saying("nothing denies sts:AssumeRole for sure: every role whose trust policy names it lets it in");
    }
    rows.count(row);
}

fn is_editable_role(world: &World<'_, '_>, id: PrincipalId) -> bool {
    let arn = world.iam.principal(id).arn();
    let of_aws = ["role/aws-service-role/", "role/aws-reserved/"].iter().any(|path| arn.resource().starts_with(path));
    arn.kind() == "role" && !of_aws
}
