//! Choke points: the few bindings whose removal cuts the most paths.
//!
//! Dominators say for every binding at once how many sources need it at least; the best are tried, and what is no longer
//! connected at all is counted. So a number here is what removing the binding really cuts, other ways included. In a
//! cluster that is too large to be judged again, it is what dominators say. Cost: dominators for each objective, and one
//! trial for each candidate.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::cloud::eks;
use crate::graph::cut::{Connections, Cuts};
use crate::graph::{Certainty, NodeId, Question};
use crate::model::{BindingId, HashSet, Name};

use super::assess::Assessment;
use super::change;
use super::fingerprint::path_id;
use super::goals::Goal;
use super::paths::sources;
use super::separation::{self, is_removable};
use super::types::{ChokeGrant, ChokePoint, Path, Separation};
use super::without;

/// Where a path ends and where it starts.
pub(super) type Ends<'p> = (&'p Name, &'p Name);

/// How many candidates are tried.
const CANDIDATES: usize = 8;

/// The choke points, those that cut the most first, and the bindings that separate the most together.
pub(super) fn find(assessment: &Assessment<'_>, paths: &[Path]) -> (Vec<ChokePoint>, Option<Separation>) {
    let counted = ends(paths);
    let (separated, least) = rayon::join(|| separation::find(assessment), || least(assessment, &counted));
    let (together, separation) = separated.unzip();
    let together = together.unwrap_or_default();
    let points = candidates(&least, &together).into_par_iter().map(|id| {
        let large = if without::is_large(assessment) { least.get(&id).copied() } else { None };
        let cuts = large.map_or_else(|| Cut::Paths(cuts_of(assessment, &counted, id)), Cut::AtLeast);
        point(assessment, id, cuts, together.contains(&id))
    });
    let mut found: Vec<ChokePoint> = points.filter(|point| point.cuts_paths > 0 || point.cut).collect();
    found.sort_by_key(|point| (Reverse(point.cuts_paths), point.grant.binding.clone()));
    (found, separation)
}

/// What follows from another path, or is blocked anyway, counts no more here than among the findings.
pub(super) fn counted(paths: &[Path]) -> impl Iterator<Item = &Path> {
    paths.iter().filter(|path| !path.built_in && path.implied_by.is_none() && !path.is_guarded())
}

/// The ends of these.
pub(super) fn ends(paths: &[Path]) -> HashSet<Ends<'_>> {
    counted(paths).map(|path| (&path.to, &path.from)).collect()
}

/// How many of these ends each binding cuts, at least.
fn least(assessment: &Assessment<'_>, counted: &HashSet<Ends<'_>>) -> Cuts {
    let of_goal = |goal: &Goal| {
        let here = |name: &Name| counted.contains(&(&goal.id, name));
        let sources = sources(assessment, goal).into_iter().filter(|(name, _)| here(name));
        let sources: Vec<NodeId> = sources.map(|(_, source)| source).collect();
        let removable = |binding| is_removable(assessment, binding);
        let question =
            Question { goal: goal.node, sources: &sources, certainty: Certainty::Guarded, removable: &removable };
        Connections::new(&assessment.escalation.graph, &question).dominated()
    };
    let of_goals: Vec<Cuts> = assessment.goals.par_iter().map(of_goal).collect();
    let mut least = Cuts::new();
    for (id, count) in of_goals.into_iter().flatten() {
        let sum = least.entry(id).or_default();
        *sum = sum.saturating_add(count);
    }
    least
}

/// The bindings of the separation, and those that the most sources need.
fn candidates(least: &Cuts, together: &BTreeSet<BindingId>) -> Vec<BindingId> {
    let others = least.iter().filter(|(id, _)| !together.contains(id));
    let mut candidates: Vec<(usize, BindingId)> = others.map(|(id, count)| (*count, *id)).collect();
    candidates.sort_by_key(|(count, id)| (Reverse(*count), *id));
    let all = together.iter().copied().chain(candidates.into_iter().map(|(_, id)| id));
    all.take(CANDIDATES).collect()
}

/// What removing a binding cuts.
enum Cut {
    /// These paths, by their ids.
    Paths(Vec<String>),
    /// At least so many.
    AtLeast(usize),
}

fn cuts_of(assessment: &Assessment<'_>, counted: &HashSet<Ends<'_>>, id: BindingId) -> Vec<String> {
    let objectives = counted.iter().map(|(to, _)| *to).collect();
    let left = without::bindings(assessment, &BTreeSet::from([id]), &objectives, Certainty::Guarded);
    let cut = counted.iter().filter(|(to, from)| left.certainty(to, from).is_none());
    let mut paths: Vec<String> = cut.map(|(to, from)| path_id(from, to)).collect();
    paths.sort_unstable();
    paths
}

fn point(assessment: &Assessment<'_>, id: BindingId, cuts: Cut, cut: bool) -> ChokePoint {
    let (cuts_paths, paths) = match cuts {
        Cut::Paths(paths) => (paths.len(), paths),
        Cut::AtLeast(count) => (count, Vec::new()),
    };
    let binding = assessment.snapshot.binding(id);
    let (name, role) = (binding.id(), binding.role_id());
    let fix = match eks::access_policy_of(binding) {
        Some((principal, policy)) => {
            format!("take {policy} from the access entry of {}, or give it one that allows less", principal.as_str())
        }
        None => format!("remove {name}, or bind its subjects to a role with fewer rights than {role}"),
    };
    ChokePoint {
        grant: ChokeGrant { binding: name, role },
        cuts_paths,
        fix,
        change: change::removal(binding, eks::cluster_name(assessment.snapshot).as_deref()),
        cut,
        paths,
    }
}
