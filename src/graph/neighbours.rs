//! Neighbours of each node, in one table.
//!
//! Nodes are numbers of four bytes here and in what is built on it: half of eight is half of what a search waits for.

/// The number of no node.
pub(super) const NONE: u32 = u32::MAX;

/// Which nodes edges lead to, by the node that they leave.
pub(super) struct Neighbours {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Neighbours {
    /// The neighbours of this many nodes over these edges, from the first of each pair to the second.
    pub(super) fn new(count: usize, edges: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts: Vec<u32> = vec![0; count.saturating_add(1)];
        for (from, _) in edges.clone() {
            starts.get_mut(place(from).saturating_add(1)).into_iter().for_each(|start| *start += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let (mut free, mut ends) = (starts.clone(), vec![0; place(sum)]);
        for (from, to) in edges {
            let Some(free) = free.get_mut(place(from)) else { continue };
            set(&mut ends, *free, to);
            *free += 1;
        }
        Neighbours { starts, ends }
    }

    /// The neighbours of one node.
    pub(super) fn of(&self, node: u32) -> impl Iterator<Item = u32> + use<'_> {
        let bounds = self.starts.get(place(node)).zip(self.starts.get(place(node).saturating_add(1)));
        let ends = bounds.and_then(|(&from, &to)| self.ends.get(place(from)..place(to))).unwrap_or_default();
        ends.iter().copied()
    }
}

/// Where a number stands in a table.
pub(super) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The number of what stands there.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

/// What a table says of a number: of one that it does not have, no node.
pub(super) fn at(table: &[u32], number: u32) -> u32 {
    table.get(place(number)).copied().unwrap_or(NONE)
}

/// Has a table say something else of a number that it has.
pub(super) fn set<T>(table: &mut [T], number: u32, value: T) {
    if let Some(entry) = table.get_mut(place(number)) {
        *entry = value;
    }
}

/// Whether a table says yes to a number.
pub(super) fn is(table: &[bool], number: u32) -> bool {
    table.get(place(number)).copied().unwrap_or_default()
}
