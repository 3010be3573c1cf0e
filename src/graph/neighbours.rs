//! Neighbours of each node, in one table.

/// Which nodes edges lead to, by the node that they leave.
pub(super) struct Neighbours {
    pub(super) starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Neighbours {
    /// The neighbours of this many nodes over these edges, from the first of each pair to the second.
    pub(super) fn new(count: usize, edges: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
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
            ends.get_mut(place(*free)).into_iter().for_each(|end| *end = to);
            *free += 1;
        }
        Neighbours { starts, ends }
    }

    /// The neighbours of one node.
    pub(super) fn of(&self, node: usize) -> impl Iterator<Item = usize> + use<'_> {
        let place = |number: &u32| usize::try_from(*number).unwrap_or(usize::MAX);
        let bounds = self.starts.get(node).zip(self.starts.get(node.saturating_add(1)));
        let ends = bounds.and_then(|(from, to)| self.ends.get(place(from)..place(to))).unwrap_or_default();
        ends.iter().map(place)
    }
}
