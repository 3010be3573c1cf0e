//! A new identity of the caller's making: it administers the account if a policy that allows everything may be given to it.

use crate::cloud::iam::{Context, ContextValue, FreshKind, Standing, Target};
use crate::model::cloud::Arn;
use crate::template::{Method, MethodNeed};

use super::change::Change;
use crate::escalation::aws::answer::{Answer, all, best};
use crate::escalation::aws::asking::Asking;
use crate::escalation::aws::objects::{BOUNDARY, POLICY_ARN};

/// Someone who is not there yet.
struct Newcomer<'c> {
    target: Target<'static>,
    /// What all requests about it tell.
    context: Context,
    /// What it is before anything is given to it.
    bare: Standing<'c>,
}

impl<'c> Asking<'_, 'c> {
    pub(super) fn new_identity(&self, standing: &Standing<'c>, method: &Method, kind: FreshKind) -> Vec<Change<'c>> {
        let free = self.newcomer(standing, kind, None).map(|new| self.made(standing, method, &new));
        let mut changes: Vec<Change<'c>> = free.into_iter().collect();
        if changes.iter().any(|change| change.answer.is_sure()) {
            return changes;
        }
        // Maybe only such may be made as are bounded.
        for arn in &self.attachable {
            let new = self.newcomer(standing, kind, Some(arn));
            changes.extend(new.map(|new| self.made(standing, method, &new)));
        }
        changes
    }

    fn newcomer(&self, maker: &Standing<'c>, kind: FreshKind, boundary: Option<&Arn>) -> Option<Newcomer<'c>> {
        let (target, bare) = (Target::fresh(kind, self.account), maker.clone().bare());
        match boundary {
            None => {
                let context = Context::new().with(BOUNDARY, ContextValue::Absent);
                Some(Newcomer { target, context, bare })
            }
            Some(arn) => {
                let context = Context::new().with_text(BOUNDARY, arn.as_str());
                Some(Newcomer { target, context, bare: self.iam.bounded_by(bare, arn)? })
            }
        }
    }

    /// Makes it, and gives it what it may be given.
    fn made(&self, standing: &Standing<'c>, method: &Method, new: &Newcomer<'c>) -> Change<'c> {
        let (giving, making): (Vec<&MethodNeed>, Vec<&MethodNeed>) =
            method.needs.iter().partition(|need| gives_policy(need));
        let made = all(making.into_iter().map(|need| self.ask(standing, need, &new.target, &new.context)));
        let answer = made.and_then(|| {
            best(giving.into_iter().flat_map(|need| &need.actions).map(|action| self.given(standing, action, new)))
        });
        Change { answer, standing: None }
    }

    /// How surely an action gives it everything.
    fn given(&self, standing: &Standing<'c>, action: &str, new: &Newcomer<'c>) -> Answer {
        let worth = |answer: Answer, changed: Option<Standing<'c>>| {
            let changed = changed.filter(|_| answer.is_possible());
            let all = changed.map(|changed| self.iam.administers_as(&changed).verdict);
            all.map_or_else(Answer::no, |verdict| answer.at_most(verdict))
        };
        if action.starts_with("iam:Put") {
            let answer = self.ask_for(standing, action, &new.target, &new.context);
            return worth(answer, Some(self.iam.with_everything(new.bare.clone())));
        }
        best(self.attachable.iter().map(|arn| {
            let context = new.context.clone().with_text(POLICY_ARN, arn.as_str());
            let answer = self.ask_for(standing, action, &new.target, &context);
            worth(answer, self.iam.with_attached(new.bare.clone(), arn))
        }))
    }
}

fn gives_policy(need: &MethodNeed) -> bool {
    need.actions.iter().any(|action| action.starts_with("iam:Put") || action.starts_with("iam:Attach"))
}
