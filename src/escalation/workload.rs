//! Effect `workload`: the actor changes the pod template of an existing workload.
//!
//! Reaches what a pod of its own would, in each namespace that has such a workload, of a kind and name that the grant
//! covers; nothing where none exists. The template of a Job cannot be changed.

use std::collections::BTreeSet;

use crate::authz::{any_pattern, resource_matches};
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
    let rules: Vec<&Rule> = hit.granted(world.snapshot).collect();
    let changes: Vec<Changes<'_>> = rules.iter().flat_map(|rule| changes(rule, &kinds)).collect();
    let here = |workloads: &BTreeSet<&WorkloadRef>| changes.iter().any(|change| change.meets(workloads));
    let run = |namespace: &Name| Node::Hub(Hub::RunPod(Scope::Namespace(namespace.clone())));
    match &hit.scope {
        Scope::Namespace(namespace) => {
            let there = world.workloads.get(namespace).is_some_and(here);
            there.then(|| run(namespace)).into_iter().collect()
        }
        Scope::Cluster => {
            let places = world.workloads.iter().filter(|(_, workloads)| here(workloads));
            places.map(|(namespace, _)| run(namespace)).collect()
        }
    }
}

/// Workloads of one kind that a rule lets one change.
struct Changes<'r> {
    kind: &'static str,
    /// Empty for all.
    names: BTreeSet<&'r Name>,
}

impl Changes<'_> {
    /// Whether one of these is such a workload. They are sorted by kind, then by name: the fewer are looked up.
    fn meets(&self, workloads: &BTreeSet<&WorkloadRef>) -> bool {
        let of_kind = |workload: &&&WorkloadRef| workload.kind == self.kind;
        if self.names.is_empty() {
            return workloads.iter().any(|workload| of_kind(&workload));
        }
        if self.names.len() < workloads.len() {
            let named = |name: &&Name| WorkloadRef { kind: self.kind.into(), name: (*name).clone() };
            return self.names.iter().any(|name| workloads.contains(&named(name)));
        }
        workloads.iter().filter(of_kind).any(|workload| self.names.contains(&workload.name))
    }
}

/// What a rule lets one change, kind by kind.
fn changes<'r>(rule: &'r Rule, kinds: &[&Kind]) -> Vec<Changes<'r>> {
    if !["update", "patch"].iter().any(|verb| any_pattern(&rule.verbs, verb)) {
        return Vec::new();
    }
    let covered = kinds.iter().filter(|(_, group, resource)| {
        any_pattern(&rule.api_groups, group)
            && rule.resources.iter().any(|pattern| resource_matches(pattern, resource, ""))
    });
    covered.map(|(kind, ..)| Changes { kind, names: rule.resource_names.iter().collect() }).collect()
}
