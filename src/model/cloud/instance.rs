//! Instances of EC2, as far as they decide who has the role of a node.

use serde::{Deserialize, Serialize};

use super::Arn;
use crate::model::Name;

/// An instance of EC2.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Instance {
    /// Its id: `i-…`.
    pub id: Name,
    /// The account that it is of, by its twelve digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Name>,
    /// The instance profile that gives it a role; nothing if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Arn>,
    /// How its metadata are asked for; nothing if the description leaves that out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<MetadataOptions>,
}

/// How the metadata of an instance are asked for, the credentials of its role among them. What is nothing was left out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MetadataOptions {
    /// `HttpEndpoint`, whether they are served at all: `enabled` or `disabled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Name>,
    /// `HttpTokens`: `required`, or `optional`, which leaves version 1 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Name>,
    /// `HttpPutResponseHopLimit`: how many hops the answer with a token of version 2 may take; a pod with a network of its
    /// own is two away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hop_limit: Option<u32>,
}
