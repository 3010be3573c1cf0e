//! Makes one of nodes that no binding separates: a node all of whose edges lead to one other is one with that.
//!
//! Whatever lies on all ways from the one lies on all ways from the other, so nothing that is counted changes; but what is
//! left is little more than the bindings and where ways part. Each node is looked at once, those nearer the goal first. Cost:
//! nodes + edges × log(the most edges of one node).

use crate::graph::neighbours::{NONE, Neighbours, at, number};
use crate::model::BindingId;

/// What is left of a walk.
pub(super) struct Merged {
    /// What each number became; smaller ones stay smaller.
    pub(super) numbers: Vec<u32>,
    pub(super) removable: Vec<Option<BindingId>>,
    /// Each once.
    pub(super) edges: Vec<(u32, u32)>,
}

impl Merged {
    pub(super) fn new(removable: &[Option<BindingId>], edges: &[(u32, u32)]) -> Self {
        let next = Neighbours::new(removable.len(), edges.iter().copied());
        let mut merged = Merged { numbers: Vec::new(), removable: Vec::new(), edges: Vec::new() };
        let mut kept = Vec::new();
        for (node, binding) in (0..).zip(removable) {
            let known = if binding.is_none() { merged.only(next.of(node)) } else { None };
            merged.numbers.push(known.unwrap_or(number(kept.len())));
            if known.is_none() {
                kept.push(node);
                merged.removable.push(*binding);
            }
        }
        for (from, node) in (0..).zip(kept) {
            merged.connect(from, next.of(node));
        }
        merged
    }

    /// What all of these became, if it is one and known yet.
    fn only(&self, mut nodes: impl Iterator<Item = u32>) -> Option<u32> {
        let first = at(&self.numbers, nodes.next()?);
        (first != NONE && nodes.all(|node| at(&self.numbers, node) == first)).then_some(first)
    }

    fn connect(&mut self, from: u32, to: impl Iterator<Item = u32>) {
        let mut to: Vec<u32> = to.map(|node| at(&self.numbers, node)).filter(|to| *to != from).collect();
        to.sort_unstable();
        to.dedup();
        self.edges.extend(to.into_iter().map(|to| (from, to)));
    }
}
