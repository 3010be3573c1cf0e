//! What some lists of rules allow and others do not, with the rules that do. Asked once for the same lists, however many
//! subjects and namespaces have them.

use std::rc::Rc;

use crate::authz::{Held, subtract};
use crate::model::{HashMap, Rule};

use super::lists::{Granted, ListId, Lists};

/// A rule that was not held, and by which rules of which lists it is.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Gain {
    pub(super) rule: Rule,
    pub(super) by: Vec<(ListId, usize)>,
}

/// Lists that are wanted, and lists that are held; each sorted.
type Question = (Vec<Granted>, Vec<Granted>);

/// Compares lists, and keeps what it found.
pub(super) struct Beyond<'a> {
    lists: &'a Lists<'a>,
    known: HashMap<Question, Rc<Vec<Gain>>>,
}

impl<'a> Beyond<'a> {
    pub(super) fn new(lists: &'a Lists<'a>) -> Self {
        Beyond { lists, known: HashMap::default() }
    }

    /// What `wanted` allows beyond `held`, in as few rules as say it. The lists may come in any order, and twice.
    pub(super) fn of(&mut self, wanted: Vec<Granted>, held: Vec<Granted>) -> Rc<Vec<Gain>> {
        let question = (sorted(wanted), sorted(held));
        if let Some(known) = self.known.get(&question) {
            return Rc::clone(known);
        }
        let gains = Rc::new(self.gains(&question));
        self.known.insert(question, Rc::clone(&gains));
        gains
    }

    fn gains(&self, (wanted, held): &Question) -> Vec<Gain> {
        let (places, wanted) = self.rules(wanted);
        let (_, held) = self.rules(held);
        let own = Held::new(&wanted);
        let by = |rule: &Rule| {
            let mut by: Vec<(ListId, usize)> =
                own.coverage([rule]).covered_by.iter().filter_map(|&place| places.get(place).copied()).collect();
            // Both halves of a rule have its place.
            by.dedup();
            by
        };
        subtract(&wanted, &held).into_iter().map(|rule| Gain { by: by(&rule), rule }).collect()
    }

    /// The rules of lists, with where they stand.
    fn rules(&self, lists: &[Granted]) -> (Vec<(ListId, usize)>, Vec<Rule>) {
        let of_list = |&granted: &Granted| {
            let living = self.lists.living(granted);
            living.iter().map(|(place, rule)| ((granted.0, *place), rule.clone())).collect::<Vec<_>>()
        };
        lists.iter().flat_map(of_list).unzip()
    }
}

fn sorted(mut lists: Vec<Granted>) -> Vec<Granted> {
    lists.sort_unstable();
    lists.dedup();
    lists
}
