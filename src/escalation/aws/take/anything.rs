//! The permissions that a method asks on whatever the caller likes: something new, in any region.
//!
//! Actions on one kind of resource must be allowed on one and the same: to make one function and run another is no way.
//! Actions on different kinds (a project, a job) are asked apart.

use std::collections::BTreeSet;

use crate::cloud::iam::{Context, FRESH, Request, Standing, Target};
use crate::model::Name;
use crate::template::{Method, MethodObject};

use crate::escalation::aws::answer::{Answer, all, best};
use crate::escalation::aws::asking::Asking;

/// An action that is allowed on something.
struct Allowed<'m> {
    action: &'m Name,
    answer: Answer,
    /// On what; nothing if it hangs on more than that.
    on: Option<Name>,
}

impl<'c> Asking<'_, 'c> {
    pub(super) fn of_anything(&self, standing: &Standing<'c>, method: &Method) -> Answer {
        let holds = |actions: &[Name]| actions.iter().any(|action| self.iam.may_hold(standing, action));
        if !method.on(MethodObject::Any).all(|need| holds(&need.actions)) {
            return Answer::no();
        }
        if method.on(MethodObject::Any).next().is_none() {
            return Answer::nothing();
        }
        best(self.iam.regions(standing).iter().map(|region| self.in_region(standing, method, region)))
    }

    fn in_region(&self, standing: &Standing<'c>, method: &Method, region: &str) -> Answer {
        let mut allowed = Vec::new();
        for need in method.on(MethodObject::Any) {
            let each = need.actions.iter().flat_map(|action| self.somewhere(standing, action, region));
            match each.max_by_key(|allowed| allowed.answer.verdict) {
                Some(one) if one.answer.is_possible() => allowed.push(one),
                _ => return Answer::no(),
            }
        }
        let answer = all(allowed.iter().map(|one| one.answer.clone()));
        answer.and_then(|| self.on_the_same(standing, &allowed))
    }

    /// An action on something new, or on whatever a policy names.
    fn somewhere<'m>(&self, standing: &Standing<'c>, action: &'m Name, region: &str) -> Vec<Allowed<'m>> {
        let targets = self.prefixes(action, region).into_iter();
        let asked = targets.map(|prefix| {
            let request = Request::new(action, Target::Fresh(prefix));
            let decision = self.iam.decide_as(standing, &request);
            Allowed { action, answer: Answer::of(action, &decision), on: decision.resource().cloned() }
        });
        asked.collect()
    }

    /// How the resources of an action begin.
    fn prefixes(&self, action: &str, region: &str) -> Vec<String> {
        let (partition, account) = (self.account.partition.as_str(), self.account.id.as_str());
        let service = action.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let of = |service: &str| format!("arn:{partition}:{service}:{region}:{account}:");
        match service.as_str() {
            "ec2-instance-connect" => vec![of("ec2")],
            "ssm" => vec![of("ec2"), of("ssm")],
            "iam" => vec![format!("arn:{partition}:iam::{account}:instance-profile/")],
            "sso" => vec![format!("arn:{partition}:sso:::")],
            service => vec![of(service)],
        }
    }

    /// Whether what is allowed on one kind of resource is so on the same one.
    fn on_the_same(&self, standing: &Standing<'c>, allowed: &[Allowed<'_>]) -> Answer {
        let services: BTreeSet<&str> = allowed.iter().map(|one| service_of(one.action)).collect();
        all(services.into_iter().map(|service| {
            let of_service = || allowed.iter().filter(|one| service_of(one.action) == service);
            let places: BTreeSet<&Name> = of_service().filter_map(|one| one.on.as_ref()).collect();
            let kinds: BTreeSet<&str> = places.iter().map(|place| kind(place)).filter(|kind| *kind != FRESH).collect();
            if places.len() < 2 || kinds.len() > 1 || of_service().any(|one| one.on.is_none()) {
                return Answer::nothing();
            }
            best(places.iter().map(|place| {
                let target = Target::Arn(place.as_str());
                all(of_service().map(|one| self.ask_for(standing, one.action, &target, &Context::new())))
            }))
        }))
    }
}

fn service_of(action: &str) -> &str {
    action.split(':').next().unwrap_or_default()
}

/// What a resource is: `function` of `arn:aws:lambda:eu-west-1:111122223333:function:a`.
fn kind(arn: &str) -> &str {
    let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
    resource.split([':', '/']).next().unwrap_or_default()
}
