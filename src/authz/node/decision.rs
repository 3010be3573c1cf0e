//! The resources that are not the same to every node, one function for each shape of rule.
//!
//! The functions are those of `node_authorizer.go` upstream, by the same names.

use super::Gates;
use super::grant::NodeGrant;
use super::relations::{Relations, Target};
use super::selectors::Selectors;

/// Where the Leases of nodes are.
const LEASE_NAMESPACE: &str = "kube-node-lease";
/// The field that tells whose a pod or ResourceSlice is.
const NODE_FIELD: &str = "spec.nodeName";

/// What one node asks of one resource.
pub(super) struct Question<'q, 's> {
    pub(super) relations: &'q Relations<'s>,
    pub(super) gates: Gates,
    pub(super) node: &'q str,
    pub(super) verb: &'q str,
    pub(super) subresource: &'q str,
    pub(super) namespace: &'q str,
    pub(super) name: &'q str,
    pub(super) selectors: &'q Selectors<'q>,
}

impl<'s> Question<'_, 's> {
    /// The decision; nothing for a resource that is the same to every node.
    pub(super) fn decide(&self, api_group: &str, resource: &str) -> Option<Option<NodeGrant<'s>>> {
        Some(match (api_group, resource) {
            ("", "secrets") => self.authorize_read(Target::Secret),
            ("", "configmaps") => self.authorize_read(Target::ConfigMap),
            ("", "persistentvolumeclaims") => self.authorize_claim(),
            ("", "persistentvolumes") => self.authorize_volume(),
            ("", "serviceaccounts") => self.authorize_service_account(),
            ("", "nodes") if self.gates.selectors => self.authorize_node(),
            ("", "pods") if self.gates.selectors => self.authorize_pod(),
            ("resource.k8s.io", "resourceclaims") => self.authorize_get(Target::ResourceClaim),
            ("resource.k8s.io", "resourceslices") => self.authorize_resource_slice(),
            ("coordination.k8s.io", "leases") => self.authorize_lease(),
            ("storage.k8s.io", "csinodes") => self.authorize_csi_node(),
            // The objects that would decide are not read.
            ("storage.k8s.io", "volumeattachments") => None,
            // The feature gate PodCertificateRequest is off by default.
            ("certificates.k8s.io", "podcertificaterequests") => None,
            _ => return None,
        })
    }

    fn related(&self, target: Target) -> Option<NodeGrant<'s>> {
        // The request must name one object, even if a pod were to refer to the empty name.
        if self.name.is_empty() {
            return None;
        }
        self.relations.reach(self.node, target, self.namespace, self.name)
    }

    /// A single object may be listed and watched as well: the field selector on its name makes it named.
    fn authorize_read(&self, target: Target) -> Option<NodeGrant<'s>> {
        let reads = matches!(self.verb, "get" | "list" | "watch");
        let may = reads && self.subresource.is_empty() && !self.namespace.is_empty();
        may.then(|| self.related(target))?
    }

    fn authorize_get(&self, target: Target) -> Option<NodeGrant<'s>> {
        let may = self.verb == "get" && self.subresource.is_empty();
        may.then(|| self.related(target))?
    }

    fn authorize_claim(&self) -> Option<NodeGrant<'s>> {
        if self.subresource != "status" {
            return self.authorize_get(Target::PersistentVolumeClaim);
        }
        matches!(self.verb, "update" | "patch").then(|| self.related(Target::PersistentVolumeClaim))?
    }

    fn authorize_volume(&self) -> Option<NodeGrant<'s>> {
        let may = self.verb == "get" && self.subresource.is_empty() && self.namespace.is_empty();
        may.then(|| self.relations.volume(self.node, self.name))?
    }

    fn authorize_service_account(&self) -> Option<NodeGrant<'s>> {
        match (self.verb, self.subresource) {
            ("get", "") if self.gates.service_accounts => self.authorize_read(Target::ServiceAccount),
            ("create", "token") => self.related(Target::ServiceAccount),
            _ => None,
        }
    }

    /// Upstream does not look at the subresource here.
    fn authorize_lease(&self) -> Option<NodeGrant<'s>> {
        if self.namespace == LEASE_NAMESPACE { self.own() } else { None }
    }

    fn authorize_csi_node(&self) -> Option<NodeGrant<'s>> {
        if self.subresource.is_empty() { self.own() } else { None }
    }

    /// An object that is called as the node is. Who creates one does not name it yet.
    fn own(&self) -> Option<NodeGrant<'s>> {
        match self.verb {
            "create" => Some(NodeGrant::EveryNode),
            "get" | "update" | "patch" | "delete" if self.name == self.node => Some(NodeGrant::Itself),
            _ => None,
        }
    }

    fn authorize_resource_slice(&self) -> Option<NodeGrant<'s>> {
        if !self.gates.slices || !self.subresource.is_empty() {
            return None;
        }
        match self.verb {
            "create" => Some(NodeGrant::EveryNode),
            "list" | "watch" | "deletecollection" if self.gates.selectors => self.selected(),
            "list" | "watch" | "deletecollection" => Some(NodeGrant::EveryNode),
            // For a named one, the slice that is not read would decide.
            _ => None,
        }
    }

    fn authorize_node(&self) -> Option<NodeGrant<'s>> {
        match (self.subresource, self.verb) {
            ("", "create" | "update" | "patch") | ("status", "update" | "patch") => Some(NodeGrant::EveryNode),
            ("", "get" | "list" | "watch") if self.name == self.node => Some(NodeGrant::Itself),
            _ => None,
        }
    }

    fn authorize_pod(&self) -> Option<NodeGrant<'s>> {
        let pod = || self.relations.pod(self.node, self.namespace, self.name);
        match (self.subresource, self.verb) {
            ("", "get") => pod(),
            ("", "list" | "watch") => self.selected().or_else(pod),
            ("", "create" | "delete") | ("status", "update" | "patch") | ("eviction", "create") => {
                Some(NodeGrant::EveryNode)
            }
            _ => None,
        }
    }

    fn selected(&self) -> Option<NodeGrant<'s>> {
        self.selectors.require(NODE_FIELD, self.node).then_some(NodeGrant::Selected)
    }
}
