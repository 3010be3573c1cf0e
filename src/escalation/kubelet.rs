//! Effect `kubelet`: the actor can act as the kubelet of nodes: as their user and in the group `system:nodes`.
//!
//! What that gives is structure: the Secrets and tokens of the pods there, as the Node authorizer and NodeRestriction let
//! it. A bootstrap token gives the groups that it may carry; what they lead to is their bindings' business.

use crate::authz::{NODE_PREFIX, NameSet};
use crate::graph::{Hub, Node};
use crate::model::{Name, Subject};
use crate::template::{Entry, Hit, KubeletTarget};

use super::bootstrap;
use super::world::World;

pub(super) fn reached(target: KubeletTarget, entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    match (target, &hit.targets) {
        (KubeletTarget::Any, names) if is_bootstrap_token(entry) => bootstrapped(names, world),
        (KubeletTarget::Any, _) | (KubeletTarget::Named, NameSet::Any) => vec![Node::Hub(Hub::Kubelets)],
        (KubeletTarget::Named, NameSet::Only(names)) => {
            // As a user name or, for the constrained verbs, as the node itself.
            let nodes =
                names.iter().map(|name| name.strip_prefix(NODE_PREFIX).map_or_else(|| name.clone(), Name::from));
            nodes.filter(|node| world.machines.contains_key(node)).map(Node::Kubelet).collect()
        }
        // Depends on the nodes of the holder's pods: see `impersonation`.
        (KubeletTarget::Own, _) => Vec::new(),
    }
}

/// Whoever chooses the token chooses its groups; its user follows from the name of the Secret.
fn bootstrapped(names: &NameSet, world: &World<'_>) -> Vec<Node> {
    let users: Vec<Subject> = match names {
        NameSet::Any => {
            world.users.iter().filter(|user| bootstrap::is_user(user)).map(|user| (*user).clone()).collect()
        }
        NameSet::Only(names) => names.iter().filter_map(bootstrap::user_of).collect(),
    };
    if users.is_empty() && *names != NameSet::Any {
        return Vec::new();
    }
    let known = users.into_iter().filter(|user| world.users.contains(user));
    std::iter::once(Node::Hub(Hub::Bootstrappers)).chain(known.map(Node::Subject)).collect()
}

/// Whether it is the Secret of a bootstrap token that is made.
fn is_bootstrap_token(entry: &Entry) -> bool {
    entry.needs.iter().any(|need| need.resources.iter().any(|resource| *resource == "secrets"))
}
