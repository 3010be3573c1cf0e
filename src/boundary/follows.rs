//! Which open routes are open only because another one is.
//!
//! Whoever is in a group of its choice holds what it writes for that group, so with one hole in the guard every write of a
//! role leads to more. Such a route *follows*: with the routes closed that need no other, it leads to nothing. Routes that
//! need each other, and nothing else, follow from none: closing either closes both, and both are told as open.

use crate::graph::{Closure, EdgeId};
use crate::model::HashSet;

use super::alone::{Edges, alone};
use super::gains::Gains;
use super::search::{Past, Search};

/// Of each open route the places of those that it follows from; nothing of one that stands by itself.
pub(super) fn follows(search: &Search<'_>, gains: &Gains<'_>, open: &[&Edges]) -> Vec<Vec<usize>> {
    let none = vec![Vec::new(); open.len()];
    let by_itself = alone(search.graph, &search.starts, gains, open, open);
    let (first, rest): (Vec<usize>, Vec<usize>) =
        (0..open.len()).partition(|place| by_itself.get(*place) != none.first());
    if first.is_empty() || rest.is_empty() {
        return none;
    }
    let of = |places: &[usize]| places.iter().filter_map(|place| open.get(*place).copied()).collect::<Vec<_>>();
    let together = together(search, gains, &of(&first), &of(&rest));
    let followers: Vec<usize> =
        rest.into_iter().zip(together).filter(|(_, stays)| !stays).map(|(place, _)| place).collect();
    let from = alone(search.graph, &search.starts, gains, &of(&followers), &of(&first));
    let mut found = none;
    for (place, from) in followers.into_iter().zip(from) {
        let from: Vec<usize> = from.into_iter().filter_map(|one| first.get(one).copied()).collect();
        if let Some(found) = found.get_mut(place) {
            // What several must give together is not told apart.
            *found = if from.is_empty() { first.clone() } else { from };
        }
    }
    found
}

/// Which of the rest lead to more where the first are closed, by each other.
fn together(search: &Search<'_>, gains: &Gains<'_>, first: &[&Edges], rest: &[&Edges]) -> Vec<bool> {
    let closed: HashSet<EdgeId> = first.iter().flat_map(|route| route.iter()).map(|(edge, _)| *edge).collect();
    let lets = |id: EdgeId| search.graph.edge(id).is_some_and(|(_, _, edge)| Past::Open.lets(edge));
    let closure = Closure::of(search.graph, &search.starts, &|id| lets(id) && !closed.contains(&id));
    let useful = gains.useful(&closure, &|edge| Past::Open.lets(edge));
    rest.iter().map(|route| route.iter().any(|(_, to)| useful.contains(to))).collect()
}
