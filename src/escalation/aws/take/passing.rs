//! Handing a role to a service.
//!
//! A role comes to an instance of EC2 only in an instance profile: it must be in one, or be put into one.

use crate::cloud::iam::{Context, ContextValue, Doubt, Principal, PrincipalId, Standing, Target, Verdict};
use crate::model::Name;
use crate::template::{Method, MethodObject};

use super::targets::{INTO_PROFILE, PASS, asks};
use crate::escalation::aws::answer::{Answer, best};
use crate::escalation::aws::asking::Asking;

const PASSED_TO: &str = "iam:PassedToService";
/// What the role is for. Not every service tells it.
const PASSED_FOR: &str = "iam:AssociatedResourceArn";
const EC2: &str = "ec2.amazonaws.com";

impl<'c> Asking<'_, 'c> {
    /// Hands the role to one of the services of a method that it trusts.
    pub(super) fn passed(&self, standing: &Standing<'c>, method: &Method, role: PrincipalId) -> Answer {
        let arn = Target::Arn(self.iam.principal(role).arn().as_str());
        best(method.service.iter().map(|service| {
            let trusted = self.doors.serves(service, role);
            if trusted == Verdict::Deny {
                return Answer::no();
            }
            let context = Context::new().with_text(PASSED_TO, service).with(PASSED_FOR, self.passed_for(service));
            let answer = self.ask_for(standing, PASS, &arn, &context).at_most(trusted);
            let with_profile =
                *service == EC2 && !asks(method, INTO_PROFILE) && method.on(MethodObject::Cluster).next().is_none();
            if with_profile { answer.and_then(|| self.in_profile(standing, role)) } else { answer }
        }))
    }

    /// Something of the service, whatever it is.
    fn passed_for(&self, service: &str) -> ContextValue {
        let prefix = format!("arn:{}:{}:", self.account.partition.as_str(), resources_of(service));
        ContextValue::BeginsWith(prefix.into(), Doubt::Key(Name::from(PASSED_FOR.to_ascii_lowercase())))
    }

    /// Whether instances can get a role: it is in an instance profile, or the caller puts it into one.
    fn in_profile(&self, standing: &Standing<'c>, role: PrincipalId) -> Answer {
        let Principal::Role(known) = self.iam.principal(role) else { return Answer::no() };
        if !known.instance_profiles.is_empty() {
            return Answer::nothing();
        }
        if !self.tells_profiles {
            return Answer::unknown("whether an instance profile holds the role");
        }
        let (partition, account) = (self.account.partition.as_str(), self.account.id.as_str());
        let new = Target::Fresh(format!("arn:{partition}:iam::{account}:instance-profile/"));
        let ask = |action: &str| self.ask_for(standing, action, &new, &Context::new());
        ask(INTO_PROFILE).and_then(|| {
            let made = ask("iam:CreateInstanceProfile");
            if made.is_possible() { made } else { Answer::unknown("whether an instance profile is empty") }
        })
    }
}

/// What the resources of a service are called in ARNs.
fn resources_of(service: &str) -> &str {
    let labels = service.split('.').collect::<Vec<&str>>();
    match labels.as_slice() {
        ["ecs-tasks", ..] => "ecs",
        ["tasks" | "pods", service, ..] | [service, ..] => service,
        [] => service,
    }
}
