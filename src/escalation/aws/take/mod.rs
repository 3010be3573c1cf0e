//! Whom a principal can take: by keys and trust policies, or by a service that runs with a role.
//!
//! Those that administer the account for sure are tried first. Whoever surely takes one of them has everybody in the
//! account through it, so nobody else is asked about.

mod anything;
mod on_target;
mod passing;
mod targets;

use std::collections::{BTreeMap, BTreeSet};

use crate::cloud::iam::{PrincipalId, Standing, Verdict};
use crate::graph::Step;
use crate::template::{Method, MethodGift};

use super::answer::Answer;
use super::asking::Asking;
use super::{Drawn, Reach};

const TAKING: &[MethodGift] = &[
    MethodGift::User,
    MethodGift::Role,
    MethodGift::RaisedUser,
    MethodGift::RaisedRole,
    MethodGift::RunningRole,
    MethodGift::SsoRole,
];

/// The best way found so far to each target; to the account where there is none.
type Best = BTreeMap<Option<PrincipalId>, Drawn>;

/// A method that a caller may use, as far as nobody in particular is concerned.
struct Usable<'a> {
    place: usize,
    method: &'a Method,
    /// What it needs on whatever the caller likes.
    free: Answer,
    targets: Vec<(PrincipalId, Verdict)>,
}

/// Who wants to take others.
#[derive(Clone, Copy)]
pub(super) struct Taker<'s, 'c> {
    pub(super) id: PrincipalId,
    pub(super) standing: &'s Standing<'c>,
}

impl<'a, 'c> Asking<'a, 'c> {
    /// Everybody whom a principal can take, each by the surest method, of equally sure ones the first.
    pub(super) fn taken(&self, id: PrincipalId, admins: &BTreeSet<PrincipalId>) -> Vec<Drawn> {
        let standing = self.as_is(id);
        let taker = Taker { id, standing: &standing };
        let usable: Vec<Usable<'a>> = self.giving(TAKING).filter_map(|known| self.usable(taker, known)).collect();
        let mut best = Best::new();
        for usable in &usable {
            self.take(taker, usable, |id| admins.contains(&id), &mut best);
        }
        if best.values().all(|drawn| drawn.verdict != Verdict::Allow) {
            for usable in &usable {
                self.take(taker, usable, |id| !admins.contains(&id), &mut best);
            }
        }
        best.into_values().collect()
    }

    fn usable(&self, taker: Taker<'_, 'c>, (place, method): (usize, &'a Method)) -> Option<Usable<'a>> {
        let free = self.of_anything(taker.standing, method);
        if !free.is_possible() {
            return None;
        }
        let targets = self.targets(taker, method);
        (!targets.is_empty()).then_some(Usable { place, method, free, targets })
    }

    /// Takes those of this kind; where they all come to the same, up to the first that is sure.
    fn take(&self, taker: Taker<'_, 'c>, usable: &Usable<'_>, is_kind: impl Fn(PrincipalId) -> bool, best: &mut Best) {
        let Usable { method, free, .. } = usable;
        let same = raises(method);
        for (target, trusted) in usable.targets.iter().filter(|(id, _)| is_kind(*id)) {
            let key = (!same).then_some(*target);
            // What is known cannot be beaten by what is no surer.
            let bound = (*trusted).min(free.verdict);
            if best.get(&key).is_some_and(|known| known.verdict >= bound) {
                continue;
            }
            let answer = free.clone().and(self.of_target(taker, method, *target)).at_most(*trusted);
            keep(key, self.told_of(usable, *target, as_sure_as_known(method, answer)), best);
        }
    }

    fn told_of(&self, usable: &Usable<'_>, target: PrincipalId, answer: Answer) -> Drawn {
        let (to, answer) = match raises(usable.method) {
            true => (Reach::Account, answer.saying(format!("raises {}", self.iam.principal(target).arn().as_str()))),
            false => (Reach::Principal(target), answer),
        };
        Drawn { to, step: Step::Method(usable.place), verdict: answer.verdict, facts: answer.facts }
    }
}

fn keep(key: Option<PrincipalId>, drawn: Drawn, best: &mut Best) {
    let is_better = best.get(&key).is_none_or(|known| known.verdict < drawn.verdict);
    if drawn.verdict != Verdict::Deny && is_better {
        best.insert(key, drawn);
    }
}

/// Whether a method gives the target a policy of the caller's making.
fn raises(method: &Method) -> bool {
    matches!(method.gives, MethodGift::RaisedUser | MethodGift::RaisedRole)
}

/// What hangs on something that no export tells is not sure.
fn as_sure_as_known(method: &Method, answer: Answer) -> Answer {
    match method.gives {
        MethodGift::RunningRole | MethodGift::SsoRole if answer.is_possible() => {
            let fact = "unknown: whether anything runs with this role that the caller reaches";
            answer.at_most(Verdict::Conditional).saying(fact)
        }
        _ => answer,
    }
}
