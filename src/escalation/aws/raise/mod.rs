//! What a principal can make of itself.
//!
//! A right to change oneself is worth what one is afterwards: the change is made on paper and asked about. It may take a
//! few changes, one after the other.

mod bounds;
mod change;
mod newcomer;

use crate::cloud::iam::Standing;
use crate::graph::Step;
use crate::template::{Method, MethodGift};

use super::answer::{Answer, best};
use super::asking::Asking;
use super::{Drawn, Reach};
use change::Change;

/// What is done to oneself.
const OWN: &[MethodGift] = &[
    MethodGift::Everything,
    MethodGift::Policy,
    MethodGift::Group,
    MethodGift::Version,
    MethodGift::NoBoundary,
    MethodGift::NoDeny,
    MethodGift::NewUser,
    MethodGift::NewRole,
];

/// What whoever may do everything can do to stay so.
const LASTING: &[MethodGift] = &[MethodGift::NewRole, MethodGift::NewUser, MethodGift::Everything];

/// How many changes are made one after the other.
const MOST_CHANGES: usize = 3;

impl<'c> Asking<'_, 'c> {
    /// Whether a principal administers the account: it may do everything, and nothing that is denied keeps it from doing
    /// what is denied.
    pub(super) fn administers(&self, standing: &Standing<'c>) -> Answer {
        let all = Answer::of("*", &self.iam.administers_as(standing));
        if !all.is_possible() {
            return all;
        }
        let lasting = self.giving(LASTING).flat_map(|(_, method)| self.changes(standing, method));
        let lasting = best(lasting.map(|change| change.answer));
        all.at_most(lasting.verdict)
    }

    /// What raises a principal to the account, one edge for each method.
    pub(super) fn raised(&self, standing: &Standing<'c>) -> Vec<Drawn> {
        let by_method = self.giving(OWN).map(|(place, method)| (place, self.raised_by(standing, method, MOST_CHANGES)));
        let possible = by_method.filter(|(_, answer)| answer.is_possible());
        let drawn = possible.map(|(place, answer)| Drawn {
            to: Reach::Account,
            step: Step::Method(place),
            verdict: answer.verdict,
            facts: answer.facts,
        });
        drawn.collect()
    }

    /// How surely a method raises a principal to the account.
    fn raised_by(&self, standing: &Standing<'c>, method: &Method, left: usize) -> Answer {
        best(self.changes(standing, method).into_iter().map(|change| self.worth(change, method.gives, left)))
    }

    /// How surely a change leads to the account.
    fn worth(&self, change: Change<'c>, made: MethodGift, left: usize) -> Answer {
        let Some(changed) = change.standing.filter(|_| change.answer.is_possible()) else { return change.answer };
        let admin = self.administers(&changed);
        if admin.is_possible() || left <= 1 {
            return change.answer.at_most(admin.verdict);
        }
        // Groups are joined all at once.
        let again = |method: &Method| method.gives != MethodGift::Group || made != MethodGift::Group;
        let further = self.giving(OWN).filter(|(_, method)| again(method)).map(|(_, method)| {
            let answer = self.raised_by(&changed, method, left - 1);
            Answer { facts: [vec![format!("then {}", method.id)], answer.facts].concat(), ..answer }
        });
        change.answer.and(best(further))
    }
}
