//! Cloud identities that the cluster knows lead to the user and the groups that they are mapped to.

use crate::authz::{MASTERS, NODE_PREFIX, NODES, implied_groups};
use crate::cloud::{eks, gke};
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks};
use crate::model::{MappedName, Mapping, MappingSource, Subject};

use super::Structure;

const MISSING: &str = "unknown: whether the identity is there, as the export of its account does not hold it";

impl Structure<'_, '_> {
    /// What somebody is in the cluster whom no binding can name, but for what a cloud grants beside RBAC.
    pub(super) fn cloud_identity(&mut self, id: NodeId, subject: &Subject) {
        self.mapped(id, subject);
        let snapshot = self.access.snapshot();
        let user = gke::user(subject).filter(|user| self.means_something(user) && gke::is_gke(snapshot));
        if let Some(user) = user {
            self.lead(id, Node::Subject(user), Edge::identity("identity/gke-user"));
        }
        let mapping = self.access.snapshot().mapping(subject);
        if let Some(mapping) = mapping.filter(|mapping| mapping.is_chosen()) {
            self.chosen(id, mapping, &edge(mapping.source));
        }
    }

    /// The same of any session, however it is named.
    pub(super) fn mapped(&mut self, id: NodeId, subject: &Subject) {
        let snapshot = self.access.snapshot();
        let doubt = eks::is_missing(snapshot, subject);
        let sure = if doubt { Certainty::Unknown } else { Certainty::ProvenRights };
        for &binding in self.access.bindings_naming(subject) {
            if snapshot.binding(binding).subjects.contains(subject) {
                self.lead(id, Node::Binding(binding), Edge::structure().with(sure));
            }
        }
        let Some(mapping) = snapshot.mapping(subject) else { return };
        let groups = implied_groups(subject).into_iter();
        let known: Vec<Subject> = groups.filter(|group| !self.access.bindings_naming(group).is_empty()).collect();
        known.into_iter().for_each(|group| self.link(id, Node::Subject(group)));
        let mut edge = edge(mapping.source).with(sure);
        if doubt {
            let facts = vec![MISSING.to_owned()];
            edge = edge.saying(Remarks { facts, ..Remarks::default() });
        }
        for name in mapping.names().filter(|name| self.means_something(name)).collect::<Vec<Subject>>() {
            self.lead(id, Node::Subject(name), edge.clone());
        }
    }

    /// A name that no binding knows leads nowhere.
    fn means_something(&self, subject: &Subject) -> bool {
        !self.access.bindings_naming(subject).is_empty() || *subject == Subject::group(MASTERS)
    }

    /// Whoever assumes the role gives the session a name, and so is who that name makes it. A service names sessions
    /// itself: those of an instance by its id, so that they are the node that it is.
    fn chosen(&mut self, id: NodeId, mapping: &Mapping, edge: &Edge) {
        let (certainty, fact) = if eks::is_for_services(self.access.snapshot(), &mapping.subject) {
            (Certainty::Unknown, "a service of AWS chooses the name of the session: it is one of these, and no other")
        } else {
            (Certainty::ProvenRights, "whoever assumes the role chooses the name of the session")
        };
        let edge = edge.clone().with(certainty).saying(Remarks { facts: vec![fact.to_owned()], ..Remarks::default() });
        let is_free = |subject: &&&Subject| mapping.can_be(subject) && !mapping.names().any(|name| name == ***subject);
        let users = self.world.users.iter().chain(&self.world.groups).filter(is_free);
        let nodes: Vec<Node> = users.map(|subject| Node::Subject((*subject).clone())).collect();
        nodes.into_iter().for_each(|node| self.lead(id, node, edge.clone()));
        // The name of a session is taken for that of an instance.
        let is_any_node = matches!(&mapping.username, MappedName::Chosen(before, _) if *before == NODE_PREFIX);
        if is_any_node && mapping.can_be(&Subject::group(NODES)) {
            self.lead(id, Node::Hub(Hub::Kubelets), edge);
        }
    }
}

fn edge(source: MappingSource) -> Edge {
    Edge::identity(match source {
        MappingSource::AccessEntry => "identity/access-entry",
        MappingSource::AwsAuth => "identity/aws-auth",
    })
}
