//! What each of several steps leads to by itself, with the others left aside.
//!
//! One search for as many steps as fit into a set of bits: a node carries the steps of which each alone is enough to reach
//! it, and then, backwards, those that reach more by way of it. Cost: a node is looked at again when its set grows, so at
//! the worst steps × edges; in practice most nodes are reached by all of them or by few.

use std::collections::VecDeque;

use crate::graph::{EdgeId, Graph, NodeId};
use crate::model::HashMap;

use super::gains::Gains;
use super::search::Past;

/// A set of steps.
type Steps = u128;

/// So many steps fit into one search.
const MOST: usize = 128;

/// The edges of one route, each with what it leads to.
pub(super) type Edges = Vec<(EdgeId, NodeId)>;

struct Alone<'a> {
    graph: &'a Graph,
    /// Which steps an edge belongs to; any other edge is there for all.
    of: HashMap<EdgeId, Steps>,
}

/// Of each of these routes, those of the `singles` by which, each without the other singles, it leads to more where no guard
/// objects. A route that is a single itself leads there by itself or not at all.
pub(super) fn alone(
    graph: &Graph,
    starts: &[NodeId],
    gains: &Gains<'_>,
    routes: &[&Edges],
    singles: &[&Edges],
) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); routes.len()];
    for (part, chunk) in singles.chunks(MOST).enumerate() {
        let closed = singles.iter().flat_map(|route| route.iter()).map(|&(edge, _)| (edge, 0));
        let mut search = Alone { graph, of: closed.collect() };
        for (place, route) in chunk.iter().enumerate() {
            search.of.extend(route.iter().map(|&(edge, _)| (edge, 1 << place)));
        }
        let useful = search.useful(starts, gains);
        for (route, found) in routes.iter().zip(&mut found) {
            let steps =
                route.iter().map(|(edge, to)| search.of(*edge) & set(&useful, *to)).fold(0, |all, one| all | one);
            found.extend((0..chunk.len()).filter(|place| steps & (1 << place) != 0).map(|place| part * MOST + place));
        }
    }
    found
}

impl Alone<'_> {
    fn of(&self, edge: EdgeId) -> Steps {
        self.of.get(&edge).copied().unwrap_or(Steps::MAX)
    }

    /// The nodes, in the order in which they were reached, and by which steps each is.
    fn reached(&self, starts: &[NodeId]) -> (Vec<NodeId>, HashMap<NodeId, Steps>) {
        let mut sets: HashMap<NodeId, Steps> = starts.iter().map(|&start| (start, Steps::MAX)).collect();
        let (mut order, mut queue) = (starts.to_vec(), VecDeque::from(starts.to_vec()));
        while let Some(node) = queue.pop_front() {
            for (id, to, _) in self.graph.edges_of(node).filter(|(_, _, edge)| Past::Open.lets(edge)) {
                let arriving = match self.graph.is_join(to) {
                    true => self.joined(&sets, to),
                    false => set(&sets, node) & self.of(id),
                };
                let known = set(&sets, to);
                if arriving & !known != 0 {
                    sets.insert(to, known | arriving);
                    queue.push_back(to);
                    order.extend((known == 0).then_some(to));
                }
            }
        }
        (order, sets)
    }

    /// The steps that reach all parts of a join.
    fn joined(&self, sets: &HashMap<NodeId, Steps>, join: NodeId) -> Steps {
        let parts = self.graph.edges_to(join).map(|(id, from, edge)| match Past::Open.lets(edge) {
            true => set(sets, from) & self.of(id),
            false => 0,
        });
        parts.fold(Steps::MAX, |all, one| all & one)
    }

    /// By which steps, each alone, more is reached by way of each node.
    fn useful(&self, starts: &[NodeId], gains: &Gains<'_>) -> HashMap<NodeId, Steps> {
        let (order, sets) = self.reached(starts);
        let mut queue: VecDeque<NodeId> = order.into_iter().filter(|node| gains.is_gain(*node)).collect();
        let mut useful: HashMap<NodeId, Steps> = queue.iter().map(|&node| (node, set(&sets, node))).collect();
        while let Some(node) = queue.pop_front() {
            for (id, from, _) in self.graph.edges_to(node).filter(|(_, _, edge)| Past::Open.lets(edge)) {
                let leaving = set(&useful, node) & set(&sets, from) & self.of(id);
                let known = set(&useful, from);
                if leaving & !known != 0 {
                    useful.insert(from, known | leaving);
                    queue.push_back(from);
                }
            }
        }
        useful
    }
}

fn set(sets: &HashMap<NodeId, Steps>, node: NodeId) -> Steps {
    sets.get(&node).copied().unwrap_or_default()
}
