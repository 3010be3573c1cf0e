//! Paths from here to there: the surest and shortest from each source, and other ways that rest on something else.
//!
//! The best ways of all sources are found by one search backwards from each target, as in a scan; other ways by searches
//! forward from the source (see [`crate::graph::alternatives`]).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::{Path, SeverityWord, Teller};
use crate::graph::{Certainty, Reach};
use crate::model::Name;

use super::hop::{Explainer, HopView};
use super::named::Named;

mod by_id;
mod ways;

pub use by_id::{MANY, PathId, ends};

use ways::{Goal, add_exposure, best, ways};

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
    /// Only paths with these ids; all where there are none.
    pub ids: Vec<PathId>,
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
    /// Its id: that of its ends, the same as in the report and whatever way is the best; another way has its own behind it.
    pub id: String,
    /// How bad it is.
    pub severity: SeverityWord,
    /// The source.
    pub from: Name,
    /// The target.
    pub to: Name,
    /// `proven-rights`, `guarded` or `unknown`.
    pub certainty: &'static str,
    /// The steps.
    pub hops: Vec<HopView>,
    /// What to change.
    pub fix: Arc<str>,
    /// Whether every grant of it is what the API server installs.
    pub built_in: bool,
}

/// Finds the paths.
#[must_use]
pub fn paths(teller: &Teller<'_>, asked: &Asked) -> Paths {
    let explainer = Explainer::new(teller.snapshot(), teller.template());
    let mut found = Paths::default();
    let mut groups: Vec<Vec<Path>> = Vec::new();
    for target in &asked.to {
        let (goals, worth) = (goals(teller, target), teller.worth(&target.nodes));
        for (name, ((certainty, ..), (goal, from))) in best(teller, asked, target, &goals) {
            if certainty == Certainty::Guarded && !asked.blocked {
                found.not_shown.blocked += 1;
                continue;
            }
            let Some(goal) = goals.get(goal) else { continue };
            let mut ways = ways(teller, asked, (&target.name, worth), goal, from);
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

/// The surest path of each source to one target, whatever guards say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Surest {
    /// The paths, by the names of their sources.
    pub paths: BTreeMap<String, PathView>,
    /// False when there was too much to combine: there may be more.
    pub complete: bool,
}

/// Finds the surest and shortest path of each of these sources to a target, by one search.
#[must_use]
pub fn surest(teller: &Teller<'_>, from: Vec<Named>, to: &Named) -> Surest {
    let explainer = Explainer::new(teller.snapshot(), teller.template());
    let (goals, worth) = (goals(teller, to), teller.worth(&to.nodes));
    let asked =
        Asked { from: Some(from), to: Vec::new(), ways: 1, blocked: true, include_builtin: true, ids: Vec::new() };
    let told = best(teller, &asked, to, &goals).into_iter().filter_map(|(name, (_, (goal, from)))| {
        let mut ways = ways(teller, &asked, (&to.name, worth), goals.get(goal)?, from);
        add_exposure(&asked, &name, &mut ways);
        Some((name, view(&explainer, ways.into_iter().next()?)))
    });
    Surest { paths: told.collect(), complete: goals.iter().all(|goal| goal.reach.complete()) }
}

/// Who reaches each node of a target.
fn goals(teller: &Teller<'_>, target: &Named) -> Vec<Goal> {
    let graph = &teller.escalation().graph;
    target.nodes.iter().map(|&node| Goal { node, reach: Reach::to(graph, node) }).collect()
}

fn view(explainer: &Explainer<'_>, path: Path) -> PathView {
    PathView {
        id: path.id,
        severity: path.severity,
        from: path.from,
        to: path.to,
        certainty: path.certainty,
        hops: explainer.explain_all(&path.hops),
        fix: path.fix,
        built_in: path.built_in,
    }
}
