//! Effect `workload: dormant`: the actor starts the pods of workloads that have none.
//!
//! Reaches those that make no pods now, are not made by another that would take the number back, and are of a kind and
//! name that the grant covers. The pods are worth something to whoever may run code in them: the join is structure.

use std::collections::BTreeSet;

use crate::authz::{any_pattern, name_matches, resource_matches};
use crate::graph::{Hub, Node};
use crate::model::{Name, Rule, Workload, WorkloadRef};
use crate::template::{Entry, Hit};

use super::places::within;
use super::world::World;

/// The kinds that have a scale: a kind, its API group and its resource.
const KINDS: [(&str, &str, &str); 4] = [
    ("Deployment", "apps", "deployments"),
    ("ReplicaSet", "apps", "replicasets"),
    ("ReplicationController", "", "replicationcontrollers"),
    ("StatefulSet", "apps", "statefulsets"),
];

pub(super) fn reached(entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let rules: Vec<&Rule> = hit.granted(world.snapshot).collect();
    let asked: BTreeSet<&Name> = entry.needs.iter().flat_map(|need| &need.resources).collect();
    let here = within(&world.templates, &hit.scope).flat_map(|(_, workloads)| workloads.values());
    let dormant = here.filter(|workload| workload.dormant && workload.owner.is_none());
    let scaled = dormant.filter(|workload| rules.iter().any(|rule| scales(rule, &asked, workload)));
    scaled.map(|workload| Node::Hub(wake(&workload.namespace, &workload.workload))).collect()
}

fn wake(namespace: &Name, workload: &WorkloadRef) -> Hub {
    Hub::Wake(namespace.clone(), workload.clone())
}

/// Whether a rule lets one write the number of pods of this workload.
fn scales(rule: &Rule, asked: &BTreeSet<&Name>, workload: &Workload) -> bool {
    let kind = KINDS.iter().find(|(kind, ..)| workload.workload.kind == *kind);
    kind.is_some_and(|(_, group, resource)| {
        asked.iter().any(|asked| asked.strip_suffix("/scale") == Some(resource))
            && ["update", "patch"].iter().any(|verb| any_pattern(&rule.verbs, verb))
            && any_pattern(&rule.api_groups, group)
            && rule.resources.iter().any(|pattern| resource_matches(pattern, resource, "scale"))
            && name_matches(&rule.resource_names, &workload.workload.name)
    })
}
