//! Paths from here to there: the surest and shortest from each source, and other ways that rest on something else.
//!
//! The best ways of all sources are found by one search backwards from each target, as in a scan; other ways by searches
//! forward from the source (see [`crate::graph::alternatives`]).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::{Path, SeverityWord, Teller};
use crate::graph::{Certainty, NodeId, Reach, Way, alternatives};

use super::hop::{Explainer, HopView};
use super::named::Named;

/// What is asked.
pub struct Asked {
    /// The sources; nothing for every source.
    pub from: Option<Vec<Named>>,
    /// The targets.
    pub to: Vec<Named>,
    /// How many ways from a source to a target.
    pub ways: usize,
    /// Whether ways that a guard blocks are shown.
    pub blocked: bool,
    /// Whether what the API server installs is shown where no source is named.
    pub include_builtin: bool,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Paths {
    /// The paths, worst first; other ways follow the best one.
    pub paths: Vec<PathView>,
    /// How many there are that are not shown.
    pub not_shown: NotShown,
}

/// Paths that are there and not shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotShown {
    /// Those that a guard blocks.
    pub blocked: usize,
    /// Those of which the API server installed everything.
    pub built_in: usize,
}

/// A path, as in the report, with more to say of each hop.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PathView {
    /// Its id, the same as in the report; another way has a number behind it.
    pub id: String,
    /// How bad it is.
    pub severity: SeverityWord,
    /// The source.
    pub from: String,
    /// The target.
    pub to: String,
    /// `proven-rights`, `guarded` or `unknown`.
    pub certainty: String,
    /// The steps.
    pub hops: Vec<HopView>,
    /// What to change.
    pub fix: String,
    /// Whether every grant of it is what the API server installs.
    pub built_in: bool,
}

/// The best way of a source to a target, by what ranks it.
type Best = ((Certainty, u32, NodeId), (usize, NodeId));

/// A target's node, and who reaches it.
struct Goal {
    node: NodeId,
    reach: Reach,
}

/// Finds the paths.
#[must_use]
pub fn paths(teller: &Teller<'_>, asked: &Asked) -> Paths {
    let explainer = Explainer::new(teller);
    let mut found = Paths::default();
    let mut groups: Vec<Vec<Path>> = Vec::new();
    for target in &asked.to {
        let graph = &teller.escalation().graph;
        let goals: Vec<Goal> = target.nodes.iter().map(|&node| Goal { node, reach: Reach::to(graph, node) }).collect();
        for (name, ((certainty, ..), (goal, from))) in best(teller, asked, target, &goals) {
            if certainty == Certainty::Guarded && !asked.blocked {
                found.not_shown.blocked += 1;
                continue;
            }
            let Some(goal) = goals.get(goal) else { continue };
            let mut ways = ways(teller, asked, target, goal, from);
            add_exposure(asked, &name, &mut ways);
            if asked.from.is_none() && !asked.include_builtin && ways.iter().all(|path| path.built_in) {
                found.not_shown.built_in += usize::from(!ways.is_empty());
            } else {
                groups.push(ways);
            }
        }
    }
    groups.retain(|ways| !ways.is_empty());
    groups.sort_by_cached_key(|ways| {
        let first = ways.first();
        first.map(|path| (Reverse(path.severity), path.hops.len(), path.to.clone(), path.from.clone()))
    });
    found.paths = groups.into_iter().flatten().map(|path| view(&explainer, path)).collect();
    found
}

/// The sources that reach a target, by name; of the nodes of a name the one with the surest and shortest way.
fn best(teller: &Teller<'_>, asked: &Asked, target: &Named, goals: &[Goal]) -> BTreeMap<String, Best> {
    let mut found: BTreeMap<String, Best> = BTreeMap::new();
    let mut look = |name: &str, from: NodeId| {
        for (place, goal) in goals.iter().enumerate() {
            let (Some(certainty), Some(hops)) = (goal.reach.certainty(from), goal.reach.hops(from)) else { continue };
            let new: Best = ((certainty, hops, from), (place, from));
            // What is there already, a member of the group that is asked for, takes no way.
            if name != target.name && hops > 0 {
                found.entry(name.to_owned()).and_modify(|known| *known = new.min(*known)).or_insert(new);
            }
        }
    };
    match &asked.from {
        Some(from) => from.iter().for_each(|named| named.nodes.iter().for_each(|&node| look(&named.name, node))),
        None => {
            let sources = teller.escalation().graph.nodes().filter(|(_, node)| teller.is_source(node));
            for (id, node) in sources {
                node.id(teller.snapshot()).into_iter().for_each(|name| look(&name, id));
            }
        }
    }
    found
}

/// The best way, and others.
fn ways(teller: &Teller<'_>, asked: &Asked, target: &Named, goal: &Goal, from: NodeId) -> Vec<Path> {
    let graph = &teller.escalation().graph;
    let Some(certainty) = goal.reach.certainty(from) else { return Vec::new() };
    let mut ways = vec![Way { certainty, moves: goal.reach.path(graph, from, usize::MAX) }];
    if asked.ways > 1 {
        let open =
            |id| graph.edge(id).is_some_and(|(_, _, edge)| asked.blocked || edge.certainty != Certainty::Guarded);
        let others = ways.first().map(|best| alternatives(graph, (from, goal.node), best, asked.ways - 1, &open));
        ways.extend(others.into_iter().flatten());
    }
    let mut told: Vec<Path> =
        ways.iter().filter_map(|way| teller.path(from, &target.name, way.certainty, &way.moves)).collect();
    // Ways that differ by nodes of one name read the same.
    let mut seen = BTreeSet::new();
    told.retain(|path| seen.insert(format!("{:?}", path.hops)));
    for (number, path) in (1..).zip(&mut told).skip(1) {
        path.id = format!("{}-{number}", path.id);
    }
    told
}

/// Says what makes a source face outside.
fn add_exposure(asked: &Asked, name: &str, ways: &mut [Path]) {
    let named = asked.from.iter().flatten().find(|named| named.name == name && !named.exposed.is_empty());
    let facts = named.into_iter().flat_map(|named| &named.exposed).map(|face| format!("exposed by {face}"));
    let facts: Vec<String> = facts.collect();
    for hop in ways.iter_mut().filter_map(|path| path.hops.first_mut()) {
        hop.facts.splice(0..0, facts.iter().cloned());
    }
}

fn view(explainer: &Explainer<'_>, path: Path) -> PathView {
    PathView {
        id: path.id,
        severity: path.severity,
        from: path.from,
        to: path.to,
        certainty: path.certainty,
        hops: path.hops.into_iter().map(|hop| explainer.explain(hop)).collect(),
        fix: path.fix,
        built_in: path.built_in,
    }
}
