//! What there is to reach, indexed once: accounts, Secrets, pods, nodes and roles by name. Linear in the snapshot.
//!
//! `index` fills the tables; here is what they are and what is asked of them.

mod asked;
mod index;
mod known;
mod placed;
mod refused;
mod roles;
mod successors;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Binding, BindingId, HashMap, Labels, Name, Node, Phase, Pod, PodSpecId, RoleId, Scope, Snapshot, Subject, Workload,
    WorkloadRef,
};

use super::agents::Agents;
use super::escapes::{EscapeCertainty, Escaped, Gives, NodeVolumes};
use super::exchange::Exchanges;
use super::instances::Instances;

pub(in crate::escalation) use known::UNREAD;
pub(in crate::escalation) use refused::Refusal;
pub(in crate::escalation) use successors::{Demand, Successors};

/// What there is to reach.
pub struct World<'s> {
    pub(in crate::escalation) snapshot: &'s Snapshot,
    /// The service accounts of each namespace: those that were read, and those that a stored pod runs as.
    pub(in crate::escalation) accounts: BTreeMap<&'s Name, BTreeSet<&'s Name>>,
    /// The service accounts that a binding names and that were not read.
    pub(in crate::escalation) missing_accounts: BTreeMap<&'s Name, BTreeSet<&'s Name>>,
    /// Whether a cloud may give something for the token of some account.
    pub(in crate::escalation) exchanges_tokens: bool,
    /// Namespaces whose service accounts a binding names all at once, and of which none was read.
    pub(in crate::escalation) awaited_groups: BTreeSet<Name>,
    /// The Secrets of each namespace that were read or that a pod refers to.
    pub(in crate::escalation) secrets: BTreeMap<&'s Name, BTreeMap<&'s Name, Content<'s>>>,
    /// The workloads of each namespace.
    pub(in crate::escalation) workloads: BTreeMap<&'s Name, BTreeSet<&'s WorkloadRef>>,
    /// Pods of each namespace that are not finished.
    pub(in crate::escalation) pods: BTreeMap<&'s Name, Vec<&'s Pod>>,
    /// The same by workload.
    by_workload: BTreeMap<&'s Name, BTreeMap<&'s WorkloadRef, Vec<&'s Pod>>>,
    /// The objects that make the pods of each workload.
    pub(in crate::escalation) templates: BTreeMap<&'s Name, BTreeMap<&'s WorkloadRef, &'s Workload>>,
    /// Where the next pods run.
    pub(in crate::escalation) successors: Successors<'s>,
    /// What the claims are bound to.
    pub(in crate::escalation) volumes: NodeVolumes<'s>,
    /// The quotas of each namespace that let no pod in.
    pub(in crate::escalation) quotas: BTreeMap<&'s Name, Vec<&'s Name>>,
    /// The workloads whose next pod is not let in.
    refusals: refused::Refusals<'s>,
    /// How a pod of this spec in this namespace gets out; only where it does.
    escapes: HashMap<(PodSpecId, Name), Vec<Escaped>>,
    /// Pods that run or are about to, sorted by name, then by namespace; none where no rule names anything.
    pods_by_name: Vec<&'s Pod>,
    /// The namespaces with pods that wait for whoever gives them a node.
    pub(in crate::escalation) waiting: BTreeSet<&'s Name>,
    /// The nodes: those that were read, with what was read, and those that a pod runs on.
    pub(in crate::escalation) machines: BTreeMap<&'s Name, Machine<'s>>,
    /// Which roles of IAM the nodes have.
    pub(in crate::escalation) instances: Instances,
    /// Which roles agents give to pods.
    pub(in crate::escalation) agents: Agents,
    /// The namespaces that are being deleted.
    pub(in crate::escalation) terminating: BTreeSet<&'s Name>,
    /// The labels of the namespaces that were read.
    pub(in crate::escalation) namespaces: BTreeMap<&'s Name, &'s Labels>,
    /// ClusterRoles by name.
    pub(in crate::escalation) cluster_roles: BTreeMap<&'s Name, RoleId>,
    /// Roles by namespace and name.
    pub(in crate::escalation) roles: BTreeMap<&'s Name, BTreeMap<&'s Name, RoleId>>,
    /// The bindings whose role does not exist.
    pub(in crate::escalation) dangling: Vec<(BindingId, &'s Binding)>,
    /// The same by the role's name.
    dangling_by_name: BTreeMap<&'s Name, Vec<(BindingId, &'s Binding)>>,
    /// The names of ClusterRoles that do not exist.
    pub(in crate::escalation) missing_cluster_roles: BTreeSet<&'s Name>,
    /// The names of Roles that do not exist, by the namespace of the binding.
    pub(in crate::escalation) missing_roles: BTreeMap<&'s Name, BTreeSet<&'s Name>>,
    /// Users that a binding names, but no service account and no kubelet.
    pub(in crate::escalation) users: BTreeSet<&'s Subject>,
    /// Groups that a binding names, but `system:masters`.
    pub(in crate::escalation) groups: BTreeSet<&'s Subject>,
}

/// What is known of the content of a Secret.
#[derive(Clone, Copy, Default)]
pub(in crate::escalation) struct Content<'s> {
    /// The account whose token it holds.
    pub(in crate::escalation) token_of: Option<&'s Name>,
    /// Whether it can never be aimed at another account.
    pub(in crate::escalation) immutable: bool,
    /// Whether it is a token with which a node joins the cluster.
    pub(in crate::escalation) bootstraps: bool,
}

/// A node of the cluster.
#[derive(Default)]
pub(in crate::escalation) struct Machine<'s> {
    /// What was read of it.
    pub(in crate::escalation) node: Option<&'s Node>,
    /// The pods on it.
    pub(in crate::escalation) pods: Vec<&'s Pod>,
    /// Whether it is one of the control plane.
    control_plane: bool,
}

impl<'s> World<'s> {
    /// Indexes a snapshot.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let instances = Instances::new(snapshot);
        let mut world = World {
            snapshot,
            accounts: BTreeMap::new(),
            missing_accounts: BTreeMap::new(),
            exchanges_tokens: Exchanges::are_possible(snapshot),
            awaited_groups: BTreeSet::new(),
            secrets: BTreeMap::new(),
            workloads: BTreeMap::new(),
            pods: BTreeMap::new(),
            by_workload: BTreeMap::new(),
            templates: BTreeMap::new(),
            successors: Successors::default(),
            volumes: NodeVolumes::default(),
            quotas: BTreeMap::new(),
            refusals: BTreeMap::new(),
            escapes: HashMap::default(),
            pods_by_name: Vec::new(),
            waiting: BTreeSet::new(),
            machines: BTreeMap::new(),
            agents: Agents::new(snapshot, &instances),
            instances,
            namespaces: snapshot.namespaces.iter().map(|namespace| (&namespace.name, &namespace.labels)).collect(),
            terminating: BTreeSet::new(),
            cluster_roles: BTreeMap::new(),
            roles: BTreeMap::new(),
            dangling: Vec::new(),
            dangling_by_name: BTreeMap::new(),
            missing_cluster_roles: BTreeSet::new(),
            missing_roles: BTreeMap::new(),
            users: BTreeSet::new(),
            groups: BTreeSet::new(),
        };
        world.index();
        world
    }

    /// The pods of a workload that are not finished.
    #[must_use]
    pub fn pods_of(&self, namespace: &Name, workload: &WorkloadRef) -> &[&'s Pod] {
        self.by_workload.get(namespace).and_then(|workloads| workloads.get(workload)).map_or(&[], Vec::as_slice)
    }

    /// The pods of a namespace that somebody may do something to: there is one, rather than a template of one.
    pub(in crate::escalation) fn pods_in(&self, namespace: &Name) -> impl Iterator<Item = &'s Pod> + use<'s, '_> {
        let pods = self.pods.get(namespace);
        pods.into_iter().flatten().copied().filter(|pod| pod.phase != Phase::Dormant)
    }

    /// Those of a scope with one of these names. Cost: the fewer of the names and of the pods of a namespace.
    pub(in crate::escalation) fn pods_named(&self, names: &BTreeSet<Name>, scope: &Scope) -> Vec<&'s Pod> {
        let Some(namespace) = scope.namespace() else {
            return names.iter().flat_map(|name| called(&self.pods_by_name, name)).copied().collect();
        };
        if self.pods.get(namespace).map_or(0, Vec::len) < names.len() {
            return self.pods_in(namespace).filter(|pod| names.contains(&pod.name)).collect();
        }
        names.iter().flat_map(|name| self.pods_of_name(namespace, name)).collect()
    }

    /// Those of one name: the pods of a snapshot are sorted by namespace and name.
    pub(in crate::escalation) fn pods_of_name(&self, namespace: &Name, name: &Name) -> impl Iterator<Item = &'s Pod> {
        let pods = self.pods.get(namespace).map_or(&[][..], Vec::as_slice);
        called(pods, name).iter().copied().filter(|pod| pod.phase != Phase::Dormant)
    }

    /// How a pod gets out, in the order of the table.
    #[must_use]
    pub fn escapes(&self, pod: &Pod) -> &[Escaped] {
        let of_spec = self.escapes.get(&(pod.spec, pod.namespace.clone()));
        of_spec.map_or(&[], Vec::as_slice)
    }

    /// Whether a pod reaches its node.
    #[must_use]
    pub fn gets_out(&self, pod: &Pod) -> bool {
        self.escapes(pod).iter().any(|escaped| escaped.gives != Gives::Finding)
    }

    /// Whether it matters on which node a pod runs: it reaches that, or the metadata of its instance.
    pub(in crate::escalation) fn is_placed(&self, pod: &Pod) -> bool {
        let host_network = || self.snapshot.pod_spec(pod.spec).security.host_network;
        let reaches = |node: &Name| !self.instances.is_empty() && self.instances.lets(node, host_network());
        self.gets_out(pod) || pod.node.as_ref().is_some_and(reaches)
    }

    /// Whether a pod surely becomes root on its node.
    pub(in crate::escalation) fn is_root_on_node(&self, pod: &Pod) -> bool {
        let sure = |escaped: &&Escaped| escaped.gives == Gives::Node && escaped.escape.needs.is_none();
        let mut ways = self.escapes(pod).iter().filter(sure);
        ways.any(|escaped| escaped.certainty == EscapeCertainty::Sure && escaped.escape.proof.is_sure())
    }

    /// Whether this is a node of the control plane.
    #[must_use]
    pub fn is_control_plane(&self, name: &Name) -> bool {
        self.machines.get(name).is_some_and(|machine| machine.control_plane)
    }

    /// Whether a pod is part of the control plane: a node of it runs it from a file.
    #[must_use]
    pub fn is_control_plane_pod(&self, pod: &Pod) -> bool {
        pod.mirror
            && pod.namespace == "kube-system"
            && pod.node.as_ref().is_some_and(|node| self.is_control_plane(node))
    }

    /// Whether the service account exists.
    #[must_use]
    pub fn has_account(&self, namespace: &Name, name: &Name) -> bool {
        self.accounts.get(namespace).is_some_and(|names| names.contains(name))
    }

    /// The account whose token this Secret holds.
    pub(in crate::escalation) fn token_in(&self, namespace: &Name, secret: &Name) -> Option<&'s Name> {
        self.secrets.get(namespace)?.get(secret)?.token_of
    }

    /// Every namespace that something stands in.
    #[must_use]
    pub(in crate::escalation) fn all_namespaces(&self) -> BTreeSet<&Name> {
        let mut all: BTreeSet<&Name> = self.namespaces.keys().copied().collect();
        all.extend(&self.awaited_groups);
        all.extend(self.accounts.keys());
        all.extend(self.missing_accounts.keys());
        all.extend(self.workloads.keys());
        all.extend(self.secrets.keys());
        all
    }

    /// The namespaces of a scope that something stands in.
    pub(in crate::escalation) fn namespaces_in(&self, scope: &Scope) -> Vec<Name> {
        match scope.namespace() {
            Some(namespace) => vec![namespace.clone()],
            None => self.all_namespaces().into_iter().cloned().collect(),
        }
    }
}

/// Those of one name among pods that are sorted by name.
fn called<'p, 's>(pods: &'p [&'s Pod], name: &Name) -> &'p [&'s Pod] {
    let rest = pods.get(pods.partition_point(|pod| pod.name < *name)..).unwrap_or_default();
    rest.get(..rest.partition_point(|pod| pod.name == *name)).unwrap_or_default()
}
