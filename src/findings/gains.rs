//! What is more than a subject has: objectives, nodes, namespaces, other identities with rights, roles that it does not hold.

use std::collections::BTreeSet;

use crate::authz::{Access, implied_groups};
use crate::graph::{Closure, Edge, Graph, Hub, Node, NodeId};
use crate::model::{HashSet, Subject};

/// What is more than a subject has.
pub struct Gains<'a> {
    graph: &'a Graph,
    access: &'a Access<'a>,
    /// What the subject is and holds without a step.
    home: BTreeSet<NodeId>,
    own: Vec<Subject>,
}

impl<'a> Gains<'a> {
    /// For a subject that starts at these nodes.
    #[must_use]
    pub fn new(graph: &'a Graph, access: &'a Access<'a>, subject: &Subject, starts: &[NodeId]) -> Self {
        let free = |id| graph.edge(id).is_some_and(|(_, _, edge)| !edge.step.is_hop());
        let home = Closure::of(graph, starts, &free).reached().map(|(node, _)| node).collect();
        let own = std::iter::once(subject.clone()).chain(implied_groups(subject)).collect();
        Gains { graph, access, home, own }
    }

    /// What the subject is and holds without a step.
    #[must_use]
    pub fn home(&self) -> &BTreeSet<NodeId> {
        &self.home
    }

    /// Whether whoever reaches this has more than before.
    #[must_use]
    pub fn is_gain(&self, id: NodeId) -> bool {
        if self.home.contains(&id) {
            return false;
        }
        match self.graph.node(id) {
            Some(Node::Objective(_) | Node::Machine(_) | Node::Kubelet(_) | Node::Namespace(_)) => true,
            Some(Node::Subject(subject)) => !self.own.contains(subject) && self.has_rights(subject),
            Some(Node::Hub(Hub::Bound(role, _))) => !self.access.snapshot().role(*role).rules.is_empty(),
            _ => false,
        }
    }

    /// Whether an identity holds anything that not every one like it does.
    fn has_rights(&self, subject: &Subject) -> bool {
        let groups = implied_groups(subject);
        let mut all = std::iter::once(subject).chain(&groups).filter(|subject| !self.own.contains(subject));
        all.any(|subject| !self.access.bindings_naming(subject).is_empty())
    }

    /// The nodes of a closure from which a gain is reached within it, over these edges.
    #[must_use]
    pub fn useful(&self, closure: &Closure, lets: &dyn Fn(&Edge) -> bool) -> HashSet<NodeId> {
        let mut queue: Vec<NodeId> = closure.reached().map(|(node, _)| node).filter(|it| self.is_gain(*it)).collect();
        let mut found: HashSet<NodeId> = queue.iter().copied().collect();
        while let Some(node) = queue.pop() {
            for (_, from, edge) in self.graph.edges_to(node) {
                if lets(edge) && closure.certainty(from).is_some() && found.insert(from) {
                    queue.push(from);
                }
            }
        }
        found
    }
}
