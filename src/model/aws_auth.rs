//! The ConfigMap `aws-auth`, as raw as it is: what is in it is the authenticator's business.

use serde::{Deserialize, Serialize};

/// The ConfigMap that tells an EKS cluster which AWS identities sign in, and as whom. Each value is YAML in a text; empty
/// where the key is missing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AwsAuth {
    /// `mapRoles`: IAM roles.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub map_roles: String,
    /// `mapUsers`: IAM users.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub map_users: String,
    /// `mapAccounts`: AWS accounts all of whose identities sign in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub map_accounts: String,
}

impl AwsAuth {
    /// The name of the ConfigMap.
    pub const NAME: &'static str = "aws-auth";
    /// The only namespace that the authenticator looks for it in.
    pub const NAMESPACE: &'static str = "kube-system";
}
