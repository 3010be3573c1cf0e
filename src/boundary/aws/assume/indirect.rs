//! Ways in around the trust policy: rewriting it, changing a provider, taking the role or somebody who is let in.

use std::collections::BTreeMap;

use crate::cloud::iam::{PrincipalId, Target, Verdict};
use crate::model::cloud::Arn;

use super::super::evidence::{Rows, graded};
use super::super::view::{AttackQuestion, AttackRow, AttackVerdict};
use super::super::world::World;
use super::trust::Trust;

const REWRITE: &str = "iam:UpdateAssumeRolePolicy";

/// Replaces what a SAML provider vouches with: whoever does that signs for anyone.
const OF_SAML: &[(&str, Verdict)] =
    &[("iam:UpdateSAMLProvider", Verdict::Allow), ("iam:CreateSAMLProvider", Verdict::Conditional)];

/// Changes a provider of OIDC; the keys of the issuer stay those of the issuer.
const OF_OIDC: &[(&str, Verdict)] = &[
    ("iam:AddClientIDToOpenIDConnectProvider", Verdict::Conditional),
    ("iam:CreateOpenIDConnectProvider", Verdict::Conditional),
    ("iam:UpdateOpenIDConnectProviderThumbprint", Verdict::Conditional),
];

/// Methods that the questions of this attack ask about themselves.
const ASKED: &[&str] = &["sts-001", "iam-012", "ks-iam-provider"];

/// Who may rewrite the trust policy, or change a provider that it trusts.
pub(super) fn edits(world: &World<'_, '_>, trust: &Trust<'_>, rows: &mut Rows) {
    for id in world.neighbours() {
        let decision = world.ask(id, REWRITE, Target::Arn(world.own_arn()));
        if decision.is_possible() {
            let row = AttackRow::decided(AttackQuestion::TrustEdit, world.arn(id), REWRITE, &decision);
            world.file(id, world.power(id).raised, row, rows);
        }
        for provider in trust.providers().into_iter().filter_map(|name| Arn::parse(name)) {
            let is_saml = provider.resource().starts_with("saml-provider/");
            for (action, at_most) in if is_saml { OF_SAML } else { OF_OIDC } {
                let mut decision = world.ask(id, action, Target::Arn(provider.as_str()));
                decision.verdict = decision.verdict.min(*at_most);
                if decision.is_possible() {
                    let row = AttackRow::decided(AttackQuestion::ProviderEdit, world.arn(id), action, &decision);
                    world.file(id, world.power(id).raised, row.saying(provider.as_str()), rows);
                }
            }
        }
    }
}

/// Who becomes the role by a method.
pub(super) fn takers(world: &World<'_, '_>, rows: &mut Rows) {
    for (id, edges) in world.edges() {
        let to_own = edges.iter().filter(|edge| edge.to == Some(world.own));
        for edge in to_own.filter(|edge| !ASKED.contains(&edge.method.id.as_str())) {
            let row = AttackRow::new(AttackQuestion::Take, world.arn(*id), edge.verdict);
            let row = edge.facts.iter().fold(row.saying(edge.method.id.as_str()), AttackRow::saying);
            let row = row.witnessed(&world.witnesses(*id, edge));
            world.file(*id, world.power(*id).raised, row, rows);
        }
    }
}

/// Who becomes somebody that gets in, as surely as the less sure of both.
pub(super) fn through(world: &World<'_, '_>, rows: &mut Rows) {
    let by_arn: BTreeMap<&str, PrincipalId> = world.neighbours().map(|id| (world.arn(id), id)).collect();
    let mut inside: BTreeMap<PrincipalId, AttackVerdict> = BTreeMap::new();
    for row in &rows.counted {
        if let Some(id) = by_arn.get(row.who.as_str()) {
            let known = inside.entry(*id).or_default();
            *known = (*known).max(row.verdict);
        }
    }
    let mut left: Vec<(PrincipalId, AttackVerdict)> = inside.iter().map(|(id, verdict)| (*id, *verdict)).collect();
    while let Some((target, surely)) = left.pop() {
        for (id, edges) in world.edges() {
            let edge = edges.iter().filter(|edge| edge.to == Some(target)).max_by_key(|edge| edge.verdict);
            let Some(edge) = edge else { continue };
            let verdict = graded(edge.verdict).min(surely);
            if inside.get(id).is_some_and(|known| *known >= verdict) || *id == world.own {
                continue;
            }
            let mut row = AttackRow::new(AttackQuestion::Through, world.arn(*id), edge.verdict);
            row.verdict = verdict;
            let row = row.saying(format!("becomes {} by {}", world.arn(target), edge.method.id));
            let row = row.witnessed(&world.witnesses(*id, edge));
            if world.file(*id, world.power(*id).raised, row, rows) {
                inside.insert(*id, verdict);
                left.push((*id, verdict));
            }
        }
    }
}
