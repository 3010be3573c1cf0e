//! One account of AWS.

use serde::{Deserialize, Serialize};

use super::{Group, ManagedPolicy, Role, User};
use crate::model::Name;

/// What IAM holds in one account. Each table is sorted by ARN.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Account {
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: Name,
    /// The twelve digits.
    pub id: Name,
    /// Its users.
    #[serde(default)]
    pub users: Vec<User>,
    /// Its groups.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Its roles.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Its customer managed policies.
    #[serde(default)]
    pub policies: Vec<ManagedPolicy>,
    /// Whether the export breaks off: what it does not hold may be there all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub breaks_off: bool,
}
