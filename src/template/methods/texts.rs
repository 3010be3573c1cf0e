//! Why a method works, and what stops it: one text for all that give the same.

use super::{Method, MethodGift};

impl Method {
    /// Why it works.
    #[must_use]
    pub fn why(&self) -> &'static str {
        match self.gives {
            MethodGift::Everything | MethodGift::Policy | MethodGift::Group | MethodGift::Version => {
                "Whoever may change its own policies has whatever it writes into them, within its boundary and what other \
                 policies deny."
            }
            MethodGift::NoBoundary | MethodGift::NoDeny => {
                "What bounds or denies stands in IAM too: whoever may take it away has what it kept back."
            }
            MethodGift::NewUser | MethodGift::NewRole => {
                "A new identity has no boundary and no policy that denies unless its maker must give it one, and it trusts \
                 whom its maker wants."
            }
            MethodGift::User | MethodGift::Role => {
                "Whoever holds the keys or a session of an identity is that identity."
            }
            MethodGift::RaisedUser | MethodGift::RaisedRole => {
                "Whoever may change the policies of an identity and take it has whatever it writes into them."
            }
            MethodGift::RunningRole | MethodGift::SsoRole => {
                "What runs with a role has its session. Whether anything does that the caller reaches, no export of IAM tells."
            }
            MethodGift::PodRole => {
                "EKS gives the role to every pod of a service account, and the caller may say to which."
            }
            MethodGift::ClusterAdmin | MethodGift::ClusterGroups | MethodGift::ClusterUsers => {
                "EKS lets into the cluster whom its access entries and identity providers name."
            }
            MethodGift::ClusterNodes => "Root on an instance of EC2 is root on the node of the cluster that it is.",
        }
    }

    /// What stops it.
    #[must_use]
    pub fn fix(&self) -> &'static str {
        match self.gives {
            MethodGift::User | MethodGift::Role | MethodGift::PodRole => {
                "Take one of the permissions away, or limit them to resources that hold no more than the caller; let the \
                 trust policy name who needs the role."
            }
            MethodGift::RunningRole | MethodGift::SsoRole => {
                "Take one of the permissions away, or limit them to the resources that the caller owns."
            }
            MethodGift::ClusterAdmin | MethodGift::ClusterGroups | MethodGift::ClusterUsers => {
                "Take one of the permissions away, or limit them by eks:policyArn, eks:accessScope, eks:kubernetesGroups and \
                 eks:username."
            }
            MethodGift::ClusterNodes => "Limit the permission by tags that nodes of the cluster do not have.",
            _ => {
                "Take one of the permissions away, or deny them on the identity itself, and demand a boundary of new ones \
                 (iam:PermissionsBoundary)."
            }
        }
    }
}
