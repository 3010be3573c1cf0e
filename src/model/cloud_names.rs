//! What objects of a cluster say of identities in a cloud. Hints all of them: what a cloud grants stands there.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::Name;

/// The cloud identities that a ServiceAccount is annotated with.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CloudNames {
    /// `eks.amazonaws.com/role-arn`: the IAM role that EKS sets its pods up for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_role: Option<Name>,
    /// `eks.amazonaws.com/audience`: the audience of the token for it, where it is not `sts.amazonaws.com`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_audience: Option<Name>,
    /// `iam.gke.io/gcp-service-account`: the e-mail of a Google service account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gcp_account: Option<Name>,
    /// `azure.workload.identity/client-id`: an application or a managed identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azure_client: Option<Name>,
    /// `azure.workload.identity/tenant-id`: the tenant of that, where it is not the cluster's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azure_tenant: Option<Name>,
}

impl CloudNames {
    /// The identity of the first cloud that is named.
    #[must_use]
    pub fn identity(&self) -> Option<&Name> {
        self.aws_role.as_ref().or(self.gcp_account.as_ref()).or(self.azure_client.as_ref())
    }

    /// These, unless nothing is named.
    #[must_use]
    pub fn unless_empty(self) -> Option<Box<Self>> {
        (self != CloudNames::default()).then(|| Box::new(self))
    }

    /// What earlier snapshots have: one identity, whose cloud its form tells.
    fn of_one(identity: &str) -> Self {
        let name = Some(Name::from(identity));
        match identity {
            arn if arn.starts_with("arn:") => CloudNames { aws_role: name, ..CloudNames::default() },
            email if email.contains('@') => CloudNames { gcp_account: name, ..CloudNames::default() },
            _ => CloudNames { azure_client: name, ..CloudNames::default() },
        }
    }
}

/// The IAM roles that the annotations of a Namespace let its pods have, as they are written.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AllowedRoles {
    /// `iam.amazonaws.com/allowed-roles`, for kube2iam: a list in JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kube2iam: Option<Name>,
    /// `iam.amazonaws.com/permitted`, for kiam: a regular expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kiam: Option<Name>,
}

impl AllowedRoles {
    /// These, unless neither is set.
    #[must_use]
    pub fn unless_empty(self) -> Option<Box<Self>> {
        (self != AllowedRoles::default()).then(|| Box::new(self))
    }
}

/// Reads the names, also as earlier snapshots have them.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<CloudNames>>, D::Error> {
    deserializer.deserialize_any(NamesVisitor).map(CloudNames::unless_empty)
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = CloudNames;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("cloud identities")
    }

    fn visit_unit<E: Error>(self) -> Result<CloudNames, E> {
        Ok(CloudNames::default())
    }

    fn visit_str<E: Error>(self, identity: &str) -> Result<CloudNames, E> {
        Ok(CloudNames::of_one(identity))
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<CloudNames, A::Error> {
        CloudNames::deserialize(MapAccessDeserializer::new(access))
    }
}
