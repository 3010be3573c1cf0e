//! Whoever reads the log of any pod on a node has the kubelet there read it.
//!
//! Pods are many and scattered over nodes, so a node is a number here, in the order of names: no name is compared, and the
//! hub of each is looked up once. Cost: the pods of the scope.

use crate::graph::{Edge, Hub, Node, NodeId};
use crate::model::{HashMap, Name, Scope};

use super::super::places::within;
use super::super::world::World;
use super::Structure;

/// The nodes of the cluster by number, each with the hub of its logs once it is drawn.
pub(super) struct LogHubs<'a> {
    numbers: HashMap<&'a Name, usize>,
    hubs: Vec<(&'a Name, Option<NodeId>)>,
}

impl<'a> LogHubs<'a> {
    pub(super) fn new(world: &'a World<'_>) -> Self {
        let names = || world.machines.keys().copied();
        LogHubs { numbers: names().zip(0..).collect(), hubs: names().map(|name| (name, None)).collect() }
    }
}

impl Structure<'_, '_> {
    pub(super) fn logs(&mut self, id: NodeId, scope: &Scope) {
        let pods = within(&self.world.pods, scope).flat_map(|(_, pods)| pods);
        let on = pods.filter_map(|pod| self.log_hubs.numbers.get(pod.node.as_ref()?));
        let mut machines: Vec<usize> = on.copied().collect();
        machines.sort_unstable();
        machines.dedup();
        for machine in machines {
            let Some((name, known)) = self.log_hubs.hubs.get_mut(machine) else { continue };
            let hub = *known.get_or_insert_with(|| self.graph.add(Node::Hub(Hub::LogsOf((*name).clone()))));
            self.graph.connect(id, hub, Edge::structure());
        }
    }

    pub(super) fn node_logs(&mut self, id: NodeId) {
        for name in self.world.machines.keys() {
            self.link(id, Node::Hub(Hub::NodeLogsOf((*name).clone())));
        }
    }
}
