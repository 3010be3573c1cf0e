//! Subjects lead to their groups and to the bindings that name them.

use crate::authz::{NODE_PREFIX, NODES, implied_groups};
use crate::graph::{Ask, Certainty, Edge, Hub, Node, NodeId};
use crate::model::{Name, Scope, Subject};

use super::super::bootstrap;
use super::Structure;
use super::doubt::as_far_as_read;

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
        if bootstrap::is_user(subject) {
            // Whoever logs in by the token is in its groups; whoever only bears the name is not.
            self.lead(
                id,
                Node::Hub(Hub::Bootstrappers),
                Edge::identity("identity/secret-other").with(Certainty::Unknown),
            );
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
        for ask in Ask::ALL {
            self.link(id, Node::Hub(Hub::AsNode(ask, Scope::Cluster)));
        }
        self.daemons_on(id, name);
        let pools = self.world.successors.pools_with(name);
        let edge = as_far_as_read(Edge::structure(), self.world, name);
        self.lead_all(id, pools.into_iter().map(Hub::Pool).map(Node::Hub).collect(), &edge);
    }
}
