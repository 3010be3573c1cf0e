//! Several ways from one node to another that do not rest on the same things.
//!
//! As Yen's and Lawler's algorithms do it: the best way is searched for; then each thing that it rests on is left out in
//! turn and the search is run again, on from the best of what was found. What a way rests on are the nodes between its
//! ends, the bindings whose grants it uses, and steps that take no grant. So another technique by the same grant is no
//! other way, since what stops one stops both.
//!
//! Cost: one search for each thing that a way rests on; so many at most as [`SEARCHES`] says, and then there may be more
//! ways than were found.

use std::collections::BTreeSet;

use super::search::{leaves, takes};
use super::{Certainty, Closure, Edge, EdgeId, Graph, Move, Node, NodeId, Step};
use crate::model::BindingId;

/// How often it is searched for each way that is wanted.
const SEARCHES: usize = 32;

/// A way, and how sure it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// How sure.
    pub certainty: Certainty,
    /// Its moves.
    pub moves: Vec<Move>,
}

/// Something that a way rests on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Prop {
    /// It goes through this node.
    Through(NodeId),
    /// It uses a grant of this binding.
    Binding(BindingId),
    /// It takes this step, which needs no grant.
    Step(EdgeId),
}

/// A way that has not been taken yet, and what was left out in searching for it.
struct Candidate {
    rank: (Certainty, usize),
    way: Way,
    without: BTreeSet<Prop>,
}

/// At most so many ways beside the `best` one, over edges that are usable: the surest and shortest first.
#[must_use]
pub fn alternatives(
    graph: &Graph,
    ends: (NodeId, NodeId),
    best: &Way,
    most: usize,
    usable: &dyn Fn(EdgeId) -> bool,
) -> Vec<Way> {
    let mut taken = vec![props(graph, ends, &best.moves)];
    let mut found = Vec::new();
    let mut seen: BTreeSet<BTreeSet<Prop>> = BTreeSet::new();
    let mut candidates = Vec::new();
    let mut searches = most.saturating_mul(SEARCHES);
    let mut next = Some((best.clone(), BTreeSet::new()));
    while let Some((way, without)) = next.take() {
        for prop in props(graph, ends, &way.moves) {
            let mut without: BTreeSet<Prop> = without.clone();
            without.insert(prop);
            if searches > 0 && seen.insert(without.clone()) {
                searches -= 1;
                candidates.extend(search(graph, ends, without, usable));
            }
        }
        // The best last.
        candidates.sort_by(|left, right| (right.rank, &right.without).cmp(&(left.rank, &left.without)));
        let Some(candidate) = candidates.pop().filter(|_| found.len() < most) else { break };
        let own = props(graph, ends, &candidate.way.moves);
        if !taken.contains(&own) {
            taken.push(own);
            found.push(candidate.way.clone());
        }
        next = Some((candidate.way, candidate.without));
    }
    found
}

fn search(
    graph: &Graph,
    (from, to): (NodeId, NodeId),
    without: BTreeSet<Prop>,
    usable: &dyn Fn(EdgeId) -> bool,
) -> Option<Candidate> {
    let left_in = |id: EdgeId| usable(id) && !without.iter().any(|prop| rests_on(graph, id, *prop));
    let closure = Closure::of(graph, &[from], &left_in);
    let way = Way { certainty: closure.certainty(to)?, moves: closure.path(graph, to) };
    let hops = way.moves.iter().filter(|step| hop(graph, step).is_some()).count();
    Some(Candidate { rank: (way.certainty, hops), way, without })
}

/// What a way rests on.
fn props(graph: &Graph, (from, to): (NodeId, NodeId), moves: &[Move]) -> BTreeSet<Prop> {
    let mut props = BTreeSet::new();
    for step in moves {
        let Move::Edge(id) = step else { continue };
        let Some((start, end, edge)) = graph.edge(*id) else { continue };
        match (graph.node(end), &edge.step) {
            (Some(Node::Hub(_) | Node::Join(_) | Node::Role(..)), _) => {}
            (Some(Node::Binding(binding)), _) => drop(props.insert(Prop::Binding(*binding))),
            // A group is no other way than its binding.
            (Some(Node::Subject(_)), Step::Structure) => {}
            _ if end == to || end == from => {}
            _ => drop(props.insert(Prop::Through(end))),
        }
        if let Some(Node::Binding(binding)) = graph.node(start) {
            props.insert(Prop::Binding(*binding));
        }
        // What a hub leads to is the same step wherever it is taken.
        if !matches!(graph.node(start), Some(Node::Hub(_))) || !matches!(edge.step, Step::Identity(_)) {
            props.extend(own_props(*id, edge));
        }
    }
    props
}

/// What a step rests on beside the nodes.
fn own_props(id: EdgeId, edge: &Edge) -> Vec<Prop> {
    match &edge.step {
        Step::Entry { grants, .. } => grants.iter().filter_map(|grant| grant.binding.map(Prop::Binding)).collect(),
        Step::Identity(_) | Step::Method(_) => vec![Prop::Step(id)],
        Step::Structure => Vec::new(),
    }
}

fn rests_on(graph: &Graph, id: EdgeId, prop: Prop) -> bool {
    let Some((from, to, edge)) = graph.edge(id) else { return false };
    match prop {
        Prop::Through(node) => to == node,
        Prop::Binding(binding) => {
            let removed = |other: BindingId| other == binding;
            leaves(graph, from, &removed) || takes(edge, &removed)
        }
        Prop::Step(step) => step == id,
    }
}

fn hop<'g>(graph: &'g Graph, step: &Move) -> Option<&'g Edge> {
    let Move::Edge(id) = step else { return None };
    graph.edge(*id).map(|(_, _, edge)| edge).filter(|edge| edge.step.is_hop())
}

#[cfg(test)]
mod tests {
    use super::{Way, alternatives};
    use crate::graph::{Closure, Edge, Graph, Move, Node, NodeId};
    use crate::model::{BindingId, RoleId, Scope, Subject};

    fn node(graph: &mut Graph, name: &str) -> NodeId {
        graph.add(Node::Subject(Subject::user(name)))
    }

    fn best(graph: &Graph, from: NodeId, to: NodeId) -> Way {
        let closure = Closure::of(graph, &[from], &|_| true);
        Way { certainty: closure.certainty(to).unwrap(), moves: closure.path(graph, to) }
    }

    /// The names of the nodes that each way enters.
    fn ways(graph: &Graph, from: NodeId, to: NodeId, most: usize) -> Vec<String> {
        let found = alternatives(graph, (from, to), &best(graph, from, to), most, &|_| true);
        let enters = |step: &Move| match step {
            Move::Edge(id) => match graph.node(graph.edge(*id)?.1)? {
                Node::Subject(subject) => Some(subject.id()),
                _ => None,
            },
            _ => None,
        };
        found.iter().map(|way| way.moves.iter().filter_map(enters).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn each_way_goes_through_something_else_and_the_shortest_comes_first() {
        let mut graph = Graph::default();
        let [a, b, c, d, e, goal] = ["a", "b", "c", "d", "e", "goal"].map(|name| node(&mut graph, name));
        for (from, to) in [(a, b), (b, goal), (a, c), (c, d), (d, goal), (b, d), (a, e), (e, c)] {
            graph.connect(from, to, Edge::identity("test"));
        }
        let mut found = ways(&graph, a, goal, 9);
        assert_eq!(found.pop().as_deref(), Some("user:e user:c user:d user:goal"), "the longest comes last");
        found.sort();
        assert_eq!(found, ["user:b user:d user:goal", "user:c user:d user:goal"]);
        assert_eq!(ways(&graph, a, goal, 1).len(), 1);
    }

    #[test]
    fn another_binding_is_another_way_and_another_technique_by_the_same_is_none() {
        let mut graph = Graph::default();
        let [a, goal] = ["a", "goal"].map(|name| node(&mut graph, name));
        let role = graph.add(Node::Role(RoleId::new(0), Scope::Cluster));
        for index in 0..2 {
            let binding = graph.add(Node::Binding(BindingId::new(index)));
            graph.connect(a, binding, Edge::structure());
            graph.connect(binding, role, Edge::structure());
        }
        let entry =
            |entry| Edge { step: crate::graph::Step::Entry { entry, grants: Vec::new() }, ..Edge::identity("") };
        graph.connect(role, goal, entry(1));
        graph.connect(role, goal, entry(2));
        assert_eq!(alternatives(&graph, (a, goal), &best(&graph, a, goal), 9, &|_| true).len(), 1);
    }
}
