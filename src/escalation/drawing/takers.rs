//! Who takes the steps that leave a node, as admission sees them.

use std::sync::Arc;

use crate::authz::implied_groups;
use crate::graph::{Node, NodeId};
use crate::model::{BindingId, Subject};

use super::super::admitted::Who;
use super::{Drawing, actors};

/// Somebody who takes a step, and by which binding.
pub(super) struct Taker {
    pub(super) subject: Subject,
    pub(super) binding: Option<BindingId>,
    pub(super) who: Who,
}

impl Drawing<'_, '_> {
    /// Who takes the steps that leave this node: the hits of a role are drawn one after the other, so it is asked for again.
    pub(super) fn takers(&mut self, from: NodeId) -> Arc<[Taker]> {
        if let Some((node, known)) = &self.takers
            && *node == from
        {
            return known.clone();
        }
        let actors = actors(&self.graph, self.access, from).into_iter();
        let takers: Arc<[Taker]> =
            actors.map(|(subject, binding)| Taker { who: self.who(&subject), subject, binding }).collect();
        self.takers = Some((from, takers.clone()));
        takers
    }

    /// Who takes a step that this subject may take.
    fn who(&self, subject: &Subject) -> Who {
        let member = self.asked_for.as_ref().filter(|member| implied_groups(member).contains(subject));
        Who::new(member.unwrap_or(subject))
    }

    /// Adds the node of somebody.
    pub(super) fn own(&mut self, taker: &Taker) -> NodeId {
        self.graph.add(Node::Subject(taker.subject.clone()))
    }
}
