//! Which edges are drawn: all between the ends, or the surest and shortest way from each source to each target.

use std::collections::{BTreeSet, VecDeque};

use crate::graph::{Certainty, Closure, EdgeId, Graph, Move, Node, NodeId, Reach};

use super::Ends;

/// Whether an edge is drawn: what follows from an objective is not, unless it is asked what does.
fn usable(graph: &Graph, ends: &Ends, edge: EdgeId) -> bool {
    graph.edge(edge).is_some_and(|(from, to, edge)| {
        let beyond = matches!(graph.node(from), Some(Node::Objective(_))) && !ends.from.contains(&from);
        (!beyond || ends.to.contains(&to)) && (ends.blocked || edge.certainty != Certainty::Guarded)
    })
}

/// The edges on ways between: of what the sources reach, what leads to a target.
pub(super) fn between_edges(graph: &Graph, ends: &Ends) -> BTreeSet<EdgeId> {
    let usable = |edge| usable(graph, ends, edge);
    let sources: Vec<NodeId> = ends.from.iter().copied().collect();
    let ahead = Closure::of(graph, &sources, &usable);
    let mut queue: VecDeque<NodeId> = ends.to.iter().copied().collect();
    let mut seen: BTreeSet<NodeId> = ends.to.clone();
    let mut shown = BTreeSet::new();
    while let Some(node) = queue.pop_front().filter(|_| !ends.from.is_empty()) {
        for (edge, from, _) in graph.edges_to(node) {
            if usable(edge) && ahead.certainty(from).is_some() && ahead.certainty(node).is_some() {
                shown.insert(edge);
                if seen.insert(from) {
                    queue.push_back(from);
                }
            }
        }
    }
    shown
}

/// A longer way is drawn so far.
const LONGEST: usize = 100;

/// The edges of the surest and shortest way from each source to each target.
pub(super) fn shortest_ways(graph: &Graph, ends: &Ends) -> BTreeSet<EdgeId> {
    let mut shown = BTreeSet::new();
    for &target in &ends.to {
        let reach = Reach::to(graph, target);
        let open = |from: &&NodeId| {
            let certainty = reach.certainty(**from);
            certainty.is_some_and(|certainty| ends.blocked || certainty != Certainty::Guarded)
        };
        for &from in ends.from.iter().filter(open) {
            let moves = reach.path(graph, from, LONGEST);
            let beyond = moves.iter().any(|step| edge_of(step).is_some_and(|edge| !usable(graph, ends, edge)));
            // What follows from another objective is drawn from there.
            if !beyond {
                shown.extend(moves.iter().filter_map(edge_of));
                let joins =
                    moves.iter().filter_map(|step| if let Move::Join(join) = step { Some(*join) } else { None });
                shown.extend(joins.flat_map(|join| graph.edges_to(join).map(|(edge, ..)| edge)));
            }
        }
    }
    shown
}

fn edge_of(step: &Move) -> Option<EdgeId> {
    match step {
        Move::Edge(edge) => Some(*edge),
        Move::Back(_) | Move::Join(_) => None,
    }
}
