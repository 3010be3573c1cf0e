//! Effect `cloud`: the actor reaches cloud identities, and through them perhaps the cluster again.
//!
//! `aws-auth` maps an AWS identity of the actor to any group, `system:masters` included, so it reaches everything; but only
//! on EKS, and there not in every authentication mode: it is unknown, unless an export tells the mode. A cluster looks like
//! EKS where
//!
//! * a node has a label of EKS (`eks.amazonaws.com/…`) or of eksctl (`alpha.eksctl.io/…`),
//! * there is a ClusterRole `eks:…`, which EKS installs, or
//! * the grant itself names the ConfigMap `aws-auth`: nobody writes that for another cluster.
//!
//! Where the description of the cluster was exported it says whether the ConfigMap is asked at all. The CRD back end of the
//! authenticator needs no EKS: there the custom resource must be served. What tokens of service accounts are exchanged for
//! is structure. Whoever writes a pod where an agent like kube2iam runs chooses among the roles that it gives.
//!
//! Nothing else is reached. Whoever writes the *annotation* of an account only names an identity: whom a cloud lets in is
//! said there, by the name of the account, and whoever has its tokens names any identity without the annotation. Who has
//! controllers write *IAM* (ACK, Config Connector, Crossplane) does so by their identities: which controller serves an
//! object, as whom and how far that goes, the cluster does not say for sure.

use crate::cloud::eks;
use crate::graph::{Hub, Node};
use crate::model::{Name, Rule, Snapshot};
use crate::template::{Effect, Entry, Hit};

use super::CLUSTER_ADMIN;
use super::world::World;

/// What a hit of this entry reaches; `target` is the word of its effect.
pub(super) fn reached(target: &Name, entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    match target.as_str() {
        "aws-auth" => mapped(entry, hit, world.snapshot),
        "agent" if of_pods(entry) && world.agents.lets(&hit.scope) => vec![Node::Hub(Hub::AgentRoles)],
        _ => Vec::new(),
    }
}

/// Whether an entry is about annotations of pods; the agent of Azure asks for objects of its own.
fn of_pods(entry: &Entry) -> bool {
    entry.needs.iter().all(|need| need.api_groups.iter().all(|group| ["", "apps", "batch"].contains(&group.as_str())))
}

/// Everything, where the cluster asks for the map.
fn mapped(entry: &Entry, hit: &Hit, snapshot: &Snapshot) -> Vec<Node> {
    let works = if is_of_config_map(entry) {
        match eks::cluster(snapshot) {
            Some(cluster) => eks::takes_config_map(Some(&cluster)),
            None => looks_like_eks(snapshot) || names_aws_auth(hit, snapshot),
        }
    } else {
        serves_mappings(snapshot)
    };
    if works { vec![CLUSTER_ADMIN] } else { Vec::new() }
}

/// Whether an export of EKS tells that a write of this entry counts, which nothing in the cluster does.
pub(super) fn is_told(entry: &Entry, snapshot: &Snapshot) -> bool {
    is_of_config_map(entry)
        && eks::cluster(snapshot)
            .is_some_and(|cluster| cluster.authentication_mode.is_some() && eks::takes_config_map(Some(&cluster)))
}

/// Whether this is about the ConfigMap, not about the custom resource.
fn is_of_config_map(entry: &Entry) -> bool {
    matches!(&entry.gives, Some(Effect::Cloud(target)) if *target == "aws-auth")
        && entry.needs.iter().any(|need| need.resources.iter().any(|name| *name == "configmaps"))
}

fn looks_like_eks(snapshot: &Snapshot) -> bool {
    let marked =
        |label: &Name| ["eks.amazonaws.com/", "alpha.eksctl.io/"].iter().any(|prefix| label.starts_with(prefix));
    snapshot.nodes.iter().any(|node| node.labels.keys().any(marked))
        || snapshot.roles.iter().any(|role| role.namespace.is_none() && role.name.starts_with("eks:"))
}

fn names_aws_auth(hit: &Hit, snapshot: &Snapshot) -> bool {
    hit.granted(snapshot).flat_map(|rule: &Rule| &rule.resource_names).any(|name| *name == "aws-auth")
}

/// Whether the authenticator's custom resource is known to be there: rarely so, and then nothing points to it.
fn serves_mappings(snapshot: &Snapshot) -> bool {
    let is_mapping =
        |api_group: &Name, name: &Name| *api_group == "iamauthenticator.k8s.aws" && *name == "iamidentitymappings";
    snapshot.custom_resources.iter().any(|resource| is_mapping(&resource.api_group, &resource.name))
}

#[cfg(test)]
mod tests;
