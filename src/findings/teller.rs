//! Tells ways through the graph as paths, for questions about them: the same hops, ids and fixes as in the findings.

use crate::authz::Access;
use crate::escalation::Escalation;
use crate::graph::{Certainty, Move, Node, NodeId};
use crate::model::Snapshot;
use crate::template::Template;

use super::assess::Assessment;
use super::paths;
use super::types::Path;

/// Tells ways through one graph.
pub struct Teller<'a> {
    assessment: Assessment<'a>,
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
        Teller { assessment: Assessment::without_goals(snapshot, access, template, escalation) }
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

    /// By which template.
    #[must_use]
    pub fn template(&self) -> &'a Template {
        self.assessment.template
    }

    /// A way from this node to the one of this name, as a path with all of its hops; nothing when there are none.
    #[must_use]
    pub fn path(&self, from: NodeId, to: &str, certainty: Certainty, moves: &[Move]) -> Option<Path> {
        paths::told(&self.assessment, from, to, certainty, moves, usize::MAX)
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
