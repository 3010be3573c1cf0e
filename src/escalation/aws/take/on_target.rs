//! The permissions that a method asks on its target.

use crate::cloud::iam::{Caller, Context, Principal, PrincipalId, Standing, Target, Verdict};
use crate::model::cloud::{Arn, PrincipalPattern};
use crate::template::{Method, MethodNeed, MethodObject};

use super::targets::{ASSUME, PASS};
use super::{Taker, raises};
use crate::escalation::aws::answer::{Answer, all, best};
use crate::escalation::aws::asking::Asking;
use crate::escalation::aws::doors::patterns;
use crate::escalation::aws::objects::POLICY_ARN;

impl<'c> Asking<'_, 'c> {
    pub(super) fn of_target(&self, taker: Taker<'_, 'c>, method: &Method, target: PrincipalId) -> Answer {
        let needs = method.needs.iter().filter(|need| need.on != MethodObject::Any);
        all(needs.map(|need| match need.on {
            MethodObject::User | MethodObject::Role if is(need, ASSUME) => self.assumed(taker, target),
            MethodObject::Role if is(need, PASS) => self.passed(taker.standing, method, target),
            MethodObject::User | MethodObject::Role => self.edited(taker.standing, need, method, target),
            MethodObject::RolePolicy => self.policy_written(taker.standing, need, method, target),
            MethodObject::Provider => self.provider(taker.standing, need, target),
            _ => Answer::no(),
        }))
    }

    fn assumed(&self, taker: Taker<'_, 'c>, target: PrincipalId) -> Answer {
        let decision = self.iam.admits(target, Caller::Standing(&taker.standing.clone()), &Context::new());
        Answer::of(ASSUME, &decision)
    }

    /// Changes the target; where that should raise it, so that it then administers the account.
    fn edited(&self, standing: &Standing<'c>, need: &MethodNeed, method: &Method, target: PrincipalId) -> Answer {
        let arn = Target::Arn(self.iam.principal(target).arn().as_str());
        let raising = |verb: &str| raises(method) && need.actions.iter().any(|action| action.starts_with(verb));
        let plain = || self.ask(standing, need, &arn, &Context::new());
        if raising("iam:Put") {
            return self.worth_of(plain(), || Some(self.iam.with_everything(self.as_is(target))));
        }
        if !raising("iam:Attach") {
            return plain();
        }
        best(self.attachable.iter().map(|policy| {
            let context = Context::new().with_text(POLICY_ARN, policy.as_str());
            let answer = self.ask(standing, need, &arn, &context);
            self.worth_of(answer, || self.iam.with_attached(self.as_is(target), policy))
        }))
    }

    /// As sure as the changed target administers the account.
    fn worth_of(&self, answer: Answer, changed: impl FnOnce() -> Option<Standing<'c>>) -> Answer {
        if !answer.is_possible() {
            return answer;
        }
        let admin = changed().map(|changed| self.administers(&changed).verdict);
        answer.at_most(admin.unwrap_or(Verdict::Deny))
    }

    fn policy_written(
        &self,
        standing: &Standing<'c>,
        need: &MethodNeed,
        method: &Method,
        target: PrincipalId,
    ) -> Answer {
        let held = self.as_is(target);
        best(self.policies(&held).into_iter().map(|policy| {
            let answer = self.ask(standing, need, &Target::Arn(policy.arn.as_str()), &Context::new());
            match raises(method) {
                true => self.worth_of(answer, || Some(self.iam.with_everything(held.clone()))),
                false => answer,
            }
        }))
    }

    /// Changes an identity provider that the target trusts.
    fn provider(&self, standing: &Standing<'c>, need: &MethodNeed, target: PrincipalId) -> Answer {
        let Principal::Role(role) = self.iam.principal(target) else { return Answer::no() };
        let Some(named) = patterns(&role.trust) else { return Answer::no() };
        let providers = named.filter_map(|pattern| match pattern? {
            PrincipalPattern::Federated(name) => Arn::parse(name),
            _ => None,
        });
        best(providers.map(|provider| self.ask(standing, need, &Target::Arn(provider.as_str()), &Context::new())))
    }
}

fn is(need: &MethodNeed, action: &str) -> bool {
    need.actions.iter().any(|known| *known == action)
}
