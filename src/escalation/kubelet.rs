//! Effect `kubelet`: the actor can act as the kubelet of nodes: as their user and in the group `system:nodes`.
//!
//! What that gives is structure: the Secrets and tokens of the pods there, as the Node authorizer and NodeRestriction let
//! it. A bootstrap token gives the groups that it may carry; what they lead to is their bindings' business.

use std::collections::BTreeSet;

use crate::authz::{NODE_PREFIX, NameSet, implied_groups};
use crate::graph::{Hub, Node};
use crate::model::{Name, Phase, Scope, Subject};
use crate::template::{Entry, Hit, KubeletTarget};

use super::structure::{Credential, credentials, pod_node};
use super::world::World;

pub(super) fn reached(target: KubeletTarget, entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    match (target, &hit.targets) {
        (KubeletTarget::Any, _) if is_bootstrap_token(entry) => vec![Node::Hub(Hub::Bootstrappers)],
        (KubeletTarget::Any, _) | (KubeletTarget::Named, NameSet::Any) => vec![Node::Hub(Hub::Kubelets)],
        (KubeletTarget::Named, NameSet::Only(names)) => {
            // As a user name or, for the constrained verbs, as the node itself.
            let nodes =
                names.iter().map(|name| name.strip_prefix(NODE_PREFIX).map_or_else(|| name.clone(), Name::from));
            nodes.filter(|node| world.machines.contains_key(node)).map(Node::Kubelet).collect()
        }
        // Depends on the node of the holder's pod: see `own`.
        (KubeletTarget::Own, _) => Vec::new(),
    }
}

/// The pods whose code is the kubelet of the node that it runs on, where this subject or role gives that, with the node.
///
/// Only a token that is bound to a pod names a node (the claim `node-name`); the right must be held by its account.
pub(super) fn own<'s>(holder: &Node, world: &World<'s>) -> BTreeSet<(Node, &'s Name)> {
    let holders: BTreeSet<Subject> = match holder {
        Node::Subject(subject) => BTreeSet::from([subject.clone()]),
        Node::Role(role, Scope::Cluster) => {
            let bindings = world.cluster_bindings().iter().filter(|binding| world.role_of(binding) == Some(*role));
            bindings.flat_map(|binding| binding.subjects.iter().cloned()).collect()
        }
        _ => BTreeSet::new(),
    };
    let holds = |account: &Subject| {
        holders.contains(account) || implied_groups(account).iter().any(|group| holders.contains(group))
    };
    let running = world.snapshot.pods.iter().filter(|pod| pod.phase == Phase::Running);
    let bound = running.filter_map(|pod| Some((pod, pod.node.as_ref()?))).filter(|(pod, _)| {
        credentials(world, pod).iter().any(|credential| match credential {
            Credential::Projected(account) => holds(account),
            Credential::LegacySecret(_) => false,
        })
    });
    bound.map(|(pod, node)| (pod_node(world, pod), node)).collect()
}

/// Whether it is the Secret of a bootstrap token that is made.
fn is_bootstrap_token(entry: &Entry) -> bool {
    entry.needs.iter().any(|need| need.resources.iter().any(|resource| *resource == "secrets"))
}
