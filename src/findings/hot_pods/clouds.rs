//! The identities of clouds that a hot pod has: by tokens that it carries, or by its node.

use std::collections::{BTreeSet, HashSet};

use crate::graph::{Certainty, Hub, Node, NodeId};
use crate::model::Subject;

use super::super::assess::Assessment;

/// The names of the identities that these places are one step away from, sorted; not what a guard blocks.
pub(super) fn identities(assessment: &Assessment<'_>, places: &[NodeId]) -> Vec<String> {
    let graph = &assessment.escalation.graph;
    let (mut queue, mut seen) = (places.to_vec(), HashSet::new());
    let mut found = BTreeSet::new();
    while let Some(place) = queue.pop() {
        for (to, edge) in graph.edges_from(place).filter(|(_, edge)| edge.certainty != Certainty::Guarded) {
            match graph.node(to) {
                Some(Node::Subject(identity @ Subject::Cloud { .. }) | Node::Session(identity)) => {
                    found.insert(identity.id());
                }
                Some(Node::Kubelet(_)) => {}
                // The metadata of an instance are a hub, so that each pod has one edge to them.
                Some(Node::Hub(Hub::Metadata(_) | Hub::PodMetadata(_))) if seen.insert(to) => queue.push(to),
                // What only joins edges is no step.
                _ if !edge.step.is_hop() && seen.insert(to) => queue.push(to),
                _ => {}
            }
        }
    }
    found.into_iter().collect()
}
