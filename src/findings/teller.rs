//! Tells ways through the graph as paths, for questions about them: the same hops, ids and fixes as in the findings.

use std::sync::OnceLock;

use crate::authz::{Access, Grant};
use crate::escalation::Escalation;
use crate::graph::{Certainty, Move, Node, NodeId, Reach};
use crate::model::{BindingId, Snapshot};
use crate::template::{Severity, Template};

use super::assess::Assessment;
use super::types::{GrantRef, Path};
use super::{fingerprint, paths, worth};

/// Tells ways through one graph.
pub struct Teller<'a> {
    assessment: Assessment<'a>,
    /// Who reaches each objective; searched for when it is first asked what something else is worth.
    objectives: OnceLock<Vec<Reach>>,
}

impl<'a> Teller<'a> {
    /// Of what escalation has drawn; no objective is searched for.
    #[must_use]
    pub fn new(
        snapshot: &'a Snapshot,
        access: &'a Access<'a>,
        template: &'a Template,
        escalation: &'a Escalation<'a>,
    ) -> Self {
        let assessment = Assessment::without_goals(snapshot, access, template, escalation);
        Teller { assessment, objectives: OnceLock::new() }
    }

    /// What was drawn.
    #[must_use]
    pub fn escalation(&self) -> &'a Escalation<'a> {
        self.assessment.escalation
    }

    /// Of what.
    #[must_use]
    pub fn snapshot(&self) -> &'a Snapshot {
        self.assessment.snapshot
    }

    /// Who is granted what in it.
    #[must_use]
    pub fn access(&self) -> &'a Access<'a> {
        self.assessment.access
    }

    /// These grants by name; `through` stands in for a binding that is left open.
    #[must_use]
    pub fn grants(&self, grants: &[Grant], through: Option<BindingId>) -> Vec<GrantRef> {
        self.assessment.grants(grants, through)
    }

    /// By which template.
    #[must_use]
    pub fn template(&self) -> &'a Template {
        self.assessment.template
    }

    /// A way from this node to the one of this name, which is worth so much, as a path with all of its hops;
    /// nothing when there are none.
    #[must_use]
    pub fn path(&self, from: NodeId, to: (&str, Severity), certainty: Certainty, moves: &[Move]) -> Option<Path> {
        let (name, worth) = to;
        paths::told(&self.assessment, from, &paths::End { name: &name.into(), worth }, certainty, moves, usize::MAX)
    }

    /// How bad it is to reach the worst of these nodes for sure.
    #[must_use]
    pub fn worth(&self, nodes: &[NodeId]) -> Severity {
        let graph = &self.escalation().graph;
        let is_objective = |node: &NodeId| matches!(graph.node(*node), Some(Node::Objective(_)));
        // Most questions end at an objective: then nothing need be searched for.
        let objectives: &[Reach] = match nodes.iter().all(is_objective) {
            true => &[],
            false => self.objectives.get_or_init(|| worth::objectives(graph)),
        };
        nodes.iter().map(|&node| worth::worth(graph, node, objectives)).max().unwrap_or(Severity::High)
    }

    /// The id of the best way between the nodes of these names.
    #[must_use]
    pub fn path_id(from: &str, to: &str) -> String {
        fingerprint::path_id(from, to)
    }

    /// The id of this way, among several between the same ends.
    #[must_use]
    pub fn way_id(path: &Path) -> String {
        fingerprint::way_id(path)
    }

    /// Whether an attacker may start at this node: a subject with grants of its own, a pod, a node of the cluster.
    #[must_use]
    pub fn is_source(&self, node: &Node) -> bool {
        paths::is_source(&self.assessment, node)
    }

    /// Whether it is a start of which the API server installed everything: a controller of its own.
    #[must_use]
    pub fn is_builtin(&self, node: &Node) -> bool {
        matches!(node, Node::Subject(subject) if paths::is_builtin_subject(&self.assessment, subject))
    }
}
