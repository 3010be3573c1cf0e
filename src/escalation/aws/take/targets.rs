//! Who may be taken by a method, as far as the target itself allows it.

use crate::cloud::iam::{Principal, PrincipalId, Verdict};
use crate::model::cloud::Arn;
use crate::template::{Method, MethodGift, MethodObject};

use super::{Taker, raises};
use crate::escalation::aws::asking::Asking;
use crate::escalation::aws::objects::{is_editable, is_of_service};

pub(super) const ASSUME: &str = "sts:AssumeRole";
pub(super) const PASS: &str = "iam:PassRole";
/// What puts a role where instances find it.
pub(super) const INTO_PROFILE: &str = "iam:AddRoleToInstanceProfile";

impl<'c> Asking<'_, 'c> {
    pub(super) fn targets(&self, taker: Taker<'_, 'c>, method: &Method) -> Vec<(PrincipalId, Verdict)> {
        let sure = |ids: &[PrincipalId]| ids.iter().map(|id| (*id, Verdict::Allow)).collect::<Vec<_>>();
        if !self.may_ask_on_target(taker, method) {
            return Vec::new();
        }
        let mut targets = match method.gives {
            MethodGift::User | MethodGift::RaisedUser => sure(&self.users),
            MethodGift::SsoRole => sure(&self.roles),
            _ if !method.service.is_empty() => self.doors.of_services(&method.service).into_iter().collect(),
            _ if asks(method, ASSUME) => {
                let may_ask = self.iam.may_hold(taker.standing, ASSUME);
                sure(&self.doors.of(taker.standing.principal(), may_ask))
            }
            _ => sure(&self.roles),
        };
        targets.retain(|(id, _)| *id != taker.id && self.may_be_target(method, *id));
        targets
    }

    /// Whether any policy of the caller is about each of the permissions that are asked on the target.
    fn may_ask_on_target(&self, taker: Taker<'_, 'c>, method: &Method) -> bool {
        let needs = method.needs.iter().filter(|need| need.on != MethodObject::Any);
        // Whom a trust policy names needs no permission to assume the role.
        let mut asked = needs.filter(|need| need.actions.iter().all(|action| *action != ASSUME));
        asked.all(|need| need.actions.iter().any(|action| self.iam.may_hold(taker.standing, action)))
    }

    fn may_be_target(&self, method: &Method, id: PrincipalId) -> bool {
        let principal = self.iam.principal(id);
        let arn = principal.arn();
        match method.gives {
            MethodGift::SsoRole => arn.resource().starts_with("role/aws-reserved/sso.amazonaws.com/"),
            MethodGift::RunningRole => self.may_run(method, principal),
            _ => !is_of_service(arn) && (!edits(method) || is_changeable(arn)),
        }
    }

    /// On an instance runs only what is in an instance profile.
    fn may_run(&self, method: &Method, principal: Principal<'_>) -> bool {
        let Principal::Role(role) = principal else { return false };
        let on_instances =
            !method.service.is_empty() && method.service.iter().all(|service| *service == "ec2.amazonaws.com");
        let needs_profile = on_instances && self.tells_profiles && !asks(method, INTO_PROFILE);
        !needs_profile || !role.instance_profiles.is_empty()
    }
}

/// Whether a method changes its target.
fn edits(method: &Method) -> bool {
    let on_target = method.needs.iter().filter(|need| need.on != MethodObject::Any);
    raises(method)
        || on_target.flat_map(|need| &need.actions).any(|action| action.starts_with("iam:") && *action != PASS)
}

fn is_changeable(arn: &Arn) -> bool {
    arn.kind() != "role" || is_editable(arn)
}

pub(super) fn asks(method: &Method, action: &str) -> bool {
    method.needs.iter().any(|need| need.actions.iter().any(|known| *known == action))
}
