//! The nodes whose own credentials may do something, by the Node authorizer.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{Authorizer, NODE_PREFIX, NODES, Selectors};
use crate::model::{Name, Scope, Subject};
use crate::query::Question;

/// One node whose own credential may do it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct NodeHolding {
    /// Which; its user is `system:node:NAME`.
    pub node: String,
    /// Where: `cluster`, or `namespace/NS` for a request there.
    pub scope: String,
    /// Why.
    pub reason: String,
}

/// Where the leases of nodes are.
const LEASES: &str = "kube-node-lease";

/// The nodes that may do it by themselves: in the namespace that was asked about, or wherever pods run on them.
pub(super) fn nodes(authorizer: &Authorizer<'_>, question: &Question, namespace: Option<&str>) -> Vec<NodeHolding> {
    let snapshot = authorizer.access().snapshot();
    let mut used: BTreeMap<&Name, BTreeSet<&Name>> =
        snapshot.nodes.iter().map(|node| (&node.name, BTreeSet::new())).collect();
    // A binding may name the user of a node that is not there.
    let named: Vec<Name> = authorizer.access().subjects().filter_map(|(subject, _)| node_of(subject)).collect();
    for node in &named {
        used.entry(node).or_default();
    }
    for (node, pod) in snapshot.pods.iter().filter_map(|pod| Some((pod.node.as_ref()?, pod))) {
        used.entry(node).or_default().insert(&pod.namespace);
    }
    let asked = question.place(namespace);
    let anywhere = asked == Scope::Cluster && question.has_namespace();
    let mut found = Vec::new();
    for (node, namespaces) in used {
        let mut places = vec![asked.clone()];
        if anywhere {
            places.extend(namespaces.into_iter().cloned().chain([LEASES.into()]).map(Scope::Namespace));
        }
        let user = format!("{NODE_PREFIX}{}", node.as_str());
        let allowed =
            |place: &Scope| authorizer.node().allows(&user, &[NODES], &question.request(place)?, &Selectors::default());
        for place in places {
            let Some(grant) = allowed(&place) else {
                continue;
            };
            let (node, reason) = (format!("node:{}", node.as_str()), grant.sentence());
            found.push(NodeHolding { node, scope: place.id(), reason });
            // What it may do everywhere need not be said of each namespace.
            if place == Scope::Cluster {
                break;
            }
        }
    }
    found
}

/// The node whose user this is.
fn node_of(subject: &Subject) -> Option<Name> {
    match subject {
        Subject::User(name) => name.strip_prefix(NODE_PREFIX).filter(|node| !node.is_empty()).map(Name::from),
        _ => None,
    }
}
