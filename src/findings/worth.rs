//! How bad it is to reach something: an objective is critical; what leads to one is as bad as it leads there surely; and
//! what a user calls an objective is high, whatever it holds: who asks for it, does not want it reached.
//!
//! A way that is not sure is a level less, one that a guard blocks two.

use crate::graph::{Certainty, Graph, Node, NodeId, Reach};
use crate::template::Severity;

/// How bad it is to reach a node for sure. `objectives` are who reaches each objective that the graph has.
pub(super) fn worth<'r>(graph: &Graph, node: NodeId, objectives: impl IntoIterator<Item = &'r Reach>) -> Severity {
    if matches!(graph.node(node), Some(Node::Objective(_))) {
        return Severity::Critical;
    }
    let surest = objectives.into_iter().filter_map(|reach| reach.certainty(node)).min();
    surest.map_or(Severity::High, |certainty| severity(certainty, Severity::Critical).max(Severity::High))
}

/// Who reaches each objective that the graph has.
pub(super) fn objectives(graph: &Graph) -> Vec<Reach> {
    graph.objectives().map(|(_, node)| Reach::to(graph, node)).collect()
}

/// How bad it is to reach this surely what is worth this much.
pub(super) fn severity(certainty: Certainty, worth: Severity) -> Severity {
    let less = |severity: Severity| match severity {
        Severity::Critical => Severity::High,
        Severity::High => Severity::Medium,
        Severity::Medium => Severity::Low,
        Severity::Low | Severity::Info => Severity::Info,
    };
    match certainty {
        Certainty::ProvenRights => worth,
        Certainty::Unknown => less(worth),
        Certainty::Guarded => less(less(worth)),
    }
}

#[cfg(test)]
mod tests {
    use super::severity;
    use crate::graph::Certainty::{Guarded, ProvenRights, Unknown};
    use crate::template::Severity::{Critical, High, Low, Medium};

    #[test]
    fn what_is_not_sure_is_less() {
        let rows = [
            (ProvenRights, Critical, Critical),
            (Unknown, Critical, High),
            (Guarded, Critical, Medium),
            (ProvenRights, High, High),
            (Unknown, High, Medium),
            (Guarded, High, Low),
        ];
        for (certainty, worth, expected) in rows {
            assert_eq!(severity(certainty, worth), expected, "{certainty:?} of {worth:?}");
        }
    }
}
