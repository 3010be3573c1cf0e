//! What whoever changes a pod gets: by a container more, or by another image. Both put the whole pod to the level of its
//! namespace again, so a pod that the level would refuse today refuses them.
//!
//! A container that is added is a new one: it takes any Secret of the namespace into its environment, mounts any volume
//! of the pod, the token's and those that no container writes included, and has a security context of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Edge, Hub, Node, NodeId, Objective, PodChange};
use crate::guards::pod_security::modest_pod;
use crate::model::{
    ContainerKind, Mount, Name, Phase, Pod, PodSpec, PodSpecId, Scope, SecurityContext, Volume, VolumeKind, WorkloadRef,
};

use super::super::escapes::{Escaped, Site, escapes};
use super::super::world::World;
use super::doubt::awaited;
use super::pods::{pod_node, token_volumes};
use super::refused::{privileged_guard, root_guard, stored_guard};
use super::roles::join;
use super::ways_out::escape_edge;
use super::{Structure, account};

/// A pod, and what refuses a change of it.
type Judged<'s> = (&'s Pod, Option<String>);

impl<'s> Structure<'_, 's> {
    /// Whoever may debug every pod reads every Secret, where each namespace with Secrets has a pod.
    pub(super) fn debugged(&mut self, id: NodeId, scope: &Scope) {
        let open = |namespace: &Name| self.judged(namespace, None).iter().any(|(_, guard)| guard.is_none());
        if *scope == Scope::Cluster && self.world.secrets.keys().all(|namespace| open(namespace)) {
            self.lead(id, Node::Objective(Objective::AllSecrets), Edge::identity("secrets/ephemeral"));
        }
        self.spread(id, scope, Hub::Debug, |structure, id, namespace| {
            for (pod, guard) in structure.judged(namespace, None) {
                structure.debug(id, pod, guard.as_ref());
            }
        });
    }

    pub(super) fn change_images(&mut self, id: NodeId, namespace: &Name) {
        for (pod, guard) in self.judged(namespace, None) {
            self.lead_past_level(id, namespace, guard.as_ref(), pod_node(self.world, pod), Edge::structure());
        }
    }

    /// The change of one pod.
    pub(super) fn change_pod(&mut self, id: NodeId, change: PodChange, namespace: &Name, name: &Name) {
        for (pod, guard) in self.judged(namespace, Some(name)) {
            match change {
                PodChange::Debug => self.debug(id, pod, guard.as_ref()),
                PodChange::Image => {
                    self.lead_past_level(id, namespace, guard.as_ref(), pod_node(self.world, pod), Edge::structure());
                }
            }
        }
    }

    /// The pods of a namespace that take a change, all or of one name, those that do for sure first; replicas on one node
    /// once. A pod that its node runs from a file takes none.
    fn judged(&self, namespace: &Name, name: Option<&Name>) -> Vec<Judged<'s>> {
        let world = self.world;
        let pods: Vec<&'s Pod> = match name {
            Some(name) => world.pods_of_name(namespace, name).collect(),
            None => world.pods_in(namespace).collect(),
        };
        let here = |pod: &&Pod| !pod.mirror && pod.phase != Phase::Dormant;
        let mut guards: BTreeMap<PodSpecId, Option<String>> = BTreeMap::new();
        let mut seen: BTreeSet<(PodSpecId, &WorkloadRef, Option<&Name>)> = BTreeSet::new();
        let mut judged: Vec<Judged<'s>> = Vec::new();
        for pod in pods.into_iter().filter(here) {
            if seen.insert((pod.spec, &pod.workload, pod.node.as_ref())) {
                let guard = guards.entry(pod.spec).or_insert_with(|| stored_guard(world, pod));
                judged.push((pod, guard.clone()));
            }
        }
        judged.sort_by_key(|(_, guard)| guard.is_some());
        judged
    }

    /// What a container more gives: what is in the pod, and what it may take besides.
    fn debug(&mut self, id: NodeId, pod: &Pod, guard: Option<&String>) {
        let (world, namespace) = (self.world, &pod.namespace);
        let spec = world.snapshot.pod_spec(pod.spec);
        let secrets = Node::Hub(Hub::Secrets(Scope::Namespace(namespace.clone())));
        for to in [pod_node(world, pod), secrets] {
            self.lead_past_level(id, namespace, guard, to, Edge::structure());
        }
        if token_volumes(spec).next().is_some() {
            let to = account(namespace, &spec.service_account);
            let edge = Edge::identity("identity/pod-token");
            self.lead_past_level(id, namespace, guard, to, if pod.waits() { awaited(edge) } else { edge });
        }
        let Some(machine) = &pod.node else { return };
        for escaped in &by_claims(world, pod) {
            let to = self.out(machine, escaped).and_then(|to| self.graph.node(to).cloned());
            to.into_iter().for_each(|to| self.lead_past_level(id, namespace, guard, to, escape_edge(escaped)));
        }
        let guard = guard.cloned().or_else(|| privileged_guard(world, namespace));
        let to = Node::Machine(machine.clone());
        self.lead_past_level(id, namespace, guard.as_ref(), to, Edge::identity("escape/privileged"));
    }

    /// The pods of a workload that is started run, as far as its namespace lets them in; that is worth something to whoever
    /// gets into every pod there.
    pub(super) fn wake(&mut self, id: NodeId, namespace: &Name, workload: &WorkloadRef) {
        let ways: [fn(Scope) -> Hub; 3] = [Hub::Exec, Hub::Debug, Hub::ChangeImage];
        for way in ways {
            let here = Node::Hub(way(Scope::Namespace(namespace.clone())));
            // Who may do it by a grant is drawn before all structure.
            let held = [&here, &Node::Hub(way(Scope::Cluster))].into_iter().any(|hub| self.graph.find(hub).is_some());
            if held {
                let into = self.graph.add(here);
                join(self.graph, id, into, Node::Workload(namespace.clone(), workload.clone()));
            }
        }
    }
}

/// The ways out of a container that is added to a pod and mounts its claims, writable and whole, as root where the level
/// lets it. What else leads out is refused where a privileged container is.
fn by_claims(world: &World<'_>, pod: &Pod) -> Vec<Escaped> {
    let spec = world.snapshot.pod_spec(pod.spec);
    let is_claim = |volume: &&Volume| matches!(volume.kind, VolumeKind::Claim(_));
    let claims: Vec<Volume> = spec.volumes.iter().filter(is_claim).cloned().collect();
    if claims.is_empty() {
        return Vec::new();
    }
    let root = SecurityContext { run_as_non_root: Some(false), run_as_user: Some(0), ..SecurityContext::default() };
    let rootless = root_guard(world, &pod.namespace).is_some();
    let mut with = PodSpec { security: spec.security.clone(), placement: spec.placement.clone(), ..modest_pod() };
    for container in &mut with.containers {
        container.name = "debugger".into();
        container.kind = ContainerKind::Ephemeral;
        container.devices = claims.iter().map(|claim| claim.name.clone()).collect();
        container.mounts = claims.iter().map(|claim| whole(&claim.name)).collect();
        if !rootless {
            container.security = root.clone();
        }
    }
    with.volumes = claims;
    let site =
        Site { namespace: &pod.namespace, volumes: &world.volumes, version: world.snapshot.source.server_version };
    escapes(&with, &site)
}

fn whole(volume: &Name) -> Mount {
    Mount { volume: volume.clone(), path: volume.clone(), read_only: false, sub_path: None, bidirectional: false }
}
