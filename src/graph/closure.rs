//! Forward search: everything that one source reaches, with the way to each.
//!
//! The same passes as [`super::Reach`], surest first, breadth first; a join is reached with the last of its parts. Cost:
//! nodes + edges for each pass, so one source costs about what one goal does.

use std::collections::VecDeque;

use hashbrown::{HashMap, HashSet};

use super::{Certainty, EdgeId, Graph, Move, NodeId};

/// Everything that a source reaches.
pub struct Closure {
    ways: HashMap<NodeId, Way>,
    /// The nodes in the order in which they were reached.
    order: Vec<NodeId>,
}

#[derive(Clone, Copy)]
struct Way {
    certainty: Certainty,
    hops: u32,
    last: Last,
}

/// The last move of a way.
#[derive(Clone, Copy)]
enum Last {
    /// It is the source.
    Start,
    Edge(EdgeId),
    /// It is a join, and all of its parts are reached.
    Parts,
}

impl Closure {
    /// Everything that these nodes reach together, over the edges that are usable.
    #[must_use]
    pub fn of(graph: &Graph, sources: &[NodeId], usable: &dyn Fn(EdgeId) -> bool) -> Self {
        let mut closure = Closure { ways: HashMap::new(), order: Vec::new() };
        for &source in sources {
            closure.settle(source, Way { certainty: Certainty::ProvenRights, hops: 0, last: Last::Start });
        }
        let mut missing = HashMap::new();
        for certainty in Certainty::ALL {
            closure.pass(graph, certainty, usable, &mut missing);
        }
        closure
    }

    fn settle(&mut self, node: NodeId, way: Way) -> bool {
        let new = !self.ways.contains_key(&node);
        if new {
            self.ways.insert(node, way);
            self.order.push(node);
        }
        new
    }

    fn pass(
        &mut self,
        graph: &Graph,
        certainty: Certainty,
        usable: &dyn Fn(EdgeId) -> bool,
        missing: &mut HashMap<NodeId, HashSet<NodeId>>,
    ) {
        let mut queue: VecDeque<(NodeId, Way)> = VecDeque::new();
        let known: Vec<NodeId> = self.order.clone();
        for node in known {
            self.leave(graph, node, certainty, usable, missing, &mut queue);
        }
        while let Some((node, way)) = queue.pop_front() {
            if self.settle(node, way) {
                self.leave(graph, node, certainty, usable, missing, &mut queue);
            }
        }
    }

    /// Queues what a node leads to.
    fn leave(
        &self,
        graph: &Graph,
        node: NodeId,
        certainty: Certainty,
        usable: &dyn Fn(EdgeId) -> bool,
        missing: &mut HashMap<NodeId, HashSet<NodeId>>,
        queue: &mut VecDeque<(NodeId, Way)>,
    ) {
        let Some(here) = self.ways.get(&node).copied() else { return };
        for (id, to, edge) in graph.edges_of(node) {
            if edge.certainty > certainty || self.ways.contains_key(&to) || !usable(id) {
                continue;
            }
            let certainty = certainty.max(here.certainty);
            if graph.is_join(to) {
                let parts = missing.entry(to).or_insert_with(|| graph.parts(to).collect());
                parts.remove(&node);
                if parts.is_empty() {
                    queue.push_front((to, Way { certainty, hops: here.hops, last: Last::Parts }));
                }
            } else if edge.step.is_hop() {
                let hops = here.hops.saturating_add(1);
                queue.push_back((to, Way { certainty, hops, last: Last::Edge(id) }));
            } else {
                queue.push_front((to, Way { certainty, hops: here.hops, last: Last::Edge(id) }));
            }
        }
    }

    /// Every node that is reached, with how sure that is, nearest first within each degree of certainty.
    pub fn reached(&self) -> impl Iterator<Item = (NodeId, Certainty)> {
        self.order.iter().filter_map(|&node| Some((node, self.certainty(node)?)))
    }

    /// How sure it is that this node is reached; nothing when it is not.
    #[must_use]
    pub fn certainty(&self, node: NodeId) -> Option<Certainty> {
        self.ways.get(&node).map(|way| way.certainty)
    }

    /// How many hops the way to this node has.
    #[must_use]
    pub fn hops(&self, node: NodeId) -> Option<u32> {
        self.ways.get(&node).map(|way| way.hops)
    }

    /// The moves from the sources to this node: each edge once, what it starts from always reached before it.
    #[must_use]
    pub fn path(&self, graph: &Graph, to: NodeId) -> Vec<Move> {
        let mut writing = Writing { graph, closure: self, done: HashSet::new(), at: None, moves: Vec::new() };
        writing.reach(to);
        writing.moves
    }
}

/// A way being written down.
struct Writing<'c> {
    graph: &'c Graph,
    closure: &'c Closure,
    done: HashSet<NodeId>,
    at: Option<NodeId>,
    moves: Vec<Move>,
}

/// What is still to be written, last first.
enum Task {
    Reach(NodeId),
    Write(NodeId, Last),
}

impl Writing<'_> {
    /// Writes the way to a node. A stack of its own: a way may be a hundred thousand hops long.
    fn reach(&mut self, to: NodeId) {
        let mut tasks = vec![Task::Reach(to)];
        while let Some(task) = tasks.pop() {
            match task {
                Task::Reach(node) => {
                    let Some(way) = self.closure.ways.get(&node).filter(|_| self.done.insert(node)) else { continue };
                    tasks.push(Task::Write(node, way.last));
                    match way.last {
                        Last::Start => {}
                        Last::Edge(edge) => tasks.extend(self.graph.edge(edge).map(|(from, ..)| Task::Reach(from))),
                        Last::Parts => tasks.extend(self.graph.parts(node).map(Task::Reach)),
                    }
                }
                Task::Write(node, Last::Start) => self.at = Some(node),
                Task::Write(node, Last::Parts) => {
                    self.moves.push(Move::Join(node));
                    self.at = Some(node);
                }
                Task::Write(node, Last::Edge(edge)) => {
                    let from = self.graph.edge(edge).map(|(from, ..)| from);
                    if let Some(from) = from.filter(|_| from != self.at) {
                        self.moves.push(Move::Back(from));
                    }
                    self.moves.push(Move::Edge(edge));
                    self.at = Some(node);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Closure;
    use crate::graph::{Certainty, Edge, Graph, Move, Node};
    use crate::model::Subject;

    #[test]
    fn a_way_through_a_join_names_each_edge_once() {
        let mut graph = Graph::default();
        let [start, a, b, c, goal, far] =
            ["start", "a", "b", "c", "goal", "far"].map(|name| graph.add(Node::Subject(Subject::user(name))));
        graph.connect(start, a, Edge::identity("test"));
        graph.connect(a, b, Edge::identity("test"));
        graph.connect(a, c, Edge::identity("test"));
        let join = graph.join(&[b, c]);
        graph.connect(join, goal, Edge::identity("test").with(Certainty::Unknown));
        let closure = Closure::of(&graph, &[start], &|_| true);
        assert_eq!(closure.certainty(goal), Some(Certainty::Unknown));
        assert_eq!(closure.certainty(far), None);
        let moves = closure.path(&graph, goal);
        assert_eq!(moves.iter().filter(|step| matches!(step, Move::Edge(_))).count(), 4);
        assert!(moves.contains(&Move::Back(a)) && moves.contains(&Move::Join(join)));
        assert_eq!(Closure::of(&graph, &[b], &|_| true).certainty(goal), None);
    }
}
