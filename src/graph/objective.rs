//! What an attacker wants in the end.

use std::borrow::Cow;

/// What an attacker wants in the end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Objective {
    /// May do everything, or can make itself so.
    ClusterAdmin,
    /// Reads every Secret.
    AllSecrets,
    /// Root on every node.
    AllNodes,
    /// Root on a node of the control plane.
    ControlPlaneNode,
    /// May do everything in the AWS account of this number, or can make itself so.
    AwsAdmin(u64),
}

/// How the names of these objectives begin; the account's twelve digits follow.
const AWS_ADMIN: &str = "objective:aws-admin/";

impl Objective {
    /// Those that every cluster has.
    pub const OF_CLUSTER: [Objective; 4] =
        [Objective::ClusterAdmin, Objective::AllSecrets, Objective::AllNodes, Objective::ControlPlaneNode];

    /// One of each kind; of an account any.
    pub const KINDS: [Objective; 5] = [
        Objective::ClusterAdmin,
        Objective::AllSecrets,
        Objective::AllNodes,
        Objective::ControlPlaneNode,
        Objective::AwsAdmin(0),
    ];

    /// The node name.
    #[must_use]
    pub fn id(self) -> Cow<'static, str> {
        match self {
            Objective::AwsAdmin(account) => Cow::Owned(format!("{AWS_ADMIN}{account:012}")),
            of_cluster => Cow::Borrowed(of_cluster.kind_id()),
        }
    }

    /// The objective of this node name.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        match id.strip_prefix(AWS_ADMIN) {
            Some(account) => Self::aws_admin(account),
            None => Self::OF_CLUSTER.into_iter().find(|objective| objective.id() == id),
        }
    }

    /// The objective of the account with these twelve digits.
    #[must_use]
    pub fn aws_admin(account: &str) -> Option<Self> {
        let digits = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| account.parse().ok()).flatten().map(Objective::AwsAdmin)
    }

    /// What all of its kind are called: the name without what tells one account from another.
    #[must_use]
    pub fn kind(self) -> &'static str {
        self.kind_id().trim_start_matches("objective:")
    }

    /// The node name of all of its kind: of an account that of whichever.
    #[must_use]
    pub fn kind_id(self) -> &'static str {
        match self {
            Objective::ClusterAdmin => "objective:cluster-admin",
            Objective::AllSecrets => "objective:all-secrets",
            Objective::AllNodes => "objective:all-nodes",
            Objective::ControlPlaneNode => "objective:control-plane-node",
            Objective::AwsAdmin(_) => "objective:aws-admin",
        }
    }

    /// What it is to have it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Objective::ClusterAdmin => "may do everything, or can make itself so",
            Objective::AllSecrets => "reads every Secret of the cluster",
            Objective::AllNodes => "is root on every node",
            Objective::ControlPlaneNode => "is root on a node of the control plane",
            Objective::AwsAdmin(_) => "may do everything in the AWS account, or can make itself so",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Objective;

    #[test]
    fn names_lead_back() {
        let all = Objective::OF_CLUSTER.into_iter().chain([Objective::AwsAdmin(42)]);
        for objective in all {
            assert_eq!(Objective::of_id(&objective.id()), Some(objective));
        }
        assert_eq!(Objective::AwsAdmin(42).id(), "objective:aws-admin/000000000042");
        for odd in ["objective:aws-admin/42", "objective:aws-admin/00000000004x", "objective:nothing", "cluster-admin"]
        {
            assert_eq!(Objective::of_id(odd), None, "{odd}");
        }
    }
}
