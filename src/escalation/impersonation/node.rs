//! What requests in the name of a node give beside the bindings: as the Node authorizer and NodeRestriction let it.

use crate::authz::{Access, Object, Request};
use crate::graph::Node;
use crate::model::{Name, Subject};

use super::super::structure::kubelet_rights;
use super::super::world::World;
use super::power::Power;

/// The Secrets and accounts of the node's pods that the power lets one ask for.
pub(super) fn reached(machine: &Name, power: &Power, access: &Access<'_>, world: &World<'_>) -> Vec<Node> {
    let allows = |verb: &str, resource: &str, subresource: &str, namespace: &str, name: &str| {
        let object = Object::Resource { api_group: "", resource, subresource, namespace, name };
        power.allows(&Request { verb, object })
    };
    let rights = kubelet_rights(access, world, machine).into_iter().map(|right| right.node);
    let asked = rights.filter(|node| match node {
        Node::Secret(namespace, name) => {
            // A list or a watch must be for the one name.
            ["get", "list", "watch"].into_iter().any(|verb| allows(verb, "secrets", "", namespace, name))
        }
        Node::Subject(Subject::ServiceAccount { namespace, name }) => {
            allows("create", "serviceaccounts", "token", namespace, name)
        }
        _ => false,
    });
    asked.collect()
}
