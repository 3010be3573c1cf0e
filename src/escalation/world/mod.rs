//! What there is to reach, indexed once: accounts, Secrets, pods, nodes and roles by name. Linear in the snapshot.
//!
//! `index` fills the tables; here is what they are and what is asked of them.

mod asked;
mod index;
mod successors;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Binding, BindingId, Labels, Name, Node, NodeTerm, Pod, PodSpecId, RoleId, RoleKind, Scope, Snapshot, Subject,
    Workload, WorkloadRef,
};

use super::escapes::{Escaped, Gives, NodeVolumes};
use super::scheduling::{daemon_may_run, fits_terms, may_run};

pub(in crate::escalation) use successors::{Demand, Successors};

/// The label of a node that says its operating system.
const OS: &str = "kubernetes.io/os";

/// What there is to reach.
pub struct World<'s> {
    pub(in crate::escalation) snapshot: &'s Snapshot,
    /// The service accounts of each namespace: those that were read, and those that a stored pod runs as.
    pub(in crate::escalation) accounts: BTreeMap<&'s Name, BTreeSet<&'s Name>>,
    /// The service accounts that a binding names and that were not read.
    pub(in crate::escalation) missing_accounts: BTreeMap<&'s Name, BTreeSet<&'s Name>>,
    /// The Secrets of each namespace that were read or that a pod refers to.
    pub(in crate::escalation) secrets: BTreeMap<&'s Name, BTreeMap<&'s Name, Content<'s>>>,
    /// The workloads of each namespace.
    pub(in crate::escalation) workloads: BTreeMap<&'s Name, BTreeSet<&'s WorkloadRef>>,
    /// Pods of each namespace that are not finished.
    pub(in crate::escalation) pods: BTreeMap<&'s Name, Vec<&'s Pod>>,
    /// The same by workload.
    by_workload: BTreeMap<&'s Name, BTreeMap<&'s WorkloadRef, Vec<&'s Pod>>>,
    /// The objects that make the pods of each workload.
    templates: BTreeMap<&'s Name, BTreeMap<&'s WorkloadRef, &'s Workload>>,
    /// Where the next pods run.
    pub(in crate::escalation) successors: Successors<'s>,
    /// What the claims are bound to.
    pub(in crate::escalation) volumes: NodeVolumes<'s>,
    /// The quotas of each namespace that let no pod in.
    pub(in crate::escalation) quotas: BTreeMap<&'s Name, Vec<&'s Name>>,
    /// How a pod of this spec in this namespace gets out; only where it does.
    escapes: BTreeMap<PodSpecId, BTreeMap<&'s Name, Vec<Escaped>>>,
    /// Pods that run or are about to, by name.
    pub(in crate::escalation) pods_by_name: BTreeMap<&'s Name, Vec<&'s Pod>>,
    /// The nodes: those that were read, with what was read, and those that a pod runs on.
    pub(in crate::escalation) machines: BTreeMap<&'s Name, Machine<'s>>,
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
        let mut world = World {
            snapshot,
            accounts: BTreeMap::new(),
            missing_accounts: BTreeMap::new(),
            secrets: BTreeMap::new(),
            workloads: BTreeMap::new(),
            pods: BTreeMap::new(),
            by_workload: BTreeMap::new(),
            templates: BTreeMap::new(),
            successors: Successors::default(),
            volumes: NodeVolumes::default(),
            quotas: BTreeMap::new(),
            escapes: BTreeMap::new(),
            pods_by_name: BTreeMap::new(),
            machines: BTreeMap::new(),
            namespaces: snapshot.namespaces.iter().map(|namespace| (&namespace.name, &namespace.labels)).collect(),
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

    /// How a pod gets out, in the order of the table.
    #[must_use]
    pub fn escapes(&self, pod: &Pod) -> &[Escaped] {
        let of_spec = self.escapes.get(&pod.spec).and_then(|places| places.get(&pod.namespace));
        of_spec.map_or(&[], Vec::as_slice)
    }

    /// Whether a pod reaches its node.
    #[must_use]
    pub fn gets_out(&self, pod: &Pod) -> bool {
        self.escapes(pod).iter().any(|escaped| escaped.gives != Gives::Finding)
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

    /// The object that makes the pods of a workload.
    fn template(&self, namespace: &Name, workload: &WorkloadRef) -> Option<&'s Workload> {
        self.templates.get(namespace)?.get(workload).copied()
    }

    /// The node that the template of a pod names.
    pub(in crate::escalation) fn pinned(&self, pod: &Pod) -> Option<&'s Name> {
        self.template(&pod.namespace, &pod.workload)?.pinned.as_ref()
    }

    /// The nodes that a pod may run on which is on none yet.
    pub(in crate::escalation) fn machines_for(&self, pod: &Pod, daemon: bool) -> Vec<&'s Name> {
        let spec = self.snapshot.pod_spec(pod.spec);
        let pinned = self.pinned(pod);
        let lets_in = |node: &Node| match daemon {
            true => daemon_may_run(&spec.placement, spec.security.host_network, node),
            false => may_run(&spec.placement, node),
        };
        let here = |node: &Node| pinned.is_none_or(|pinned| *pinned == node.name) && lets_in(node);
        let machines = self.machines.iter().filter(|(_, machine)| machine.node.is_some_and(here));
        machines.map(|(name, _)| *name).collect()
    }

    /// The nodes that a volume with this affinity can be used on. One that was not read may have any label.
    pub(in crate::escalation) fn machines_of(&self, terms: &[NodeTerm]) -> Vec<&'s Name> {
        let fits = |machine: &Machine<'_>| machine.node.is_none_or(|node| fits_terms(terms, node));
        self.machines.iter().filter(|(_, machine)| fits(machine)).map(|(name, _)| *name).collect()
    }

    /// Whether a node runs Linux, as its label tells.
    pub(in crate::escalation) fn runs_linux(&self, name: &Name) -> bool {
        let node = self.machines.get(name).and_then(|machine| machine.node);
        node.and_then(|node| node.labels.get(OS)).is_some_and(|os| os == "linux")
    }

    /// The role that a binding names, if it exists.
    pub(in crate::escalation) fn role_of(&self, binding: &Binding) -> Option<RoleId> {
        match (binding.role_ref.kind?, &binding.namespace) {
            (RoleKind::ClusterRole, _) => self.cluster_roles.get(&binding.role_ref.name).copied(),
            (RoleKind::Role, Some(namespace)) => self.roles.get(namespace)?.get(&binding.role_ref.name).copied(),
            (RoleKind::Role, None) => None,
        }
    }

    /// Whether the service account exists.
    #[must_use]
    pub fn has_account(&self, namespace: &Name, name: &Name) -> bool {
        self.accounts.get(namespace).is_some_and(|names| names.contains(name))
    }

    /// The bindings of a role of this name, of either kind, that does not exist.
    pub(in crate::escalation) fn dangling_named(&self, name: &Name) -> &[(BindingId, &'s Binding)] {
        self.dangling_by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The ClusterRoleBindings: they come first.
    pub(in crate::escalation) fn cluster_bindings(&self) -> &'s [Binding] {
        let all = self.snapshot.bindings.as_slice();
        let count = all.partition_point(|binding| binding.namespace.is_none());
        all.get(..count).unwrap_or_default()
    }

    /// The RoleBindings of a scope: they are sorted by namespace.
    pub(in crate::escalation) fn bindings_in(&self, scope: &Scope) -> &'s [Binding] {
        let all = self.snapshot.bindings.as_slice();
        let before = |binding: &Binding| match scope.namespace() {
            None => binding.namespace.is_none(),
            Some(only) => binding.namespace.as_ref() < Some(only),
        };
        let rest = all.get(all.partition_point(before)..).unwrap_or_default();
        let here = |binding: &Binding| scope.namespace().is_none_or(|only| binding.namespace.as_ref() == Some(only));
        rest.get(..rest.partition_point(here)).unwrap_or_default()
    }

    /// The account whose token this Secret holds.
    pub(in crate::escalation) fn token_in(&self, namespace: &Name, secret: &Name) -> Option<&'s Name> {
        self.secrets.get(namespace)?.get(secret)?.token_of
    }

    /// Whether all service accounts of this namespace were read, so that one that is not there does not exist. Plain
    /// manifests never hold all, nor does a dump without the kind or of another namespace.
    #[must_use]
    pub fn knows_accounts_of(&self, namespace: &Name) -> bool {
        let source = &self.snapshot.source;
        let listed = !self.snapshot.service_accounts.is_empty();
        let gap = self.snapshot.gaps.iter().any(|gap| gap.resource == "serviceaccounts");
        source.stored && listed && !gap && source.namespace.as_ref().is_none_or(|only| only == namespace)
    }

    /// Whether all roles were read, so that one that is not there does not exist.
    #[must_use]
    pub fn knows_roles(&self) -> bool {
        let gap = |resource: &str| self.snapshot.gaps.iter().any(|gap| gap.resource == resource);
        self.snapshot.source.stored && !gap("roles") && !gap("clusterroles")
    }

    /// Whether the namespace exists, as far as can be told.
    pub(in crate::escalation) fn has_namespace(&self, namespace: &Name) -> bool {
        self.namespaces.is_empty() || self.namespaces.contains_key(namespace)
    }

    /// Every namespace that something stands in.
    #[must_use]
    pub(in crate::escalation) fn all_namespaces(&self) -> BTreeSet<&'s Name> {
        let mut all: BTreeSet<&Name> = self.namespaces.keys().copied().collect();
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
