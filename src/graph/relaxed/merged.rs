//! Makes one of nodes that no binding separates: a node all of whose edges lead to one other is one with that.
//!
//! Whatever lies on all ways from the one lies on all ways from the other, so nothing that is counted changes; but what is
//! left is little more than the bindings and where ways part. Each node is looked at once, those nearer the goal first. Cost:
//! nodes + edges.

use crate::graph::neighbours::{NONE, Neighbours, at, number};
use crate::model::BindingId;

/// What is left of a walk.
pub(super) struct Merged {
    /// What each number became; smaller ones stay smaller.
    pub(super) numbers: Vec<u32>,
    pub(super) removable: Vec<Option<BindingId>>,
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
            let to = next.of(node).map(|to| at(&merged.numbers, to)).filter(|to| *to != from);
            merged.edges.extend(to.map(|to| (from, to)));
        }
        merged.edges.dedup();
        merged
    }

    /// What all of these became, if it is one and known yet.
    fn only(&self, mut nodes: impl Iterator<Item = u32>) -> Option<u32> {
        let first = at(&self.numbers, nodes.next()?);
        (first != NONE && nodes.all(|node| at(&self.numbers, node) == first)).then_some(first)
    }
}
