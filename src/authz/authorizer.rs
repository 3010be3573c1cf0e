//! The authorizers of an API server, in the order in which it asks them.
//!
//! Members of `system:masters` pass before anything else, then come the Node authorizer and RBAC, as every kubeadm
//! cluster has them (`--authorization-mode=Node,RBAC`). The first yes decides. None of them ever says no: what nobody
//! allows is forbidden. Compare upstream `pkg/kubeapiserver/authorizer/reload.go`.
//!
//! A webhook or another mode cannot be seen through the API; `can-i --confirm` asks the server itself.

use crate::model::{Snapshot, Subject};

use super::access::{Access, Grant};
use super::groups::{MASTERS, NODE_PREFIX};
use super::node::{NodeAuthorizer, NodeGrant, Selectors};
use super::request::Request;

/// Why a request is allowed.
#[derive(Clone, PartialEq, Debug)]
pub enum Evidence<'s> {
    /// The identity is a member of `system:masters`, whom nothing stops.
    Masters,
    /// The identity is a node's.
    Node(NodeGrant<'s>),
    /// A role, through a binding.
    Grant(Grant),
}

/// What an API server with these objects decides.
pub struct Authorizer<'s> {
    access: Access<'s>,
    node: NodeAuthorizer<'s>,
}

impl<'s> Authorizer<'s> {
    /// Indexes a snapshot.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot) -> Self {
        Authorizer { access: Access::new(snapshot), node: NodeAuthorizer::new(snapshot) }
    }

    /// The grants of RBAC.
    #[must_use]
    pub fn access(&self) -> &Access<'s> {
        &self.access
    }

    /// What nodes may do.
    #[must_use]
    pub fn node(&self) -> &NodeAuthorizer<'s> {
        &self.node
    }

    /// Whether an identity may do this, and why. Its groups are taken as given; the selectors matter to nodes only.
    #[must_use]
    pub fn decide(
        &self,
        identity: &[Subject],
        request: &Request<'_>,
        selectors: &Selectors<'_>,
    ) -> Option<Evidence<'s>> {
        if is_master(identity) {
            return Some(Evidence::Masters);
        }
        let node = self.decide_for_node(identity, request, selectors).map(Evidence::Node);
        node.or_else(|| self.access.can(identity, request).map(Evidence::Grant))
    }

    /// The kind of object that decides about this request of a node and is never read: a no is not sure then.
    #[must_use]
    pub fn unread(&self, identity: &[Subject], request: &Request<'_>) -> Option<&'static str> {
        self.node.unread(node_user(identity)?, &groups(identity), request)
    }

    fn decide_for_node(
        &self,
        identity: &[Subject],
        request: &Request<'_>,
        selectors: &Selectors<'_>,
    ) -> Option<NodeGrant<'s>> {
        self.node.allows(node_user(identity)?, &groups(identity), request, selectors)
    }
}

fn node_user(identity: &[Subject]) -> Option<&str> {
    identity.iter().find_map(|subject| match subject {
        Subject::User(name) if name.starts_with(NODE_PREFIX) => Some(name.as_str()),
        _ => None,
    })
}

fn groups(identity: &[Subject]) -> Vec<&str> {
    let mut names = Vec::with_capacity(identity.len());
    for subject in identity {
        if let Subject::Group(name) = subject {
            names.push(name.as_str());
        }
    }
    names
}

/// Whether nothing stops this identity.
#[must_use]
pub fn is_master(identity: &[Subject]) -> bool {
    identity.iter().any(|subject| matches!(subject, Subject::Group(name) if name == MASTERS))
}
