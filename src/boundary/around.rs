//! The guards around the routes of a subject: those that cover what its steps write, whether they hold or not.
//!
//! A guard that surely never refuses this subject, because it is about others, does not stand around it.

use crate::authz::identity_of;
use crate::guards::cel::{Activation, Program, Value, Verdict};
use crate::model::{AdmissionKind, AdmissionPolicy, MatchResources, Name, Snapshot, Subject};
use crate::template::Template;

use super::hollow::hollow;
use super::left_out::LeftOut;
use super::search::Search;
use super::written::{Written, covers, of_routes, writes};
use super::{GuardView, Route, State};

/// The guards around these routes, by kind and name.
pub(super) fn guards(
    snapshot: &Snapshot,
    template: &Template,
    subject: &Subject,
    routes: &[(Route, usize)],
    search: &Search<'_>,
) -> Vec<GuardView> {
    let open = routes.iter().filter(|(route, _)| route.state != State::Blocked);
    let left_out = LeftOut::new(snapshot, subject, of_routes(template, open));
    let hollow = hollow(snapshot, search, &left_out);
    let of = |policy: bool, kind: AdmissionKind, name: &Name| {
        hollow.get(&(policy, kind, name.clone())).cloned().unwrap_or_default()
    };
    let written = of_routes(template, routes);
    let covers = |matches: &MatchResources| written.iter().any(|write| covers(matches, write));
    let policies = covering(snapshot, &written).filter(|policy| may_refuse(policy, subject)).map(|policy| GuardView {
        kind: kind_of(policy).to_owned(),
        name: policy.name.as_str().to_owned(),
        hollow: of(true, policy.kind, &policy.name),
    });
    let webhooks = snapshot.webhooks.iter().filter(|webhook| covers(&webhook.matches)).map(|webhook| GuardView {
        kind: match webhook.kind {
            AdmissionKind::Validating => "ValidatingWebhookConfiguration".to_owned(),
            AdmissionKind::Mutating => "MutatingWebhookConfiguration".to_owned(),
        },
        name: webhook.configuration.as_str().to_owned(),
        hollow: of(false, webhook.kind, &webhook.configuration),
    });
    let mut guards: Vec<GuardView> = policies.chain(webhooks).collect();
    guards.sort();
    guards.dedup_by(|later, kept| {
        let same = (&later.kind, &later.name) == (&kept.kind, &kept.name);
        if same {
            kept.hollow.append(&mut later.hollow);
            kept.hollow.dedup();
        }
        same
    });
    guards
}

/// Says of each open route what it writes that no guard is about.
pub(super) fn mark_uncovered(
    snapshot: &Snapshot,
    template: &Template,
    subject: &Subject,
    routes: &mut [(Route, usize)],
) {
    let policies = snapshot.admission_policies.iter().filter(|policy| may_refuse(policy, subject));
    let webhooks = snapshot.webhooks.iter().map(|webhook| &webhook.matches);
    let guards: Vec<&MatchResources> = policies.map(|policy| &policy.matches).chain(webhooks).collect();
    for (route, entry) in routes.iter_mut().filter(|(route, _)| route.state == State::Open) {
        let written = template.entries.get(*entry).map(writes).unwrap_or_default();
        let uncovered = written.iter().filter(|write| !guards.iter().any(|matches| covers(matches, write)));
        route.uncovered = uncovered.map(Written::told).collect();
        route.uncovered.dedup();
    }
}

/// The policies that cover what these routes write, and are about others.
pub(super) fn about_others(
    snapshot: &Snapshot,
    template: &Template,
    subject: &Subject,
    routes: &[(Route, usize)],
) -> Vec<String> {
    let written = of_routes(template, routes);
    let others = covering(snapshot, &written).filter(|policy| !may_refuse(policy, subject));
    let mut names: Vec<String> = others.map(|policy| format!("{} {}", kind_of(policy), policy.name.as_str())).collect();
    names.sort();
    names
}

/// The policies that are about such writes.
fn covering<'s>(snapshot: &'s Snapshot, written: &[Written<'_>]) -> impl Iterator<Item = &'s AdmissionPolicy> {
    snapshot.admission_policies.iter().filter(|policy| written.iter().any(|write| covers(&policy.matches, write)))
}

fn kind_of(policy: &AdmissionPolicy) -> &'static str {
    match policy.kind {
        AdmissionKind::Validating => "ValidatingAdmissionPolicy",
        AdmissionKind::Mutating => "MutatingAdmissionPolicy",
    }
}

/// Whether a policy can refuse anything of this subject: it is not known to look away, or to be content, by who asks alone.
pub(super) fn may_refuse(policy: &AdmissionPolicy, subject: &Subject) -> bool {
    let mut activation = about_nothing_but(subject);
    for variable in &policy.variables {
        if let Ok(program) = Program::compile(&variable.expression) {
            activation.define(variable.name.clone(), program);
        }
    }
    let verdict = |expression: &Name| Program::compile(expression).ok().map(|program| program.evaluate(&activation));
    let looks_away = policy.conditions.iter().any(|condition| verdict(&condition.expression) == Some(Verdict::False));
    let content = |expression: &Name| verdict(expression) == Some(Verdict::True);
    let is_content =
        !policy.validations.is_empty() && policy.validations.iter().all(|validation| content(&validation.expression));
    !looks_away && !is_content
}

/// A request of which only it is known who makes it.
fn about_nothing_but(subject: &Subject) -> Activation<'static> {
    let identity = identity_of(subject);
    let groups = identity.iter().filter_map(|subject| match subject {
        Subject::Group(name) => Some(Value::text(name)),
        _ => None,
    });
    let groups = ("groups", Value::list(groups.collect()));
    let name = identity.iter().find_map(Subject::username).map(|name| ("username", Value::text(&name)));
    let user = Value::partial_object(name.into_iter().chain([groups]));
    let mut activation = Activation::default();
    activation.object = Value::unknown();
    activation.old_object = Value::unknown();
    activation.request = Value::partial_object([("userInfo", user)]);
    activation.params = Value::unknown();
    activation.namespace_object = Value::unknown();
    activation
}
