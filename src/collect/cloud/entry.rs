//! Access entries of EKS, and the access policies associated with them.

use serde::Deserialize;

use crate::collect::files::Fault;
use crate::model::Name;
use crate::model::cloud::{AccessEntry, AccessScope, Arn, AssociatedPolicy, EntryDetails};

use super::gathered::Gathered;
use super::merge::contradiction;
use super::value::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntryWire {
    cluster_name: Name,
    principal_arn: Arn,
    #[serde(default)]
    kubernetes_groups: Vec<Name>,
    username: Name,
    #[serde(rename = "type")]
    kind: Name,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PoliciesWire {
    cluster_name: Name,
    principal_arn: Arn,
    associated_access_policies: Vec<PolicyWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PolicyWire {
    policy_arn: Arn,
    access_scope: ScopeWire,
}

#[derive(Deserialize)]
struct ScopeWire {
    #[serde(rename = "type")]
    kind: ScopeKind,
    #[serde(default)]
    namespaces: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ScopeKind {
    Cluster,
    Namespace,
}

/// A list of principals, which names neither cluster nor anything else of the entries.
pub(super) fn read_list(value: &Value<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    for item in value.items()? {
        gathered.listed_entries.insert(item.decode()?);
    }
    Ok(())
}

/// An entry, described.
pub(super) fn read(value: &Value<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    let wire: EntryWire = value.decode()?;
    let mut groups = wire.kubernetes_groups;
    groups.sort_unstable();
    let details = EntryDetails { username: wire.username, groups, kind: wire.kind };
    let (entry, before) = known(gathered, (wire.cluster_name, wire.principal_arn), value);
    match &entry.details {
        Some(known) if *known != details => Err(contradiction(before, value)),
        _ => {
            entry.details = Some(details);
            Ok(())
        }
    }
}

/// The access policies of an entry, or a page of them.
pub(super) fn read_policies(value: &Value<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    let wire: PoliciesWire = value.decode()?;
    let (entry, _) = known(gathered, (wire.cluster_name, wire.principal_arn), value);
    let policies = entry.policies.get_or_insert_default();
    policies.extend(wire.associated_access_policies.into_iter().map(associated));
    policies.sort_unstable();
    policies.dedup();
    Ok(())
}

fn associated(wire: PolicyWire) -> AssociatedPolicy {
    let mut namespaces = wire.access_scope.namespaces;
    namespaces.sort_unstable();
    let scope = match wire.access_scope.kind {
        ScopeKind::Cluster => AccessScope::Cluster,
        ScopeKind::Namespace => AccessScope::Namespaces(namespaces),
    };
    AssociatedPolicy { policy_arn: wire.policy_arn, scope }
}

/// The entry of this cluster and principal, and the file that told of it first.
fn known<'g>(gathered: &'g mut Gathered, key: (Name, Arn), value: &Value<'_>) -> (&'g mut AccessEntry, &'g str) {
    let (cluster, principal_arn) = key.clone();
    let fresh = AccessEntry { cluster, principal_arn, details: None, policies: None };
    let (entry, file) = gathered.entries.entry(key).or_insert_with(|| (fresh, value.file().to_owned()));
    (entry, file)
}
