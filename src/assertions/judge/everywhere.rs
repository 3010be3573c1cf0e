//! Where a right may be held that is denied without saying where.

use std::collections::BTreeSet;

use crate::authz::{Access, NODE_PREFIX};
use crate::model::{Name, Scope, Subject};

use super::rights::Asked;

/// Where the leases of nodes are.
const LEASES: &str = "kube-node-lease";

/// The scopes in which a question is to be put: the namespace that it names, or the cluster and every namespace in which
/// something may let this identity do it.
pub(super) fn scopes(access: &Access<'_>, asked: &Asked<'_>) -> Vec<Scope> {
    let place = asked.question.place(asked.namespace);
    let mut scopes = vec![place.clone()];
    if asked.namespace.is_none() && place == Scope::Cluster && asked.question.has_namespace() {
        scopes.extend(namespaces(access, asked.identity).into_iter().cloned().map(Scope::Namespace));
    }
    scopes
}

/// Those of the RoleBindings that name this identity; for a node, those of its pods and leases too.
fn namespaces<'s>(access: &Access<'s>, identity: &[Subject]) -> BTreeSet<&'s Name> {
    let snapshot = access.snapshot();
    let bindings = identity.iter().flat_map(|subject| access.bindings_naming(subject));
    let mut found: BTreeSet<&Name> = bindings.filter_map(|&id| snapshot.binding(id).namespace.as_ref()).collect();
    let node = identity.iter().find_map(|subject| match subject {
        Subject::User(name) => name.strip_prefix(NODE_PREFIX),
        _ => None,
    });
    if let Some(node) = node {
        let own = snapshot.pods.iter().filter(|pod| pod.node.as_ref().is_some_and(|name| *name == node));
        found.extend(own.map(|pod| &pod.namespace));
        found.extend(snapshot.namespaces.iter().map(|known| &known.name).filter(|name| **name == LEASES));
    }
    found
}
