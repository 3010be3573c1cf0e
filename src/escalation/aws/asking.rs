//! Asking IAM on behalf of methods.

use std::collections::BTreeMap;

use crate::cloud::iam::{Context, Decision, Iam, Principal, PrincipalId, Request, Standing, Target, Verdict};
use crate::graph::Step;
use crate::model::Name;
use crate::model::cloud::{Account, Arn, Cloud, ManagedPolicy};
use crate::template::{Method, MethodGift, MethodNeed};

use super::told::told;
use super::{Drawn, Reach};

/// Whom to ask, and about what.
pub(super) struct Asking<'a, 'c> {
    pub(super) iam: &'a Iam<'c>,
    pub(super) account: &'c Account,
    pub(super) methods: &'a [Method],
    /// Managed policies that may be attached: those of the account, and of AWS as far as they are known.
    pub(super) attachable: Vec<Arn>,
    /// The roles that each service may assume.
    pub(super) by_service: BTreeMap<Name, Vec<(PrincipalId, Verdict)>>,
    pub(super) roles: Vec<PrincipalId>,
    pub(super) users: Vec<PrincipalId>,
}

/// What was asked and answered; several questions together are as sure as the least sure of them.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    pub(super) facts: Vec<String>,
}

impl Answer {
    /// Nothing was asked yet.
    pub(super) fn nothing() -> Self {
        Answer { verdict: Verdict::Allow, facts: Vec::new() }
    }

    pub(super) fn is_possible(&self) -> bool {
        self.verdict != Verdict::Deny
    }

    /// Both.
    pub(super) fn and(mut self, other: Answer) -> Self {
        self.verdict = self.verdict.min(other.verdict);
        for fact in other.facts {
            if !self.facts.contains(&fact) {
                self.facts.push(fact);
            }
        }
        self
    }

    /// No more than this sure.
    pub(super) fn at_most(mut self, verdict: Verdict) -> Self {
        self.verdict = self.verdict.min(verdict);
        self
    }

    pub(super) fn saying(mut self, fact: impl Into<String>) -> Self {
        self.facts.push(fact.into());
        self
    }
}

impl<'a, 'c> Asking<'a, 'c> {
    pub(super) fn new(iam: &'a Iam<'c>, cloud: &'c Cloud, account: &'c Account, methods: &'a [Method]) -> Self {
        let own = |arn: &Arn| (arn.partition(), arn.account()) == (account.partition.as_str(), account.id.as_str());
        let (mut users, mut roles) = (Vec::new(), Vec::new());
        for (id, principal) in iam.principals().filter(|(_, principal)| own(principal.arn())) {
            match principal {
                Principal::User(_) => users.push(id),
                Principal::Role(_) => roles.push(id),
            }
        }
        let services = methods.iter().flat_map(|method| &method.service).cloned();
        let trusting = |service: &Name| {
            let verdicts = roles.iter().map(|role| (*role, iam.service_trusted(*role, service).verdict));
            verdicts.filter(|(_, verdict)| *verdict != Verdict::Deny).collect()
        };
        let by_service = services.map(|service| (service.clone(), trusting(&service))).collect();
        let attachable = attachable(cloud, account);
        Asking { iam, account, methods, attachable, by_service, roles, users }
    }

    pub(super) fn principals(&self) -> impl Iterator<Item = PrincipalId> + '_ {
        self.users.iter().chain(&self.roles).copied()
    }

    /// Everything that a principal reaches.
    pub(super) fn of(&self, principal: PrincipalId) -> Vec<Drawn> {
        let standing = self.iam.as_is(principal);
        let admin = self.administers(&standing);
        let mut drawn = Vec::new();
        if admin.is_possible() {
            let step = Step::Identity("identity/aws-admin");
            drawn.push(Drawn { to: Reach::Account, step, verdict: admin.verdict, facts: admin.facts.clone() });
        }
        if admin.verdict == Verdict::Allow {
            return drawn;
        }
        drawn.extend(self.raised(&standing));
        if drawn.iter().all(|drawn| drawn.verdict != Verdict::Allow) {
            drawn.extend(self.taken(principal, &standing));
        }
        drawn
    }

    /// Asks for any of the actions of a need, on this.
    pub(super) fn ask(
        &self,
        standing: &Standing<'c>,
        need: &MethodNeed,
        target: &Target<'_>,
        context: &Context,
    ) -> Answer {
        let answers = need.actions.iter().map(|action| {
            let request = Request::new(action, target.clone()).with(context.clone());
            self.answer(action, &self.iam.decide_as(standing, &request))
        });
        best(answers)
    }

    /// What a decision says.
    pub(super) fn answer(&self, action: &str, decision: &Decision) -> Answer {
        Answer { verdict: decision.verdict, facts: told(action, decision) }
    }

    /// The methods that give one of these, with their places.
    pub(super) fn giving(&self, gifts: &'static [MethodGift]) -> impl Iterator<Item = (usize, &'a Method)> + use<'a> {
        let methods = self.methods.iter().enumerate();
        methods.filter(move |(_, method)| gifts.contains(&method.gives))
    }
}

/// The surest of these answers; of equally sure ones the first.
pub(super) fn best(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let none = Answer { verdict: Verdict::Deny, facts: Vec::new() };
    answers.into_iter().fold(none, |best, answer| if answer.verdict > best.verdict { answer } else { best })
}

fn attachable(cloud: &Cloud, account: &Account) -> Vec<Arn> {
    let administrator = format!("arn:{}:iam::aws:policy/AdministratorAccess", account.partition.as_str());
    let known = account.policies.iter().chain(&cloud.aws_managed).map(|policy: &ManagedPolicy| policy.arn.clone());
    let mut all: Vec<Arn> = Arn::parse(&administrator).into_iter().chain(known).collect();
    let first = all.first().cloned();
    all.retain({
        let mut is_first = true;
        move |arn| std::mem::take(&mut is_first) || Some(arn) != first.as_ref()
    });
    all
}
