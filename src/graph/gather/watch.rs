//! What is watched for: sets of labels that make a join, as its parts or with relays in their place.

use hashbrown::{HashMap, HashSet};

use crate::graph::NodeId;

/// Labels that together are all parts of a join.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    pub(super) join: NodeId,
    /// Sorted, each once.
    pub(super) labels: Vec<NodeId>,
    /// The relays that stand for parts: (part, relay).
    pub(super) relays: Vec<(NodeId, NodeId)>,
    /// The hops from these relays to the parts.
    pub(super) hops: u32,
}

impl Watch {
    /// The parts themselves.
    pub(super) fn of(join: NodeId, mut labels: Vec<NodeId>) -> Self {
        labels.sort_unstable();
        labels.dedup();
        Watch { join, labels, relays: Vec::new(), hops: 0 }
    }

    /// The same with a relay in the place of a part.
    fn with(&self, part: NodeId, relay: NodeId, hops: u32) -> Self {
        let labels = self.labels.iter().map(|&label| if label == part { relay } else { label }).collect();
        let mut watch = Watch::of(self.join, labels);
        watch.relays = self.relays.iter().copied().chain([(part, relay)]).collect();
        watch.hops = self.hops.saturating_add(hops);
        watch
    }
}

/// Everything that is watched for.
#[derive(Default)]
pub(super) struct Watches {
    all: Vec<Watch>,
    known: HashSet<(NodeId, Vec<NodeId>)>,
    /// The watches by each of their labels.
    by_label: HashMap<NodeId, Vec<usize>>,
    /// Those of them that have no other.
    alone: HashMap<NodeId, Vec<usize>>,
    /// The relays that keep a label, with the hops to its part.
    keepers: HashMap<NodeId, Vec<(NodeId, u32)>>,
    relays: HashSet<NodeId>,
}

impl Watches {
    pub(super) fn get(&self, place: usize) -> Option<&Watch> {
        self.all.get(place)
    }

    /// Adds a watch: its place and the labels that nobody has been watched for yet; nothing if it is known.
    pub(super) fn add(&mut self, watch: Watch) -> Option<(usize, Vec<NodeId>)> {
        if !self.known.insert((watch.join, watch.labels.clone())) {
            return None;
        }
        let place = self.all.len();
        if let [label] = watch.labels.as_slice() {
            self.alone.entry(*label).or_default().push(place);
        }
        let mut new = Vec::new();
        for &label in &watch.labels {
            let watches = self.by_label.entry(label).or_default();
            if watches.is_empty() {
                new.push(label);
            }
            watches.push(place);
        }
        self.all.push(watch);
        Some((place, new))
    }

    /// The watches that a node with these labels may complete now that it carries this one too: those for it or, where
    /// fewer are for its other labels, those for both. A step that many namespaces share is in a join of each.
    pub(super) fn candidates(&self, labels: impl Iterator<Item = NodeId> + Clone, label: NodeId) -> Vec<usize> {
        let of = |label: NodeId| self.by_label.get(&label).map_or(&[][..], Vec::as_slice);
        let all = of(label);
        // Counts no further than it takes to know.
        if labels.clone().flat_map(of).take(all.len()).count() == all.len() {
            return all.to_vec();
        }
        let takes = |place: &&usize| self.get(**place).is_some_and(|watch| watch.labels.binary_search(&label).is_ok());
        let alone = self.alone.get(&label).into_iter().flatten();
        labels.flat_map(of).filter(takes).chain(alone).copied().collect()
    }

    /// How many watches a label is in.
    pub(super) fn count(&self, label: NodeId) -> usize {
        self.by_label.get(&label).map_or(0, Vec::len)
    }

    pub(super) fn is_relay(&self, label: NodeId) -> bool {
        self.relays.contains(&label)
    }

    /// Has a relay keep a label: what is to be watched for then.
    pub(super) fn keep(&mut self, relay: NodeId, label: NodeId, hops: u32) -> Vec<Watch> {
        self.relays.insert(relay);
        self.keepers.entry(label).or_default().push((relay, hops));
        let watches = self.by_label.get(&label).into_iter().flatten().filter_map(|&place| self.all.get(place));
        watches.map(|watch| watch.with(label, relay, hops)).collect()
    }

    /// The same for a watch that is new, and each relay that keeps this label of it.
    pub(super) fn relayed(&self, watch: &Watch, label: NodeId) -> Vec<Watch> {
        let keepers = self.keepers.get(&label).into_iter().flatten();
        keepers.map(|&(relay, hops)| watch.with(label, relay, hops)).collect()
    }
}
