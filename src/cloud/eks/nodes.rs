//! The roles that are mapped as nodes of the cluster.

use std::collections::BTreeSet;

use crate::authz::{NODE_PREFIX, NODES};
use crate::model::{MappedName, Mapping, Name, Snapshot, Subject};

use super::{cluster, entries_of, takes_entries};

/// The types of access entries of nodes that are instances of EC2.
const OF_INSTANCES: [&str; 3] = ["EC2", "EC2_LINUX", "EC2_WINDOWS"];

/// The group that EKS puts nodes of Fargate in, which are no instances.
const FARGATE: &str = "system:node-proxier";

/// The ARNs of the roles as which instances come into the cluster to be its nodes, by access entries and `aws-auth`.
#[must_use]
pub fn node_roles(snapshot: &Snapshot) -> BTreeSet<Name> {
    let cluster = cluster(snapshot);
    let entries = entries_of(&snapshot.cloud, cluster.as_ref()).filter(|_| takes_entries(cluster.as_ref()));
    let typed = entries.filter(|entry| {
        entry.details.as_ref().is_some_and(|details| OF_INSTANCES.iter().any(|kind| details.kind == *kind))
    });
    let mapped = snapshot.mappings.iter().filter(|mapping| is_of_instances(mapping));
    let mapped = mapped.filter_map(|mapping| mapping.subject.id().strip_prefix("aws:").map(Name::from));
    typed.map(|entry| entry.principal_arn.name().clone()).chain(mapped).collect()
}

/// Whether the instance says by its session which node it is.
fn is_of_instances(mapping: &Mapping) -> bool {
    let by_session = matches!(&mapping.username, MappedName::Chosen(before, _) if *before == NODE_PREFIX);
    by_session && mapping.can_be(&Subject::group(NODES)) && !mapping.can_be(&Subject::group(FARGATE))
}
