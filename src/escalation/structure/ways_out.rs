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
    /// A pod that is not on a node yet gets out to those that it comes to.
    pub(super) fn somewhere(&mut self, id: NodeId, pod: &Pod, refusal: Option<&Refusal>) {
        for escaped in self.world.escapes(pod) {
            let way = (escaped.escape.id, escaped.gives, escaped.needs);
            for (to, read) in self.everywhere(pod, way, &|structure, machine| structure.out(machine, escaped)) {
                let edge = from_anywhere(escape_edge(escaped), pod, refusal, read);
                self.graph.connect(id, to, edge);
            }
        }
    }

    /// What `each` node gives by this way that a pod may come to which is on none yet, and whether the node was read: one of
    /// a DaemonSet runs on every node that lets it in, any other on one of them. It is worked out once for all pods with
    /// the same choice of nodes.
    pub(super) fn everywhere(
        &mut self,
        pod: &Pod,
        (escape, gives, needs): (&'static str, Gives, Option<LogRight>),
        each: &dyn Fn(&mut Self, &Name) -> Option<NodeId>,
    ) -> Vec<(NodeId, bool)> {
        let (spec, daemon) = (self.world.snapshot.pod_spec(pod.spec), is_daemon(pod));
        let pinned = self.world.pinned(pod).cloned();
        let host_network = spec.security.host_network;
        let out = Out { placement: spec.placement.clone(), pinned, daemon, host_network, escape, gives, needs };
        if !self.outs.contains_key(&out) {
            let read = self.all_out(self.world.machines_for(pod, daemon), each, true);
            let unread = self.all_out(self.world.unread_for(pod), each, false);
            self.outs.insert(out.clone(), [read, unread].concat());
        }
        self.outs.get(&out).cloned().unwrap_or_default()
    }

    /// What these nodes give, and whether they were read.
    fn all_out(
        &mut self,
        machines: Vec<&Name>,
        each: &dyn Fn(&mut Self, &Name) -> Option<NodeId>,
        read: bool,
    ) -> Vec<(NodeId, bool)> {
        let to = machines.into_iter().filter_map(|name| each(self, name)).collect();
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

fn is_daemon(pod: &Pod) -> bool {
    pod.workload.kind == "DaemonSet"
}

/// A step from a pod that is on no node yet.
pub(super) fn from_anywhere(edge: Edge, pod: &Pod, refusal: Option<&Refusal>, read: bool) -> Edge {
    let best = if is_daemon(pod) { Certainty::ProvenRights } else { Certainty::Unknown };
    let certainty = edge.certainty.max(best);
    let edge = refused(edge.with(certainty), refusal);
    let edge = if pod.waits() { unplaced(edge) } else { edge };
    if read { edge } else { doubted(edge, UNREAD) }
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
