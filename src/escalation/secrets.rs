//! Effect `secrets`: the actor reads Secrets.
//!
//! Reaches the hub of the scope, whose members are the Secrets that are known. Reading all of the cluster is an
//! objective of its own, and takes a right that answers with all of them: `get` wants names. A named Secret is reached only
//! where it is known: what is in the others cannot be told.

use crate::authz::NameSet;
use crate::graph::{Hub, Node, Objective};
use crate::model::Scope;
use crate::template::{Entry, Hit, Target};

use super::places::{bearing, within};
use super::world::World;

pub(super) fn reached(target: Target, entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    if let (Target::Named, NameSet::Only(_)) = (target, &hit.targets) {
        let known = within(&world.secrets, &hit.scope).flat_map(|(namespace, secrets)| {
            let known = bearing(secrets, &hit.targets).into_iter();
            known.map(|(name, _)| Node::Secret(namespace.clone(), name.clone()))
        });
        return known.collect();
    }
    let mut nodes = vec![Node::Hub(Hub::Secrets(hit.scope.clone()))];
    if hit.scope == Scope::Cluster && answers_with_all(entry) {
        nodes.push(Node::Objective(Objective::AllSecrets));
    }
    nodes
}

/// Whether one of the requests answers with every Secret.
fn answers_with_all(entry: &Entry) -> bool {
    let verbs = entry
        .needs
        .iter()
        .filter(|need| need.resources.iter().any(|resource| *resource == "secrets" || *resource == "*"));
    verbs.flat_map(|need| &need.verbs).any(|verb| matches!(verb.as_str(), "list" | "watch" | "deletecollection" | "*"))
}
