//! Effect `workload`: the actor changes the pod template of an existing workload.
//!
//! Reaches what a pod of its own would, in each namespace that has such a workload, of a kind and name that the grant
//! covers; nothing where none exists. The template of a Job cannot be changed.

use std::collections::BTreeSet;

use crate::authz::{any_pattern, name_matches, resource_matches};
use crate::graph::{Hub, Node};
use crate::model::{Name, Rule, Scope, WorkloadRef};
use crate::template::{Entry, Hit};

use super::world::World;

/// A kind, its API group and its resource.
type Kind = (&'static str, &'static str, &'static str);

/// The kinds whose controller follows a changed template.
const KINDS: [Kind; 6] = [
    ("CronJob", "batch", "cronjobs"),
    ("DaemonSet", "apps", "daemonsets"),
    ("Deployment", "apps", "deployments"),
    ("ReplicaSet", "apps", "replicasets"),
    ("ReplicationController", "", "replicationcontrollers"),
    ("StatefulSet", "apps", "statefulsets"),
];

pub(super) fn reached(entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let asked = |resource: &str| {
        let mut resources = entry.needs.iter().flat_map(|need| &need.resources);
        resources.any(|asked| asked == resource || *asked == "*")
    };
    let kinds: Vec<&Kind> = KINDS.iter().filter(|(_, _, resource)| asked(resource)).collect();
    let rules: Vec<&Rule> =
        hit.grants.iter().filter_map(|grant| world.snapshot.role(grant.role).rules.get(grant.rule)).collect();
    let changes = |workloads: &BTreeSet<&WorkloadRef>| {
        workloads.iter().any(|workload| rules.iter().any(|rule| changes(rule, workload, &kinds)))
    };
    let run = |namespace: &Name| Node::Hub(Hub::RunPod(Scope::Namespace(namespace.clone())));
    match &hit.scope {
        Scope::Namespace(namespace) => {
            let there = world.workloads.get(namespace).is_some_and(changes);
            there.then(|| run(namespace)).into_iter().collect()
        }
        Scope::Cluster => {
            let places = world.workloads.iter().filter(|(_, workloads)| changes(workloads));
            places.map(|(namespace, _)| run(namespace)).collect()
        }
    }
}

/// Whether the rule allows to change this workload.
fn changes(rule: &Rule, workload: &WorkloadRef, kinds: &[&Kind]) -> bool {
    kinds.iter().any(|(kind, group, resource)| {
        workload.kind == *kind
            && ["update", "patch"].iter().any(|verb| any_pattern(&rule.verbs, verb))
            && any_pattern(&rule.api_groups, group)
            && rule.resources.iter().any(|pattern| resource_matches(pattern, resource, ""))
            && name_matches(&rule.resource_names, &workload.name)
    })
}
