//! What a subject gains by what it reaches, worst first.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::findings::{Gains as More, Teller};
use crate::graph::{Closure, Edge, Graph, Node, NodeId, Objective};
use crate::model::{HashSet, Subject};
use crate::template::Severity;

pub(super) struct Gains<'a> {
    teller: &'a Teller<'a>,
    more: More<'a>,
}

impl<'a> Gains<'a> {
    pub(super) fn new(teller: &'a Teller<'a>, subject: &Subject, starts: &[NodeId]) -> Self {
        Gains { teller, more: More::new(&teller.escalation().graph, teller.access(), subject, starts) }
    }

    /// What the subject is and holds without a step.
    pub(super) fn home(&self) -> &BTreeSet<NodeId> {
        self.more.home()
    }

    /// Whether whoever reaches this has more than before.
    pub(super) fn is_gain(&self, id: NodeId) -> bool {
        self.more.is_gain(id)
    }

    /// The nodes of a closure from which a gain is reached within it, over these edges.
    pub(super) fn useful(&self, closure: &Closure, lets: &dyn Fn(&Edge) -> bool) -> HashSet<NodeId> {
        self.more.useful(closure, lets)
    }

    /// The gains among what is reached, worst first, then by name.
    fn reached(&self, closure: &Closure) -> Vec<(Reverse<Severity>, u8, String, NodeId)> {
        let gains = closure.reached().filter(|(node, _)| self.is_gain(*node));
        let mut found: Vec<_> = gains
            .filter_map(|(node, _)| {
                let name = self.graph().node(node)?.id(self.teller.snapshot())?;
                let other = match self.graph().node(node) {
                    Some(Node::Objective(Objective::ClusterAdmin)) => 0,
                    Some(Node::Objective(_)) => 1,
                    _ => 2,
                };
                Some((Reverse(self.teller.worth(&[node])), other, name, node))
            })
            .collect();
        found.sort();
        found
    }

    pub(super) fn names(&self, closure: &Closure) -> Vec<String> {
        let mut names: Vec<String> = self.reached(closure).into_iter().map(|(_, _, name, _)| name).collect();
        names.dedup();
        names
    }

    /// The worst that is reached.
    pub(super) fn worst(&self, closure: &Closure) -> Option<(NodeId, String, Severity)> {
        self.reached(closure).into_iter().next().map(|(Reverse(severity), _, name, node)| (node, name, severity))
    }

    fn graph(&self) -> &'a Graph {
        &self.teller.escalation().graph
    }
}
