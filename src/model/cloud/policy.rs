//! Managed policies.

use serde::{Deserialize, Serialize};

use super::{Arn, PolicyDocument};
use crate::model::Name;

/// The policies that AWS maintains and that are known by their name, though an export leaves them out.
pub const KNOWN_OF_AWS: &[&str] = &["AdministratorAccess", "PowerUserAccess", "IAMFullAccess", "ReadOnlyAccess"];

/// A policy that identities share, with all its versions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ManagedPolicy {
    /// Its ARN.
    pub arn: Arn,
    /// Its name.
    pub name: Name,
    /// The id of the version that is in force.
    pub default_version: Name,
    /// The versions that are kept, sorted by id.
    pub versions: Vec<ManagedVersion>,
}

/// One version of a managed policy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ManagedVersion {
    /// `v1`, `v2`.
    pub id: Name,
    /// What it says.
    pub document: PolicyDocument,
}

impl ManagedPolicy {
    /// The version that is in force; nothing if the export lacks it.
    #[must_use]
    pub fn default(&self) -> Option<&ManagedVersion> {
        self.versions.iter().find(|version| version.id == self.default_version)
    }
}
