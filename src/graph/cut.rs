//! Which bindings keep sources connected to a goal: one by one (dominators), and as few as possible together (minimum
//! cut, or one after the other).
//!
//! All are judged on the graph without AND (`relaxed`): what they claim holds, but they may miss what only a join shows.
//! A minimum cut is a maximum flow in which a binding carries one unit and everything else any number; each unit is one
//! search. A cut of more bindings than asked for is not worked out. Cost: [`Connections::dominated`] edges × log(nodes);
//! [`Connections::minimum`] (most + 2) × (nodes + edges); [`Connections::greedy`] most × edges × log(nodes).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::dominators::Dominators;
use super::flow::Flow;
use super::neighbours::place;
use super::relaxed::{Question, RANKS, Rank, Relaxed, Taking};
use super::{Graph, NodeId};
use crate::model::BindingId;

/// How many sources lose every way to the goal with each binding.
pub type Cuts = BTreeMap<BindingId, usize>;

/// What holds these sources connected to the goal.
pub struct Connections<'q> {
    sources: &'q [NodeId],
    relaxed: Vec<Relaxed>,
}

impl<'q> Connections<'q> {
    /// Reads the graph for a question.
    #[must_use]
    pub fn new(graph: &Graph, question: &Question<'q>) -> Self {
        let taking = Taking::new(graph, question);
        let apart = |(_, of_bindings): &Rank| *of_bindings == 0 || taking.has_choice();
        let ranks: Vec<Rank> = RANKS.into_iter().filter(apart).collect();
        let relaxed = ranks.into_par_iter().map(|rank| Relaxed::new(graph, question, rank, &taking)).collect();
        Connections { sources: question.sources, relaxed }
    }

    /// For each removable binding, how many of the sources lose every way to the goal with it: at least, since a join or
    /// a binding taken together with others may hide some. Those that cut nothing are left out.
    #[must_use]
    pub fn dominated(&self) -> Cuts {
        let in_each: Vec<Cuts> = self.relaxed.par_iter().map(|relaxed| self.dominated_in(relaxed, &[])).collect();
        let mut best = Cuts::new();
        for (binding, sum) in in_each.into_iter().flatten() {
            let known = best.entry(binding).or_default();
            *known = sum.max(*known);
        }
        best
    }

    /// The same as one of the ranks shows it, when some of its nodes are removed.
    fn dominated_in(&self, relaxed: &Relaxed, removed: &[bool]) -> Cuts {
        let mut weights = vec![0; relaxed.removable.len()];
        for source in self.sources.iter().filter_map(|source| relaxed.number(*source)) {
            weights.get_mut(place(source)).into_iter().for_each(|weight| *weight += 1);
        }
        let sums = Dominators::of(relaxed, removed).sums(&weights);
        let bindings = relaxed.removable.iter().zip(sums).filter(|(_, sum)| *sum > 0);
        bindings.filter_map(|(binding, sum)| Some(((*binding)?, sum))).collect()
    }

    /// The binding that cuts off the most, then the one that cuts off the most of the rest, at most this many: all as the
    /// rank shows it whose first cuts off the most.
    #[must_use]
    pub fn greedy(&self, most: usize) -> Vec<BindingId> {
        let ranks = self.relaxed.par_iter();
        let firsts: Vec<_> =
            ranks.filter_map(|relaxed| Some((relaxed, best(self.dominated_in(relaxed, &[]))?))).collect();
        let Some((relaxed, (first, _))) = firsts.into_iter().rev().max_by_key(|(_, (_, count))| *count) else {
            return Vec::new();
        };
        let mut chosen = vec![first];
        while chosen.len() < most {
            let is_chosen = |binding: &Option<BindingId>| binding.is_some_and(|binding| chosen.contains(&binding));
            let removed: Vec<bool> = relaxed.removable.iter().map(is_chosen).collect();
            let Some((next, _)) = best(self.dominated_in(relaxed, &removed)) else { break };
            chosen.push(next);
        }
        chosen
    }

    /// The fewest removable bindings that separate these sources from the goal, those nearest the goal; nothing when it
    /// takes more than `most`. Sources with a way that needs no such binding are left out: nothing separates them.
    #[must_use]
    pub fn minimum(&self, most: usize) -> Option<Vec<BindingId>> {
        let cuts = self.relaxed.par_iter().filter_map(|relaxed| {
            let numbers = self.sources.iter().filter_map(|source| relaxed.number(*source));
            let sources: Vec<u32> = numbers.filter(|number| *number != Relaxed::GOAL).collect();
            Flow::new(relaxed).cut(&sources, most).map(|cut| (relaxed.free, cut))
        });
        // The one that leaves out the fewest separates the most.
        let cuts: Vec<(usize, Vec<BindingId>)> = cuts.collect();
        let (_, mut cut) = cuts.into_iter().min_by_key(|(left_out, cut)| (*left_out, cut.len()))?;
        cut.sort_unstable();
        Some(cut)
    }
}

/// The binding that cuts off the most.
fn best(cuts: Cuts) -> Option<(BindingId, usize)> {
    cuts.into_iter().max_by_key(|(id, count)| (*count, Reverse(*id)))
}

#[cfg(test)]
mod tests;
