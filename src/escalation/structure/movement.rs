//! What comes to a node: what runs there anyway, what its labels draw, and what somebody sends there.
//!
//! A node that an attacker controls reads the tokens and Secrets of every pod on it. The right to move pods is one half,
//! the control of a node that lets them in the other: a *pool* stands for the nodes for which that holds. Which node the
//! scheduler then takes is certain only where no other is left.

use std::collections::BTreeSet;

use crate::graph::{Certainty, Edge, Hub, Means, Node, NodeId, Power};
use crate::model::{HashSet, Name, Scope, WorkloadRef};

use super::super::world::{Demand, World};
use super::Structure;
use super::doubt::as_far_as_read;
use super::roles::join;

impl Structure<'_, '_> {
    /// The DaemonSets that a node lets in and whose pods are not there yet.
    pub(super) fn daemons_on(&mut self, id: NodeId, name: &Name) {
        let comers = self.daemons_not_on(name);
        let edge = as_far_as_read(Edge::identity("identity/daemonset"), self.world, name);
        self.lead_all(id, comers, &edge);
    }

    /// What the kubelets of a pool draw by the labels of their nodes. A DaemonSet comes at once, others start anew first.
    pub(super) fn pool(&mut self, id: NodeId, pool: u32) {
        let world = self.world;
        for (namespace, workload, demand) in world.successors.brought(Power::Kubelet, pool, &Scope::Cluster) {
            let drawn = if demand.daemon { !world.successors.needs_nothing(demand) } else { demand.selective };
            if drawn {
                let edge = Edge::identity("nodes/self-label");
                self.come(id, namespace, workload, (demand.daemon, edge));
            }
        }
    }

    /// The DaemonSets that this node lets in as it is and that have no pod on it.
    fn daemons_not_on(&self, name: &Name) -> Vec<Node> {
        let successors = &self.world.successors;
        let let_in = successors.particular().filter(|(.., demand)| demand.daemon && successors.is_open(demand, name));
        let mut let_in = let_in.peekable();
        if let_in.peek().is_none() {
            return Vec::new();
        }
        let there = self.world.machines.get(name).map_or(&[][..], |machine| machine.pods.as_slice());
        let there: HashSet<(&Name, &WorkloadRef)> = there.iter().map(|pod| (&pod.namespace, &pod.workload)).collect();
        let missing = let_in.filter(|(namespace, workload, _)| !there.contains(&(*namespace, *workload)));
        missing.map(|(namespace, workload, _)| self.next_of(namespace, workload)).collect()
    }

    /// Whoever may move the pods of a scope gets their identities on a node of a pool that they can be brought to.
    pub(super) fn moved(&mut self, id: NodeId, means: Means, scope: &Scope) {
        let pools = self.world.successors.pools_of(means, scope);
        for pool in pools {
            let own = self.graph.add(Node::Hub(Hub::Pool(pool)));
            join(self.graph, id, own, Node::Hub(Hub::Movable(means, pool, scope.clone())));
        }
    }

    /// What can be brought to a pool.
    pub(super) fn movable(&mut self, id: NodeId, means: Means, pool: u32, scope: &Scope) {
        let world = self.world;
        for (namespace, workload, demand) in world.successors.brought(means.power(), pool, scope) {
            if let Some(sure) = demand.moved_by(means, world.successors.is_settled(demand, None)) {
                self.come(id, namespace, workload, (sure, Edge::structure()));
            }
        }
    }

    /// The pods of one workload start anew.
    pub(super) fn restarted(&mut self, id: NodeId, namespace: &Name, workload: &WorkloadRef) {
        let Some(demand) = self.world.successors.of(namespace, workload).filter(|demand| !demand.daemon) else {
            return;
        };
        let sure = self.world.successors.is_settled(demand, None);
        let certainty = if sure { Certainty::ProvenRights } else { Certainty::Unknown };
        let own = self.graph.add(Node::Hub(Hub::Pool(demand.pool(Power::Kubelet))));
        let both = self.graph.join(&[id, own]);
        let edge = Edge::structure().with(certainty);
        let next = self.next_of(namespace, workload);
        self.lead_once(both, next, edge);
    }

    /// Pods that are driven off a node come to another one that the attacker controls.
    pub(super) fn evict(&mut self, id: NodeId, name: &Name, all: bool) {
        let pools: BTreeSet<u32> =
            driven_off(self.world, name, all).into_iter().map(|(.., demand)| demand.pool(Power::Kubelet)).collect();
        for pool in pools {
            let own = self.graph.add(Node::Hub(Hub::Pool(pool)));
            join(self.graph, id, own, Node::Hub(Hub::Evicted(name.clone(), all, pool)));
        }
    }

    /// What goes to a pool when it is driven off this node.
    pub(super) fn evicted(&mut self, id: NodeId, name: &Name, all: bool, pool: u32) {
        let world = self.world;
        for (namespace, workload, demand) in driven_off(world, name, all) {
            if demand.pool(Power::Kubelet) == pool {
                let sure = world.successors.is_settled(demand, Some(name));
                self.come(id, namespace, workload, (sure, Edge::structure()));
            }
        }
    }

    /// Whoever controls a node and may write it besides draws what its kubelet alone could not.
    pub(super) fn adapt(&mut self, id: NodeId, name: &Name, power: Power) {
        let own = self.graph.add(Node::Kubelet(name.clone()));
        join(self.graph, id, own, Node::Hub(Hub::Adapted(name.clone(), power)));
    }

    /// What comes to a node once it is written: DaemonSets at once, others that ask for its labels when they start anew.
    pub(super) fn adapted(&mut self, id: NodeId, name: &Name, power: Power) {
        let world = self.world;
        // Whoever writes the whole node decides what was not read of it.
        let edge = match power {
            Power::Whole => Edge::structure(),
            _ => as_far_as_read(Edge::structure(), world, name),
        };
        for (namespace, workload, demand) in world.successors.particular() {
            let gained = !world.was_read(name) || !world.successors.can_be_open(demand, name, Power::Kubelet);
            if gained && world.successors.can_be_open(demand, name, power) {
                self.come(id, namespace, workload, (demand.daemon, edge.clone()));
            }
        }
    }

    /// The next pod of a workload comes.
    fn come(&mut self, id: NodeId, namespace: &Name, workload: &WorkloadRef, (sure, edge): (bool, Edge)) {
        let best = if sure { Certainty::ProvenRights } else { Certainty::Unknown };
        let certainty = edge.certainty.max(best);
        let next = self.next_of(namespace, workload);
        self.lead_once(id, next, edge.with(certainty));
    }
}

/// The workloads with pods on a node that a taint drives off it, or, all of them, the end of the Node object.
fn driven_off<'w>(world: &'w World<'_>, name: &Name, all: bool) -> Vec<(&'w Name, &'w WorkloadRef, &'w Demand)> {
    let there = world.machines.get(name).map_or(&[][..], |machine| machine.pods.as_slice());
    let there: BTreeSet<(&Name, &WorkloadRef)> = there.iter().map(|pod| (&pod.namespace, &pod.workload)).collect();
    let next = there
        .into_iter()
        .filter_map(|(namespace, workload)| Some((namespace, workload, world.successors.of(namespace, workload)?)));
    next.filter(|(.., demand)| !demand.daemon && (all || demand.yields)).collect()
}
