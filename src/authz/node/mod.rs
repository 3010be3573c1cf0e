//! The Node authorizer: what a node's own credential may do.
//!
//! The user `system:node:NAME` in the group `system:nodes` is asked about before RBAC, and RBAC only adds to the answer.
//! Semantics are those of Kubernetes' `plugin/pkg/auth/authorizer/node` (`node_authorizer.go`, `graph.go`): some
//! resources are opened by what the pods on the node refer to (`relations`), the rest by rules that are the same for
//! all nodes. Feature gates are taken as they are by default in the server's version.
//!
//! Not here: the admission plugin NodeRestriction, which refuses much of what is allowed here for other nodes' objects.
//! Not known: VolumeAttachments and ResourceSlices, which kubescan does not read; see [`NodeAuthorizer::unread`].

mod decision;
mod grant;
mod relations;
mod selectors;

#[cfg(test)]
mod tests;

use crate::model::{Rule, Snapshot, Version, defaults};

use super::groups::{NODE_PREFIX, NODES};
use super::matching::rule_allows;
use super::request::{Object, Request};

use decision::Question;
use relations::Relations;

pub use grant::NodeGrant;
pub use selectors::Selectors;

/// The ClusterRole that the server installs with the very rules that the authorizer has built in (`NodeRules`).
const NODE_ROLE: &str = "system:node";

/// What each node may do, of one snapshot.
pub struct NodeAuthorizer<'s> {
    relations: Relations<'s>,
    /// What every node may do.
    rules: &'static [Rule],
    gates: Gates,
}

/// Feature gates that change the answer, as they are by default.
#[derive(Clone, Copy)]
struct Gates {
    /// `AuthorizeNodeWithSelectors`: nodes read only their own Node, pods and slices.
    selectors: bool,
    /// `KubeletServiceAccountTokenForCredentialProviders`: nodes read the service accounts of their pods.
    service_accounts: bool,
    /// Whether there are ResourceSlices at all.
    slices: bool,
}

impl Gates {
    fn of(version: Version) -> Self {
        let since = |minor| version >= Version { major: 1, minor };
        Gates { selectors: since(32), service_accounts: since(34), slices: since(30) }
    }
}

impl<'s> NodeAuthorizer<'s> {
    /// Indexes what the pods of each node refer to, linear in the snapshot but for sorting.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let version = snapshot.source.server_version;
        let role = defaults::roles(version).iter().find(|role| role.name == NODE_ROLE);
        NodeAuthorizer {
            relations: Relations::new(snapshot),
            rules: role.map_or(&[], |role| &*role.rules),
            gates: Gates::of(version),
        }
    }

    /// Whether this authorizer allows the request, and why. Nothing for anybody who is no node, and nothing is no denial:
    /// RBAC is asked next. Groups are exactly those given.
    #[must_use]
    pub fn allows(
        &self,
        username: &str,
        groups: &[&str],
        request: &Request<'_>,
        selectors: &Selectors<'_>,
    ) -> Option<NodeGrant<'s>> {
        let node = node_name(username, groups)?;
        match self.divided(node, request, selectors) {
            Some(decision) => decision,
            None => self.rules.iter().any(|rule| rule_allows(rule, request)).then_some(NodeGrant::EveryNode),
        }
    }

    /// The resource whose objects kubescan would have to know for the server's answer: for such a request of a node,
    /// [`Self::allows`] says nothing although the server may allow it.
    #[must_use]
    pub fn unread(&self, username: &str, groups: &[&str], request: &Request<'_>) -> Option<&'static str> {
        node_name(username, groups)?;
        let Object::Resource { api_group, resource, subresource: "", namespace: "", name } = request.object else {
            return None;
        };
        match (api_group, resource, request.verb) {
            _ if name.is_empty() => None,
            ("storage.k8s.io", "volumeattachments", "get") => Some("volumeattachments"),
            ("resource.k8s.io", "resourceslices", "get" | "update" | "patch" | "delete") if self.gates.slices => {
                Some("resourceslices")
            }
            _ => None,
        }
    }

    /// The decision for a resource whose objects are not the same to every node; nothing for all others.
    fn divided(&self, node: &str, request: &Request<'_>, selectors: &Selectors<'_>) -> Option<Option<NodeGrant<'s>>> {
        let Object::Resource { api_group, resource, subresource, namespace, name } = request.object else {
            return None;
        };
        let (relations, gates) = (&self.relations, self.gates);
        let verb = request.verb;
        let question = Question { relations, gates, node, verb, subresource, namespace, name, selectors };
        question.decide(api_group, resource)
    }
}

/// The node that has this identity: both the name and the group are needed (`NodeIdentity` upstream).
fn node_name<'u>(username: &'u str, groups: &[&str]) -> Option<&'u str> {
    let name = username.strip_prefix(NODE_PREFIX)?;
    (groups.contains(&NODES) && !name.is_empty()).then_some(name)
}
