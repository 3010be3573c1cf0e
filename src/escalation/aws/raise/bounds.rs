//! What holds a principal back, taken away: its boundary, a policy that denies.

use crate::cloud::iam::{Context, PolicySource, Standing, Target};
use crate::template::Method;

use super::change::Change;
use crate::escalation::aws::answer::best;
use crate::escalation::aws::asking::Asking;
use crate::escalation::aws::objects::{BOUNDARY, Own, POLICY_ARN};

impl<'c> Asking<'_, 'c> {
    /// Without its boundary, or with any other.
    pub(super) fn bounded_otherwise(&self, standing: &Standing<'c>, method: &Method, own: Own<'c>) -> Vec<Change<'c>> {
        let mut changes = Vec::new();
        let target = Target::Arn(own.arn().as_str());
        for action in method.needs.iter().flat_map(|need| &need.actions) {
            if action.starts_with("iam:Delete") {
                let answer = self.ask_for(standing, action, &target, &Context::new());
                changes.push(Change::new(answer, standing.clone().unbounded()));
                continue;
            }
            for arn in &self.attachable {
                let context = Context::new().with_text(BOUNDARY, arn.as_str());
                let answer = self.ask_for(standing, action, &target, &context);
                let changed = self.iam.bounded_by(standing.clone(), arn).filter(|_| answer.is_possible());
                changes.extend(changed.map(|standing| Change::new(answer, standing)));
            }
        }
        changes
    }

    /// Without one of the policies of an identity.
    pub(super) fn without_policies(&self, standing: &Standing<'c>, method: &Method, own: Own<'c>) -> Vec<Change<'c>> {
        let identity = own.arn();
        let mut changes = Vec::new();
        for source in standing.policies() {
            let (verb, context) = match source {
                PolicySource::Managed { arn, .. } => ("iam:Detach", Context::new().with_text(POLICY_ARN, arn)),
                PolicySource::Inline { identity: of, .. } if of == identity.name() => ("iam:Delete", Context::new()),
                _ => continue,
            };
            let actions = method.needs.iter().flat_map(|need| &need.actions).filter(|action| action.starts_with(verb));
            let target = Target::Arn(identity.as_str());
            let answer = best(actions.map(|action| self.ask_for(standing, action, &target, &context)));
            changes.push(Change::new(answer, standing.clone().without(source)));
        }
        changes
    }
}
