//! Pods lead to what they carry and, where their spec lets them out, to the node that they run on.
//!
//! Replicas carry the same and are one graph node; a pod that can get out, or reaches the metadata of the instance, has one
//! for each node of the cluster that it runs on, since one replica reaches one.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Edge, Node, NodeId};
use crate::model::{Name, Phase, Pod, PodSpec, Subject, TokenAudience, VolumeKind, WorkloadRef};

use super::super::world::{Refusal, World};
use super::Structure;
use super::doubt::awaited;
use super::ways_out::escape_edge;

impl Structure<'_, '_> {
    /// What any replica carries.
    pub(super) fn workload(&mut self, id: NodeId, namespace: &Name, workload: &WorkloadRef) {
        let (mut specs, mut carried) = (BTreeSet::new(), BTreeSet::new());
        let mut pods = self.world.pods_of(namespace, workload).to_vec();
        // What one replica carries is there, though others wait for a node.
        pods.sort_by_key(|pod| pod.waits());
        for &pod in &pods {
            // Of pods of one spec the first says all.
            let carries = carried.insert(pod.spec);
            if !carries && pod.node.is_some() {
                continue;
            }
            let refusal = never_made(self.world, pod);
            let identity = |id| match pod.waits() {
                true => awaited(Edge::identity(id)),
                false => refused(Edge::identity(id), refusal),
            };
            for credential in credentials(self.world, pod).into_iter().filter(|_| carries) {
                let (subject, step) = match credential {
                    Credential::Projected(account) => (account, "identity/pod-token"),
                    Credential::LegacySecret(account) => (account, "identity/pod-legacy-token"),
                };
                self.lead_once(id, Node::Subject(subject), identity(step));
            }
            if carries {
                self.carried_tokens(id, pod);
                self.annotated(id, pod);
            }
            let spec = self.world.snapshot.pod_spec(pod.spec);
            for secret in spec.readable_secrets().filter(|_| carries) {
                let secret = Node::Secret(namespace.clone(), secret.clone());
                self.lead_once(id, secret, identity("identity/pod-secret"));
            }
            if pod.node.is_none() && specs.insert(pod.spec) {
                self.somewhere(id, pod, refusal);
                self.metadata_somewhere(id, pod, refusal);
            }
        }
        self.answered(id, &pods);
    }

    /// A replica on one node: what any replica carries, and the node.
    pub(super) fn pod(&mut self, id: NodeId, namespace: &Name, workload: &WorkloadRef, machine: &Name) {
        self.link(id, Node::Workload(namespace.clone(), workload.clone()));
        let here = |pod: &&&Pod| pod.node.as_ref().is_none_or(|node| node == machine);
        let mut done = BTreeSet::new();
        let pods: Vec<&Pod> = self.world.pods_of(namespace, workload).iter().filter(here).copied().collect();
        for pod in pods {
            if done.insert(pod.spec) {
                for escaped in self.world.escapes(pod) {
                    if let Some(to) = self.out(machine, escaped) {
                        self.graph.connect(id, to, escape_edge(escaped));
                    }
                }
                self.metadata_of_pod(id, pod, machine);
            }
        }
    }
}

/// What keeps the pod of a template that has none from ever being made.
pub(super) fn never_made<'w>(world: &'w World<'_>, pod: &Pod) -> Option<&'w Refusal> {
    let is_template = pod.node.is_none() && pod.phase != Phase::Pending;
    is_template.then(|| world.refusal(&pod.namespace, &pod.workload)).flatten()
}

/// An edge to what a pod has that is refused.
pub(super) fn refused(edge: Edge, refusal: Option<&Refusal>) -> Edge {
    refusal.into_iter().flat_map(Refusal::by).fold(edge, |edge, by| edge.blocked(by.clone()))
}

/// The graph node of the code in a pod.
pub(in crate::escalation) fn pod_node(world: &World<'_>, pod: &Pod) -> Node {
    match &pod.node {
        Some(machine) if world.is_placed(pod) => {
            Node::Pod(pod.namespace.clone(), pod.workload.clone(), machine.clone())
        }
        _ => Node::Workload(pod.namespace.clone(), pod.workload.clone()),
    }
}

/// Pods without those that are the same node of the graph as the one before: most replicas follow each other.
pub(super) fn apart<'p, 's: 'p>(
    world: &'p World<'_>,
    pods: impl Iterator<Item = &'s Pod> + 'p,
) -> impl Iterator<Item = &'s Pod> + 'p {
    let mut last: Option<&Pod> = None;
    pods.filter(move |pod| {
        let one = |last: &Pod| last.workload == pod.workload && last.namespace == pod.namespace;
        let same = last.is_some_and(|last| last.spec == pod.spec && one(last)) && !world.is_placed(pod);
        last = Some(pod);
        !same
    })
}

/// An API credential that a pod carries.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Credential {
    /// A projected token of the pod's own account.
    Projected(Subject),
    /// The token of a Secret, perhaps of another account.
    LegacySecret(Subject),
}

impl Credential {
    /// Whose token it is.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        match self {
            Credential::Projected(subject) | Credential::LegacySecret(subject) => subject,
        }
    }
}

/// The API credentials that code in this pod can read: what is mounted by a container of any kind, or in its environment.
#[must_use]
pub fn credentials(world: &World<'_>, pod: &Pod) -> BTreeSet<Credential> {
    let spec = world.snapshot.pod_spec(pod.spec);
    let account = |name: &Name| Subject::ServiceAccount { namespace: pod.namespace.clone(), name: name.clone() };
    let tokens = token_volumes(spec).filter(|volume| spec.is_mounted(volume));
    let mut found: BTreeSet<Credential> =
        tokens.take(1).map(|_| Credential::Projected(account(&spec.service_account))).collect();
    let legacy = spec.readable_secrets().filter_map(|secret| world.token_in(&pod.namespace, secret));
    found.extend(legacy.map(|name| Credential::LegacySecret(account(name))));
    found
}

/// The volumes that hold a token for the API server.
pub(super) fn token_volumes(spec: &PodSpec) -> impl Iterator<Item = &Name> {
    let tokens = spec.volumes.iter().filter(|volume| volume.kind == VolumeKind::Token(TokenAudience::ApiServer));
    tokens.map(|volume| &volume.name)
}

/// The pods of a namespace by workload.
pub(in crate::escalation) fn by_workload<'s>(pods: &[&'s Pod]) -> BTreeMap<&'s WorkloadRef, Vec<&'s Pod>> {
    let mut workloads: BTreeMap<&WorkloadRef, Vec<&Pod>> = BTreeMap::new();
    let alive: Vec<&Pod> = pods.iter().copied().filter(|pod| pod.phase != Phase::Finished).collect();
    for pods in alive.chunk_by(|one, other| one.workload == other.workload) {
        let Some(first) = pods.first() else { continue };
        workloads.entry(&first.workload).or_default().extend(pods);
    }
    workloads
}
