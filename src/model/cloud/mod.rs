//! What is known of a cloud beside the cluster: accounts with their identities and policies, and what EKS keeps of clusters.
//!
//! Names are those of AWS IAM and EKS. Nothing is judged here: what a policy *allows* is the business of `cloud`.

mod account;
mod arn;
mod condition;
mod document;
mod eks;
mod identity;
mod instance;
mod policy;

pub use account::Account;
pub use arn::Arn;
pub use condition::{Condition, Operator, SetOperator, Test};
pub use document::{Document, Effect, PolicyDocument, PolicyVersion, PrincipalPattern, Selection, Statement};
pub use eks::{AccessEntry, AccessScope, AssociatedPolicy, EksCluster, EntryDetails, PodIdentityAssociation};
pub use identity::{Group, Identity, InlinePolicy, InstanceProfile, Role, Tags, User};
pub use instance::{Instance, MetadataOptions};
pub use policy::{KNOWN_OF_AWS, ManagedPolicy, ManagedVersion};

use serde::{Deserialize, Serialize};

use super::{Gap, Name, Reason, Time};

impl Cloud {
    /// Whether nothing was told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Cloud::default()
    }
}

/// All that exports of a cloud told; each table is sorted, and holds nothing twice.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cloud {
    /// When the exports were read: it decides conditions on time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Time>,
    /// The accounts of which there is an export of IAM.
    pub accounts: Vec<Account>,
    /// The policies that AWS maintains, as far as an export holds them.
    pub aws_managed: Vec<ManagedPolicy>,
    /// Clusters of EKS.
    pub clusters: Vec<EksCluster>,
    /// Who of IAM may enter which cluster.
    pub access_entries: Vec<AccessEntry>,
    /// Principals that a list of access entries names; the list does not say of which cluster.
    pub listed_entries: Vec<Arn>,
    /// Which service account has which role.
    pub associations: Vec<PodIdentityAssociation>,
    /// Instances of EC2.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<Instance>,
    /// The lists that break off, by what they are of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broken_lists: Vec<Name>,
}

impl Cloud {
    /// Whether an identity may be there that no export holds: that of its account breaks off.
    #[must_use]
    pub fn may_hide(&self, arn: &Arn) -> bool {
        let own = (arn.partition(), arn.account());
        self.accounts.iter().any(|known| known.breaks_off && own == (known.partition.as_str(), known.id.as_str()))
    }

    /// What the exports say is there and do not hold, as gaps.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> {
        let accounts = self.accounts.iter().filter(|account| account.breaks_off);
        let of_accounts = accounts.map(|account| Gap {
            resource: "iam".to_owned(),
            scope: format!("aws/{}", account.id.as_str()),
            reason: Reason::NotFound,
            effect: "the export of the account breaks off: there may be more principals, policies and ways".to_owned(),
        });
        let of_lists = self.broken_lists.iter().map(|list| Gap {
            resource: list.as_str().to_owned(),
            scope: "aws".to_owned(),
            reason: Reason::NotFound,
            effect: format!("the list of {} breaks off: there may be more of them, and ways by them", list.as_str()),
        });
        of_accounts.chain(of_lists)
    }
}
