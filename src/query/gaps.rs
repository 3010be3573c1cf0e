//! Which gaps of a snapshot matter for a question about permissions.

use crate::authz::NODE_PREFIX;
use crate::model::{Gap, Reason, Snapshot, SourceKind, Subject};

use super::can_i::Decision;

/// Kinds that decide no request: their gaps leave answers about permissions whole.
const BESIDE: &[&str] = &[
    "configmaps",
    "cronjobs",
    "daemonsets",
    "deployments",
    "enginepolicies",
    "ingresses",
    "jobs",
    "mutatingadmissionpolicies",
    "mutatingadmissionpolicybindings",
    "mutatingwebhookconfigurations",
    "nodes",
    "params",
    "persistentvolumeclaims",
    "persistentvolumes",
    "podtemplates",
    "replicasets",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "services",
    "statefulsets",
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
    "validatingwebhookconfigurations",
];

/// What decides who there is, beside the bindings.
const PEOPLE: &[&str] = &["namespaces", "pods", "serviceaccounts"];

/// What decides for nodes, beside the bindings.
const OF_NODES: &[&str] = &["persistentvolumeclaims", "persistentvolumes", "pods"];

/// What decides whether somebody may do something; for a node, more does. With a namespace, what could not be read of other
/// namespaces is left out.
#[must_use]
pub fn gaps_of_decisions(snapshot: &Snapshot, namespace: Option<&str>, of_nodes: bool) -> Vec<Gap> {
    gaps_of(snapshot, namespace, |resource| match of_nodes && OF_NODES.contains(&resource) {
        true => true,
        false => BESIDE.binary_search(&resource).is_err() && !PEOPLE.contains(&resource),
    })
}

/// What was not read and could turn this no into a yes. With a namespace, what could not be read of other namespaces is left
/// out.
#[must_use]
pub fn gaps_of_refusal(
    snapshot: &Snapshot,
    identity: &[Subject],
    decision: &Decision,
    namespace: Option<&str>,
) -> Vec<Gap> {
    let mut gaps = gaps_of_decisions(snapshot, namespace, is_node(identity));
    // A role that is not in the files matters to those who are bound to it.
    let of_role = |gap: &Gap| {
        gap.reason == Reason::NotFound && gap.resource.ends_with("roles") && snapshot.source.kind == SourceKind::Files
    };
    gaps.retain(|gap| !of_role(gap) || !decision.dangling.is_empty());
    gaps.extend(decision.unread.map(never_read));
    gaps
}

/// What decides who may do something: who there is, people and nodes.
#[must_use]
pub fn gaps_of_subjects(snapshot: &Snapshot, namespace: Option<&str>) -> Vec<Gap> {
    gaps_of(snapshot, namespace, |resource| OF_NODES.contains(&resource) || BESIDE.binary_search(&resource).is_err())
}

fn gaps_of(snapshot: &Snapshot, namespace: Option<&str>, matters: impl Fn(&str) -> bool) -> Vec<Gap> {
    // Who there is does not depend on the namespace that is asked about: an account of another one may hold a right in it.
    let elsewhere = |gap: &Gap| match (gap.scope.strip_prefix("namespace/"), namespace) {
        (Some(own), Some(only)) => own != only && !PEOPLE.contains(&gap.resource.as_str()),
        _ => false,
    };
    snapshot.gaps.iter().filter(|gap| matters(&gap.resource) && !elsewhere(gap)).cloned().collect()
}

/// The gap that a kind leaves which kubescan never reads and on which the Node authorizer decides.
#[must_use]
pub fn never_read(resource: &str) -> Gap {
    Gap {
        resource: resource.to_owned(),
        scope: "cluster".to_owned(),
        reason: Reason::NotRead,
        effect: "The Node authorizer may allow this for one of them, which kubescan does not read.".to_owned(),
    }
}

/// Whether an identity is a node's.
#[must_use]
pub fn is_node(identity: &[Subject]) -> bool {
    identity.iter().any(|subject| matches!(subject, Subject::User(name) if name.starts_with(NODE_PREFIX)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_sorted() {
        assert!(super::BESIDE.is_sorted());
    }
}
