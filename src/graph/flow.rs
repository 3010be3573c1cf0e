//! A maximum flow from sources to the goal, in which a removable binding carries one unit and all else any number.
//!
//! Units are sent one by one along shortest ways (Edmonds and Karp), so that the search can stop once there are more than
//! anybody wants to read; petgraph's flows run to the end. Cost: nodes + edges for each unit.

use std::collections::{BTreeMap, VecDeque};

use super::neighbours::{is, place, set};
use super::relaxed::Relaxed;
use crate::model::BindingId;

/// A flow from the sources to the goal. A removable binding is two spots: where one enters it, and where one leaves it.
pub(super) struct Flow<'r> {
    relaxed: &'r Relaxed,
    /// How many units each edge carries; edges that carry none are not there.
    carried: BTreeMap<(u32, u32), usize>,
    /// Whether any unit ever came to each node, or left it: few, so few edges are looked up.
    touched: Vec<bool>,
    used: Vec<bool>,
}

/// A node and, of a removable binding, whether it has been passed.
type Spot = (u32, bool);

/// For each spot that leads to the goal, the next one.
type Onward = Vec<[Option<Spot>; 2]>;

impl<'r> Flow<'r> {
    pub(super) fn new(relaxed: &'r Relaxed) -> Self {
        let none = vec![false; relaxed.removable.len()];
        Flow { relaxed, carried: BTreeMap::new(), touched: none.clone(), used: none }
    }

    fn is_removable(&self, node: u32) -> bool {
        self.relaxed.removable.get(place(node)).is_some_and(Option::is_some)
    }

    /// The cut nearest the goal, when its size is at most this.
    pub(super) fn cut(mut self, sources: &[u32], most: usize) -> Option<Vec<BindingId>> {
        let mut is_source = vec![false; self.used.len()];
        sources.iter().for_each(|source| set(&mut is_source, *source, true));
        for _ in 0..=most {
            match self.way(&is_source) {
                Ok(way) => self.send(&way),
                Err(leading) => return Some(self.left_not_entered(&leading)),
            }
        }
        None
    }

    /// A way for one more unit; if there is none, the spots that lead to the goal. From the goal backwards: some source is
    /// near it, and in the end few spots lead there.
    fn way(&self, is_source: &[bool]) -> Result<Vec<Spot>, Onward> {
        let mut onward: Onward = vec![[None; 2]; self.used.len()];
        let goal = (Relaxed::GOAL, false);
        let mut queue: VecDeque<(Spot, Spot)> = VecDeque::from([(goal, goal)]);
        while let Some((spot, to)) = queue.pop_front() {
            let entry = onward.get_mut(place(spot.0)).and_then(|entry| entry.get_mut(usize::from(spot.1)));
            let Some(entry @ None) = entry else { continue };
            *entry = Some(to);
            if is(is_source, spot.0) && !spot.1 {
                return Ok(trace(&onward, spot));
            }
            queue.extend(self.back_from(spot).map(|from| (from, spot)));
        }
        Err(onward)
    }

    fn send(&mut self, way: &[Spot]) {
        for (from, to) in way.iter().zip(way.iter().skip(1)) {
            set(&mut self.touched, from.0, true);
            set(&mut self.touched, to.0, true);
            if from.0 == to.0 {
                set(&mut self.used, from.0, to.1);
            } else if !self.takes_back(*from, *to) || !self.take_back(to.0, from.0) {
                *self.carried.entry((from.0, to.0)).or_default() += 1;
            }
        }
    }

    /// Takes one unit back from an edge, if it carries any.
    fn take_back(&mut self, from: u32, to: u32) -> bool {
        let Some(units) = self.carried.get_mut(&(from, to)) else { return false };
        *units -= 1;
        if *units == 0 {
            self.carried.remove(&(from, to));
        }
        true
    }

    /// Whether a move undoes what another unit did, rather than following an edge.
    fn takes_back(&self, from: Spot, to: Spot) -> bool {
        (!self.is_removable(from.0) || !from.1) && (!self.is_removable(to.0) || to.1)
    }

    /// The bindings that one can leave for the goal and not enter for it.
    fn left_not_entered(&self, leading: &Onward) -> Vec<BindingId> {
        let cut = self.relaxed.removable.iter().zip(leading);
        let cut = cut.filter(|(_, [entered, left])| entered.is_none() && left.is_some());
        cut.filter_map(|(binding, _)| *binding).collect()
    }

    /// From where one more unit can come to a spot.
    fn back_from(&self, (node, passed): Spot) -> impl Iterator<Item = Spot> {
        let (split, used) = (self.is_removable(node), is(&self.used, node));
        let through = (split && passed != used).then_some((node, !passed));
        let behind = (!passed).then(|| self.relaxed.previous.of(node).map(|from| (from, self.is_removable(from))));
        // Taking back what another unit sent on from here.
        let ahead = (passed == split && is(&self.touched, node)).then(|| {
            let carries = move |to: &u32| self.carried.contains_key(&(node, *to));
            self.relaxed.next.of(node).filter(carries).map(|to| (to, false))
        });
        through.into_iter().chain(behind.into_iter().flatten()).chain(ahead.into_iter().flatten())
    }
}

/// The way from here to the goal.
fn trace(onward: &Onward, start: Spot) -> Vec<Spot> {
    let mut way = vec![start];
    let mut here = start;
    while let Some(&Some(next)) = onward.get(place(here.0)).and_then(|entry| entry.get(usize::from(here.1)))
        && next != here
    {
        way.push(next);
        here = next;
    }
    way
}
