//! Dominators: what lies on every way between a node and the goal.
//!
//! Lengauer and Tarjan's algorithm with path compression, seen from the goal backwards. petgraph has the simple one of
//! Cooper, Harvey and Kennedy, which is quadratic on deep graphs; how deep this one is, whoever writes RBAC objects
//! decides. Nothing recurses. Cost: edges × log(nodes).

use super::neighbours::{NONE, at, is, number, place, set};
use super::relaxed::Relaxed;

/// The tree of immediate dominators. Nodes are numbered in the order of a depth-first search from the goal, so that a
/// dominator has a smaller number than what it dominates.
pub(super) struct Dominators {
    /// The node of each number.
    nodes: Vec<u32>,
    /// The number of each number's immediate dominator.
    immediate: Vec<u32>,
}

impl Dominators {
    /// Of everything that reaches the goal without passing a node that is removed.
    pub(super) fn of(relaxed: &Relaxed, removed: &[bool]) -> Self {
        let mut search = Search::new(relaxed);
        search.number(removed);
        let immediate = search.dominate();
        Dominators { nodes: search.nodes, immediate }
    }

    /// The sum of these weights over everything that a node dominates, itself included; nothing for what does not reach
    /// the goal.
    pub(super) fn sums(&self, weights: &[usize]) -> Vec<usize> {
        let weight = |node: &u32| weights.get(place(*node)).copied().unwrap_or_default();
        let mut sums: Vec<usize> = self.nodes.iter().map(weight).collect();
        for number in (1..sums.len()).rev() {
            let own = sums.get(number).copied().unwrap_or_default();
            let above = self.immediate.get(number).and_then(|&above| sums.get_mut(place(above)));
            above.into_iter().for_each(|sum| *sum = sum.saturating_add(own));
        }
        let mut by_node = vec![0; weights.len()];
        for (node, sum) in self.nodes.iter().zip(sums) {
            set(&mut by_node, *node, sum);
        }
        by_node
    }
}

/// The state of the algorithm; every table but `numbers` is by number.
struct Search<'r> {
    relaxed: &'r Relaxed,
    nodes: Vec<u32>,
    numbers: Vec<u32>,
    parents: Vec<u32>,
    semi: Vec<u32>,
    ancestors: Vec<u32>,
    labels: Vec<u32>,
    /// Scratch: the way from a number to the root of its tree.
    way: Vec<u32>,
}

impl<'r> Search<'r> {
    fn new(relaxed: &'r Relaxed) -> Self {
        let numbers = vec![NONE; relaxed.removable.len()];
        let [nodes, parents, semi, ancestors, labels, way] = [const { Vec::new() }; 6];
        Search { relaxed, nodes, numbers, parents, semi, ancestors, labels, way }
    }

    /// Numbers everything that reaches the goal, depth first.
    fn number(&mut self, removed: &[bool]) {
        let relaxed = self.relaxed;
        let root = self.visit(Relaxed::GOAL, NONE);
        let mut stack = vec![(root, relaxed.previous.of(Relaxed::GOAL))];
        while let Some((number, waiting)) = stack.last_mut() {
            let parent = *number;
            let Some(node) = waiting.next() else {
                stack.pop();
                continue;
            };
            if at(&self.numbers, node) == NONE && !is(removed, node) {
                let number = self.visit(node, parent);
                stack.push((number, relaxed.previous.of(node)));
            }
        }
        self.semi = (0..number(self.nodes.len())).collect();
        self.labels.clone_from(&self.semi);
        self.ancestors = vec![NONE; self.nodes.len()];
    }

    fn visit(&mut self, node: u32, parent: u32) -> u32 {
        let number = number(self.nodes.len());
        set(&mut self.numbers, node, number);
        self.nodes.push(node);
        self.parents.push(parent);
        number
    }

    fn dominate(&mut self) -> Vec<u32> {
        let relaxed = self.relaxed;
        let mut immediate = vec![0; self.nodes.len()];
        let mut waiting = Buckets::new(self.nodes.len());
        for number in (1..number(self.nodes.len())).rev() {
            for node in relaxed.next.of(at(&self.nodes, number)) {
                let before = at(&self.numbers, node);
                if before != NONE {
                    let best = self.evaluate(before);
                    let semi = at(&self.semi, best).min(at(&self.semi, number));
                    set(&mut self.semi, number, semi);
                }
            }
            waiting.put(at(&self.semi, number), number);
            let parent = at(&self.parents, number);
            set(&mut self.ancestors, number, parent);
            while let Some(other) = waiting.take(parent) {
                let best = self.evaluate(other);
                let closer = at(&self.semi, best) < at(&self.semi, other);
                set(&mut immediate, other, if closer { best } else { parent });
            }
        }
        for number in 1..number(immediate.len()) {
            let found = at(&immediate, number);
            if found != at(&self.semi, number) {
                let above = at(&immediate, found);
                set(&mut immediate, number, above);
            }
        }
        immediate
    }

    /// The number with the least semidominator between this one and the root of its tree so far.
    fn evaluate(&mut self, number: u32) -> u32 {
        let mut here = number;
        while let above = at(&self.ancestors, here)
            && above != NONE
            && at(&self.ancestors, above) != NONE
        {
            self.way.push(here);
            here = above;
        }
        while let Some(here) = self.way.pop() {
            let above = at(&self.ancestors, here);
            let (mine, other) = (at(&self.labels, here), at(&self.labels, above));
            if at(&self.semi, other) < at(&self.semi, mine) {
                set(&mut self.labels, here, other);
            }
            let further = at(&self.ancestors, above);
            set(&mut self.ancestors, here, further);
        }
        at(&self.labels, number)
    }
}

/// Numbers that wait in buckets, each in one at most: a chain for each bucket.
struct Buckets {
    first: Vec<u32>,
    next: Vec<u32>,
}

impl Buckets {
    fn new(count: usize) -> Self {
        Buckets { first: vec![NONE; count], next: vec![NONE; count] }
    }

    fn put(&mut self, bucket: u32, number: u32) {
        set(&mut self.next, number, at(&self.first, bucket));
        set(&mut self.first, bucket, number);
    }

    fn take(&mut self, bucket: u32) -> Option<u32> {
        let number = Some(at(&self.first, bucket)).filter(|number| *number != NONE)?;
        set(&mut self.first, bucket, at(&self.next, number));
        Some(number)
    }
}
