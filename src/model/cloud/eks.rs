//! What EKS keeps of clusters, beside what stands in them.

use serde::{Deserialize, Serialize};

use super::{Arn, PolicyDocument};
use crate::model::Name;

/// A cluster of EKS.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct EksCluster {
    /// Its ARN.
    pub arn: Arn,
    /// Its name.
    pub name: Name,
    /// The issuer of its service account tokens, without `https://`; nothing if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Name>,
    /// `CONFIG_MAP`, `API_AND_CONFIG_MAP` or `API`; nothing if the description says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentication_mode: Option<Name>,
}

/// Lets an IAM principal into a cluster. What is nothing was not described: it may be anything.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct AccessEntry {
    /// The name of the cluster.
    pub cluster: Name,
    /// Who enters.
    pub principal_arn: Arn,
    /// As whom, if the entry was described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<EntryDetails>,
    /// The access policies associated with it, sorted, if they were listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<AssociatedPolicy>>,
}

/// As whom an access entry lets its principal in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct EntryDetails {
    /// The Kubernetes user; may hold `{{SessionName}}`.
    pub username: Name,
    /// The Kubernetes groups, sorted.
    pub groups: Vec<Name>,
    /// `STANDARD`, `EC2_LINUX`, …
    pub kind: Name,
}

/// An access policy, and where it applies.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct AssociatedPolicy {
    /// The ARN of the access policy: `arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy`.
    pub policy_arn: Arn,
    /// Where it applies.
    pub scope: AccessScope,
}

/// Where an access policy applies.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessScope {
    /// In the whole cluster.
    Cluster,
    /// In namespaces of these names or patterns (`dev-*`), sorted.
    Namespaces(Vec<Name>),
}

/// Gives pods of a service account a role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PodIdentityAssociation {
    /// The name of the cluster.
    pub cluster: Name,
    /// The namespace of the service account.
    pub namespace: Name,
    /// The name of the service account.
    pub service_account: Name,
    /// The id of the association.
    pub id: Name,
    /// The role; nothing if the association was listed but not described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<Arn>,
    /// The role that is assumed from there, in whatever account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_role_arn: Option<Arn>,
    /// A session policy, which bounds what the role allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyDocument>,
    /// Whether sessions lack the tags that tell cluster, namespace and service account.
    #[serde(default)]
    pub disable_session_tags: bool,
}
