//! What its limits leave open: new identities, trust of other roles, any policy at all. Told, and never counted against it:
//! handing out access is what it is for.

use crate::cloud::iam::{Context, ContextValue, FreshKind, Request, Target, Verdict};

use super::super::evidence::Rows;
use super::super::view::{AttackQuestion, AttackRow};
use super::super::world::World;

const BOUNDARY: &str = "iam:PermissionsBoundary";

pub(super) fn ask(world: &World<'_, '_>, rows: &mut Rows) {
    made(world, "iam:CreateRole", FreshKind::Role, rows);
    made(world, "iam:CreateUser", FreshKind::User, rows);
    let fresh = world.ask(world.own, "iam:CreatePolicy", Target::fresh(FreshKind::Policy, world.account));
    if fresh.is_possible() {
        let row = AttackRow::decided(AttackQuestion::Outside, "new policies", "iam:CreatePolicy", &fresh);
        rows.set_apart(row.saying("a limit on the names of policies does not limit what they say"));
    }
    any_policy(world, rows);
    other_accounts(world, rows);
}

/// New identities, and whether these must be bounded.
fn made(world: &World<'_, '_>, action: &'static str, kind: FreshKind, rows: &mut Rows) {
    let target = || Target::fresh(kind, world.account);
    let decision = world.ask(world.own, action, target());
    if !decision.is_possible() {
        return;
    }
    let free = Request::new(action, target()).with(Context::new().with(BOUNDARY, ContextValue::Absent));
    let fact = match world.iam.decide(world.own, &free).verdict {
        Verdict::Deny => "they must carry a permissions boundary",
        Verdict::Conditional => "they may have to carry a permissions boundary",
        Verdict::Allow => "they need not carry a permissions boundary",
    };
    let who = if kind == FreshKind::Role { "new roles" } else { "new users" };
    rows.set_apart(AttackRow::decided(AttackQuestion::Outside, who, action, &decision).saying(fact));
}

/// Whether it may attach whatever policy to others, or only some.
fn any_policy(world: &World<'_, '_>, rows: &mut Rows) {
    let all = format!("arn:{}:iam::aws:policy/AdministratorAccess", world.account.partition.as_str());
    for (action, kind) in [("iam:AttachRolePolicy", FreshKind::Role), ("iam:AttachUserPolicy", FreshKind::User)] {
        let context = Context::new().with_text("iam:PolicyARN", &all);
        let request = Request::new(action, Target::fresh(kind, world.account)).with(context);
        let decision = world.iam.decide(world.own, &request);
        if decision.is_possible() {
            rows.set_apart(AttackRow::decided(AttackQuestion::Outside, "any policy", action, &decision));
        }
    }
}

/// Whether its permissions name the account, or whichever.
fn other_accounts(world: &World<'_, '_>, rows: &mut Rows) {
    let role = format!("arn:{}:iam::000000000000:role/kubescan", world.account.partition.as_str());
    for action in ["iam:AttachRolePolicy", "iam:PutRolePolicy"] {
        let decision = world.ask(world.own, action, Target::Arn(&role));
        if decision.is_possible() {
            let row = AttackRow::decided(AttackQuestion::Outside, "other accounts", action, &decision);
            rows.set_apart(row.saying("no condition names the account; IAM itself changes only its own"));
        }
    }
}
