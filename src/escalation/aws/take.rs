//! Whom a principal can take: by keys and trust policies, or by a service that runs with a role.

use std::collections::BTreeMap;

use crate::cloud::iam::{Context, Principal, PrincipalId, Standing, Target, Verdict};
use crate::graph::Step;
use crate::model::cloud::{Arn, PrincipalPattern, Selection};
use crate::model::{Name, cloud::PolicyDocument};
use crate::template::{Method, MethodGift, MethodNeed, MethodObject};

use super::asking::{Answer, Asking, best};
use super::objects::{is_editable, is_of_service};
use super::{Drawn, Reach};

const TAKING: &[MethodGift] = &[
    MethodGift::User,
    MethodGift::Role,
    MethodGift::RaisedUser,
    MethodGift::RaisedRole,
    MethodGift::RunningRole,
    MethodGift::SsoRole,
];

const ASSUME: &str = "sts:AssumeRole";
const PASSED_TO: &str = "iam:PassedToService";
const POLICY: &str = "iam:PolicyARN";

/// The best way found so far to each target.
type Best = BTreeMap<(bool, PrincipalId), Drawn>;

impl<'c> Asking<'_, 'c> {
    /// Everybody whom a principal can take, each by the surest method, of equally sure ones the first.
    pub(super) fn taken(&self, own: PrincipalId, standing: &Standing<'c>) -> Vec<Drawn> {
        let mut best = Best::new();
        for (place, method) in self.giving(TAKING) {
            let free = self.of_anything(standing, method);
            if !free.is_possible() {
                continue;
            }
            for (target, trusted) in self.targets(own, standing, method) {
                let answer = free.clone().and(self.of_target(own, standing, method, target));
                let answer = as_sure_as_known(method, answer.at_most(trusted));
                if answer.is_possible() {
                    self.keep(place, method, target, answer, &mut best);
                }
            }
        }
        best.into_values().collect()
    }

    fn keep(&self, place: usize, method: &Method, target: PrincipalId, answer: Answer, best: &mut Best) {
        let raises = matches!(method.gives, MethodGift::RaisedUser | MethodGift::RaisedRole);
        let known = best.get(&(raises, target));
        if known.is_some_and(|known| known.verdict >= answer.verdict) {
            return;
        }
        let to = if raises { Reach::Account } else { Reach::Principal(target) };
        let facts = match raises {
            true => answer.saying(format!("raises {}", self.iam.principal(target).arn().as_str())),
            false => answer,
        };
        let drawn = Drawn { to, step: Step::Method(place), verdict: facts.verdict, facts: facts.facts };
        best.insert((raises, target), drawn);
    }

    /// The permissions that are asked on whatever the caller likes.
    fn of_anything(&self, standing: &Standing<'c>, method: &Method) -> Answer {
        let answers = method.on(MethodObject::Any).map(|need| {
            best(need.actions.iter().flat_map(|action| {
                let need = MethodNeed { actions: vec![action.clone()], on: MethodObject::Any };
                let targets = self.anything(action).into_iter();
                targets.map(move |target| self.ask(standing, &need, &target, &Context::new())).collect::<Vec<Answer>>()
            }))
        });
        answers.fold(Answer::nothing(), Answer::and)
    }

    /// Who may be taken by a method, as far as the target itself allows it.
    fn targets(&self, own: PrincipalId, standing: &Standing<'c>, method: &Method) -> Vec<(PrincipalId, Verdict)> {
        let sure = |ids: &[PrincipalId]| ids.iter().map(|id| (*id, Verdict::Allow)).collect::<Vec<_>>();
        let mut targets = match method.gives {
            MethodGift::User | MethodGift::RaisedUser => sure(&self.users),
            MethodGift::SsoRole => sure(&self.roles),
            _ if !method.service.is_empty() => self.trusting(&method.service),
            _ if asks(method, ASSUME) => self.assumable(own, standing),
            _ => sure(&self.roles),
        };
        targets.retain(|(id, _)| *id != own && self.may_be_target(method, self.iam.principal(*id).arn()));
        targets
    }

    fn may_be_target(&self, method: &Method, arn: &Arn) -> bool {
        let edits = method.needs.iter().filter(|need| need.on != MethodObject::Any).flat_map(|need| &need.actions);
        let edits = edits.into_iter().any(|action| action.starts_with("iam:") && *action != "iam:PassRole");
        match method.gives {
            MethodGift::SsoRole => arn.resource().starts_with("role/aws-reserved/sso.amazonaws.com/"),
            MethodGift::RunningRole => true,
            _ => !is_of_service(arn) && (!edits || arn.kind() != "role" || is_editable(arn)),
        }
    }

    /// The roles that one of these services may assume.
    fn trusting(&self, services: &[Name]) -> Vec<(PrincipalId, Verdict)> {
        let mut trusting: BTreeMap<PrincipalId, Verdict> = BTreeMap::new();
        for (role, verdict) in services.iter().filter_map(|service| self.by_service.get(service)).flatten() {
            let known = trusting.entry(*role).or_insert(*verdict);
            *known = (*known).max(*verdict);
        }
        trusting.into_iter().collect()
    }

    /// The roles whose trust policy could let a principal in: those that name it, or its account, or everyone.
    fn assumable(&self, own: PrincipalId, standing: &Standing<'c>) -> Vec<(PrincipalId, Verdict)> {
        let caller = self.iam.principal(own).arn();
        let may_ask = self.iam.may_hold(standing, ASSUME);
        let could = |id: &&PrincipalId| match self.iam.principal(**id) {
            Principal::Role(role) => match &role.trust {
                PolicyDocument::Readable(document) => {
                    document.statements.iter().filter_map(|one| one.principals.as_ref()).any(|named| match named {
                        Selection::AllBut(_) => true,
                        Selection::Only(listed) => listed.iter().any(|pattern| could_mean(pattern, caller, may_ask)),
                    })
                }
                PolicyDocument::Unreadable(_) => true,
            },
            Principal::User(_) => false,
        };
        self.roles.iter().filter(could).map(|id| (*id, Verdict::Allow)).collect()
    }

    /// The permissions that are asked on the target.
    fn of_target(&self, own: PrincipalId, standing: &Standing<'c>, method: &Method, target: PrincipalId) -> Answer {
        let arn = self.iam.principal(target).arn().as_str();
        let mut answer = Answer::nothing();
        for need in method.needs.iter().filter(|need| need.on != MethodObject::Any) {
            let asked = match need.on {
                MethodObject::User | MethodObject::Role if is(need, ASSUME) => {
                    self.answer(ASSUME, &self.iam.may_assume(own, target))
                }
                MethodObject::Role if is(need, "iam:PassRole") => self.passed(standing, need, method, arn),
                MethodObject::User | MethodObject::Role => self.edited(standing, need, method, target),
                MethodObject::RolePolicy => self.policy_written(standing, need, method, target),
                MethodObject::Provider => self.provider(standing, need, target),
                _ => return Answer { verdict: Verdict::Deny, facts: Vec::new() },
            };
            answer = answer.and(asked);
            if !answer.is_possible() {
                break;
            }
        }
        answer
    }

    /// Hands the role to one of the services that it trusts.
    fn passed(&self, standing: &Standing<'c>, need: &MethodNeed, method: &Method, arn: &str) -> Answer {
        best(method.service.iter().map(|service| {
            let context = Context::new().with_text(PASSED_TO, service);
            self.ask(standing, need, &Target::Arn(arn), &context)
        }))
    }

    /// Changes the target; where that should raise it, so that it then administers the account.
    fn edited(&self, standing: &Standing<'c>, need: &MethodNeed, method: &Method, target: PrincipalId) -> Answer {
        let arn = Target::Arn(self.iam.principal(target).arn().as_str());
        let raises = matches!(method.gives, MethodGift::RaisedUser | MethodGift::RaisedRole);
        let then = |answer: Answer, changed: Option<Standing<'c>>| {
            let admin = changed.filter(|_| answer.is_possible()).map(|changed| self.administers(&changed).verdict);
            answer.at_most(admin.unwrap_or(Verdict::Deny))
        };
        let as_is = || self.iam.as_is(target);
        match need.actions.first() {
            Some(action) if raises && action.starts_with("iam:Put") => {
                let answer = self.ask(standing, need, &arn, &Context::new());
                then(answer, Some(self.iam.with_everything(as_is())))
            }
            Some(action) if raises && action.starts_with("iam:Attach") => best(self.attachable.iter().map(|policy| {
                let context = Context::new().with_text(POLICY, policy.as_str());
                let answer = self.ask(standing, need, &arn, &context);
                then(answer, self.iam.with_attached(as_is(), policy))
            })),
            _ => self.ask(standing, need, &arn, &Context::new()),
        }
    }

    fn policy_written(
        &self,
        standing: &Standing<'c>,
        need: &MethodNeed,
        method: &Method,
        target: PrincipalId,
    ) -> Answer {
        let held = self.iam.as_is(target);
        let raises = method.gives == MethodGift::RaisedRole;
        best(self.policies(&held).into_iter().map(|policy| {
            let answer = self.ask(standing, need, &Target::Arn(policy.arn.as_str()), &Context::new());
            let changed = self.iam.with_everything(held.clone());
            let admin =
                if raises && answer.is_possible() { self.administers(&changed).verdict } else { Verdict::Allow };
            answer.at_most(admin)
        }))
    }

    /// Changes an identity provider that the target trusts.
    fn provider(&self, standing: &Standing<'c>, need: &MethodNeed, target: PrincipalId) -> Answer {
        let Principal::Role(role) = self.iam.principal(target) else { return best([]) };
        let PolicyDocument::Readable(trust) = &role.trust else { return best([]) };
        let named = trust.statements.iter().filter_map(|one| one.principals.as_ref()).flat_map(Selection::listed);
        let providers = named.filter_map(|pattern| match pattern {
            PrincipalPattern::Federated(name) => Arn::parse(name),
            _ => None,
        });
        best(providers.map(|provider| self.ask(standing, need, &Target::Arn(provider.as_str()), &Context::new())))
    }
}

fn is(need: &MethodNeed, action: &str) -> bool {
    need.actions.iter().any(|known| *known == action)
}

fn asks(method: &Method, action: &str) -> bool {
    method.needs.iter().any(|need| is(need, action))
}

/// Whether a principal of a trust policy could mean a caller; its account means it only if it may ask for itself.
fn could_mean(pattern: &PrincipalPattern, caller: &Arn, may_ask: bool) -> bool {
    match pattern {
        PrincipalPattern::Anyone => true,
        PrincipalPattern::Aws(name) if *name == "*" => true,
        PrincipalPattern::Aws(name) => match Arn::parse(name) {
            Some(arn) if arn.service() == "sts" => true,
            Some(arn) if arn.resource() == "root" => may_ask && arn.account() == caller.account(),
            Some(arn) => arn == *caller,
            None => may_ask && *name == *caller.account(),
        },
        _ => false,
    }
}

/// What hangs on something that no export tells is not sure.
fn as_sure_as_known(method: &Method, answer: Answer) -> Answer {
    match method.gives {
        MethodGift::RunningRole | MethodGift::SsoRole => {
            let fact = "unknown: whether anything runs with this role that the caller reaches";
            answer.at_most(Verdict::Conditional).saying(fact)
        }
        _ => answer,
    }
}
