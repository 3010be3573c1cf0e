//! What a policy adds to whoever holds it.

use crate::cloud::iam::{
    Context, ContextValue, PolicySource, Principal, PrincipalId, Request, Standing, Target, Verdict, Witness,
};
use crate::model::cloud::ManagedPolicy;

use super::super::world::World;
use super::requests::Requests;

/// What somebody may write with a policy and not without.
pub(super) struct Gain {
    pub(super) verdict: Verdict,
    /// The statements of the policy that allow it.
    pub(super) witness: Vec<Witness>,
    /// Examples.
    pub(super) facts: Vec<String>,
}

/// Examples that are told.
const TOLD: usize = 3;

/// The gain of a holder; `tagger` is who may change the tags that conditions ask about.
pub(super) fn gain<'c>(
    world: &World<'_, 'c>,
    policy: &ManagedPolicy,
    requests: &Requests<'_>,
    (before, after): (&Standing<'c>, &Standing<'c>),
    tagger: PrincipalId,
) -> Gain {
    let plain = tagged(world, requests, tagger);
    let mut found = under(world, policy, requests, (before, after), &plain);
    let lenient = requests.lenient();
    if found.verdict == Verdict::Deny && !lenient.is_empty() {
        let without = lenient.iter().fold(plain, |context, key| context.with(key, ContextValue::Absent));
        found = under(world, policy, requests, (before, after), &without);
        found.verdict = found.verdict.min(Verdict::Conditional);
        let keys: Vec<&str> = lenient.iter().map(|key| key.as_str()).collect();
        found.facts.push(format!("the pin lets pass where the key is missing: {}", keys.join(", ")));
    }
    found
}

fn under<'c>(
    world: &World<'_, 'c>,
    policy: &ManagedPolicy,
    requests: &Requests<'_>,
    (before, after): (&Standing<'c>, &Standing<'c>),
    context: &Context,
) -> Gain {
    let mut gain = Gain { verdict: Verdict::Deny, witness: Vec::new(), facts: Vec::new() };
    for action in requests.actions.iter().filter(|action| world.iam.may_hold(after, action)) {
        let Some((verdict, witness)) = of_action(world, policy, requests, (before, after), (action, context)) else {
            continue;
        };
        gain.verdict = gain.verdict.max(verdict);
        if gain.facts.len() < TOLD {
            gain.facts.push(format!("gains {action}"));
        }
        gain.witness.extend(witness);
    }
    gain.witness.sort_unstable();
    gain.witness.dedup();
    gain
}

/// How surely an action is gained on one of the resources, and by which statements.
fn of_action<'c>(
    world: &World<'_, 'c>,
    policy: &ManagedPolicy,
    requests: &Requests<'_>,
    (before, after): (&Standing<'c>, &Standing<'c>),
    (action, context): (&str, &Context),
) -> Option<(Verdict, Vec<Witness>)> {
    let is_of_policy =
        |witness: &Witness| matches!(&witness.policy, PolicySource::Managed { arn, .. } if arn == policy.arn.name());
    let ways = requests.resources.iter().filter_map(|resource| {
        let request = Request::new(action, Target::Arn(resource)).with(context.clone());
        let then = world.iam.decide_as(after, &request);
        let is_more = then.is_possible() && then.verdict > world.iam.decide_as(before, &request).verdict;
        let witness: Vec<Witness> = then.allowed_by.into_iter().filter(is_of_policy).collect();
        (is_more && !witness.is_empty()).then_some((then.verdict, witness))
    });
    ways.reduce(|best, next| if next.0 > best.0 { next } else { best })
}

/// The tags that conditions ask about are whatever suits one who may tag itself.
fn tagged(world: &World<'_, '_>, requests: &Requests<'_>, tagger: PrincipalId) -> Context {
    let action = match world.iam.principal(tagger) {
        Principal::User(_) => "iam:TagUser",
        Principal::Role(_) => "iam:TagRole",
    };
    let tags = requests.tags();
    if tags.is_empty() || !world.ask(tagger, action, Target::Arn(world.arn(tagger))).is_possible() {
        return Context::new();
    }
    let chosen = |context: Context, key: &&crate::model::Name| {
        context.with(key, ContextValue::ChosenByCaller { optional: true })
    };
    tags.iter().fold(Context::new(), chosen)
}
