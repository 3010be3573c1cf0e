//! Reverse search from one objective: who reaches it, and by which next edge.
//!
//! One pass for each degree of certainty, surest first: a node that the proven edges reach keeps its proven way even if an
//! unsure one is shorter. Within a pass it is a breadth-first search where structure costs nothing (a deque: free edges
//! go to its front). Cost: nodes + edges for each pass; cycles are harmless.

use std::collections::VecDeque;

use petgraph::Direction;
use petgraph::visit::EdgeRef;

use super::{Certainty, Edge, EdgeId, Graph, Node, NodeId, Step};
use crate::model::BindingId;

/// Who reaches an objective.
pub struct Reach {
    /// For each node: how sure its way is, how many hops it has, and its first edge.
    ways: Vec<Option<Way>>,
}

#[derive(Clone, Copy)]
struct Way {
    certainty: Certainty,
    hops: u32,
    /// Nothing for the objective itself.
    next: Option<EdgeId>,
}

impl Reach {
    /// Searches backwards from `goal`.
    #[must_use]
    pub fn to(graph: &Graph, goal: NodeId) -> Self {
        Reach::search(graph, goal, None)
    }

    /// The same in a cluster without this binding.
    #[must_use]
    pub fn without(graph: &Graph, goal: NodeId, binding: BindingId) -> Self {
        Reach::search(graph, goal, Some(binding))
    }

    fn search(graph: &Graph, goal: NodeId, without: Option<BindingId>) -> Self {
        let mut reach = Reach { ways: vec![None; graph.inner.node_count()] };
        for certainty in Certainty::ALL {
            reach.pass(graph, goal, certainty, without);
        }
        reach
    }

    /// Finds the ways of nodes that have none yet, over edges that are at least this sure.
    fn pass(&mut self, graph: &Graph, goal: NodeId, certainty: Certainty, without: Option<BindingId>) {
        let mut hops: Vec<Option<u32>> = vec![None; self.ways.len()];
        let mut queue = VecDeque::from([(goal, 0_u32, None)]);
        while let Some((node, distance, next)) = queue.pop_front() {
            // The first time a node leaves the queue is its nearest.
            let Some(known @ None) = hops.get_mut(node.index()) else {
                continue;
            };
            *known = Some(distance);
            if let Some(way @ None) = self.ways.get_mut(node.index()) {
                *way = Some(Way { certainty, hops: distance, next });
            }
            for edge in graph.inner.edges_directed(node, Direction::Incoming) {
                let gone = without.is_some_and(|binding| uses(graph, edge.source(), edge.weight(), binding));
                if gone || edge.weight().certainty > certainty {
                    continue;
                }
                if edge.weight().step.is_hop() {
                    queue.push_back((edge.source(), distance.saturating_add(1), Some(edge.id())));
                } else {
                    queue.push_front((edge.source(), distance, Some(edge.id())));
                }
            }
        }
    }

    /// How sure it is that this node reaches the objective; nothing when it does not.
    #[must_use]
    pub fn certainty(&self, node: NodeId) -> Option<Certainty> {
        self.way(node).map(|way| way.certainty)
    }

    /// How many hops it takes from here.
    #[must_use]
    pub fn hops(&self, node: NodeId) -> Option<u32> {
        self.way(node).map(|way| way.hops)
    }

    fn way(&self, node: NodeId) -> Option<&Way> {
        self.ways.get(node.index())?.as_ref()
    }

    /// The edges of the way from this node to the objective, one after the other.
    pub fn path<'r>(&'r self, graph: &'r Graph, from: NodeId) -> impl Iterator<Item = EdgeId> + 'r {
        let mut node = from;
        // INVARIANT: a way's next node was settled before it, in the same pass or a surer one, so this ends.
        std::iter::from_fn(move || {
            let edge = self.way(node)?.next?;
            node = graph.edge(edge)?.1;
            Some(edge)
        })
    }
}

/// Whether an edge holds only by this binding.
fn uses(graph: &Graph, from: NodeId, edge: &Edge, binding: BindingId) -> bool {
    let granted = match &edge.step {
        Step::Entry { grants, .. } => grants.iter().any(|grant| grant.binding == Some(binding)),
        _ => false,
    };
    granted || graph.node(from) == Some(&Node::Binding(binding))
}

#[cfg(test)]
mod tests {
    use super::Reach;
    use crate::graph::{Certainty, Edge, Graph, Node, Step};
    use crate::model::Subject;

    fn named(graph: &mut Graph, name: &str) -> super::NodeId {
        graph.add(Node::Subject(Subject::user(name)))
    }

    fn unsure() -> Edge {
        Edge { step: Step::Identity("test"), certainty: Certainty::Unknown }
    }

    #[test]
    fn a_sure_way_is_taken_even_if_longer() {
        let mut graph = Graph::default();
        let [a, b, goal] = ["a", "b", "goal"].map(|name| named(&mut graph, name));
        graph.connect(a, goal, unsure());
        graph.connect(a, b, Edge::identity("test"));
        graph.connect(b, goal, Edge::identity("test"));
        let reach = Reach::to(&graph, goal);
        assert_eq!(reach.certainty(a), Some(Certainty::ProvenRights));
        assert_eq!(reach.hops(a), Some(2));
        assert_eq!(reach.path(&graph, a).count(), 2);
    }

    #[test]
    fn an_unsure_way_is_better_than_none_and_structure_is_free() {
        let mut graph = Graph::default();
        let [a, b, goal, alone] = ["a", "b", "goal", "alone"].map(|name| named(&mut graph, name));
        graph.connect(a, b, Edge::structure());
        graph.connect(b, goal, unsure());
        let reach = Reach::to(&graph, goal);
        assert_eq!((reach.certainty(a), reach.hops(a)), (Some(Certainty::Unknown), Some(1)));
        assert_eq!(reach.certainty(alone), None);
    }

    #[test]
    fn cycles_end_and_a_long_chain_does_not_overflow() {
        let mut graph = Graph::default();
        let chain: Vec<_> = (0..100_000).map(|index| named(&mut graph, &index.to_string())).collect();
        for pair in chain.windows(2) {
            graph.connect(pair[0], pair[1], Edge::identity("test"));
            graph.connect(pair[1], pair[0], Edge::identity("test"));
        }
        let reach = Reach::to(&graph, chain[chain.len() - 1]);
        assert_eq!(reach.hops(chain[0]), Some(99_999));
        assert_eq!(reach.path(&graph, chain[0]).count(), 99_999);
    }
}
