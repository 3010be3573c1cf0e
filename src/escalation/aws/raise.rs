//! What a principal can make of itself.
//!
//! A right to change oneself is worth what one is afterwards: the change is made on paper and asked about. It may take a
//! few changes, one after the other.

use crate::cloud::iam::{Context, FreshKind, PolicySource, Standing, Target, Verdict};
use crate::graph::Step;
use crate::model::cloud::Arn;
use crate::template::{Method, MethodGift, MethodNeed};

use super::asking::{Answer, Asking, best};
use super::objects::Own;
use super::{Drawn, Reach};

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

const POLICY: &str = "iam:PolicyARN";
const BOUNDARY: &str = "iam:PermissionsBoundary";

/// A change of oneself.
struct Change<'c> {
    answer: Answer,
    /// What one is then; nothing for one who administers the account.
    standing: Option<Standing<'c>>,
}

impl<'c> Asking<'_, 'c> {
    /// Whether a principal administers the account: it may do everything, and nothing that is denied keeps it from doing
    /// what is denied.
    pub(super) fn administers(&self, standing: &Standing<'c>) -> Answer {
        let all = self.answer("*", &self.iam.administers_as(standing));
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
        best(self.changes(standing, method).into_iter().map(|change| self.worth(change, left)))
    }

    /// How surely a change leads to the account.
    fn worth(&self, change: Change<'c>, left: usize) -> Answer {
        let Some(changed) = change.standing.filter(|_| change.answer.is_possible()) else { return change.answer };
        let admin = self.administers(&changed);
        if admin.is_possible() || left <= 1 {
            return change.answer.at_most(admin.verdict);
        }
        let further = self.giving(OWN).map(|(_, method)| {
            let answer = self.raised_by(&changed, method, left - 1);
            Answer { facts: [vec![format!("then {}", method.id)], answer.facts].concat(), ..answer }
        });
        change.answer.and(best(further))
    }

    /// What a method makes of a principal, for everything that it can be applied to.
    fn changes(&self, standing: &Standing<'c>, method: &Method) -> Vec<Change<'c>> {
        let Some(first) = method.needs.first() else { return Vec::new() };
        match method.gives {
            MethodGift::NewUser => self.new_identity(standing, method, FreshKind::User),
            MethodGift::NewRole => self.new_identity(standing, method, FreshKind::Role),
            _ => {
                let objects = self.objects(standing, first.on).into_iter();
                objects.flat_map(|own| self.changed(standing, method, own)).collect()
            }
        }
    }

    fn changed(&self, standing: &Standing<'c>, method: &Method, own: Own<'c>) -> Vec<Change<'c>> {
        let plain = || self.ask_all(standing, method, own, &Context::new());
        let change = |answer, standing| Change { answer, standing: Some(standing) };
        match (method.gives, own) {
            (MethodGift::Everything, Own::Policy(policy)) => {
                let held = standing.policies().find(|source| is_version_of(source, &policy.arn)).cloned();
                let without = held.map_or_else(|| standing.clone(), |source| standing.clone().without(&source));
                vec![change(plain(), self.iam.with_everything(without))]
            }
            (MethodGift::Everything, _) => vec![change(plain(), self.iam.with_everything(standing.clone()))],
            (MethodGift::Policy, _) => self.attached(standing, method, own),
            (MethodGift::Group, Own::Group(group)) => {
                vec![change(plain(), self.iam.in_group(standing.clone(), group))]
            }
            (MethodGift::Version, Own::Policy(policy)) => {
                let answer = plain();
                let others = policy.versions.iter().filter(|version| version.id != policy.default_version);
                let others = others.filter(|_| answer.is_possible());
                let changed = others.filter_map(|version| {
                    let standing = self.iam.with_version(standing.clone(), policy, version)?;
                    Some(change(answer.clone().saying(format!("version {}", version.id.as_str())), standing))
                });
                changed.collect()
            }
            (MethodGift::NoBoundary, _) if standing.is_bounded() => self.bounded_otherwise(standing, method, own),
            (MethodGift::NoDeny, _) => self.without_policies(standing, method, own),
            _ => Vec::new(),
        }
    }

    /// With any policy that may be attached; the one of administrators comes first, and leaves nothing to the others.
    fn attached(&self, standing: &Standing<'c>, method: &Method, own: Own<'c>) -> Vec<Change<'c>> {
        let mut changes = Vec::new();
        for arn in &self.attachable {
            let answer = self.ask_all(standing, method, own, &Context::new().with_text(POLICY, arn.as_str()));
            if !answer.is_possible() {
                continue;
            }
            let Some(changed) = self.iam.with_attached(standing.clone(), arn) else { continue };
            let is_enough = answer.verdict == Verdict::Allow && changes.is_empty() && is_administrator(arn);
            changes
                .push(Change { answer: answer.saying(format!("attaches {}", arn.as_str())), standing: Some(changed) });
            if is_enough {
                break;
            }
        }
        changes
    }

    fn bounded_otherwise(&self, standing: &Standing<'c>, method: &Method, own: Own<'c>) -> Vec<Change<'c>> {
        let mut changes = Vec::new();
        for action in method.needs.iter().flat_map(|need| &need.actions) {
            let need = MethodNeed { actions: vec![action.clone()], on: own_kind(method) };
            let target = Target::Arn(own.arn().as_str());
            if action.starts_with("iam:Delete") {
                let answer = self.ask(standing, &need, &target, &Context::new());
                changes.push(Change { answer, standing: Some(standing.clone().unbounded()) });
                continue;
            }
            for arn in &self.attachable {
                let answer = self.ask(standing, &need, &target, &Context::new().with_text(BOUNDARY, arn.as_str()));
                let changed = self.iam.bounded_by(standing.clone(), arn).filter(|_| answer.is_possible());
                changes.extend(changed.map(|standing| Change { answer, standing: Some(standing) }));
            }
        }
        changes
    }

    /// Without one of the policies of an identity.
    fn without_policies(&self, standing: &Standing<'c>, method: &Method, own: Own<'c>) -> Vec<Change<'c>> {
        let identity = own.arn();
        let mut changes = Vec::new();
        for source in standing.policies() {
            let (verb, context) = match source {
                PolicySource::Managed { arn, .. } => ("iam:Detach", Context::new().with_text(POLICY, arn)),
                PolicySource::Inline { identity: of, .. } if of == identity.name() => ("iam:Delete", Context::new()),
                _ => continue,
            };
            let actions = method.needs.iter().flat_map(|need| &need.actions).filter(|action| action.starts_with(verb));
            let need = MethodNeed { actions: actions.cloned().collect(), on: own_kind(method) };
            let answer = self.ask(standing, &need, &Target::Arn(identity.as_str()), &context);
            changes.push(Change { answer, standing: Some(standing.clone().without(source)) });
        }
        changes
    }

    /// A new identity of the caller's making: it administers the account if any policy may be given to it.
    fn new_identity(&self, standing: &Standing<'c>, method: &Method, kind: FreshKind) -> Vec<Change<'c>> {
        let free = Context::new().with(BOUNDARY, crate::cloud::iam::ContextValue::Absent);
        let mut changes = self.new_with(standing, method, kind, &free, None);
        if changes.iter().all(|change| change.answer.verdict != Verdict::Allow) {
            for arn in &self.attachable {
                let bound = Context::new().with_text(BOUNDARY, arn.as_str());
                changes.extend(self.new_with(standing, method, kind, &bound, Some(arn)));
            }
        }
        changes
    }

    fn new_with(
        &self,
        standing: &Standing<'c>,
        method: &Method,
        kind: FreshKind,
        context: &Context,
        boundary: Option<&Arn>,
    ) -> Vec<Change<'c>> {
        let target = Target::fresh(kind, self.account);
        let bare = standing.clone().bare();
        let bare = boundary.map_or(Some(bare.clone()), |arn| self.iam.bounded_by(bare, arn));
        let Some(bare) = bare else { return Vec::new() };
        let (giving, making): (Vec<&MethodNeed>, Vec<&MethodNeed>) =
            method.needs.iter().partition(|need| gives_policy(need));
        let made = making.into_iter().map(|need| self.ask(standing, need, &target, context));
        let made = made.fold(Answer::nothing(), Answer::and);
        if !made.is_possible() {
            return Vec::new();
        }
        let given = giving.into_iter().flat_map(|need| &need.actions).map(|action| {
            let need = MethodNeed { actions: vec![action.clone()], on: own_kind(method) };
            match action.starts_with("iam:Put") {
                true => self.worth_of(
                    self.ask(standing, &need, &target, context),
                    Some(self.iam.with_everything(bare.clone())),
                ),
                false => best(self.attachable.iter().map(|arn| {
                    let context = context.clone().with_text(POLICY, arn.as_str());
                    let answer = self.ask(standing, &need, &target, &context);
                    self.worth_of(answer, self.iam.with_attached(bare.clone(), arn))
                })),
            }
        });
        vec![Change { answer: made.and(best(given)), standing: None }]
    }

    /// How surely a new identity of this standing does everything.
    fn worth_of(&self, answer: Answer, standing: Option<Standing<'c>>) -> Answer {
        let all = standing.filter(|_| answer.is_possible()).map(|standing| self.iam.administers_as(&standing).verdict);
        answer.at_most(all.unwrap_or(Verdict::Deny))
    }

    /// Asks for all permissions of a method on one thing.
    fn ask_all(&self, standing: &Standing<'c>, method: &Method, own: Own<'c>, context: &Context) -> Answer {
        let target = Target::Arn(own.arn().as_str());
        let answers = method.needs.iter().map(|need| self.ask(standing, need, &target, context));
        answers.fold(Answer::nothing(), Answer::and)
    }
}

fn gives_policy(need: &MethodNeed) -> bool {
    need.actions.iter().any(|action| action.starts_with("iam:Put") || action.starts_with("iam:Attach"))
}

fn own_kind(method: &Method) -> crate::template::MethodObject {
    method.needs.first().map_or(crate::template::MethodObject::Any, |need| need.on)
}

fn is_version_of(source: &PolicySource, policy: &Arn) -> bool {
    matches!(source, PolicySource::Managed { arn, .. } if arn == policy.name())
}

fn is_administrator(arn: &Arn) -> bool {
    arn.account() == "aws" && arn.resource() == "policy/AdministratorAccess"
}
