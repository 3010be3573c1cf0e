//! Effect `guard`: the actor takes away what would block its other steps.
//!
//! `psa`: whoever may label a namespace takes its pod security level away; with the right to run a pod there it gets out
//! of the pod. What guards of other kinds block is not known here.

use crate::authz::NameSet;
use crate::graph::{Hub, Node};
use crate::model::{Name, Scope};
use crate::template::Hit;

pub(super) fn reached(what: &Name, hit: &Hit) -> Vec<Node> {
    if what != "psa" {
        return Vec::new();
    }
    match (&hit.scope, &hit.targets) {
        (Scope::Cluster, NameSet::Only(names)) => {
            let scopes = names.iter().map(|name| Scope::Namespace(name.clone()));
            scopes.map(|scope| Node::Hub(Hub::Relabel(scope))).collect()
        }
        (scope, _) => vec![Node::Hub(Hub::Relabel(scope.clone()))],
    }
}
