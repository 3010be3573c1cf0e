//! The guards around the routes of a subject: those that cover what its steps write, whether they hold or not.
//!
//! A guard that surely never refuses this subject, because it is about others, does not stand around it.

use crate::authz::identity_of;
use crate::guards::admission::Operation;
use crate::guards::cel::{Activation, Program, Value, Verdict};
use crate::model::{AdmissionKind, AdmissionPolicy, AdmissionRule, MatchResources, Name, Snapshot, Subject};
use crate::template::{Entry, Template};

use super::hollow::hollow;
use super::search::Search;
use super::{GuardView, Route};

/// A kind of write.
#[derive(PartialEq, Eq)]
struct Written<'t> {
    group: &'t Name,
    /// With its subresource.
    resource: &'t Name,
    operation: Operation,
}

/// The guards around these routes, by kind and name.
pub(super) fn guards(
    snapshot: &Snapshot,
    template: &Template,
    subject: &Subject,
    routes: &[(Route, usize)],
    search: &Search<'_>,
) -> Vec<GuardView> {
    let hollow = hollow(snapshot, search);
    let of = |policy: bool, kind: AdmissionKind, name: &Name| {
        hollow.get(&(policy, kind, name.clone())).cloned().unwrap_or_default()
    };
    let entries = routes.iter().filter_map(|(_, entry)| template.entries.get(*entry));
    let mut written: Vec<Written<'_>> = Vec::new();
    for write in entries.flat_map(writes) {
        if !written.contains(&write) {
            written.push(write);
        }
    }
    let covers = |matches: &MatchResources| written.iter().any(|write| covers(matches, write));
    let policies = snapshot.admission_policies.iter().filter(|policy| covers(&policy.matches));
    let policies = policies.filter(|policy| may_refuse(policy, subject)).map(|policy| GuardView {
        kind: match policy.kind {
            AdmissionKind::Validating => "ValidatingAdmissionPolicy".to_owned(),
            AdmissionKind::Mutating => "MutatingAdmissionPolicy".to_owned(),
        },
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

/// The writes that the needs of an entry are.
fn writes(entry: &Entry) -> Vec<Written<'_>> {
    let mut all = Vec::new();
    for need in &entry.needs {
        for (group, resource) in
            need.api_groups.iter().flat_map(|group| need.resources.iter().map(move |to| (group, to)))
        {
            all.extend(need.verbs.iter().filter_map(|verb| {
                let operation = match verb.as_str() {
                    _ if ["exec", "attach", "portforward", "proxy"].iter().any(|end| resource.ends_with(end)) => {
                        Operation::Connect
                    }
                    "create" | "*" => Operation::Create,
                    "update" | "patch" => Operation::Update,
                    "delete" | "deletecollection" => Operation::Delete,
                    _ => return None,
                };
                Some(Written { group, resource, operation })
            }));
        }
    }
    all
}

/// Whether a guard is about such writes, whatever its versions, selectors, scope and names leave out: that is what makes it
/// hollow, not what makes it none.
fn covers(matches: &MatchResources, write: &Written<'_>) -> bool {
    let any = |words: &[Name], word: &str| words.iter().any(|known| *known == "*" || *known == word);
    let plural = write.resource.split('/').next().unwrap_or_default();
    let about = |rule: &AdmissionRule| {
        let resource = |known: &Name| {
            let (resource, subresource) = known.split_once('/').unwrap_or((known, ""));
            let same = write.resource.split_once('/').map_or("", |(_, subresource)| subresource);
            (resource == "*" || resource == plural || *write.resource == "*")
                && (subresource == "*" || subresource == same)
        };
        any(&rule.operations, write.operation.word())
            && (any(&rule.api_groups, write.group) || *write.group == "*")
            && rule.resources.iter().any(resource)
    };
    matches.rules.iter().any(about)
}

/// Whether a policy can refuse anything of this subject: it is not known to look away, or to be content, by who asks alone.
fn may_refuse(policy: &AdmissionPolicy, subject: &Subject) -> bool {
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
