//! Services that the trust policy lets in: they run for whoever may hand the role to them.

use std::collections::BTreeSet;

use crate::cloud::iam::{Context, Request, Target, Verdict};
use crate::model::Name;
use crate::model::cloud::PrincipalPattern;

use super::super::evidence::Rows;
use super::super::view::{AttackQuestion, AttackRow};
use super::super::world::World;
use super::trust::Trust;

const PASS: &str = "iam:PassRole";

pub(super) fn ask(world: &World<'_, '_>, trust: &Trust<'_>, rows: &mut Rows, reasons: &mut Vec<String>) {
    let named = trust.named.iter().filter_map(|pattern| match pattern {
        PrincipalPattern::Service(name) => Some(name),
        _ => None,
    });
    for service in named.collect::<BTreeSet<&Name>>() {
        if world.iam.service_trusted(world.own, service).is_possible() && !passed(world, service, rows) {
            reasons.push(format!("nobody but administrators may pass it to {}", service.as_str()));
        }
    }
}

/// Whether anybody may hand the role to a service. Who has a method of getting at it then is told with the methods: of
/// others it is not known what the service does for them.
fn passed(world: &World<'_, '_>, service: &str, rows: &mut Rows) -> bool {
    let mut some = false;
    for id in world.neighbours() {
        let context = Context::new().with_text("iam:PassedToService", service);
        let request = Request::new(PASS, Target::Arn(world.own_arn())).with(context);
        let mut decision = world.iam.decide(id, &request);
        if !decision.is_possible() {
            continue;
        }
        decision.verdict = Verdict::Conditional;
        let row = AttackRow::decided(AttackQuestion::TrustService, world.arn(id), PASS, &decision);
        let row = row.saying(format!("unknown: what {service} lets it do with the role"));
        some |= world.file(id, world.power(id).raised, row, rows);
    }
    some
}
