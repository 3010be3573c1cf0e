//! Which labels nodes carry, and who carries a label.
//!
//! All in one list, chained by node and by label: a large cluster has hundreds of thousands, and a list for each node and
//! each label would cost more to make and drop than what it holds.

use hashbrown::HashMap;

use crate::graph::neighbours::{NONE, at, number, place, set};
use crate::graph::{EdgeId, NodeId};

/// How a node carries a label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) hops: u32,
    pub(super) next: Next,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    /// It is the part itself, or the relay.
    Here,
    Edge(EdgeId),
    /// It reaches this join, which carries the label.
    Join(NodeId),
}

struct Entry {
    node: NodeId,
    label: NodeId,
    mark: Mark,
    /// The entries before this one of the same node and of the same label.
    before: [u32; 2],
}

/// All marks, each node and label once.
pub(super) struct Marks {
    all: Vec<Entry>,
    places: HashMap<(NodeId, NodeId), u32>,
    /// The entries of each node, and of each label.
    chains: [Chains; 2],
}

/// By the number of a node: its last entry, and how many it has.
struct Chains {
    last: Vec<u32>,
    counts: Vec<u32>,
}

const BY_NODE: usize = 0;
const BY_LABEL: usize = 1;

impl Marks {
    /// None yet, of a graph of this many nodes.
    pub(super) fn new(nodes: usize) -> Self {
        let chains = || Chains { last: vec![NONE; nodes], counts: vec![0; nodes] };
        Marks { all: Vec::new(), places: HashMap::new(), chains: [chains(), chains()] }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, node: NodeId, label: NodeId) -> Option<&Mark> {
        self.all.get(place(*self.places.get(&(node, label))?)).map(|entry| &entry.mark)
    }

    /// Adds a mark; false if the node carries the label already.
    pub(super) fn add(&mut self, node: NodeId, label: NodeId, mark: Mark) -> bool {
        let new = number(self.all.len());
        if *self.places.entry((node, label)).or_insert(new) != new {
            return false;
        }
        let [of_node, of_label] = &mut self.chains;
        let before = [of_node.push(node, new), of_label.push(label, new)];
        self.all.push(Entry { node, label, mark, before });
        true
    }

    /// How many labels a node carries.
    pub(super) fn count(&self, node: NodeId) -> u32 {
        self.chains.get(BY_NODE).map_or(0, |chains| chains.count(node))
    }

    /// How many nodes carry a label.
    pub(super) fn spread(&self, label: NodeId) -> u32 {
        self.chains.get(BY_LABEL).map_or(0, |chains| chains.count(label))
    }

    /// The labels of a node, the newest first.
    pub(super) fn labels(&self, node: NodeId) -> impl Iterator<Item = NodeId> + Clone {
        self.chain(BY_NODE, node).map(|entry| entry.label)
    }

    /// The nodes that carry a label, the newest first.
    pub(super) fn holders(&self, label: NodeId) -> impl Iterator<Item = NodeId> + Clone {
        self.chain(BY_LABEL, label).map(|entry| entry.node)
    }

    fn chain(&self, by: usize, of: NodeId) -> impl Iterator<Item = &Entry> + Clone {
        let entry = |number: u32| self.all.get(place(number));
        let last = self.chains.get(by).map_or(NONE, |chains| at(&chains.last, number(of.index())));
        std::iter::successors(entry(last), move |here| entry(here.before.get(by).copied().unwrap_or(NONE)))
    }
}

impl Chains {
    fn count(&self, of: NodeId) -> u32 {
        self.counts.get(of.index()).copied().unwrap_or_default()
    }

    /// Makes an entry the last of a chain: the one that was it.
    fn push(&mut self, of: NodeId, entry: u32) -> u32 {
        let (end, count) = (number(of.index()), self.count(of).saturating_add(1));
        let before = at(&self.last, end);
        set(&mut self.last, end, entry);
        set(&mut self.counts, end, count);
        before
    }
}
