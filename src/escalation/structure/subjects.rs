//! Subjects lead to their groups and to the bindings that name them.

use crate::authz::{NODE_PREFIX, NODES, implied_groups};
use crate::graph::{Edge, Hub, Node, NodeId};
use crate::model::{Name, Subject};

use super::Structure;

impl Structure<'_, '_> {
    pub(super) fn subject(&mut self, id: NodeId, subject: &Subject) {
        for &binding in self.access.bindings_naming(subject) {
            self.link(id, Node::Binding(binding));
        }
        for group in implied_groups(subject) {
            // A kubelet is in its group by its certificate; whoever only bears its name is not.
            let by_name = matches!((subject, &group), (Subject::User(_), Subject::Group(name)) if name == NODES);
            // A group that no binding names leads nowhere.
            if !by_name && !self.access.bindings_naming(&group).is_empty() {
                self.link(id, Node::Subject(group));
            }
        }
    }

    /// The whole identity of a kubelet: its name, its group, and what the Node authorizer gives it.
    pub(super) fn kubelet(&mut self, id: NodeId, name: &Name) {
        let user = Subject::user(&format!("{NODE_PREFIX}{}", name.as_str()));
        for subject in [user, Subject::group(NODES)] {
            if !self.access.bindings_naming(&subject).is_empty() {
                self.link(id, Node::Subject(subject));
            }
        }
        self.lead(id, Node::Hub(Hub::PodsOf(name.clone())), Edge::identity("identity/kubelet-rights"));
        self.link(id, Node::Hub(Hub::SomeMachine));
        for pool in self.world.successors.pools_with(name) {
            self.link(id, Node::Hub(Hub::Pool(pool)));
        }
    }
}
