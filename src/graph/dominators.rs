//! Dominators: what lies on every way between a node and the goal.
//!
//! Lengauer and Tarjan's algorithm with path compression, seen from the goal backwards. petgraph has the simple one of
//! Cooper, Harvey and Kennedy, which is quadratic on deep graphs; how deep this one is, whoever writes RBAC objects
//! decides. Nothing recurses. Cost: edges × log(nodes).

use super::relaxed::Relaxed;

const NONE: usize = usize::MAX;

/// The tree of immediate dominators. Nodes are numbered in the order of a depth-first search from the goal, so that a
/// dominator has a smaller number than what it dominates.
pub(super) struct Dominators {
    /// The node of each number.
    nodes: Vec<usize>,
    /// The number of each number's immediate dominator.
    immediate: Vec<usize>,
}

impl Dominators {
    /// Of everything that reaches the goal.
    pub(super) fn of(relaxed: &Relaxed) -> Self {
        let mut search = Search::new(relaxed);
        search.number();
        let immediate = search.dominate();
        Dominators { nodes: search.nodes, immediate }
    }

    /// The sum of these weights over everything that a node dominates, itself included; nothing for what does not reach
    /// the goal.
    pub(super) fn sums(&self, weights: &[usize]) -> Vec<usize> {
        let weight = |node: &usize| weights.get(*node).copied().unwrap_or_default();
        let mut sums: Vec<usize> = self.nodes.iter().map(weight).collect();
        for number in (1..sums.len()).rev() {
            let own = at(&sums, number);
            let above = self.immediate.get(number).and_then(|&above| sums.get_mut(above));
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
    nodes: Vec<usize>,
    numbers: Vec<usize>,
    parents: Vec<usize>,
    semi: Vec<usize>,
    ancestors: Vec<usize>,
    labels: Vec<usize>,
}

impl<'r> Search<'r> {
    fn new(relaxed: &'r Relaxed) -> Self {
        let numbers = vec![NONE; relaxed.removable.len()];
        let [nodes, parents, semi, ancestors, labels] = [const { Vec::new() }; 5];
        Search { relaxed, nodes, numbers, parents, semi, ancestors, labels }
    }

    /// Numbers everything that reaches the goal, depth first.
    fn number(&mut self) {
        let relaxed = self.relaxed;
        let root = self.visit(Relaxed::GOAL, NONE);
        let mut stack = vec![(root, relaxed.previous.of(Relaxed::GOAL))];
        while let Some((number, waiting)) = stack.last_mut() {
            let parent = *number;
            let Some(node) = waiting.next() else {
                stack.pop();
                continue;
            };
            if at(&self.numbers, node) == NONE {
                let number = self.visit(node, parent);
                stack.push((number, relaxed.previous.of(node)));
            }
        }
        self.semi = (0..self.nodes.len()).collect();
        self.labels.clone_from(&self.semi);
        self.ancestors = vec![NONE; self.nodes.len()];
    }

    fn visit(&mut self, node: usize, parent: usize) -> usize {
        let number = self.nodes.len();
        set(&mut self.numbers, node, number);
        self.nodes.push(node);
        self.parents.push(parent);
        number
    }

    fn dominate(&mut self) -> Vec<usize> {
        let relaxed = self.relaxed;
        let mut immediate = vec![0; self.nodes.len()];
        let mut buckets: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for number in (1..self.nodes.len()).rev() {
            for node in relaxed.next.of(at(&self.nodes, number)) {
                let before = at(&self.numbers, node);
                if before != NONE {
                    let best = self.evaluate(before);
                    let semi = at(&self.semi, best).min(at(&self.semi, number));
                    set(&mut self.semi, number, semi);
                }
            }
            buckets.get_mut(at(&self.semi, number)).into_iter().for_each(|bucket| bucket.push(number));
            let parent = at(&self.parents, number);
            set(&mut self.ancestors, number, parent);
            for other in buckets.get_mut(parent).map(std::mem::take).unwrap_or_default() {
                let best = self.evaluate(other);
                let closer = at(&self.semi, best) < at(&self.semi, other);
                set(&mut immediate, other, if closer { best } else { parent });
            }
        }
        for number in 1..immediate.len() {
            let found = at(&immediate, number);
            if found != at(&self.semi, number) {
                let above = at(&immediate, found);
                set(&mut immediate, number, above);
            }
        }
        immediate
    }

    /// The number with the least semidominator between this one and the root of its tree so far.
    fn evaluate(&mut self, number: usize) -> usize {
        let mut way = Vec::new();
        let mut here = number;
        while let above = at(&self.ancestors, here)
            && above != NONE
            && at(&self.ancestors, above) != NONE
        {
            way.push(here);
            here = above;
        }
        for here in way.into_iter().rev() {
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

fn at(table: &[usize], place: usize) -> usize {
    table.get(place).copied().unwrap_or(NONE)
}

fn set(table: &mut [usize], place: usize, value: usize) {
    table.get_mut(place).into_iter().for_each(|entry| *entry = value);
}
