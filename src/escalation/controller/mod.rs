//! Effect `controller`: a controller acts for whoever writes a custom resource.
//!
//! Reaches what the rows of the operator table say that the actor may write: the service account of the controller, a pod
//! or an account of the custom resource's namespace, Secrets. Reaches nothing where the cluster is known not to serve the
//! kind, where no controller is found, and where the row gives something that the graph does not hold. What the controller
//! itself checks cannot be seen, so its edges are never more than unknown: the entries say so by their proof.

mod found;
#[cfg(test)]
mod tests;

pub(super) use found::{Controller, Controllers, FoundBy};

use crate::graph::{Certainty, Hub, Node, Objective, Remarks};
use crate::model::{Rule, Scope, Subject};
use crate::template::{Entry, Hit, Operator, OperatorGift};

use super::Reached;

/// What one edge leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Led {
    /// Where it leads.
    pub(super) node: Node,
    /// How the controller was found.
    pub(super) found_by: FoundBy,
}

/// What this hit of an entry reaches. The rows are those that the roles of its grants let one write.
pub(super) fn reached(entry: &Entry, hit: &Hit, controllers: &Controllers<'_>) -> Vec<Reached> {
    let led = led(entry, hit, controllers).into_iter();
    let told = led.map(|Led { node, found_by }| {
        let facts = found_by.fact().map(str::to_owned).into_iter().collect();
        Reached { node, certainty: Certainty::Unknown, remarks: Remarks { facts, ..Remarks::default() } }
    });
    told.collect()
}

/// The same as what it leads to, and how that was found.
fn led(entry: &Entry, hit: &Hit, controllers: &Controllers<'_>) -> Vec<Led> {
    let rules: Vec<Rule> = hit.rules(controllers.snapshot()).cloned().collect();
    let rows = entry.needs.iter().flat_map(|need| need.operators_written(&rules, &hit.scope));
    rows.flat_map(|row| reached_by(row, &hit.scope, controllers)).collect()
}

/// What writing one row in a scope reaches.
pub(super) fn reached_by(row: &Operator, scope: &Scope, controllers: &Controllers<'_>) -> Vec<Led> {
    let Some(first) = controllers.of(row).first().filter(|_| row.may_be_served(controllers.snapshot())) else {
        return Vec::new();
    };
    let once = |node: Node| vec![Led { node, found_by: first.found_by }];
    let each = |node: fn(&Controller) -> Option<Node>| {
        let of = controllers.of(row).iter();
        of.filter_map(|found| Some(Led { node: node(found)?, found_by: found.found_by })).collect()
    };
    match row.gives {
        OperatorGift::Controller => each(|found| Some(Node::Subject(found.account.clone()))),
        OperatorGift::RunAs => once(Node::Hub(Hub::RunPod(scope.clone()))),
        OperatorGift::Accounts => once(Node::Hub(Hub::ServiceAccounts(scope.clone()))),
        OperatorGift::Secrets => once(Node::Hub(Hub::Secrets(scope.clone()))),
        OperatorGift::ControllerSecrets => each(secrets_beside),
        OperatorGift::Mutation => once(Node::Objective(Objective::ClusterAdmin)),
        OperatorGift::Nothing => Vec::new(),
    }
}

/// The Secrets of the namespace that the controller runs in.
fn secrets_beside(found: &Controller) -> Option<Node> {
    match &found.account {
        Subject::ServiceAccount { namespace, .. } => Some(Node::Hub(Hub::Secrets(Scope::Namespace(namespace.clone())))),
        _ => None,
    }
}
