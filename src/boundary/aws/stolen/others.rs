//! What it may do for others by design: counted, not hidden.

use crate::cloud::iam::{Principal, Target, Verdict};

use super::super::evidence::Rows;
use super::super::view::{AttackQuestion, AttackRow};
use super::super::world::World;

/// Names that are told.
const TOLD: usize = 5;

pub(super) fn ask(world: &World<'_, '_>, rows: &mut Rows) {
    let (mut users, mut roles, mut trust) = (Vec::new(), Vec::new(), Vec::new());
    for id in world.neighbours() {
        let arn = world.arn(id);
        match world.iam.principal(id) {
            Principal::User(_) => users.extend(written(world, &["iam:PutUserPolicy", "iam:AttachUserPolicy"], arn)),
            Principal::Role(_) => {
                roles.extend(written(world, &["iam:PutRolePolicy", "iam:AttachRolePolicy"], arn));
                trust.extend(written(world, &["iam:UpdateAssumeRolePolicy"], arn));
            }
        }
    }
    let groups = world.account.groups.iter().filter_map(|group| {
        written(world, &["iam:PutGroupPolicy", "iam:AttachGroupPolicy"], group.identity.arn.as_str())
    });
    tell("writes policies of users", users, rows);
    tell("writes policies of roles", roles, rows);
    tell("writes policies of groups", groups.collect(), rows);
    tell("rewrites the trust of roles", trust, rows);
}

/// How surely it does any of this to one.
fn written<'a>(world: &World<'_, '_>, actions: &[&str], arn: &'a str) -> Option<(&'a str, Verdict)> {
    let best = actions.iter().map(|action| world.ask(world.own, action, Target::Arn(arn)).verdict).max()?;
    (best != Verdict::Deny).then_some((arn, best))
}

fn tell(what: &str, of: Vec<(&str, Verdict)>, rows: &mut Rows) {
    let Some(verdict) = of.iter().map(|(_, verdict)| *verdict).max() else { return };
    let row = AttackRow::new(AttackQuestion::ByDesign, format!("{what}: {}", of.len()), verdict);
    let row = of.iter().take(TOLD).fold(row, |row, (arn, _)| row.saying(*arn));
    rows.set_apart(match of.len().saturating_sub(TOLD) {
        0 => row,
        more => row.saying(format!("and {more} more")),
    });
}
