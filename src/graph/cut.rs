//! Which bindings keep sources connected to a goal: one by one (dominators), and as few as possible together (minimum
//! cut).
//!
//! Both are judged on the graph without AND (`relaxed`): what they claim holds, but they may miss what only a join shows.
//! A minimum cut is a maximum flow in which a binding carries one unit and everything else any number; each unit is one
//! search. A cut of more bindings than asked for is not worked out. Cost: [`dominated`] edges × log(nodes); [`minimum`]
//! (most + 2) × (nodes + edges).

use std::collections::BTreeMap;

use super::Graph;
use super::dominators::Dominators;
use super::flow::Flow;
use super::relaxed::{Question, Rank, Relaxed};
use crate::model::BindingId;

/// For each removable binding, how many of the sources lose every way to the goal with it: at least, since a join or a
/// binding taken together with others may hide some. Those that cut nothing are left out.
#[must_use]
pub fn dominated(graph: &Graph, question: &Question<'_>) -> BTreeMap<BindingId, usize> {
    let mut best: BTreeMap<BindingId, usize> = BTreeMap::new();
    for rank in Rank::ALL {
        let relaxed = Relaxed::new(graph, question, rank);
        let mut weights = vec![0; relaxed.removable.len()];
        for source in question.sources.iter().filter_map(|source| relaxed.number(*source)) {
            weights.get_mut(source).into_iter().for_each(|weight| *weight = 1);
        }
        let sums = Dominators::of(&relaxed).sums(&weights);
        let bindings = relaxed.removable.iter().zip(sums).filter(|(_, sum)| *sum > 0);
        for (binding, sum) in bindings.filter_map(|(binding, sum)| Some(((*binding)?, sum))) {
            let known = best.entry(binding).or_default();
            *known = sum.max(*known);
        }
    }
    best
}

/// The fewest removable bindings that separate these sources from the goal, those nearest the goal; nothing when it takes
/// more than `most`. Sources with a way that needs no such binding are left out: nothing separates them.
#[must_use]
pub fn minimum(graph: &Graph, question: &Question<'_>, most: usize) -> Option<Vec<BindingId>> {
    let cuts = Rank::ALL.into_iter().filter_map(|rank| {
        let relaxed = Relaxed::new(graph, question, rank);
        let free = relaxed.free();
        let numbers = question.sources.iter().filter_map(|source| relaxed.number(*source));
        let sources: Vec<usize> = numbers.filter(|number| !free.get(*number).copied().unwrap_or(true)).collect();
        let left_out = free.iter().filter(|free| **free).count();
        Flow::new(&relaxed).cut(&sources, most).map(|cut| (left_out, cut))
    });
    // The one that leaves out the fewest separates the most.
    cuts.min_by_key(|(left_out, cut)| (*left_out, cut.len())).map(|(_, cut)| cut)
}

#[cfg(test)]
mod tests;
