//! Edges that guards block, for whoever gets past them after all.

use crate::authz::Access;
use crate::graph::{Certainty, Graph, Hub, Node, NodeId, Step};
use crate::guards::admission::Guard;
use crate::model::{BindingId, Scope, Subject};
use crate::template::Hit;

use super::super::lists::members;

/// An edge that guards block, for whoever can lift them.
#[derive(Clone)]
pub(in crate::escalation) struct Blocked {
    pub(in crate::escalation) from: NodeId,
    pub(in crate::escalation) to: NodeId,
    pub(in crate::escalation) guards: Vec<Guard>,
    pub(in crate::escalation) step: Step,
    /// What was hit, where it is a step of an entry.
    pub(in crate::escalation) hit: Option<Hit>,
    /// Surely, or perhaps.
    pub(in crate::escalation) certainty: Certainty,
}

impl Blocked {
    /// One for each node of a list: each is judged by itself, where it is.
    pub(in crate::escalation) fn apart<'b>(&'b self, graph: &'b Graph) -> impl Iterator<Item = Self> + 'b {
        members(graph, self.to).into_iter().map(|to| {
            let place = graph.node(to).and_then(place);
            let there = |hit: &Hit| Hit { scope: place.unwrap_or(hit.scope.clone()), ..hit.clone() };
            Self { to, hit: self.hit.as_ref().map(there), ..self.clone() }
        })
    }
}

/// Where a binding must be written that gives this.
fn place(node: &Node) -> Option<Scope> {
    match node {
        Node::Hub(Hub::Bound(_, scope) | Hub::BindAbsent(_, scope, _)) => Some(scope.clone()),
        Node::Namespace(namespace) => Some(Scope::Namespace(namespace.clone())),
        _ => None,
    }
}

/// Who takes the steps that leave this node, and by which binding.
pub(in crate::escalation) fn actors(
    graph: &Graph,
    access: &Access<'_>,
    from: NodeId,
) -> Vec<(Subject, Option<BindingId>)> {
    match graph.node(from) {
        Some(Node::Subject(subject) | Node::Limited(subject, _)) => vec![(subject.clone(), None)],
        Some(Node::Role(role, scope)) => {
            let snapshot = access.snapshot();
            let here = access.bindings_of(*role).iter().filter(|id| snapshot.binding(**id).scope() == *scope);
            let mut actors: Vec<(Subject, Option<BindingId>)> = here
                .flat_map(|id| snapshot.binding(*id).subjects.iter().map(|subject| (subject.clone(), Some(*id))))
                .collect();
            actors.sort_unstable();
            actors.dedup_by(|left, right| left.0 == right.0);
            actors
        }
        _ => Vec::new(),
    }
}
