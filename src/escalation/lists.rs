//! Lists of nodes that many lead to, each drawn once.
//!
//! Ten thousand roles that each reach the same ten thousand accounts lead to one hub of them. Lists that are almost the
//! same, such as all nodes but one, share *spans*: aligned runs of nodes that follow each other in the graph, each of two
//! halves. A list is as many edges as it has runs, times their logarithm.

use crate::graph::{Edge, Graph, Hub, Node, NodeId};
use crate::model::HashMap;

/// So few are led to one by one.
const FEW: usize = 4;

/// The smallest span has this level: 2² nodes.
const SMALLEST: u32 = 2;

/// The lists drawn so far, by what their hubs lead to.
#[derive(Default)]
pub(super) struct Lists {
    hubs: HashMap<Vec<NodeId>, NodeId>,
}

impl Lists {
    /// What to lead to for all of these: themselves where they are few, else their hub.
    pub(super) fn of(&mut self, graph: &mut Graph, members: Vec<NodeId>) -> Vec<NodeId> {
        if members.len() <= FEW { members } else { vec![self.hub(graph, members)] }
    }

    fn hub(&mut self, graph: &mut Graph, mut members: Vec<NodeId>) -> NodeId {
        members.sort_unstable();
        members.dedup();
        let pieces = pieces(graph, &members);
        if let Some(&hub) = self.hubs.get(&pieces) {
            return hub;
        }
        let number = u32::try_from(self.hubs.len()).unwrap_or(u32::MAX);
        let hub = graph.add(Node::Hub(Hub::List(number)));
        pieces.iter().for_each(|&piece| graph.connect(hub, piece, Edge::structure()));
        self.hubs.insert(pieces, hub);
        hub
    }
}

/// What a node stands for that may be a list: its members, or itself.
pub(super) fn members(graph: &Graph, node: NodeId) -> Vec<NodeId> {
    let (mut members, mut open) = (Vec::new(), vec![node]);
    while let Some(next) = open.pop() {
        match graph.node(next) {
            Some(Node::Hub(Hub::List(_) | Hub::Span(..))) => open.extend(graph.edges_from(next).map(|(to, _)| to)),
            _ => members.push(next),
        }
    }
    members
}

/// Sorted nodes as spans, and those that are in none.
fn pieces(graph: &mut Graph, members: &[NodeId]) -> Vec<NodeId> {
    let mut pieces = Vec::new();
    let mut rest = members;
    while let Some(first) = rest.first() {
        let level = level(rest, first.index());
        let count = if level < SMALLEST { 1 } else { 1 << level };
        pieces.push(if level < SMALLEST { *first } else { span(graph, first.index(), level) });
        rest = rest.get(count..).unwrap_or_default();
    }
    pieces
}

/// The level of the largest span that starts these nodes.
fn level(members: &[NodeId], first: usize) -> u32 {
    let whole = |level: &u32| {
        let count = 1_usize << level;
        let last = members.get(count - 1).map(|last| last.index());
        first.is_multiple_of(count) && last == Some(first + count - 1)
    };
    (1..usize::BITS).take_while(whole).last().unwrap_or_default()
}

/// The hub of 2^level nodes in a row.
fn span(graph: &mut Graph, first: usize, level: u32) -> NodeId {
    let node = Node::Hub(Hub::Span(first, level));
    if let Some(known) = graph.find(&node) {
        return known;
    }
    let hub = graph.add(node);
    let half = 1_usize << (level - 1);
    let parts: Vec<NodeId> = if level == SMALLEST {
        (first..first + (1 << level)).map(NodeId::new).collect()
    } else {
        // INVARIANT: a half is smaller, so this is as deep as an index has bits.
        [first, first + half].map(|first| span(graph, first, level - 1)).to_vec()
    };
    parts.into_iter().for_each(|part| graph.connect(hub, part, Edge::structure()));
    hub
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Lists;
    use crate::graph::{Closure, Graph, Node, NodeId};
    use crate::model::Subject;

    fn world(count: usize) -> (Graph, Vec<NodeId>) {
        let mut graph = Graph::default();
        let all = (0..count).map(|index| graph.add(Node::Subject(Subject::user(&index.to_string())))).collect();
        (graph, all)
    }

    #[test]
    fn a_hub_leads_to_its_list_and_to_nothing_else() {
        for chosen in
            [vec![0, 1, 2, 3, 4], (0..100).collect(), (3..97).filter(|place| *place != 40).collect::<Vec<_>>()]
        {
            let (mut graph, all) = world(100);
            let members: Vec<NodeId> = chosen.iter().map(|&place| all[place]).collect();
            let hub = Lists::default().of(&mut graph, members.clone());
            let closure = Closure::of(&graph, &hub, &|_| true);
            let reached = all.iter().copied().filter(|node| closure.certainty(*node).is_some());
            assert_eq!(hub.len(), 1);
            assert_eq!(reached.collect::<Vec<_>>(), members);
        }
    }

    #[test]
    fn few_are_no_list_and_equal_lists_are_one() {
        let (mut graph, all) = world(9);
        let mut lists = Lists::default();
        assert_eq!(lists.of(&mut graph, all[..4].to_vec()), all[..4]);
        let one = lists.of(&mut graph, all.clone());
        assert_eq!(lists.of(&mut graph, all.iter().rev().copied().collect()), one);
        assert_ne!(lists.of(&mut graph, all[1..].to_vec()), one);
    }

    #[test]
    fn all_lists_that_lack_one_are_few_edges() {
        let (mut graph, all) = world(512);
        let mut lists = Lists::default();
        let hubs: BTreeSet<NodeId> = (0..512)
            .flat_map(|lacking| {
                let members = all.iter().enumerate().filter(|(place, _)| *place != lacking).map(|(_, node)| *node);
                lists.of(&mut graph, members.collect())
            })
            .collect();
        assert_eq!(hubs.len(), 512);
        // Two runs of at most eight spans each, and the spans themselves.
        assert!(graph.size().1 <= 512 * 16 + 1024, "{:?}", graph.size());
    }
}
