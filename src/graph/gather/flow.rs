//! How labels flow: backwards over the edges, through joins that are reached, and no further than relays.

use std::collections::VecDeque;

use hashbrown::{HashMap, HashSet};

use super::ancestors::Ancestors;
use super::marks::{Mark, Marks, Next};
use super::watch::{Watch, Watches};
use super::{Fired, Gathered, Usable};
use crate::graph::{Graph, Hub, Node, NodeId};

/// How many labels may be given out: some hundred megabytes.
const LIMIT: usize = 2_000_000;

/// How many labels pass through a node before it is a relay.
const PASSING: u32 = 8;

/// A part of more joins than this is never kept: a watch for each would cost more than to let it pass.
const SHARED: usize = 8;

/// A gathering under way.
pub(super) struct Gathering<'g> {
    graph: &'g Graph,
    ancestors: Ancestors,
    marks: Marks,
    /// The relays that stand for parts of a join where a node has it only through them.
    relays: HashMap<(NodeId, NodeId), Vec<(NodeId, NodeId)>>,
    complete: bool,
    watches: Watches,
    /// The joins that matter.
    active: HashSet<NodeId>,
    /// The nodes that have all parts of a join.
    have: HashSet<(NodeId, NodeId)>,
    /// The nodes that reach a join which does not lead to the goal by itself.
    followers: HashMap<NodeId, Vec<(NodeId, u32)>>,
    /// The labels that a join carries.
    carried: HashMap<NodeId, Vec<(NodeId, Mark)>>,
    queue: VecDeque<(NodeId, NodeId, Mark)>,
    goals: HashSet<NodeId>,
    fired: Vec<Fired>,
}

impl<'g> Gathering<'g> {
    /// Nothing gathered yet.
    pub(super) fn new(graph: &'g Graph, goals: HashSet<NodeId>, ancestors: Ancestors) -> Self {
        Gathering {
            graph,
            ancestors,
            marks: Marks::new(graph.inner.node_count()),
            relays: HashMap::new(),
            complete: true,
            watches: Watches::default(),
            active: HashSet::new(),
            have: HashSet::new(),
            followers: HashMap::new(),
            carried: HashMap::new(),
            queue: VecDeque::new(),
            goals,
            fired: Vec::new(),
        }
    }

    /// Lets the labels of a join flow. If a part leads to the goal by itself, the join adds nothing; if a part is not
    /// usable, or nobody could reach them all, nobody has all.
    pub(super) fn activate(&mut self, join: NodeId, settled: &dyn Fn(NodeId) -> bool, usable: Usable<'_>) {
        if self.active.contains(&join) || self.graph.incoming().to(join).iter().any(|edge| !usable(edge)) {
            return;
        }
        self.active.insert(join);
        let parts: Vec<NodeId> = self.graph.incoming().to(join).iter().map(|edge| edge.from).collect();
        if !parts.iter().any(|&part| settled(part)) && self.ancestors.meet(parts.iter().copied()) {
            self.watch(Watch::of(join, parts));
        }
    }

    /// Watches for a join, and for it with each relay that keeps one of its labels.
    fn watch(&mut self, first: Watch) {
        let mut waiting = vec![first];
        while let Some(watch) = waiting.pop() {
            let Some((place, new)) = self.watches.add(watch.clone()) else { continue };
            self.queue.extend(new.into_iter().map(|label| (label, label, Mark { hops: 0, next: Next::Here })));
            // A part that another join takes too has its label out already. Who has all parts has the rarest.
            let rarest = watch.labels.iter().copied().min_by_key(|part| self.marks.spread(*part));
            let holders: Vec<NodeId> = rarest.into_iter().flat_map(|part| self.marks.holders(part)).collect();
            holders.into_iter().for_each(|node| self.complete(node, place));
            waiting.extend(watch.labels.iter().flat_map(|label| self.watches.relayed(&watch, *label)));
        }
    }

    pub(super) fn run(&mut self, settled: &dyn Fn(NodeId) -> bool, usable: Usable<'_>) {
        while let Some((node, label, mark)) = self.queue.pop_front() {
            if settled(node) {
                continue;
            }
            if self.marks.len() >= LIMIT {
                self.complete = false;
                return;
            }
            if !self.marks.add(node, label, mark) {
                continue;
            }
            if self.graph.incoming().is_join(node) {
                // Whoever reaches this join carries the label: so its own parts matter too.
                self.carried.entry(node).or_default().push((label, mark));
                self.activate(node, settled, usable);
                for (follower, hops) in self.followers.get(&node).cloned().unwrap_or_default() {
                    self.pass_on(follower, hops, node, label, mark);
                }
                continue;
            }
            self.carry(node, label);
            if self.keeps(node, label) {
                let watches = self.watches.keep(node, label, mark.hops);
                watches.into_iter().for_each(|watch| self.watch(watch));
            } else {
                self.spread(node, label, mark, usable);
            }
        }
    }

    /// Notes what follows from a label that a node carries now.
    fn carry(&mut self, node: NodeId, label: NodeId) {
        let others = self.marks.labels(node).filter(|other| *other != label);
        let watches = self.watches.candidates(others, label);
        watches.into_iter().for_each(|watch| self.complete(node, watch));
    }

    /// Whether a node keeps this label to itself: it has passed enough. Spans keep parts, others the labels of spans too;
    /// no further, or a chain of relays would be watched for link by link.
    fn keeps(&self, node: NodeId, label: NodeId) -> bool {
        let many = self.marks.count(node) > PASSING;
        let rank = if self.watches.is_relay(label) { self.rank(label) } else { 0 };
        let shared = rank == 0 && self.watches.count(label) > SHARED;
        many && node != label && rank < self.rank(node) && !shared
    }

    /// How far up a relay stands: part of a list, or anything else.
    fn rank(&self, node: NodeId) -> u8 {
        if matches!(self.graph.node(node), Some(Node::Hub(Hub::Span(..)))) { 1 } else { 2 }
    }

    /// Lets a label flow to what leads to the node.
    fn spread(&mut self, node: NodeId, label: NodeId, mark: Mark, usable: Usable<'_>) {
        for edge in self.graph.incoming().to(node).iter().filter(|edge| usable(edge)) {
            let (next, from) = (Next::Edge(edge.id), edge.from);
            if edge.is_hop {
                self.queue.push_back((from, label, Mark { hops: mark.hops.saturating_add(1), next }));
            } else {
                self.queue.push_front((from, label, Mark { hops: mark.hops, next }));
            }
        }
    }

    /// Notes what follows if a node has all parts of a join.
    fn complete(&mut self, node: NodeId, place: usize) {
        let Some(watch) = self.watches.get(place) else { return };
        let mut hops = watch.hops;
        for label in &watch.labels {
            let Some(mark) = self.marks.get(node, *label) else { return };
            hops = hops.saturating_add(mark.hops);
        }
        let join = watch.join;
        if !self.have.insert((node, join)) {
            return;
        }
        if !watch.relays.is_empty() {
            self.relays.insert((node, join), watch.relays.clone());
        }
        if self.goals.contains(&join) {
            self.fired.push(Fired { node, join, hops });
        }
        self.followers.entry(join).or_default().push((node, hops));
        for (label, mark) in self.carried.get(&join).cloned().unwrap_or_default() {
            self.pass_on(node, hops, join, label, mark);
        }
    }

    fn pass_on(&mut self, node: NodeId, hops: u32, join: NodeId, label: NodeId, mark: Mark) {
        let mark = Mark { hops: hops.saturating_add(mark.hops), next: Next::Join(join) };
        self.queue.push_back((node, label, mark));
    }

    /// What came of it: the joins that somebody reaches, the nearest first.
    pub(super) fn end(mut self) -> (Gathered, Vec<Fired>) {
        self.fired.sort_by_key(|fired| (fired.hops, fired.node, fired.join));
        let labels = self.marks.len();
        let marks = (!self.fired.is_empty()).then_some(self.marks);
        (Gathered { labels, marks, relays: self.relays, complete: self.complete }, self.fired)
    }
}
