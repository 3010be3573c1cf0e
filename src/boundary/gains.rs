//! What is more than a subject has: objectives, nodes, namespaces, other identities with rights, roles that it does not hold.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::authz::{Access, implied_groups};
use crate::findings::Teller;
use crate::graph::{Closure, Graph, Hub, Node, NodeId, Objective};
use crate::model::Subject;
use crate::template::Severity;

pub(super) struct Gains<'a> {
    teller: &'a Teller<'a>,
    /// What the subject is and holds without a step.
    home: HashSet<NodeId>,
    own: Vec<Subject>,
}

impl<'a> Gains<'a> {
    pub(super) fn new(teller: &'a Teller<'a>, subject: &Subject, starts: &[NodeId]) -> Self {
        let graph = &teller.escalation().graph;
        let free = |id| graph.edge(id).is_some_and(|(_, _, edge)| !edge.step.is_hop());
        let home = Closure::of(graph, starts, &free).reached().map(|(node, _)| node).collect();
        let own = std::iter::once(subject.clone()).chain(implied_groups(subject)).collect();
        Gains { teller, home, own }
    }

    /// What the subject is and holds without a step.
    pub(super) fn home(&self) -> &HashSet<NodeId> {
        &self.home
    }

    /// Whether whoever reaches this has more than before.
    pub(super) fn is_gain(&self, id: NodeId) -> bool {
        if self.home.contains(&id) {
            return false;
        }
        match self.graph().node(id) {
            Some(Node::Objective(_) | Node::Machine(_) | Node::Kubelet(_) | Node::Namespace(_)) => true,
            Some(Node::Subject(subject)) => !self.own.contains(subject) && self.has_rights(subject),
            Some(Node::Hub(Hub::Bound(role, _))) => !self.teller.snapshot().role(*role).rules.is_empty(),
            _ => false,
        }
    }

    /// Whether an identity holds anything that not every one like it does.
    fn has_rights(&self, subject: &Subject) -> bool {
        let access: &Access<'_> = self.teller.access();
        let groups = implied_groups(subject);
        let mut all = std::iter::once(subject).chain(&groups).filter(|subject| !self.own.contains(subject));
        all.any(|subject| !access.bindings_naming(subject).is_empty())
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
