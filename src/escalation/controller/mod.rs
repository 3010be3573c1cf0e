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

use crate::graph::{Hub, Node, Objective};
use crate::model::{Rule, Scope, Subject};
use crate::template::{Entry, Hit, Operator, OperatorGift};

/// What one edge leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Reached {
    /// Where it leads.
    pub(super) node: Node,
    /// How the controller was found.
    pub(super) found_by: FoundBy,
}

/// What this hit of an entry reaches. The rows are those that the roles of its grants let one write.
pub(super) fn reached(entry: &Entry, hit: &Hit, controllers: &Controllers<'_>) -> Vec<Reached> {
    let roles = hit.grants.iter().map(|grant| controllers.snapshot().role(grant.role));
    let rules: Vec<Rule> = roles.flat_map(|role| role.rules.iter().cloned()).collect();
    let rows = entry.needs.iter().flat_map(|need| need.operators_written(&rules, &hit.scope));
    rows.flat_map(|row| reached_by(row, &hit.scope, controllers)).collect()
}

/// What writing one row in a scope reaches.
pub(super) fn reached_by(row: &Operator, scope: &Scope, controllers: &Controllers<'_>) -> Vec<Reached> {
    let Some(first) = controllers.of(row).first().filter(|_| row.may_be_served(controllers.snapshot())) else {
        return Vec::new();
    };
    let once = |node: Node| vec![Reached { node, found_by: first.found_by }];
    let each = |node: fn(&Controller) -> Option<Node>| {
        let of = controllers.of(row).iter();
        of.filter_map(|found| Some(Reached { node: node(found)?, found_by: found.found_by })).collect()
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
