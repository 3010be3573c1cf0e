//! The workloads that face outside, as sources.

use std::collections::BTreeMap;

use crate::escalation::exposure::exposures;
use crate::graph::{Graph, Node, NodeId};
use crate::model::{Name, Pod, Snapshot};

use super::Named;

/// The workloads that can be reached from outside of the cluster, each with what makes it so; by name.
#[must_use]
pub fn exposed(snapshot: &Snapshot, graph: &Graph) -> Vec<Named> {
    let exposures = exposures(snapshot);
    let mut found: BTreeMap<String, Named> = BTreeMap::new();
    for pod in &snapshot.pods {
        let faces = exposures.of(pod);
        if faces.is_empty() {
            continue;
        }
        let name = pod.workload.id(&pod.namespace);
        let named = Named { name: name.clone(), nodes: Vec::new(), exposed: Vec::new(), ended: false };
        let known = found.entry(name).or_insert(named);
        known.nodes.extend(node_of(graph, pod));
        known.exposed.extend(faces.iter().map(|face| face.words()));
    }
    let mut found: Vec<Named> = found.into_values().collect();
    for named in &mut found {
        named.nodes.sort_unstable();
        named.nodes.dedup();
        named.exposed.sort_unstable();
        named.exposed.dedup();
    }
    found
}

/// The code in this pod: on its node of the cluster if it can get out there.
fn node_of(graph: &Graph, pod: &Pod) -> Option<NodeId> {
    let on = |machine: &Name| Node::Pod(pod.namespace.clone(), pod.workload.clone(), machine.clone());
    let there = pod.node.as_ref().and_then(|machine| graph.find(&on(machine)));
    there.or_else(|| graph.find(&Node::Workload(pod.namespace.clone(), pod.workload.clone())))
}
