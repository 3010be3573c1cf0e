//! Pods as choke points: workloads whose ways out cut paths when they are closed.
//!
//! Only those that paths go through more often than the best binding cuts paths can be worth more: they are tried. The
//! graph is searched without the escapes of their pods, and what is no longer connected is counted. Cost: a search for each
//! objective and candidate.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::escalation::escapes::removal;
use crate::graph::{Certainty, Edge, NodeId, Reach, Step};
use crate::model::{HashSet, Name};

use super::assess::Assessment;
use super::choke_points::{Ends, counted, ends};
use super::closing::closing;
use super::types::{Hop, Path, PodChokePoint};

/// How many candidates are tried.
const CANDIDATES: usize = 8;

/// The workloads whose closing cuts more paths than this, those that cut the most first.
pub(super) fn find(assessment: &Assessment<'_>, paths: &[Path], more_than: usize) -> Vec<PodChokePoint> {
    let candidates = candidates(assessment, paths, more_than);
    let counted = if candidates.is_empty() { HashSet::default() } else { ends(paths) };
    let tried = candidates.into_par_iter().filter_map(|(workload, hop)| {
        let cuts_paths = cuts(assessment, &counted, assessment.beings().get(workload)?);
        let fix = format!("{}: {}", workload.as_str(), closing(hop)?);
        Some(PodChokePoint { workload: workload.as_str().to_owned(), cuts_paths, fix })
    });
    let mut found: Vec<PodChokePoint> = tried.filter(|point| point.cuts_paths > more_than).collect();
    found.sort_by_key(|point| (Reverse(point.cuts_paths), point.workload.clone()));
    found
}

/// The workloads that most paths leave by an escape, each with such a hop. A path that leaves elsewhere is not cut.
fn candidates<'p>(assessment: &Assessment<'_>, paths: &'p [Path], more_than: usize) -> Vec<(&'p Name, &'p Hop)> {
    let mut through: BTreeMap<&Name, (usize, &Hop)> = BTreeMap::new();
    for hop in counted(paths).flat_map(|path| &path.hops).flat_map(|hop| hop.requests()) {
        if removal(&hop.entry).is_some() && assessment.beings().contains_key(&hop.from) {
            through.entry(&hop.from).or_insert((0, hop)).0 += 1;
        }
    }
    let mut all: Vec<(usize, &Name, &Hop)> = through
        .into_iter()
        .map(|(name, (count, hop))| (count, name, hop))
        .filter(|(count, ..)| *count > more_than)
        .collect();
    all.sort_by_key(|(count, name, _)| (Reverse(*count), *name));
    all.truncate(CANDIDATES);
    all.into_iter().map(|(_, name, hop)| (name, hop)).collect()
}

/// How many of these ends are no longer connected when nobody gets out of these pods.
fn cuts(assessment: &Assessment<'_>, counted: &HashSet<Ends<'_>>, pods: &[NodeId]) -> usize {
    let closed = |from: NodeId, edge: &Edge| pods.contains(&from) && is_escape(edge);
    let graph = &assessment.escalation.graph;
    let of_goal = assessment.goals.iter().map(|goal| {
        let sources: Vec<&Name> = counted.iter().filter(|(to, _)| **to == goal.id).map(|(_, from)| *from).collect();
        if sources.is_empty() {
            return 0;
        }
        let left = Reach::without_edges(graph, goal.node, Certainty::Guarded, &closed);
        let still = |from: &&&Name| {
            let nodes = assessment.beings().get(**from);
            nodes.is_some_and(|nodes| nodes.iter().any(|node| left.certainty(*node).is_some()))
        };
        sources.iter().filter(|from| !still(from)).count()
    });
    of_goal.sum()
}

fn is_escape(edge: &Edge) -> bool {
    matches!(edge.step, Step::Identity(id) if removal(id).is_some())
}
