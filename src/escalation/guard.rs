//! Effect `guard`: the actor takes away what would block its other steps.
//!
//! `psa`: whoever may label a namespace takes its pod security level away; whatever it may write of the pods there is let
//! in. Whoever makes a namespace and a pod in it has no level to take away. `quota`: whoever may write or delete all the
//! quotas that let no pod into a namespace lets its own in. What guards of other kinds block is not known here.

use crate::authz::NameSet;
use crate::graph::{Hub, Node};
use crate::model::{Name, Scope};
use crate::template::{Entry, Hit};

use super::places::within;
use super::world::World;

pub(super) fn reached(what: &Name, entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    match what.as_str() {
        "psa" if makes_namespace(entry) => vec![Node::Hub(Hub::RunInNew)],
        "psa" => relabelled(hit),
        "quota" => lifted(hit, world),
        _ => Vec::new(),
    }
}

fn makes_namespace(entry: &Entry) -> bool {
    entry.needs.iter().any(|need| need.verbs.iter().all(|verb| *verb == "create"))
}

fn relabelled(hit: &Hit) -> Vec<Node> {
    match (&hit.scope, &hit.targets) {
        (Scope::Cluster, NameSet::Only(names)) => {
            let scopes = names.iter().map(|name| Scope::Namespace(name.clone()));
            scopes.map(|scope| Node::Hub(Hub::Relabel(scope))).collect()
        }
        (scope, _) => vec![Node::Hub(Hub::Relabel(scope.clone()))],
    }
}

fn lifted(hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let all_named = |quotas: &[&Name]| quotas.iter().all(|quota| hit.targets.contains(quota));
    let lifted = within(&world.quotas, &hit.scope).filter(|(_, quotas)| all_named(quotas));
    lifted.map(|(namespace, _)| Node::Hub(Hub::LiftQuotas(Scope::Namespace(namespace.clone())))).collect()
}
