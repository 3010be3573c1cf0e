//! Goals: the objectives, the user's own among them, each with everybody who reaches it.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::escalation::Escalation;
use crate::graph::{Move, Node, NodeId, Reach, Step};
use crate::model::{HashSet, Name, Snapshot};
use crate::template::Severity;

use super::worth::{severity, worth};

/// A goal and who reaches it.
pub(super) struct Goal {
    /// The node's name.
    pub(super) id: Name,
    pub(super) node: NodeId,
    pub(super) reach: Reach,
    /// How bad it is to reach it for sure.
    pub(super) worth: Severity,
}

/// The objectives that the graph has, and those of the user.
pub(super) fn goals(snapshot: &Snapshot, escalation: &Escalation<'_>, own: &[String]) -> Vec<Goal> {
    let graph = &escalation.graph;
    let known = graph.objectives().map(|(_, node)| node);
    let wanted: BTreeSet<&str> = own.iter().map(String::as_str).collect();
    let of_user = graph
        .nodes()
        .filter(|(_, node)| !wanted.is_empty() && node.id(snapshot).is_some_and(|id| wanted.contains(id.as_str())));
    let mut nodes: Vec<NodeId> = known.chain(of_user.map(|(id, _)| id)).collect();
    let mut seen = HashSet::default();
    nodes.retain(|node| seen.insert(*node));
    let goal = |node: NodeId| {
        let id = graph.node(node)?.id(snapshot)?.into();
        Some(Goal { id, node, reach: Reach::to(graph, node), worth: Severity::Critical })
    };
    let mut goals: Vec<Goal> = nodes.into_par_iter().filter_map(goal).collect();
    let is_objective = |goal: &&Goal| matches!(graph.node(goal.node), Some(Node::Objective(_)));
    let objectives = || goals.iter().filter(is_objective).map(|goal| &goal.reach);
    let worths: Vec<Severity> = goals.iter().map(|goal| worth(graph, goal.node, objectives())).collect();
    goals.iter_mut().zip(worths).for_each(|(goal, worth)| goal.worth = worth);
    goals
}

/// The entries whose steps a node takes together with others on its way to a goal, with how bad that is.
pub(super) fn joined(escalation: &Escalation<'_>, goals: &[Goal], node: NodeId) -> Vec<(usize, Severity)> {
    let mut found = Vec::new();
    for goal in goals {
        let (Some(moves), Some(certainty)) = (goal.reach.to_join(&escalation.graph, node), goal.reach.certainty(node))
        else {
            continue;
        };
        let edges = moves.iter().filter_map(|step| match step {
            Move::Edge(edge) => escalation.graph.edge(*edge),
            _ => None,
        });
        found.extend(edges.filter_map(|(_, _, edge)| match &edge.step {
            Step::Entry { entry, .. } => Some((*entry, severity(certainty, goal.worth))),
            _ => None,
        }));
    }
    found
}
