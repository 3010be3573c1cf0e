//! Whether anybody could reach all parts of a join, as a cheap guess that never wrongly says no.
//!
//! Everything that reaches a part gets a set of 64 *roots*, where those that nobody leads to are one each, at random, and
//! hands it on to all that it leads to. Two parts that one node reaches both have its roots. So parts without a root in
//! common have nobody in common, and their labels need not flow. Cost: the edges behind the parts, for most a few times,
//! at most 64.

use std::collections::VecDeque;

use super::Usable;
use crate::graph::neighbours::{NONE, Neighbours, at, number, place, set};
use crate::graph::{Graph, NodeId};

/// The roots of everything that reaches some nodes.
pub(super) struct Ancestors {
    /// The number of each node of the graph, if it has one.
    numbers: Vec<u32>,
    roots: Vec<u64>,
}

impl Ancestors {
    /// Of these nodes, over usable edges, up to what is settled.
    pub(super) fn of(
        graph: &Graph,
        nodes: impl Iterator<Item = NodeId>,
        settled: &dyn Fn(NodeId) -> bool,
        usable: Usable<'_>,
    ) -> Self {
        let mut behind = Behind { numbers: vec![NONE; graph.inner.node_count()], nodes: Vec::new() };
        nodes.filter(|node| !settled(*node)).for_each(|node| {
            behind.number(node);
        });
        let mut edges = Vec::new();
        let mut next = 0;
        while let Some(&node) = behind.nodes.get(next) {
            let entering = graph.incoming().to(node).iter().filter(|edge| usable(edge) && !settled(edge.from));
            for edge in entering {
                edges.push((behind.number(edge.from), number(next)));
            }
            next += 1;
        }
        let roots = roots(behind.nodes.len(), &edges);
        Ancestors { numbers: behind.numbers, roots }
    }

    /// Whether anybody may reach all of these.
    pub(super) fn meet(&self, mut nodes: impl Iterator<Item = NodeId>) -> bool {
        let of = |node: NodeId| self.roots.get(place(at(&self.numbers, number(node.index()))));
        // What lies elsewhere is not known.
        nodes
            .try_fold(u64::MAX, |common, node| {
                Some(common & of(node).copied().unwrap_or(u64::MAX)).filter(|left| *left != 0)
            })
            .is_some()
    }
}

/// What is found behind some nodes, numbered as it is found.
struct Behind {
    numbers: Vec<u32>,
    nodes: Vec<NodeId>,
}

impl Behind {
    fn number(&mut self, node: NodeId) -> u32 {
        let known = at(&self.numbers, number(node.index()));
        if known != NONE {
            return known;
        }
        let new = number(self.nodes.len());
        set(&mut self.numbers, number(node.index()), new);
        self.nodes.push(node);
        new
    }
}

/// The roots of each of these nodes.
fn roots(count: usize, edges: &[(u32, u32)]) -> Vec<u64> {
    let onward = Neighbours::new(count, edges.iter().copied());
    let mut is_led_to = vec![false; count];
    for (_, to) in edges {
        is_led_to.get_mut(place(*to)).into_iter().for_each(|led| *led = true);
    }
    let starts = is_led_to.iter().enumerate().filter(|(_, led)| !**led).map(|(place, _)| place);
    let mut roots = vec![0_u64; count];
    let mut queue = VecDeque::new();
    // Then what lies in and behind cycles that nobody leads to: any node of such a cycle will do.
    for start in starts.chain(0..count) {
        let Some(none @ 0) = roots.get_mut(start) else { continue };
        *none = bit(start);
        queue.push_back(number(start));
        while let Some(node) = queue.pop_front() {
            let own = roots.get(place(node)).copied().unwrap_or_default();
            for to in onward.of(node) {
                let Some(known) = roots.get_mut(place(to)).filter(|known| **known | own != **known) else { continue };
                *known |= own;
                queue.push_back(to);
            }
        }
    }
    roots
}

/// One of 64, however the starts are numbered.
fn bit(start: usize) -> u64 {
    let mixed = u64::try_from(start).unwrap_or_default().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    1 << (mixed >> 58)
}

#[cfg(test)]
mod tests {
    use super::Ancestors;
    use crate::graph::{Edge, Graph, Node, NodeId};
    use crate::model::Subject;

    #[test]
    fn parts_meet_where_somebody_reaches_both() {
        let mut graph = Graph::default();
        let [a, b, far, cycle, back, x, y, other] = ["a", "b", "far", "cycle", "back", "x", "y", "other"]
            .map(|name| graph.add(Node::Subject(Subject::user(name))));
        let edges = [(far, a), (far, b), (cycle, back), (back, cycle), (cycle, x), (back, y), (other, y)];
        edges.into_iter().for_each(|(from, to)| graph.connect(from, to, Edge::identity("test")));
        let meet = |settled: &dyn Fn(NodeId) -> bool, parts: [NodeId; 2]| {
            Ancestors::of(&graph, [a, b, x, y].into_iter(), settled, &|_| true).meet(parts.into_iter())
        };
        let nobody = |_| false;
        assert!(meet(&nobody, [a, b]));
        // A cycle that nobody leads to.
        assert!(meet(&nobody, [x, y]));
        assert!(!meet(&nobody, [a, x]));
        // Whoever reaches both has what they lead to anyway.
        assert!(!meet(&|node| node == far, [a, b]));
    }
}
