//! Strong tokens where a node decides who gets them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Name, Phase, WorkloadRef};
use crate::template::Severity;

use super::carriers::Carrier;
use super::context::{Context, Strength};
use super::row::{Found, Hygiene};

pub(super) const STRONG_DAEMONSET: Hygiene = Hygiene {
    id: "hygiene/strong-daemonset",
    title: "DaemonSets with a strong token",
    severity: Severity::High,
    why: "A DaemonSet's token is on every node, so whoever takes over any node has these rights. Reported where the token \
          may do something of medium severity or worse, with that severity, but never above high. A token that may only \
          read what is harmless is not reported.",
    fix: "Move the part that needs these rights into a Deployment on nodes of its own, and leave the DaemonSet a service \
          account that only reads what it needs.",
    controls: &[],
    find: strong_daemonset,
};

pub(super) const NODE_NEIGHBOURS: Hygiene = Hygiene {
    id: "hygiene/node-neighbours",
    title: "Strong tokens on nodes with exposed pods",
    severity: Severity::Medium,
    why: "Whoever breaks out of the exposed pod onto its node has the tokens of all pods there. Reported where such a token \
          may do something of high severity or worse. DaemonSets are reported by hygiene/strong-daemonset; replicas of one \
          workload are no neighbours of each other.",
    fix: "Run them in separate node pools, by taints and node affinity.",
    controls: &[],
    find: node_neighbours,
};

fn strong_daemonset(context: &Context<'_>) -> Vec<Found> {
    let daemons = context.carriers.iter().filter(|carrier| carrier.is_daemon_set());
    let strong = daemons.filter_map(|carrier| at_least(context, carrier, Severity::Medium));
    let found = strong.map(|(carrier, strength)| {
        let (id, account) = (carrier.id(), carrier.account.id());
        let message = format!("{id} carries a token of {account} to every node, which holds {}", strength.entry);
        Found::new([id, account], message).with(strength.severity.min(Severity::High))
    });
    found.collect()
}

fn at_least<'c, 'a>(
    context: &'c Context<'a>,
    carrier: &'c Carrier<'a>,
    least: Severity,
) -> Option<(&'c Carrier<'a>, &'c Strength)> {
    let strength = context.strength(&carrier.account).filter(|strength| strength.severity >= least)?;
    Some((carrier, strength))
}

fn node_neighbours(context: &Context<'_>) -> Vec<Found> {
    let exposed = exposed_by_node(context);
    let others = context.carriers.iter().filter(|carrier| !carrier.is_daemon_set());
    let strong = others.filter_map(|carrier| at_least(context, carrier, Severity::High));
    let found = strong.filter_map(|(carrier, strength)| {
        let (namespace, workload) = neighbour(carrier, &exposed)?;
        let (id, account) = (carrier.id(), carrier.account.id());
        let message = format!(
            "{id} carries a token of {account}, which holds {}, on a node with {}, which faces outside",
            strength.entry,
            workload.id(namespace)
        );
        Some(Found::new([id, account], message))
    });
    found.collect()
}

/// A workload by its namespace and name.
type Place<'a> = (&'a Name, &'a WorkloadRef);

/// The workloads on each node that face outside.
fn exposed_by_node<'a>(context: &Context<'a>) -> BTreeMap<&'a Name, BTreeSet<Place<'a>>> {
    let mut exposed: BTreeMap<&Name, BTreeSet<Place<'_>>> = BTreeMap::new();
    for pod in context.snapshot.pods.iter().filter(|pod| pod.phase != Phase::Finished) {
        if let Some(node) = pod.node.as_ref().filter(|_| context.assessment.exposures.any_of(pod)) {
            exposed.entry(node).or_default().insert((&pod.namespace, &pod.workload));
        }
    }
    exposed
}

/// The first workload by name that shares a node with this one.
fn neighbour<'a>(carrier: &Carrier<'a>, exposed: &BTreeMap<&'a Name, BTreeSet<Place<'a>>>) -> Option<Place<'a>> {
    let own = (carrier.namespace, carrier.workload);
    let nodes = carrier.pods.iter().filter_map(|pod| exposed.get(pod.node.as_ref()?));
    nodes.filter_map(|places| places.iter().find(|place| **place != own)).min().copied()
}
