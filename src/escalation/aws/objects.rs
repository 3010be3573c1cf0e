//! What the permissions of methods are asked on.

use crate::cloud::iam::{PolicySource, Principal, Standing};
use crate::model::cloud::{Arn, Group, ManagedPolicy};
use crate::template::MethodObject;

use super::asking::Asking;

/// The policy that a request attaches or detaches.
pub(super) const POLICY_ARN: &str = "iam:PolicyARN";
/// The boundary that a request sets.
pub(super) const BOUNDARY: &str = "iam:PermissionsBoundary";

/// Something that a principal has or is.
#[derive(Clone, Copy)]
pub(super) enum Own<'c> {
    /// Itself.
    Identity(&'c Arn),
    /// A group.
    Group(&'c Group),
    /// A customer managed policy.
    Policy(&'c ManagedPolicy),
}

impl<'c> Own<'c> {
    pub(super) fn arn(&self) -> &'c Arn {
        match self {
            Own::Identity(arn) => arn,
            Own::Group(group) => &group.identity.arn,
            Own::Policy(policy) => &policy.arn,
        }
    }
}

impl<'c> Asking<'_, 'c> {
    /// What of this kind a principal has, or could ask for.
    pub(super) fn objects(&self, standing: &Standing<'c>, object: MethodObject) -> Vec<Own<'c>> {
        let principal = standing.principal();
        match (object, principal) {
            (MethodObject::OwnUser, Principal::User(user)) => vec![Own::Identity(&user.identity.arn)],
            (MethodObject::OwnRole, Principal::Role(role)) if is_editable(&role.identity.arn) => {
                vec![Own::Identity(&role.identity.arn)]
            }
            (MethodObject::OwnGroup, Principal::User(user)) => {
                let own = |group: &&Group| user.groups.contains(&group.identity.name);
                self.account.groups.iter().filter(own).map(Own::Group).collect()
            }
            (MethodObject::Group, Principal::User(user)) => {
                let other = |group: &&Group| !user.groups.contains(&group.identity.name);
                self.account.groups.iter().filter(other).map(Own::Group).collect()
            }
            (MethodObject::OwnPolicy, _) => self.policies(standing).into_iter().map(Own::Policy).collect(),
            _ => Vec::new(),
        }
    }

    /// The customer managed policies of a principal.
    pub(super) fn policies(&self, standing: &Standing<'c>) -> Vec<&'c ManagedPolicy> {
        let managed = standing.policies().filter_map(|source| match source {
            PolicySource::Managed { arn, .. } => Some(arn),
            _ => None,
        });
        managed.filter_map(|arn| self.account.policies.iter().find(|policy| policy.arn.name() == arn)).collect()
    }
}

/// Whether anybody may edit a role: those of services and of Identity Center nobody.
pub(super) fn is_editable(role: &Arn) -> bool {
    !is_of_service(role) && !role.resource().starts_with("role/aws-reserved/")
}

/// Whether only one service may ever have a role.
pub(super) fn is_of_service(role: &Arn) -> bool {
    role.resource().starts_with("role/aws-service-role/")
}

/// Whether a policy is the one of AWS that allows everything.
pub(super) fn is_administrator(arn: &Arn) -> bool {
    arn.account() == "aws" && arn.resource() == "policy/AdministratorAccess"
}
