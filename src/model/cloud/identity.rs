//! Identities of IAM: users, groups and roles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Arn, PolicyDocument};
use crate::model::{Name, Time};

/// The tags of an identity.
pub type Tags = BTreeMap<Name, Name>;

/// What users, groups and roles have in common.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// The ARN, path included.
    pub arn: Arn,
    /// The name alone.
    pub name: Name,
    /// The path: `/` or `/ops/`.
    pub path: Name,
    /// The unique id: `AIDA…` of a user, `AROA…` of a role, `AGPA…` of a group.
    pub id: Name,
    /// Policies that are part of it, sorted by name.
    #[serde(default)]
    pub inline: Vec<InlinePolicy>,
    /// Managed policies attached to it, sorted.
    #[serde(default)]
    pub attached: Vec<Arn>,
}

/// A policy that is part of one identity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InlinePolicy {
    /// Its name, unique within the identity.
    pub name: Name,
    /// What it says.
    pub document: PolicyDocument,
}

/// An IAM user.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct User {
    /// Who it is, and what it holds itself.
    #[serde(flatten)]
    pub identity: Identity,
    /// The names of its groups, sorted.
    #[serde(default)]
    pub groups: Vec<Name>,
    /// The policy that bounds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<Arn>,
    /// Its tags.
    #[serde(default)]
    pub tags: Tags,
}

/// A group of users.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    /// Who it is, and what its members hold through it.
    #[serde(flatten)]
    pub identity: Identity,
}

/// An IAM role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Role {
    /// Who it is, and what it holds.
    #[serde(flatten)]
    pub identity: Identity,
    /// Its trust policy: who may assume it.
    pub trust: PolicyDocument,
    /// The policy that bounds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<Arn>,
    /// Its tags.
    #[serde(default)]
    pub tags: Tags,
    /// Through which instances of EC2 get it, sorted by ARN.
    #[serde(default)]
    pub instance_profiles: Vec<InstanceProfile>,
    /// When it was used last; nothing if that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<Time>,
}

/// What gives a role to instances of EC2.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct InstanceProfile {
    /// Its ARN.
    pub arn: Arn,
    /// Its name.
    pub name: Name,
}
