//! EKS: who comes into a cluster from IAM, and with what beside RBAC.
//!
//! [`join`] makes the facts of exports and of the ConfigMap `aws-auth` a part of the snapshot: who is which user in which
//! groups, and for access policies a role and its bindings, so that all that is said of roles holds for them.

mod associations;
mod entries;
mod missing;
mod nodes;
mod policies;
mod services;
#[cfg(test)]
mod tests;
mod words;

pub use associations::{Associated, POD_IDENTITY, associations};
pub use missing::is_missing;
pub use nodes::node_roles;
pub use policies::{ADMINISTRATORS, access_entry_named, access_policies, access_policy_of, is_access_policy};
pub use services::is_for_services;
pub use words::in_words;

use std::collections::BTreeSet;

use super::NOT_CLAIMED;
use super::aws_auth::Mappings;
use crate::model::cloud::{AccessEntry, Cloud, EksCluster};
use crate::model::{Gap, Mapping, Name, Note, Reason, Snapshot};

/// Joins what is known of the cloud with the cluster.
pub fn join(snapshot: &mut Snapshot) {
    let mut mappings = from_aws_auth(snapshot);
    let cluster = cluster(snapshot);
    let entries = entries_of(&snapshot.cloud, cluster.as_ref()).cloned().collect::<Vec<AccessEntry>>();
    if takes_entries(cluster.as_ref()) {
        // Where both know an identity, the access entry decides.
        let own: Vec<Mapping> = entries.iter().filter_map(entries::mapping).collect();
        mappings.retain(|mapping| own.iter().all(|known| known.subject != mapping.subject));
        mappings.extend(own);
        policies::add(snapshot, &entries, cluster.is_some());
        snapshot.gaps.extend(entries.iter().filter_map(entries::gap));
    }
    mappings.sort_unstable();
    mappings.dedup_by(|later, kept| later.subject == kept.subject);
    snapshot.mappings = mappings;
    let is_told = snapshot.notes.iter().any(|note| note.text == NOT_CLAIMED);
    if !snapshot.cloud.accounts.is_empty() && !is_told {
        snapshot.notes.push(Note { warning: false, text: NOT_CLAIMED.to_owned() });
    }
    snapshot.gaps.extend(which_cluster(&snapshot.cloud, cluster.as_ref()));
    snapshot.gaps.sort_unstable();
    snapshot.gaps.dedup();
}

/// The cluster of EKS that was read, where exports tell: the only one, or the one that nodes are labelled with.
#[must_use]
pub fn cluster(snapshot: &Snapshot) -> Option<EksCluster> {
    if let [only] = snapshot.cloud.clusters.as_slice() {
        return Some(only.clone());
    }
    let labels = ["alpha.eksctl.io/cluster-name", "eks.amazonaws.com/cluster"];
    let named: BTreeSet<&Name> = snapshot
        .nodes
        .iter()
        .flat_map(|node| node.labels.iter().filter(|(key, _)| labels.contains(&key.as_str())))
        .map(|(_, name)| name)
        .collect();
    let mut known = snapshot.cloud.clusters.iter().filter(|cluster| named.contains(&cluster.name));
    known.next().filter(|_| known.next().is_none()).cloned()
}

/// The name of the cluster of EKS that was read, where an export tells: its description, or all access entries that there are.
#[must_use]
pub fn cluster_name(snapshot: &Snapshot) -> Option<Name> {
    let of_entries = || {
        let names: BTreeSet<&Name> = snapshot.cloud.access_entries.iter().map(|entry| &entry.cluster).collect();
        names.first().filter(|_| names.len() == 1).map(|name| (*name).clone())
    };
    cluster(snapshot).map(|cluster| cluster.name).or_else(of_entries)
}

/// Whether the cluster asks the ConfigMap `aws-auth`; where that is not known it may.
#[must_use]
pub fn takes_config_map(cluster: Option<&EksCluster>) -> bool {
    mode(cluster) != Some("API")
}

/// Whether the cluster takes access entries; where that is not known it may.
#[must_use]
pub fn takes_entries(cluster: Option<&EksCluster>) -> bool {
    mode(cluster) != Some("CONFIG_MAP")
}

fn mode(cluster: Option<&EksCluster>) -> Option<&str> {
    cluster?.authentication_mode.as_deref()
}

/// The access entries of the cluster, or all where they are of one cluster.
fn entries_of<'c>(cloud: &'c Cloud, cluster: Option<&EksCluster>) -> impl Iterator<Item = &'c AccessEntry> {
    let clusters: BTreeSet<&Name> = cloud.access_entries.iter().map(|entry| &entry.cluster).collect();
    let only = clusters.first().filter(|_| clusters.len() == 1).map(|name| (*name).clone());
    let wanted = cluster.map(|cluster| cluster.name.clone()).or(only);
    cloud.access_entries.iter().filter(move |entry| wanted.as_ref() == Some(&entry.cluster))
}

/// Everybody whom the ConfigMap lets in: those that it names, and those of exported accounts that fit.
fn from_aws_auth(snapshot: &mut Snapshot) -> Vec<Mapping> {
    let Some(map) = snapshot.aws_auth.as_ref().filter(|_| takes_config_map(cluster(snapshot).as_ref())) else {
        return Vec::new();
    };
    let known = Mappings::parse(map);
    let accounts = snapshot.cloud.accounts.iter();
    let arns = accounts.flat_map(|account| {
        let users = account.users.iter().map(|user| &user.identity.arn);
        users.chain(account.roles.iter().map(|role| &role.identity.arn))
    });
    let mut mappings: Vec<Mapping> = arns.filter_map(|arn| known.mapping(arn.as_str())).collect();
    // Whom the exports hold is called by the name that it has there, with its path.
    let is_known = |mapping: &Mapping| mappings.iter().any(|known| same(known, mapping));
    let others: Vec<Mapping> = known.named().into_iter().filter(|mapping| !is_known(mapping)).collect();
    mappings.extend(others);
    let said = known.remarks.iter().map(|remark| Note { warning: true, text: remark.text() });
    snapshot.notes.extend(said);
    mappings
}

/// Whether two mappings are about one identity: the authenticator knows no paths and no case.
fn same(one: &Mapping, other: &Mapping) -> bool {
    let bare = |mapping: &Mapping| {
        let id = mapping.subject.id().to_ascii_lowercase();
        let (start, rest) =
            id.split_once('/').map(|(start, rest)| (start.to_owned(), rest.to_owned())).unwrap_or_default();
        (start, rest.rsplit('/').next().unwrap_or_default().to_owned())
    };
    bare(one) == bare(other)
}

/// Exports of several clusters, of which none can be told to be this one.
fn which_cluster(cloud: &Cloud, cluster: Option<&EksCluster>) -> Option<Gap> {
    let names: Vec<&str> = cloud.clusters.iter().map(|cluster| cluster.name.as_str()).collect();
    (names.len() > 1 && cluster.is_none()).then(|| Gap {
        resource: "clusters.eks".into(),
        scope: names.join(", "),
        reason: Reason::NotFound,
        effect: "which of these clusters this is cannot be told; give the export of that one only".into(),
    })
}
