//! The routes of a subject: its first steps that lead to more than it has.

use std::collections::{BTreeMap, HashSet, VecDeque};

use crate::authz::identity_of;
use crate::findings::Teller;
use crate::graph::{Certainty, Edge, Node, NodeId, Step};
use crate::model::{BindingId, Subject};

use super::alone::Edges;
use super::follows::follows;
use super::gains::Gains;
use super::search::{Past, Search};
use super::{Route, State};

/// What makes a route one: its entry, and what it gives.
type Key = (String, Vec<String>);

/// So many guards downstream are told of a route.
const TOLD: usize = 5;

/// The routes, each with the place of its entry in the template, open ones first, and of these the ones that follow last.
pub(super) fn routes(
    teller: &Teller<'_>,
    subject: &Subject,
    search: &Search<'_>,
    gains: &Gains<'_>,
) -> Vec<(Route, usize)> {
    let mut found: BTreeMap<Key, (Route, usize)> = BTreeMap::new();
    let mut open: BTreeMap<Key, Edges> = BTreeMap::new();
    for &from in &search.home {
        for (id, to, edge) in search.graph.edges_of(from) {
            let Step::Entry { entry, grants } = &edge.step else { continue };
            // What leads back to itself is no way to more.
            if search.home.contains(&to) || !search.leads(Past::All, edge, to) {
                continue;
            }
            let through = through(teller, subject, search.graph.node(from));
            let state = state(search, edge, to);
            let names = names(teller, search, to);
            let route = Route {
                entry: teller.template().entries.get(*entry).map_or_else(String::new, |entry| entry.id.clone()),
                to: first_of(&names),
                names,
                state,
                follows: Vec::new(),
                by: by(search, state, edge, to),
                past: past(edge),
                uncovered: Vec::new(),
                grants: teller.grants(grants, through),
            };
            let key = (route.entry.clone(), route.names.clone());
            if state == State::Open {
                open.entry(key.clone()).or_default().push((id, to));
            }
            let known = found.entry(key).or_insert((route.clone(), *entry));
            if route.state < known.0.state {
                *known = (route, *entry);
            }
        }
    }
    tell_followers(search, gains, &mut found, &open);
    let mut routes: Vec<(Route, usize)> = found.into_values().collect();
    routes.sort_by_key(|(route, _)| (route.state, !route.follows.is_empty()));
    routes
}

/// Says of each open route which others it follows from.
fn tell_followers(
    search: &Search<'_>,
    gains: &Gains<'_>,
    found: &mut BTreeMap<Key, (Route, usize)>,
    open: &BTreeMap<Key, Edges>,
) {
    let keys: Vec<_> = open.keys().collect();
    let edges: Vec<&Edges> = open.values().collect();
    for (key, from) in open.keys().zip(follows(search, gains, &edges)) {
        let mut entries: Vec<String> = from.into_iter().filter_map(|place| Some(keys.get(place)?.0.clone())).collect();
        entries.dedup();
        if let Some((route, _)) = found.get_mut(key) {
            route.follows = entries;
        }
    }
}

fn state(search: &Search<'_>, edge: &Edge, to: NodeId) -> State {
    match () {
        () if search.leads(Past::Open, edge, to) => State::Open,
        () if search.leads(Past::Unknown, edge, to) => State::Unknown,
        () => State::Blocked,
    }
}

/// The binding through which the subject holds the role of this node.
fn through(teller: &Teller<'_>, subject: &Subject, from: Option<&Node>) -> Option<BindingId> {
    let Some(Node::Role(role, scope)) = from else { return None };
    let identity = identity_of(subject);
    let snapshot = teller.snapshot();
    let mut bindings = teller.access().bindings_of(*role).iter().copied();
    bindings.find(|id| {
        let binding = snapshot.binding(*id);
        binding.scope() == *scope && binding.subjects.iter().any(|subject| identity.contains(subject))
    })
}

/// The name of what a step gives, or those of the first things behind it that have one.
fn names(teller: &Teller<'_>, search: &Search<'_>, to: NodeId) -> Vec<String> {
    let snapshot = teller.snapshot();
    let (mut queue, mut seen) = (VecDeque::from([to]), HashSet::from([to]));
    let mut names: Vec<String> = Vec::new();
    while let Some(node) = queue.pop_front() {
        let here = search.graph.node(node);
        if let Some(name) =
            here.and_then(|node| node.id(snapshot).or_else(|| node.about(snapshot)).or_else(|| node.kind_id()))
        {
            names.push(name);
            continue;
        }
        for (next, edge) in search.graph.edges_from(node) {
            if !edge.step.is_hop() && search.all.certainty(next).is_some() && seen.insert(next) {
                queue.push_back(next);
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The one that is worth the most, and how many others there are.
fn first_of(names: &[String]) -> String {
    let is_whole = |name: &&String| name.starts_with("objective:") || *name == "ns:*";
    let first = names.iter().find(is_whole).or(names.first());
    match (first, names.len()) {
        (None, _) => String::new(),
        (Some(one), 1) => one.clone(),
        (Some(first), all) => format!("{first} and {} more", all - 1),
    }
}

/// Who objects: to this step, or to what it leads to.
fn by(search: &Search<'_>, state: State, edge: &Edge, to: NodeId) -> Vec<String> {
    let said = |edge: &Edge| match (&edge.remarks, state) {
        (Some(remarks), State::Blocked) => remarks.blocked_by.clone(),
        (Some(remarks), State::Unknown) => remarks.unseen.clone(),
        _ => Vec::new(),
    };
    let own = said(edge);
    if !own.is_empty() || state == State::Open {
        return own;
    }
    let (mut queue, mut seen) = (VecDeque::from([to]), HashSet::from([to]));
    let mut found: Vec<String> = Vec::new();
    while let Some(node) = queue.pop_front().filter(|_| found.len() < TOLD) {
        for (next, edge) in search.graph.edges_from(node) {
            if search.leads(Past::All, edge, next) && seen.insert(next) {
                found.extend(said(edge).into_iter().filter(|_| edge.certainty >= Certainty::Unknown));
                queue.push_back(next);
            }
        }
    }
    // Another part of what is joined may be what is blocked.
    if found.is_empty() {
        let first = search.home.iter().flat_map(|&home| search.graph.edges_from(home));
        found.extend(first.flat_map(|(_, edge)| said(edge)));
    }
    found.sort();
    found.dedup();
    found.truncate(TOLD);
    found
}

fn past(edge: &Edge) -> Vec<String> {
    let facts = edge.remarks.iter().flat_map(|remarks| &remarks.facts);
    facts.filter_map(|fact| fact.strip_prefix("past admission: ").map(str::to_owned)).collect()
}
