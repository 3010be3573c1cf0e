//! Asking IAM on behalf of methods.

use crate::cloud::iam::{Context, Iam, Principal, PrincipalId, Request, Standing, Target, Verdict};
use crate::graph::Step;
use crate::model::cloud::{Account, Arn, Cloud, ManagedPolicy};
use crate::template::{Method, MethodGift, MethodNeed};

use super::answer::{Answer, best};
use super::doors::Doors;
use super::{Drawn, Reach};

/// Whom to ask, and about what.
pub(super) struct Asking<'a, 'c> {
    pub(super) iam: &'a Iam<'c>,
    pub(super) account: &'c Account,
    pub(super) methods: &'a [Method],
    /// Managed policies that may be attached: those of the account, and of AWS as far as they are known.
    pub(super) attachable: Vec<Arn>,
    /// Whom trust policies could let in.
    pub(super) doors: Doors,
    pub(super) roles: Vec<PrincipalId>,
    pub(super) users: Vec<PrincipalId>,
    /// Whether the export tells of instance profiles at all.
    pub(super) tells_profiles: bool,
}

/// What a principal makes of itself.
pub(super) struct Raised {
    pub(super) drawn: Vec<Drawn>,
    /// Whether that leads to the account for sure.
    pub(super) is_sure: bool,
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
        let doors = Doors::new(iam, account, &roles, methods.iter().flat_map(|method| &method.service));
        let attachable = attachable(cloud, account);
        let tells_profiles = account.roles.iter().any(|role| !role.instance_profiles.is_empty());
        Asking { iam, account, methods, attachable, doors, roles, users, tells_profiles }
    }

    pub(super) fn principals(&self) -> impl Iterator<Item = PrincipalId> + '_ {
        self.users.iter().chain(&self.roles).copied()
    }

    /// A principal as it is. What a policy of AWS may allow that is not in the export is no way up, but a gap.
    pub(super) fn as_is(&self, principal: PrincipalId) -> Standing<'c> {
        self.iam.as_is(principal).without_gaps_of_aws()
    }

    /// What a principal makes of itself, and whether it administers its account already.
    pub(super) fn by_itself(&self, principal: PrincipalId) -> Raised {
        let standing = self.as_is(principal);
        let admin = self.administers(&standing);
        let mut drawn = Vec::new();
        if admin.is_possible() {
            let step = Step::Identity("identity/aws-admin");
            drawn.push(Drawn { to: Reach::Account, step, verdict: admin.verdict, facts: admin.facts.clone() });
        }
        if !admin.is_sure() {
            drawn.extend(self.raised(&standing));
        }
        let is_sure = drawn.iter().any(|drawn| drawn.verdict == Verdict::Allow);
        Raised { drawn, is_sure }
    }

    /// Asks for any of the actions of a need, on this.
    pub(super) fn ask(
        &self,
        standing: &Standing<'c>,
        need: &MethodNeed,
        target: &Target<'_>,
        context: &Context,
    ) -> Answer {
        best(need.actions.iter().map(|action| self.ask_for(standing, action, target, context)))
    }

    /// Asks for one action, on this.
    pub(super) fn ask_for(
        &self,
        standing: &Standing<'c>,
        action: &str,
        target: &Target<'_>,
        context: &Context,
    ) -> Answer {
        let request = Request::new(action, target.clone()).with(context.clone());
        Answer::of(action, &self.iam.decide_as(standing, &request))
    }

    /// The methods that give one of these, with their places.
    pub(super) fn giving(&self, gifts: &'static [MethodGift]) -> impl Iterator<Item = (usize, &'a Method)> + use<'a> {
        let methods = self.methods.iter().enumerate();
        methods.filter(move |(_, method)| gifts.contains(&method.gives))
    }
}

/// The policy of administrators first, then all others.
fn attachable(cloud: &Cloud, account: &Account) -> Vec<Arn> {
    let administrator = format!("arn:{}:iam::aws:policy/AdministratorAccess", account.partition.as_str());
    let administrator = Arn::parse(&administrator);
    let known = account.policies.iter().chain(&cloud.aws_managed).map(|policy: &ManagedPolicy| policy.arn.clone());
    let others = known.filter(|arn| Some(arn) != administrator.as_ref()).collect::<Vec<Arn>>();
    administrator.into_iter().chain(others).collect()
}
