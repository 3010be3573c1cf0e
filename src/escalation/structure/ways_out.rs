//! Ways out of pods, and what each leads to on a node.

use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks};
use crate::model::{Name, Placement, Pod};

use super::super::escapes::{EscapeCertainty, Escaped, Gives, LogRight};
use super::super::world::{Refusal, UNREAD};
use super::doubt::{doubted, unplaced};
use super::pods::refused;
use super::roles::join;
use super::{CLUSTER_ADMIN, Structure};

/// The one escape that a Linux node ignores.
const WINDOWS_PROCESS: &str = "escape/windows-host-process";

/// What decides where a pod that is on no node yet gets out to.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Out {
    placement: Placement,
    /// The node that its template names.
    pinned: Option<Name>,
    /// Whether a DaemonSet's controller makes it.
    daemon: bool,
    host_network: bool,
    escape: &'static str,
    gives: Gives,
    needs: Option<LogRight>,
}

impl Structure<'_, '_> {
    /// A pod that is not on a node yet: one of a DaemonSet runs on every node that lets it in, any other on one of them.
    /// What a way out leads to is worked out once for all pods with the same choice of nodes.
    pub(super) fn somewhere(&mut self, id: NodeId, pod: &Pod, refusal: Option<&Refusal>) {
        let daemon = pod.workload.kind == "DaemonSet";
        let best = if daemon { Certainty::ProvenRights } else { Certainty::Unknown };
        let spec = self.world.snapshot.pod_spec(pod.spec);
        for escaped in self.world.escapes(pod) {
            let out = Out {
                placement: spec.placement.clone(),
                pinned: self.world.pinned(pod).cloned(),
                daemon,
                host_network: spec.security.host_network,
                escape: escaped.escape.id,
                gives: escaped.gives,
                needs: escaped.needs,
            };
            if !self.outs.contains_key(&out) {
                let read = self.all_out(self.world.machines_for(pod, daemon), escaped, true);
                let unread = self.all_out(self.world.unread_for(pod), escaped, false);
                self.outs.insert(out.clone(), [read, unread].concat());
            }
            for (to, read) in self.outs.get(&out).cloned().unwrap_or_default() {
                let edge = escape_edge(escaped);
                let certainty = edge.certainty.max(best);
                let edge = refused(edge.with(certainty), refusal);
                let edge = if pod.waits() { unplaced(edge) } else { edge };
                self.graph.connect(id, to, if read { edge } else { doubted(edge, UNREAD) });
            }
        }
    }

    /// What an escape leads to on these nodes, and whether they were read.
    fn all_out(&mut self, machines: Vec<&Name>, escaped: &Escaped, read: bool) -> Vec<(NodeId, bool)> {
        let to = machines.into_iter().filter_map(|name| self.out(name, escaped)).collect();
        self.lists.of(self.graph, to).into_iter().map(|to| (to, read)).collect()
    }

    /// What an escape leads to on this node: what it gives, or half of it where it takes another.
    pub(super) fn out(&mut self, machine: &Name, escaped: &Escaped) -> Option<NodeId> {
        if escaped.escape.id == WINDOWS_PROCESS && self.world.runs_linux(machine) {
            return None;
        }
        let target = match escaped.gives {
            Gives::Node => Node::Machine(machine.clone()),
            Gives::NodePods => Node::Kubelet(machine.clone()),
            // The files of a control plane hold the keys of everything; those of another node its kubelet's.
            Gives::NodeFiles if self.world.is_control_plane(machine) => CLUSTER_ADMIN,
            Gives::NodeFiles => Node::Kubelet(machine.clone()),
            Gives::Finding => return None,
        };
        // Reading logs of the node is the other half.
        let (half, logs) = match escaped.needs {
            None => return Some(self.graph.add(target)),
            Some(LogRight::OfPods) => (Hub::Escaping(escaped.escape.id, machine.clone()), Hub::LogsOf(machine.clone())),
            Some(LogRight::OfNode) => (Hub::LogDirectory(machine.clone()), Hub::NodeLogsOf(machine.clone())),
        };
        let (half, logs) = (self.graph.add(Node::Hub(half)), self.graph.add(Node::Hub(logs)));
        if self.halves.insert((half, logs)) {
            join(self.graph, half, logs, target);
        }
        Some(half)
    }
}

/// The step out of a pod.
pub(super) fn escape_edge(escaped: &Escaped) -> Edge {
    let certainty = match escaped.certainty {
        EscapeCertainty::Sure if escaped.escape.proof.is_sure() => Certainty::ProvenRights,
        _ => Certainty::Unknown,
    };
    let remarks = Remarks { facts: escaped.facts.clone(), ..Remarks::default() };
    Edge::identity(escaped.escape.id).with(certainty).saying(remarks)
}
