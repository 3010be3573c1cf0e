//! Reading logs through a kubelet, which reads them as root: it completes the escape by a writable `/var/log`.
//!
//! No effect of its own: a log gives nothing by itself. Whoever also writes to the directory makes a link there to any
//! file of the node.

use crate::authz::NameSet;
use crate::graph::{Hub, Node};
use crate::template::{Entry, Hit};

use super::world::World;

/// The halves that this hit gives.
pub(super) fn reached(entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let reads = |resource: &str| {
        let needs = entry.needs.iter().filter(|need| need.verbs.iter().any(|verb| *verb == "get"));
        needs.flat_map(|need| &need.resources).any(|asked| asked == resource)
    };
    let of_pods = reads("pods/log");
    if !of_pods && !reads("nodes/log") && !reads("nodes/proxy") {
        return Vec::new();
    }
    let logs = |name: &crate::model::Name| Node::Hub(Hub::LogsOf(name.clone()));
    match &hit.targets {
        NameSet::Any => vec![Node::Hub(Hub::Logs(hit.scope.clone()))],
        NameSet::Only(names) if of_pods => {
            let pods = names.iter().filter_map(|name| world.pods_by_name.get(name)).flatten();
            let here = pods.filter(|pod| hit.scope.namespace().is_none_or(|only| *only == pod.namespace));
            here.filter_map(|pod| pod.node.as_ref()).map(logs).collect()
        }
        NameSet::Only(names) => names.iter().map(logs).collect(),
    }
}
