//! Managed policies, as `get-account-authorization-details` writes them.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::model::Name;
use crate::model::cloud::{Arn, ManagedPolicy, ManagedVersion};

use super::document;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PolicyWire<'t> {
    policy_name: Name,
    arn: Arn,
    default_version_id: Name,
    #[serde(borrow)]
    policy_version_list: Vec<VersionWire<'t>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct VersionWire<'t> {
    version_id: Name,
    #[serde(borrow)]
    document: &'t RawValue,
}

impl From<PolicyWire<'_>> for ManagedPolicy {
    fn from(wire: PolicyWire<'_>) -> Self {
        let version =
            |wire: VersionWire<'_>| ManagedVersion { id: wire.version_id, document: document::read(wire.document) };
        let mut versions: Vec<ManagedVersion> = wire.policy_version_list.into_iter().map(version).collect();
        versions.sort_by(|one, other| number(&one.id).cmp(&number(&other.id)).then(one.id.cmp(&other.id)));
        let (arn, name, default_version) = (wire.arn, wire.policy_name, wire.default_version_id);
        ManagedPolicy { arn, name, default_version, versions }
    }
}

/// The number of a version: 10 of `v10`.
pub(super) fn number(id: &str) -> Option<u64> {
    id.strip_prefix('v').and_then(|number| number.parse().ok())
}
