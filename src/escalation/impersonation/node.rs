//! What requests in the name of a node give beside the bindings: as the Node authorizer and NodeRestriction let it.

use crate::authz::{Access, Object, Request};
use crate::graph::{self, Ask, Edge, Hub, Node};
use crate::model::{Name, Scope, Subject, WorkloadRef};

use super::super::structure::{as_far_as_read, kubelet_rights, rights_of_next};
use super::super::world::{Demand, World};
use super::power::Power;

/// What the power reaches in the name of a node, and how.
pub(super) fn reached(machine: &Name, power: &Power, access: &Access<'_>, world: &World<'_>) -> Vec<(Node, Edge)> {
    let edge = Edge::identity("identity/kubelet-rights");
    let there = kubelet_rights(access, world, machine).into_iter().map(|right| (right.node, edge.clone()));
    let there = there.filter(|(node, _)| may_ask(power, node));
    let halves = waits_for(power).into_iter().filter(|_| !world.waiting.is_empty());
    let halves = halves.map(|(ask, scope)| (Node::Hub(Hub::AsNode(ask, scope)), Edge::structure()));
    there.chain(halves).chain(drawn(machine, power, access, world)).collect()
}

/// How much there is to look at for one power.
pub(super) fn cost(machine: &Name, world: &World<'_>) -> usize {
    let there = world.machines.get(machine).map_or(0, |machine| machine.pods.len());
    there.saturating_add(world.successors.particular().count())
}

/// Whether the power lets one ask for what a node may have.
fn may_ask(power: &Power, node: &Node) -> bool {
    match node {
        Node::Secret(namespace, name) => {
            // A list or a watch must be for the one name.
            ["get", "list", "watch"].into_iter().any(|verb| allows(power, verb, ("secrets", ""), namespace, name))
        }
        Node::Subject(Subject::ServiceAccount { namespace, name }) => {
            allows(power, "create", ("serviceaccounts", "token"), namespace, name)
        }
        _ => false,
    }
}

fn allows(power: &Power, verb: &str, (resource, subresource): (&str, &str), namespace: &str, name: &str) -> bool {
    power.allows(&Request { verb, object: Object::Resource { api_group: "", resource, subresource, namespace, name } })
}

/// What the power lets one ask for of pods that come, and where: of whichever name.
fn waits_for(power: &Power) -> Vec<(Ask, Scope)> {
    let scopes = power.on.keys();
    let asks = scopes.flat_map(|scope| Ask::ALL.map(|ask| (ask, scope.clone())));
    let may = |(ask, scope): &(Ask, Scope)| {
        let namespace = scope.namespace().map_or("", Name::as_str);
        match ask {
            Ask::Tokens => allows(power, "create", ("serviceaccounts", "token"), namespace, ""),
            Ask::Secrets => allows(power, "get", ("secrets", ""), namespace, ""),
        }
    };
    asks.filter(may).collect()
}

/// What comes with the DaemonSets that the node lets in, or that it draws by labels which the power lets one write.
fn drawn(machine: &Name, power: &Power, access: &Access<'_>, world: &World<'_>) -> Vec<(Node, Edge)> {
    let writes = ["update", "patch"].into_iter().any(|verb| {
        ["", "status"].into_iter().any(|subresource| allows(power, verb, ("nodes", subresource), "", machine))
    });
    let comes = |demand: &Demand| {
        world.successors.is_open(demand, machine)
            || writes && world.successors.can_be_open(demand, machine, graph::Power::Kubelet)
    };
    let daemons = world.successors.particular().filter(|(.., demand)| demand.daemon && comes(demand));
    let came = daemons.flat_map(|(namespace, workload, demand)| {
        let is_open = world.successors.is_open(demand, machine);
        let edge = Edge::identity(if is_open { "identity/daemonset" } else { "nodes/self-label" });
        of_daemon(as_far_as_read(edge, world, machine), (namespace, workload), power, access, world)
    });
    came.collect()
}

/// What comes with the next pod of a DaemonSet.
fn of_daemon(
    edge: Edge,
    (namespace, workload): (&Name, &WorkloadRef),
    power: &Power,
    access: &Access<'_>,
    world: &World<'_>,
) -> Vec<(Node, Edge)> {
    let by = world.refusal(namespace, workload).into_iter().flat_map(|refusal| refusal.by());
    let edge = by.fold(edge, |edge, by| edge.blocked(by.clone()));
    let rights = rights_of_next(access, world, world.pods_of(namespace, workload).iter().copied());
    let asked = rights.into_iter().map(|right| right.node).filter(|node| may_ask(power, node));
    asked.map(|node| (node, edge.clone())).collect()
}
