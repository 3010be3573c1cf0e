//! What a method makes of a principal: a policy more, a group more, another version.

use crate::cloud::iam::{Context, FreshKind, PolicySource, Standing, Target};
use crate::model::cloud::{Arn, ManagedPolicy};
use crate::template::{Method, MethodGift};

use crate::escalation::aws::answer::{Answer, all};
use crate::escalation::aws::asking::Asking;
use crate::escalation::aws::objects::{Own, POLICY_ARN, is_administrator};

/// A change of oneself.
pub(super) struct Change<'c> {
    pub(super) answer: Answer,
    /// What one is then; nothing for one who administers the account.
    pub(super) standing: Option<Standing<'c>>,
}

impl<'c> Change<'c> {
    pub(super) fn new(answer: Answer, standing: Standing<'c>) -> Self {
        Change { answer, standing: Some(standing) }
    }
}

impl<'c> Asking<'_, 'c> {
    /// What a method makes of a principal, for everything that it can be applied to.
    pub(super) fn changes(&self, standing: &Standing<'c>, method: &Method) -> Vec<Change<'c>> {
        // Most principals have nothing to do with most methods.
        if !method.needs.iter().all(|need| need.actions.iter().any(|action| self.iam.may_hold(standing, action))) {
            return Vec::new();
        }
        let Some(first) = method.needs.first() else { return Vec::new() };
        match method.gives {
            MethodGift::NewUser => self.new_identity(standing, method, FreshKind::User),
            MethodGift::NewRole => self.new_identity(standing, method, FreshKind::Role),
            MethodGift::Group => self.joined(standing, method, self.objects(standing, first.on)),
            _ => {
                let objects = self.objects(standing, first.on).into_iter();
                objects.flat_map(|own| self.changed(standing, method, own)).collect()
            }
        }
    }

    fn changed(&self, standing: &Standing<'c>, method: &Method, own: Own<'c>) -> Vec<Change<'c>> {
        match (method.gives, own) {
            (MethodGift::Everything, _) => {
                let without = self.without_version(standing, own);
                let answer = self.ask_all(standing, method, own, &Context::new());
                vec![Change::new(answer, self.iam.with_everything(without))]
            }
            (MethodGift::Policy, _) => self.attached(standing, method, own),
            (MethodGift::Version, Own::Policy(policy)) => self.other_versions(standing, method, policy),
            (MethodGift::NoBoundary, _) if standing.is_bounded() => self.bounded_otherwise(standing, method, own),
            (MethodGift::NoDeny, _) => self.without_policies(standing, method, own),
            _ => Vec::new(),
        }
    }

    /// A policy that is written anew no longer says what it said.
    fn without_version(&self, standing: &Standing<'c>, own: Own<'c>) -> Standing<'c> {
        let Own::Policy(policy) = own else { return standing.clone() };
        let held = standing.policies().find(|source| is_version_of(source, &policy.arn)).cloned();
        held.map_or_else(|| standing.clone(), |source| standing.clone().without(&source))
    }

    /// In each group that may be joined, and in all of them.
    fn joined(&self, standing: &Standing<'c>, method: &Method, groups: Vec<Own<'c>>) -> Vec<Change<'c>> {
        let mut changes = Vec::new();
        let mut in_all: Option<Change<'c>> = None;
        for own in groups {
            let Own::Group(group) = own else { continue };
            let answer = self.ask_all(standing, method, own, &Context::new());
            if !answer.is_possible() {
                continue;
            }
            let answer = answer.saying(format!("joins {}", group.identity.arn.as_str()));
            changes.push(Change::new(answer.clone(), self.iam.in_group(standing.clone(), group)));
            in_all = Some(match in_all.take() {
                Some(Change { answer: before, standing: Some(member) }) => {
                    Change::new(before.and(answer), self.iam.in_group(member, group))
                }
                _ => Change::new(answer, self.iam.in_group(standing.clone(), group)),
            });
        }
        changes.extend(in_all.filter(|_| changes.len() > 1));
        changes
    }

    fn other_versions(&self, standing: &Standing<'c>, method: &Method, policy: &'c ManagedPolicy) -> Vec<Change<'c>> {
        let answer = self.ask_all(standing, method, Own::Policy(policy), &Context::new());
        let others = policy.versions.iter().filter(|version| version.id != policy.default_version);
        let changed = others.filter(|_| answer.is_possible()).filter_map(|version| {
            let standing = self.iam.with_version(standing.clone(), policy, version)?;
            Some(Change::new(answer.clone().saying(format!("version {}", version.id.as_str())), standing))
        });
        changed.collect()
    }

    /// With any policy that may be attached; the one of administrators comes first, and leaves nothing to the others.
    fn attached(&self, standing: &Standing<'c>, method: &Method, own: Own<'c>) -> Vec<Change<'c>> {
        let mut changes = Vec::new();
        for arn in &self.attachable {
            let answer = self.ask_all(standing, method, own, &Context::new().with_text(POLICY_ARN, arn.as_str()));
            if !answer.is_possible() {
                continue;
            }
            let Some(changed) = self.iam.with_attached(standing.clone(), arn) else { continue };
            let is_enough = answer.is_sure() && is_administrator(arn);
            changes.push(Change::new(answer.saying(format!("attaches {}", arn.as_str())), changed));
            if is_enough {
                break;
            }
        }
        changes
    }

    /// Asks for all permissions of a method on one thing.
    pub(super) fn ask_all(&self, standing: &Standing<'c>, method: &Method, own: Own<'c>, context: &Context) -> Answer {
        let target = Target::Arn(own.arn().as_str());
        all(method.needs.iter().map(|need| self.ask(standing, need, &target, context)))
    }
}

fn is_version_of(source: &PolicySource, policy: &Arn) -> bool {
    matches!(source, PolicySource::Managed { arn, .. } if arn == policy.name())
}
