//! Reverse search from one goal: who reaches it, and by which next move.
//!
//! One pass for each degree of certainty, surest first: a node that the proven edges reach keeps its proven way even if an
//! unsure one is shorter. Within a pass it is a breadth-first search where structure costs nothing (a deque: free edges
//! go to its front). It stops at joins; who reaches all parts of one is found by `gather`, and the search goes on from
//! there. Cost: nodes + edges for each pass, and what gathering costs; cycles are harmless.

use std::collections::VecDeque;

use super::gather::{Fired, Gathered, gather};
use super::{Certainty, Edge, EdgeId, Graph, Move, Node, NodeId, Step};
use crate::model::BindingId;

/// Who reaches a goal.
pub struct Reach {
    /// For each node: how sure its way is, how many hops it has, and its first move.
    ways: Vec<Option<Way>>,
    /// Who reaches the parts of joins; one for each pass that met any.
    rounds: Vec<Gathered>,
}

#[derive(Clone, Copy)]
struct Way {
    certainty: Certainty,
    hops: u32,
    next: Next,
}

/// The first move of a way.
#[derive(Clone, Copy)]
enum Next {
    /// It is the goal.
    Goal,
    Edge(EdgeId),
    /// All parts of this join, as this round found.
    Join(NodeId, usize),
}

impl Reach {
    /// Searches backwards from `goal`.
    #[must_use]
    pub fn to(graph: &Graph, goal: NodeId) -> Self {
        Reach::search(graph, goal, &|_| false)
    }

    /// The same in a cluster without this binding.
    #[must_use]
    pub fn without(graph: &Graph, goal: NodeId, binding: BindingId) -> Self {
        Reach::at_least_without(graph, goal, &|other| other == binding)
    }

    /// Who surely still reaches it in a cluster without any of these bindings: what takes several bindings together is
    /// lost with any of them, though others might stand in for it.
    #[must_use]
    pub fn at_least_without(graph: &Graph, goal: NodeId, removed: &dyn Fn(BindingId) -> bool) -> Self {
        Reach::search(graph, goal, &|id| {
            graph.edge(id).is_some_and(|(from, _, edge)| leaves(graph, from, removed) || takes(edge, removed))
        })
    }

    /// Who may still reach it in a cluster without any of these bindings: what takes several bindings together stays,
    /// since others might stand in for the one that is gone.
    #[must_use]
    pub fn at_most_without(graph: &Graph, goal: NodeId, removed: &dyn Fn(BindingId) -> bool) -> Self {
        Reach::search(graph, goal, &|id| graph.edge(id).is_some_and(|(from, ..)| leaves(graph, from, removed)))
    }

    fn search(graph: &Graph, goal: NodeId, lost: &dyn Fn(EdgeId) -> bool) -> Self {
        let mut reach = Reach { ways: vec![None; graph.inner.node_count()], rounds: Vec::new() };
        for certainty in Certainty::ALL {
            let usable =
                |id: EdgeId| graph.edge(id).is_some_and(|(_, _, edge)| edge.certainty <= certainty && !lost(id));
            reach.pass(graph, goal, certainty, &usable);
        }
        reach
    }

    /// Finds the ways of nodes that have none yet, over the edges that are usable.
    fn pass(&mut self, graph: &Graph, goal: NodeId, certainty: Certainty, usable: &dyn Fn(EdgeId) -> bool) {
        let mut pass = Pass { graph, certainty, seen: vec![false; self.ways.len()], joins: Vec::new() };
        // What a surer pass has reached leads on from where it is.
        let known = graph.inner.node_indices().filter_map(|node| Some((node, self.hops(node)?, Next::Goal)));
        let mut seeds: Vec<(NodeId, u32, Next)> = std::iter::once((goal, 0, Next::Goal)).chain(known).collect();
        seeds.sort_by_key(|(node, hops, _)| (*hops, *node));
        pass.spread(&mut self.ways, seeds, usable);
        let leading = std::mem::take(&mut pass.joins);
        if leading.is_empty() {
            return;
        }
        let settled = |node: NodeId| pass.seen.get(node.index()).copied().unwrap_or(true) && !graph.is_join(node);
        let (gathered, fired) = gather(graph, &leading, &settled, usable);
        let round = self.rounds.len();
        self.rounds.push(gathered);
        let seed = |fired: &Fired| {
            let hops = fired.hops.saturating_add(self.hops(fired.join).unwrap_or_default());
            (fired.node, hops, Next::Join(fired.join, round))
        };
        let mut seeds: Vec<(NodeId, u32, Next)> = fired.iter().map(seed).collect();
        seeds.sort_by_key(|(node, hops, _)| (*hops, *node));
        pass.spread(&mut self.ways, seeds, usable);
    }

    /// How sure it is that this node reaches the goal; nothing when it does not.
    #[must_use]
    pub fn certainty(&self, node: NodeId) -> Option<Certainty> {
        self.way(node).map(|way| way.certainty)
    }

    /// How many hops it takes from here.
    #[must_use]
    pub fn hops(&self, node: NodeId) -> Option<u32> {
        self.way(node).map(|way| way.hops)
    }

    /// False when there was too much to combine: more nodes may reach the goal, by several identities together.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.rounds.iter().all(|round| round.complete)
    }

    fn way(&self, node: NodeId) -> Option<&Way> {
        self.ways.get(node.index())?.as_ref()
    }

    /// The moves from this node to the join that is its way's first move, if one is.
    #[must_use]
    pub fn to_join(&self, graph: &Graph, from: NodeId) -> Option<Vec<Move>> {
        let Next::Join(join, round) = self.way(from)?.next else { return None };
        let mut moves = Vec::new();
        self.rounds.get(round)?.to_join(graph, from, join, &mut moves);
        Some(moves)
    }

    /// The moves from this node to the goal, one after the other: at least so many hops of them, if there are.
    #[must_use]
    pub fn path(&self, graph: &Graph, from: NodeId, most: usize) -> Vec<Move> {
        let (mut moves, mut hops) = (Vec::new(), 0);
        let mut node = from;
        // INVARIANT: a way's next node was settled before it, in the same pass or a surer one, so this ends.
        while let Some(way) = self.way(node).filter(|_| hops < most) {
            match way.next {
                Next::Goal => break,
                Next::Edge(edge) => {
                    moves.push(Move::Edge(edge));
                    let Some((_, to, edge)) = graph.edge(edge) else { break };
                    hops += usize::from(edge.step.is_hop());
                    node = to;
                }
                Next::Join(join, round) => {
                    let (Some(round), before) = (self.rounds.get(round), moves.len()) else { break };
                    round.to_join(graph, node, join, &mut moves);
                    hops += moves.iter().skip(before).filter(|step| is_hop(graph, step)).count();
                    node = join;
                }
            }
        }
        moves
    }
}

fn is_hop(graph: &Graph, step: &Move) -> bool {
    let Move::Edge(edge) = step else { return false };
    graph.edge(*edge).is_some_and(|(_, _, edge)| edge.step.is_hop())
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
    fn spread(&mut self, ways: &mut [Option<Way>], seeds: Vec<(NodeId, u32, Next)>, usable: &dyn Fn(EdgeId) -> bool) {
        let mut seeds = seeds.into_iter().peekable();
        let mut queue: VecDeque<(NodeId, u32, Next)> = VecDeque::new();
        loop {
            let nearest = queue.front().map(|(_, hops, _)| *hops);
            let seed = seeds.next_if(|(_, hops, _)| nearest.is_none_or(|nearest| *hops < nearest));
            let Some((node, hops, next)) = seed.or_else(|| queue.pop_front()) else { return };
            // The first time a node leaves the queue is its nearest.
            let Some(seen @ false) = self.seen.get_mut(node.index()) else { continue };
            *seen = true;
            if let Some(way @ None) = ways.get_mut(node.index()) {
                *way = Some(Way { certainty: self.certainty, hops, next });
            }
            if self.graph.is_join(node) {
                self.joins.push(node);
                continue;
            }
            for (id, from, edge) in self.graph.edges_to(node) {
                if !usable(id) {
                    continue;
                }
                if edge.step.is_hop() {
                    queue.push_back((from, hops.saturating_add(1), Next::Edge(id)));
                } else {
                    queue.push_front((from, hops, Next::Edge(id)));
                }
            }
        }
    }
}

/// Whether this is one of these bindings.
pub(super) fn leaves(graph: &Graph, from: NodeId, removed: &dyn Fn(BindingId) -> bool) -> bool {
    matches!(graph.node(from), Some(Node::Binding(binding)) if removed(*binding))
}

/// Whether an edge takes one of these bindings, together with others.
pub(super) fn takes(edge: &Edge, removed: &dyn Fn(BindingId) -> bool) -> bool {
    match &edge.step {
        Step::Entry { grants, .. } => grants.iter().any(|grant| grant.binding.is_some_and(removed)),
        Step::Identity(_) | Step::Structure => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Reach;
    use crate::graph::{Certainty, Edge, Graph, Hub, Move, Node};
    use crate::model::{RoleKind, Scope, Subject};

    fn named(graph: &mut Graph, name: &str) -> super::NodeId {
        graph.add(Node::Subject(Subject::user(name)))
    }

    fn unsure() -> Edge {
        Edge::identity("test").with(Certainty::Unknown)
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
        assert_eq!(reach.path(&graph, a, 9).len(), 2);
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
        assert_eq!(reach.path(&graph, chain[0], 200_000).len(), 99_999);
    }

    /// `all` holds `half` and `rest`, `mixed` reaches both through others, `poor` only one.
    fn with_join(sure: Certainty) -> (Graph, [super::NodeId; 6], super::NodeId) {
        let mut graph = Graph::default();
        let [all, mixed, poor, other, half, rest, goal] =
            ["all", "mixed", "poor", "other", "half", "rest", "goal"].map(|name| named(&mut graph, name));
        graph.connect(all, half, Edge::identity("test"));
        graph.connect(all, rest, Edge::identity("test"));
        graph.connect(poor, half, Edge::identity("test"));
        graph.connect(other, rest, Edge::identity("test").with(sure));
        graph.connect(mixed, poor, Edge::structure());
        graph.connect(mixed, other, Edge::identity("test"));
        let join = graph.join(&[half, rest]);
        graph.connect(join, goal, Edge::identity("test"));
        (graph, [all, mixed, poor, other, half, rest], goal)
    }

    #[test]
    fn a_join_takes_all_of_its_parts() {
        let (graph, [all, mixed, poor, other, half, rest], goal) = with_join(Certainty::ProvenRights);
        let reach = Reach::to(&graph, goal);
        assert_eq!(reach.hops(all), Some(3));
        assert_eq!(reach.hops(mixed), Some(4));
        for alone in [poor, other, half, rest] {
            assert_eq!(reach.certainty(alone), None);
        }
        let moves = reach.path(&graph, mixed, 9);
        let edges = moves.iter().filter(|step| matches!(step, Move::Edge(_))).count();
        let backs: Vec<&Move> = moves.iter().filter(|step| matches!(step, Move::Back(_))).collect();
        assert_eq!((edges, backs), (5, vec![&Move::Back(mixed); 2]));
    }

    #[test]
    fn a_join_is_as_sure_as_its_least_sure_part() {
        let (graph, [all, mixed, ..], goal) = with_join(Certainty::Guarded);
        let reach = Reach::to(&graph, goal);
        assert_eq!(reach.certainty(all), Some(Certainty::ProvenRights));
        assert_eq!(reach.certainty(mixed), Some(Certainty::Guarded));
    }

    #[test]
    fn joins_nested_deeply_are_walked_without_a_stack() {
        let mut graph = Graph::default();
        let [start, goal] = ["start", "goal"].map(|name| named(&mut graph, name));
        let mut last = named(&mut graph, "seed");
        graph.connect(start, last, Edge::identity("test"));
        for index in 0..50_000 {
            let half = named(&mut graph, &index.to_string());
            graph.connect(start, half, Edge::identity("test"));
            let join = graph.join(&[half, last]);
            last = graph.add(Node::Hub(Hub::Claim(RoleKind::Role, Scope::Cluster, index.to_string().into())));
            graph.connect(join, last, Edge::structure());
        }
        graph.connect(last, goal, Edge::identity("test"));
        let reach = Reach::to(&graph, goal);
        assert!(reach.certainty(start).is_some());
        assert!(reach.path(&graph, start, usize::MAX).len() > 100_000);
    }

    #[test]
    fn what_a_join_gives_is_a_part_of_another() {
        let mut graph = Graph::default();
        let [start, a, b, won, c, goal] = ["start", "a", "b", "won", "c", "goal"].map(|name| named(&mut graph, name));
        for part in [a, b, c] {
            graph.connect(start, part, Edge::identity("test"));
        }
        let first = graph.join(&[a, b]);
        graph.connect(first, won, Edge::identity("test"));
        let second = graph.join(&[won, c]);
        graph.connect(second, goal, Edge::identity("test"));
        let reach = Reach::to(&graph, goal);
        assert!(reach.certainty(start).is_some());
        assert_eq!(reach.path(&graph, start, 9).iter().filter(|step| matches!(step, Move::Join(_))).count(), 2);
        assert_eq!(reach.certainty(c), None);
    }

    #[test]
    fn a_join_of_one_part_is_that_part_and_one_of_equal_parts_too() {
        let mut graph = Graph::default();
        let [start, half, goal] = ["start", "half", "goal"].map(|name| named(&mut graph, name));
        graph.connect(start, half, Edge::identity("test"));
        for parts in [vec![half], vec![half, half]] {
            let join = graph.join(&parts);
            let end = graph.add(Node::Hub(Hub::Claim(RoleKind::Role, Scope::Cluster, parts.len().to_string().into())));
            graph.connect(join, end, Edge::structure());
            assert!(Reach::to(&graph, end).certainty(start).is_some());
            graph.connect(end, goal, Edge::structure());
        }
    }

    #[test]
    fn a_part_of_many_joins_fires_the_one_whose_other_part_is_held() {
        let mut graph = Graph::default();
        let [start, shared, goal, none] = ["start", "shared", "goal", "none"].map(|name| named(&mut graph, name));
        graph.connect(start, shared, Edge::identity("test"));
        graph.connect(none, shared, Edge::identity("test"));
        for index in 0..20 {
            let half = named(&mut graph, &index.to_string());
            if index == 7 {
                graph.connect(start, half, Edge::identity("test"));
            }
            let join = graph.join(&[shared, half]);
            graph.connect(join, goal, Edge::structure());
        }
        let reach = Reach::to(&graph, goal);
        assert_eq!((reach.hops(start), reach.hops(none)), (Some(2), None));
    }
}
