//! Which role of IAM the instance of each node has, and who asks it for the credentials.
//!
//! A node names its instance (`spec.providerID`), the description of that its instance profile, and the export of IAM the
//! role of this. Where one of them is missing, the role is one of those that are mapped as nodes of the cluster. Who
//! reaches the metadata service of the instance has the role: whatever is in the network of the node; a pod with a network
//! of its own where version 1 is on, or where the answer may take two hops. A NetworkPolicy is not asked: whether anything
//! enforces it cannot be seen.

mod options;

use std::collections::{BTreeMap, BTreeSet};

use crate::cloud::eks;
use crate::graph::{Certainty, Edge};
use crate::model::cloud::{Arn, Cloud, Instance};
use crate::model::{HashMap, Name, Node, Snapshot};

use super::agents;
use options::{of_node, of_pods};

/// What would tell.
const DESCRIBE: &str = "`aws ec2 describe-instances` tells";
const EXPORT: &str = "`aws iam get-account-authorization-details` tells";

/// The nodes whose instances have a role, or may have one.
#[derive(Default)]
pub(super) struct Instances {
    by_node: HashMap<Name, Metadata>,
    /// The roles that are mapped as nodes, by their ARNs.
    candidates: BTreeSet<Name>,
    /// Those and all others that instances of nodes have.
    roles: BTreeSet<Name>,
    /// What says that an agent takes the requests of pods, if one does.
    taken: Option<String>,
    /// Whether any of them lets pods with a network of their own get to its metadata.
    let_pods: bool,
}

/// What the metadata service of an instance gives, and to whom.
pub(super) struct Metadata {
    /// The role of the instance; nothing where it may be any that is mapped as a node.
    pub(super) role: Option<Name>,
    /// From what is in the network of the node to the role.
    pub(super) given: Edge,
    /// From a pod with a network of its own to what is in the network of the node; nothing if it does not get there.
    pub(super) from_pods: Option<Edge>,
}

impl Instances {
    /// Nothing where there is no export of IAM.
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let cloud = &snapshot.cloud;
        if cloud.accounts.is_empty() {
            return Instances::default();
        }
        let taken = agents::running(snapshot)
            .first()
            .map(|agent| format!("what {agent}, which takes the requests of pods, gives"));
        let mut found = Instances { candidates: eks::node_roles(snapshot), taken, ..Instances::default() };
        let profiles = profiles(cloud);
        for node in &snapshot.nodes {
            let metadata = instance_of(node).and_then(|id| found.metadata(id, cloud, &profiles));
            if let Some(metadata) = metadata {
                found.roles.extend(metadata.role.clone());
                found.let_pods |= metadata.from_pods.is_some();
                found.by_node.insert(node.name.clone(), metadata);
            }
        }
        if found.by_node.values().any(|metadata| metadata.role.is_none()) {
            found.roles.extend(found.candidates.iter().cloned());
        }
        found
    }

    fn metadata(&self, id: &str, cloud: &Cloud, profiles: &BTreeMap<&Arn, &Name>) -> Option<Metadata> {
        let place = cloud.instances.binary_search_by(|known| known.id.as_str().cmp(id)).ok();
        let instance = place.and_then(|place| cloud.instances.get(place));
        let (role, given) = match instance {
            None => (None, unknown(format!("which role the instance {id} has; {DESCRIBE}"))),
            Some(instance) => role(instance, profiles)?,
        };
        if role.is_none() && self.candidates.is_empty() {
            return None;
        }
        let options = instance.and_then(|instance| instance.metadata.as_ref());
        let given = of_node(given, instance.is_some(), options)?;
        Some(Metadata { role, given, from_pods: of_pods(options).map(|edge| self.past_agent(edge)) })
    }

    /// An agent may give a pod another role than that of the node, or none.
    fn past_agent(&self, edge: Edge) -> Edge {
        match &self.taken {
            Some(what) => saying(edge.with(Certainty::Unknown), format!("unknown: {what}")),
            None => edge,
        }
    }

    /// Whether no node has a role that is known.
    pub(super) fn is_empty(&self) -> bool {
        self.by_node.is_empty()
    }

    /// Whether a pod with a network of its own gets anywhere.
    pub(super) fn let_pods(&self) -> bool {
        self.let_pods
    }

    /// What the instance of this node gives.
    pub(super) fn of(&self, node: &Name) -> Option<&Metadata> {
        self.by_node.get(node)
    }

    /// Whether code on this node gets to the metadata of the instance: in the network of the node, or in one of its own.
    pub(super) fn lets(&self, node: &Name, host_network: bool) -> bool {
        self.of(node).is_some_and(|metadata| host_network || metadata.from_pods.is_some())
    }

    /// The roles that instances of nodes have, or may have.
    pub(super) fn roles(&self) -> &BTreeSet<Name> {
        &self.roles
    }

    /// The roles that any node may have of which nothing better is known.
    pub(super) fn candidates(&self) -> &BTreeSet<Name> {
        &self.candidates
    }

    /// Whether a session of the role that an instance has is the kubelet of the node: as far as the role is known, and
    /// else because it is one of those.
    pub(super) fn is_kubelet(&self, metadata: &Metadata) -> bool {
        metadata.role.as_ref().is_none_or(|role| self.candidates.contains(role))
    }
}

/// The role of an instance and how sure it is; nothing if it has none.
fn role(instance: &Instance, profiles: &BTreeMap<&Arn, &Name>) -> Option<(Option<Name>, Edge)> {
    let profile = instance.profile.as_ref()?;
    Some(match profiles.get(profile) {
        Some(role) => {
            let fact = format!("the instance {} has the instance profile {}", instance.id.as_str(), profile.short());
            (Some((*role).clone()), saying(Edge::structure(), fact))
        }
        None => {
            let what = format!("which role the instance profile {} has; {EXPORT}", profile.as_str());
            (None, unknown(what))
        }
    })
}

/// The roles of all accounts by the instance profiles that give them.
fn profiles(cloud: &Cloud) -> BTreeMap<&Arn, &Name> {
    let roles = cloud.accounts.iter().flat_map(|account| &account.roles);
    let profiles = roles.flat_map(|role| role.instance_profiles.iter().map(move |profile| (role, profile)));
    profiles.map(|(role, profile)| (&profile.arn, role.identity.arn.name())).collect()
}

/// The id of the instance that a node is; nodes of Fargate and of other clouds are none.
pub(super) fn instance_of(node: &Node) -> Option<&str> {
    let place = node.provider_id.as_ref()?.strip_prefix("aws://")?;
    place.rsplit('/').next().filter(|id| id.starts_with("i-"))
}

fn unknown(what: String) -> Edge {
    saying(Edge::structure().with(Certainty::Unknown), format!("unknown: {what}"))
}

fn saying(edge: Edge, fact: String) -> Edge {
    let mut remarks = edge.remarks.as_deref().cloned().unwrap_or_default();
    remarks.facts.push(fact);
    edge.saying(remarks)
}

#[cfg(test)]
mod tests;
