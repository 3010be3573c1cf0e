//! Reading logs through a kubelet, which reads them as root: it completes the escape by a writable `/var/log`.
//!
//! No effect of its own: a log gives nothing by itself. Whoever also writes to the directory makes a link there to any
//! file of the node. By `nodes/log` and `nodes/proxy` the kubelet serves that file as it is (`/logs/` of its server). By
//! `pods/log` it reads lines of a container's log, and of anything else tells one line in an error: `getParseFunc` of
//! `k8s.io/cri-client/pkg/logs`. Whether that is a credential is not known.

use crate::authz::NameSet;
use crate::graph::{Certainty, Hub, Node, Remarks};
use crate::model::Name;
use crate::template::{Entry, Hit};

use super::world::World;
use super::{Reached, surely};

/// What stands between the log of a pod and the file that it is a link to.
const LINES_OF_A_LOG: &str = "of a file that is no container's log, the kubelet tells one line at most";

/// The halves that this hit gives.
pub(super) fn reached(entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Reached> {
    let reads = |resource: &str| {
        let needs = entry.needs.iter().filter(|need| need.verbs.iter().any(|verb| *verb == "get"));
        needs.flat_map(|need| &need.resources).any(|asked| asked == resource)
    };
    if reads("nodes/log") || reads("nodes/proxy") {
        return surely(of_nodes(hit));
    }
    let of_pods = if reads("pods/log") { of_pods(hit, world) } else { Vec::new() };
    let remarks = Remarks { facts: vec![LINES_OF_A_LOG.to_owned()], ..Remarks::default() };
    let reached = |node| Reached { node, certainty: Certainty::Unknown, remarks: remarks.clone() };
    of_pods.into_iter().map(reached).collect()
}

fn of_nodes(hit: &Hit) -> Vec<Node> {
    match &hit.targets {
        NameSet::Any => vec![Node::Hub(Hub::NodeLogs)],
        NameSet::Only(names) => names.iter().map(|name| Node::Hub(Hub::NodeLogsOf(name.clone()))).collect(),
    }
}

fn of_pods(hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let NameSet::Only(names) = &hit.targets else {
        return vec![Node::Hub(Hub::Logs(hit.scope.clone()))];
    };
    let here = world.pods_named(names, &hit.scope);
    here.into_iter().filter_map(|pod| pod.node.as_ref()).map(logs_of).collect()
}

fn logs_of(machine: &Name) -> Node {
    Node::Hub(Hub::LogsOf(machine.clone()))
}
