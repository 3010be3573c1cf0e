//! The three questions about whoever hands out access: could it give itself more, could it empower somebody else and be that,
//! could it take the tokens of others.

use std::collections::BTreeSet;

use crate::findings::Teller;
use crate::graph::{Closure, Edge, EdgeId, Graph, Hub, Node, NodeId, Step};
use crate::template::{Effect, Template};

use super::gains::Gains;
use super::search::{Past, Search};
use super::view::{Answered, Question, Route, State};

/// How a step that grants to somebody else says so.
const TO_ANOTHER: &str = "grants it to";

/// The answers, by the routes and their entries. `starts` is what the subject is.
pub(super) fn questions(
    teller: &Teller<'_>,
    starts: &[NodeId],
    routes: &[(Route, usize)],
    (search, gains): (&Search<'_>, &Gains<'_>),
) -> Vec<Answered> {
    let template = teller.template();
    let of = |question: Question| {
        let mine = routes.iter().filter(|(_, entry)| question_of(template, *entry) == Some(question));
        // What follows from another route says nothing of its own kind of step.
        mine.map(|(route, _)| route).filter(|route| route.follows.is_empty()).collect::<Vec<_>>()
    };
    let answered = |question: Question| {
        let mine = of(question);
        Answered { question, answer: mine.iter().map(|route| route.state).min(), routes: entries(&mine) }
    };
    let answer = adds_rights(template, search.graph, starts, gains);
    // A write that is open only together with another kind of step is no answer to what the writes do alone.
    let alone: Vec<&Route> = of(Question::AddRights)
        .into_iter()
        .filter(|route| answer.is_some_and(|answer| route.state >= answer))
        .collect();
    let own = Answered { question: Question::AddRights, answer, routes: entries(&alone) };
    let mut other = answered(Question::EmpowerAnother);
    if own.answer.is_some() && becomes_another(template, search.graph, starts) {
        other.answer = other.answer.into_iter().chain(granted(search)).chain(own.answer).min();
    }
    vec![other, answered(Question::TakeTokens), own]
}

/// The entries of these routes, each once.
fn entries(routes: &[&Route]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    routes.iter().map(|route| &route.entry).filter(|entry| seen.insert(*entry)).cloned().collect()
}

/// Which question a step of this entry answers.
fn question_of(template: &Template, entry: usize) -> Option<Question> {
    match template.entries.get(entry)?.gives.as_ref()? {
        Effect::Role { .. } | Effect::RoleRules(_) => Some(Question::AddRights),
        Effect::Subject { .. } | Effect::Certificate(_) => Some(Question::EmpowerAnother),
        // It says which identities outside are in which groups.
        Effect::Cloud(way) if way.as_str() == "aws-auth" => Some(Question::EmpowerAnother),
        Effect::ServiceAccount(_)
        | Effect::Secrets(_)
        | Effect::Pod
        | Effect::Workload
        | Effect::Wake
        | Effect::Exec(_)
        | Effect::Volume(_)
        | Effect::Kubelet(_)
        | Effect::Node(_) => Some(Question::TakeTokens),
        _ => None,
    }
}

/// How far it gets by what it writes of RBAC alone.
fn adds_rights(template: &Template, graph: &Graph, starts: &[NodeId], gains: &Gains<'_>) -> Option<State> {
    let other = |edge: &Edge| match &edge.step {
        Step::Entry { entry, .. } => question_of(template, *entry) != Some(Question::AddRights),
        _ => false,
    };
    let gets = |past: Past| {
        let usable = |id: EdgeId| graph.edge(id).is_some_and(|(_, _, edge)| past.lets(edge) && !other(edge));
        Closure::of(graph, starts, &usable).reached().any(|(node, _)| gains.is_gain(node))
    };
    let each = [(Past::Open, State::Open), (Past::Unknown, State::Unknown), (Past::All, State::Blocked)];
    each.into_iter().find(|(past, _)| gets(*past)).map(|(_, state)| state)
}

/// Whether it can be somebody else without writing RBAC.
fn becomes_another(template: &Template, graph: &Graph, starts: &[NodeId]) -> bool {
    let writes = |edge: &Edge| match &edge.step {
        Step::Entry { entry, .. } => question_of(template, *entry) == Some(Question::AddRights),
        _ => false,
    };
    let usable = |id: EdgeId| graph.edge(id).is_some_and(|(_, _, edge)| !writes(edge));
    let free = |id: EdgeId| graph.edge(id).is_some_and(|(_, _, edge)| !edge.step.is_hop());
    let own = Closure::of(graph, starts, &free);
    let reached = Closure::of(graph, starts, &usable);
    reached.reached().filter(|(node, _)| own.certainty(*node).is_none()).any(|(node, _)| {
        matches!(graph.node(node), Some(Node::Subject(_) | Node::Hub(Hub::Users | Hub::Impersonate(_))))
    })
}

/// How far it gets that grants to another whom it can become.
fn granted(search: &Search<'_>) -> Option<State> {
    let to_another =
        |edge: &Edge| edge.remarks.iter().flat_map(|remarks| &remarks.facts).any(|fact| fact.starts_with(TO_ANOTHER));
    let reached = search.all.reached().flat_map(|(from, _)| search.graph.edges_from(from));
    let states = reached.filter(|(_, edge)| to_another(edge)).map(|(to, edge)| match () {
        () if search.leads(Past::Open, edge, to) => State::Open,
        () if search.leads(Past::Unknown, edge, to) => State::Unknown,
        () => State::Blocked,
    });
    states.min()
}
