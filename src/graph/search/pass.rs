//! One pass of the search: over the edges that are sure enough, from what surer passes have reached.

use std::collections::VecDeque;

use super::super::gather::{Fired, Usable, gather};
use super::{Next, Reach, Way};
use crate::graph::{Certainty, Graph, NodeId};

impl Reach {
    /// Finds the ways of nodes that have none yet, over the edges that are usable. Whether another pass over these edges
    /// would find nothing more: all that was combined led to no further join.
    pub(super) fn pass(&mut self, graph: &Graph, goal: NodeId, certainty: Certainty, usable: Usable<'_>) -> bool {
        let mut pass = Pass { graph, certainty, seen: vec![false; self.ways.len()], joins: Vec::new() };
        // What a surer pass has reached leads on from where it is.
        let known = graph.inner.node_indices().filter_map(|node| Some((node, self.hops(node)?, Next::Goal)));
        let mut seeds: Vec<(NodeId, u32, Next)> = known.collect();
        if seeds.is_empty() {
            seeds.push((goal, 0, Next::Goal));
        }
        // They are in the order of the graph already.
        seeds.sort_by_key(|(_, hops, _)| *hops);
        pass.spread(&mut self.ways, seeds, usable);
        let leading = std::mem::take(&mut pass.joins);
        if leading.is_empty() {
            return true;
        }
        let settled =
            |node: NodeId| pass.seen.get(node.index()).copied().unwrap_or(true) && !graph.incoming().is_join(node);
        let (gathered, fired) = gather(graph, &leading, &settled, usable);
        let (round, complete) = (u8::try_from(self.rounds.len()).unwrap_or(u8::MAX), gathered.complete);
        self.rounds.push(gathered);
        let seed = |fired: &Fired| {
            let hops = fired.hops.saturating_add(self.hops(fired.join).unwrap_or_default());
            (fired.node, hops, Next::Join(fired.join, round))
        };
        let mut seeds: Vec<(NodeId, u32, Next)> = fired.iter().map(seed).collect();
        seeds.sort_by_key(|(node, hops, _)| (*hops, *node));
        pass.spread(&mut self.ways, seeds, usable);
        complete && pass.joins.is_empty()
    }
}

/// A pass under way.
struct Pass<'g> {
    graph: &'g Graph,
    certainty: Certainty,
    /// What has been reached in this pass.
    seen: Vec<bool>,
    /// The joins among it.
    joins: Vec<NodeId>,
}

impl Pass<'_> {
    /// Breadth first from these seeds, which are sorted by their hops.
    fn spread(&mut self, ways: &mut [Option<Way>], seeds: Vec<(NodeId, u32, Next)>, usable: Usable<'_>) {
        let incoming = self.graph.incoming();
        let mut seeds = seeds.into_iter().peekable();
        let mut queue: VecDeque<(NodeId, u32, Next)> = VecDeque::new();
        loop {
            let nearest = queue.front().map(|(_, hops, _)| *hops);
            // A join is taken at once, rather than later on a way that is no shorter.
            let seed = seeds.next_if(|(_, hops, _)| nearest.is_none_or(|nearest| *hops <= nearest));
            let Some((node, hops, next)) = seed.or_else(|| queue.pop_front()) else { return };
            // The first time a node leaves the queue is its nearest.
            let Some(seen @ false) = self.seen.get_mut(node.index()) else { continue };
            *seen = true;
            if let Some(way @ None) = ways.get_mut(node.index()) {
                *way = Some(Way { certainty: self.certainty, hops, next });
            }
            if incoming.is_join(node) {
                self.joins.push(node);
                continue;
            }
            for edge in incoming.to(node).iter().filter(|edge| usable(edge)) {
                if edge.is_hop {
                    queue.push_back((edge.from, hops.saturating_add(1), Next::Edge(edge.id)));
                } else {
                    queue.push_front((edge.from, hops, Next::Edge(edge.id)));
                }
            }
        }
    }
}
