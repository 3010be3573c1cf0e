//! A maximum flow from sources to the goal, in which a removable binding carries one unit and all else any number.
//!
//! Units are sent one by one along shortest ways (Edmonds and Karp), so that the search can stop once there are more than
//! anybody wants to read; petgraph's flows run to the end. Cost: nodes + edges for each unit.

use std::collections::{BTreeMap, VecDeque};

use super::relaxed::Relaxed;
use crate::model::BindingId;

/// A flow from the sources to the goal. A removable binding is two places: where one enters it, and where one leaves it.
pub(super) struct Flow<'r> {
    relaxed: &'r Relaxed,
    /// How many units each edge carries; edges that carry none are not there.
    carried: BTreeMap<(usize, usize), usize>,
    used: Vec<bool>,
}

/// A place: a node and, of a removable binding, whether it has been passed.
type Place = (usize, bool);

impl<'r> Flow<'r> {
    pub(super) fn new(relaxed: &'r Relaxed) -> Self {
        Flow { relaxed, carried: BTreeMap::new(), used: vec![false; relaxed.removable.len()] }
    }

    fn is_removable(&self, node: usize) -> bool {
        self.relaxed.removable.get(node).is_some_and(Option::is_some)
    }

    /// The cut, when its size is at most this.
    pub(super) fn cut(mut self, sources: &[usize], most: usize) -> Option<Vec<BindingId>> {
        for _ in 0..=most {
            let Some(way) = self.way(sources) else {
                return Some(self.nearest_goal());
            };
            self.send(&way);
        }
        None
    }

    /// Where one more unit can go from a place.
    fn onward(&self, (node, passed): Place) -> Vec<Place> {
        let split = self.is_removable(node);
        let used = self.used.get(node).copied().unwrap_or_default();
        let entered = |node: usize| (node, false);
        let left = |node: usize| (node, self.is_removable(node));
        let mut places = Vec::new();
        if split && passed == used {
            places.push((node, !passed));
        }
        if !split || passed {
            places.extend(self.relaxed.next.of(node).map(entered));
        }
        if !split || !passed {
            // Taking back what another unit sent here.
            let carries = |from: &usize| self.carried.contains_key(&(*from, node));
            places.extend(self.relaxed.previous.of(node).filter(carries).map(left));
        }
        places
    }

    /// A way for one more unit.
    fn way(&self, sources: &[usize]) -> Option<Vec<Place>> {
        let mut before: Vec<[Option<Place>; 2]> = vec![[None; 2]; self.used.len()];
        let mut queue: VecDeque<(Place, Place)> =
            sources.iter().map(|&source| ((source, false), (source, false))).collect();
        while let Some((place, from)) = queue.pop_front() {
            let entry = before.get_mut(place.0).and_then(|entry| entry.get_mut(usize::from(place.1)));
            let Some(entry @ None) = entry else { continue };
            *entry = Some(from);
            if place.0 == Relaxed::GOAL {
                return Some(trace(&before, place));
            }
            queue.extend(self.onward(place).into_iter().map(|to| (to, place)));
        }
        None
    }

    fn send(&mut self, way: &[Place]) {
        for (from, to) in way.iter().zip(way.iter().skip(1)) {
            if from.0 == to.0 {
                self.used.get_mut(from.0).into_iter().for_each(|used| *used = to.1);
            } else if !self.takes_back(*from, *to) || !self.take_back(to.0, from.0) {
                *self.carried.entry((from.0, to.0)).or_default() += 1;
            }
        }
    }

    /// Takes one unit back from an edge, if it carries any.
    fn take_back(&mut self, from: usize, to: usize) -> bool {
        let Some(units) = self.carried.get_mut(&(from, to)) else { return false };
        *units -= 1;
        if *units == 0 {
            self.carried.remove(&(from, to));
        }
        true
    }

    /// Whether a move undoes what another unit did, rather than following an edge.
    fn takes_back(&self, from: Place, to: Place) -> bool {
        (!self.is_removable(from.0) || !from.1) && (!self.is_removable(to.0) || to.1)
    }

    /// The used bindings that one can leave for the goal and not enter for it.
    fn nearest_goal(&self) -> Vec<BindingId> {
        let mut leads = vec![[false; 2]; self.used.len()];
        let mut waiting = vec![(Relaxed::GOAL, false)];
        while let Some(place) = waiting.pop() {
            let entry = leads.get_mut(place.0).and_then(|entry| entry.get_mut(usize::from(place.1)));
            let Some(entry @ false) = entry else { continue };
            *entry = true;
            waiting.extend(self.back_from(place));
        }
        let cut = self.relaxed.removable.iter().zip(leads).filter(|(_, leads)| *leads == [false, true]);
        cut.filter_map(|(binding, _)| *binding).collect()
    }

    /// From where one more unit can come to a place: [`Flow::onward`] the other way round.
    fn back_from(&self, (node, passed): Place) -> Vec<Place> {
        let split = self.is_removable(node);
        let used = self.used.get(node).copied().unwrap_or_default();
        let mut places = Vec::new();
        if split && passed != used {
            places.push((node, !passed));
        }
        if !passed {
            places.extend(self.relaxed.previous.of(node).map(|from| (from, self.is_removable(from))));
        }
        if passed == split {
            let carries = |to: &usize| self.carried.contains_key(&(node, *to));
            places.extend(self.relaxed.next.of(node).filter(carries).map(|to| (to, false)));
        }
        places
    }
}

/// The way that ends here, from its start.
fn trace(before: &[[Option<Place>; 2]], end: Place) -> Vec<Place> {
    let mut way = vec![end];
    let mut here = end;
    while let Some(&Some(from)) = before.get(here.0).and_then(|entry| entry.get(usize::from(here.1)))
        && from != here
    {
        way.push(from);
        here = from;
    }
    way.reverse();
    way
}
