//! The nodes by way of which a hot pod leads on.

use std::collections::BTreeSet;

use crate::escalation::escapes::removal;
use crate::graph::{Certainty, Edge, Node, NodeId, Step};
use crate::model::{Name, Pod, Subject};

use super::super::assess::Assessment;

/// The nodes that pods get out to, unless a guard keeps them in or their token leads on by itself; `node:*` where the node
/// of a pod is not known. `places` are the pods in the graph.
pub(super) fn nodes(
    assessment: &Assessment<'_>,
    token: Option<&Subject>,
    places: &[NodeId],
    pods: &[&Pod],
) -> Vec<String> {
    if is_kept_in(assessment, places) || token.is_some_and(|token| leads_on(assessment, token)) {
        return Vec::new();
    }
    let out = pods.iter().filter(|pod| assessment.escalation.world.gets_out(pod));
    let nodes: BTreeSet<String> =
        out.map(|pod| format!("node:{}", pod.node.as_ref().map_or("*", Name::as_str))).collect();
    nodes.into_iter().collect()
}

/// Whether a guard blocks every way out. Where no node is known, no way was drawn.
fn is_kept_in(assessment: &Assessment<'_>, places: &[NodeId]) -> bool {
    let graph = &assessment.escalation.graph;
    let is_escape = |edge: &&Edge| matches!(edge.step, Step::Identity(id) if removal(id).is_some());
    let mut ways = places.iter().flat_map(|place| graph.edges_from(*place)).map(|(_, edge)| edge).filter(is_escape);
    let first = ways.next();
    first.is_some_and(|first| first.certainty == Certainty::Guarded)
        && ways.all(|edge| edge.certainty == Certainty::Guarded)
}

/// Whether whoever has this token reaches an objective.
fn leads_on(assessment: &Assessment<'_>, token: &Subject) -> bool {
    let node = assessment.escalation.graph.find(&Node::Subject(token.clone()));
    node.and_then(|node| assessment.leads_to(node)).is_some_and(|way| way != Certainty::Guarded)
}
