//! What there is to reach, indexed once: accounts, Secrets, pods, nodes and roles by name. Linear in the snapshot.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{MASTERS, NODE_PREFIX};
use crate::model::{
    Binding, BindingId, Labels, Name, Node, Phase, Placement, Pod, PodSpecId, RoleId, RoleKind, Scope, Snapshot,
    Subject, WorkloadRef,
};

use super::escapes::{Escaped, Gives, NodeVolumes, Site, escapes};
use super::scheduling::{daemon_may_run, is_control_plane, may_run};
use super::structure::by_workload;

/// What there is to reach.
pub struct World<'s> {
    pub(super) snapshot: &'s Snapshot,
    /// The service accounts of each namespace: those that were read, and those that a stored pod runs as.
    pub(super) accounts: BTreeMap<&'s Name, BTreeSet<&'s Name>>,
    /// The service accounts that a binding names and that were not read.
    pub(super) missing_accounts: BTreeMap<&'s Name, BTreeSet<&'s Name>>,
    /// The Secrets of each namespace that were read or that a pod refers to.
    pub(super) secrets: BTreeMap<&'s Name, BTreeMap<&'s Name, Content<'s>>>,
    /// The workloads of each namespace.
    pub(super) workloads: BTreeMap<&'s Name, BTreeSet<&'s WorkloadRef>>,
    /// Pods of each namespace that are not finished.
    pub(super) pods: BTreeMap<&'s Name, Vec<&'s Pod>>,
    /// The same by workload.
    by_workload: BTreeMap<&'s Name, BTreeMap<&'s WorkloadRef, Vec<&'s Pod>>>,
    /// The template of each DaemonSet without pods; where others run, their pods show.
    pub(super) daemon_pods: Vec<&'s Pod>,
    /// How a pod of this spec in this namespace gets out; only where it does.
    escapes: BTreeMap<PodSpecId, BTreeMap<&'s Name, Vec<Escaped>>>,
    /// Pods that run or are about to, by name.
    pub(super) pods_by_name: BTreeMap<&'s Name, Vec<&'s Pod>>,
    /// The nodes: those that were read, with what was read, and those that a pod runs on.
    pub(super) machines: BTreeMap<&'s Name, Machine<'s>>,
    /// The labels of the namespaces that were read.
    pub(super) namespaces: BTreeMap<&'s Name, &'s Labels>,
    /// ClusterRoles by name.
    pub(super) cluster_roles: BTreeMap<&'s Name, RoleId>,
    /// Roles by namespace and name.
    pub(super) roles: BTreeMap<&'s Name, BTreeMap<&'s Name, RoleId>>,
    /// The bindings whose role does not exist.
    pub(super) dangling: Vec<(BindingId, &'s Binding)>,
    /// Users that a binding names, but no service account and no kubelet.
    pub(super) users: BTreeSet<&'s Subject>,
    /// Groups that a binding names, but `system:masters`.
    pub(super) groups: BTreeSet<&'s Subject>,
}

/// What is known of the content of a Secret.
#[derive(Clone, Copy, Default)]
pub(super) struct Content<'s> {
    /// The account whose token it holds.
    pub(super) token_of: Option<&'s Name>,
    /// Whether it can never be aimed at another account.
    pub(super) immutable: bool,
    /// Whether it is a token with which a node joins the cluster.
    pub(super) bootstraps: bool,
}

/// A node of the cluster.
#[derive(Default)]
pub(super) struct Machine<'s> {
    /// What was read of it.
    pub(super) node: Option<&'s Node>,
    /// The pods on it.
    pub(super) pods: Vec<&'s Pod>,
    /// Whether it is one of the control plane.
    control_plane: bool,
}

const TOKEN_TYPE: &str = "kubernetes.io/service-account-token";
const BOOTSTRAP_TYPE: &str = "bootstrap.kubernetes.io/token";

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
            daemon_pods: Vec::new(),
            escapes: BTreeMap::new(),
            pods_by_name: BTreeMap::new(),
            machines: BTreeMap::new(),
            namespaces: snapshot.namespaces.iter().map(|namespace| (&namespace.name, &namespace.labels)).collect(),
            cluster_roles: BTreeMap::new(),
            roles: BTreeMap::new(),
            dangling: Vec::new(),
            users: BTreeSet::new(),
            groups: BTreeSet::new(),
        };
        world.index_machines();
        world.index_pods();
        world.index_control_plane();
        world.index_escapes();
        world.index_secrets();
        world.index_roles();
        world.index_subjects();
        world
    }

    fn index_machines(&mut self) {
        for node in &self.snapshot.nodes {
            self.machines.entry(&node.name).or_default().node = Some(node);
        }
    }

    fn index_pods(&mut self) {
        for account in &self.snapshot.service_accounts {
            self.accounts.entry(&account.namespace).or_default().insert(&account.name);
        }
        for workload in &self.snapshot.workloads {
            self.workloads.entry(&workload.namespace).or_default().insert(&workload.workload);
        }
        for pod in &self.snapshot.pods {
            self.workloads.entry(&pod.namespace).or_default().insert(&pod.workload);
            let spec = self.snapshot.pod_spec(pod.spec);
            if self.snapshot.source.stored {
                // It was admitted, so its account was there.
                self.accounts.entry(&pod.namespace).or_default().insert(&spec.service_account);
            }
            if pod.phase == Phase::Finished {
                continue;
            }
            self.pods.entry(&pod.namespace).or_default().push(pod);
            if pod.phase != Phase::Dormant {
                self.pods_by_name.entry(&pod.name).or_default().push(pod);
            }
            if let Some(node) = &pod.node {
                self.machines.entry(node).or_default().pods.push(pod);
            }
        }
    }

    fn index_control_plane(&mut self) {
        for (name, machine) in &mut self.machines {
            let unread = Node { name: (*name).clone(), ..Node::default() };
            machine.control_plane = is_control_plane(machine.node.unwrap_or(&unread), machine.pods.iter().copied());
        }
    }

    fn index_escapes(&mut self) {
        let volumes = NodeVolumes::new(&self.snapshot.persistent_volumes, &self.snapshot.persistent_volume_claims);
        let version = self.snapshot.source.server_version;
        let places: BTreeSet<(PodSpecId, &Name)> =
            self.pods.values().flatten().map(|pod| (pod.spec, &pod.namespace)).collect();
        for (spec, namespace) in places {
            let found = escapes(self.snapshot.pod_spec(spec), &Site { namespace, volumes: &volumes, version });
            if !found.is_empty() {
                self.escapes.entry(spec).or_default().insert(namespace, found);
            }
        }
        self.by_workload = self.pods.iter().map(|(namespace, pods)| (*namespace, by_workload(pods))).collect();
        let daemons = self.by_workload.values().flatten().filter(|(workload, _)| workload.kind == "DaemonSet");
        self.daemon_pods =
            daemons.filter_map(|(_, pods)| pods.first().copied().filter(|pod| pod.node.is_none())).collect();
    }

    fn index_secrets(&mut self) {
        for pod in &self.snapshot.pods {
            let spec = self.snapshot.pod_spec(pod.spec);
            for secret in spec.secrets() {
                self.secrets.entry(&pod.namespace).or_default().entry(secret).or_default();
            }
        }
        for account in &self.snapshot.service_accounts {
            // Before 1.24 every account listed its token Secrets; the list also holds pull secrets of some platforms.
            for secret in account.secrets.iter().filter(|name| name.contains("-token-")) {
                let content = Content { token_of: Some(&account.name), ..Content::default() };
                self.secrets.entry(&account.namespace).or_default().insert(secret, content);
            }
        }
        for secret in &self.snapshot.secrets {
            let known = self.secrets.entry(&secret.namespace).or_default().entry(&secret.name).or_default();
            let account = secret.service_account.as_ref().or(known.token_of);
            known.token_of = account.filter(|_| secret.kind == TOKEN_TYPE);
            known.immutable = secret.immutable;
            known.bootstraps = secret.kind == BOOTSTRAP_TYPE && secret.namespace == "kube-system";
        }
    }

    fn index_roles(&mut self) {
        for (id, role) in self.snapshot.role_ids() {
            match &role.namespace {
                None => self.cluster_roles.insert(&role.name, id),
                Some(namespace) => self.roles.entry(namespace).or_default().insert(&role.name, id),
            };
        }
    }

    fn index_subjects(&mut self) {
        for (id, binding) in self.snapshot.binding_ids() {
            if self.role_of(binding).is_none() {
                self.dangling.push((id, binding));
            }
            for subject in &binding.subjects {
                self.index_subject(subject);
            }
        }
    }

    fn index_subject(&mut self, subject: &'s Subject) {
        match subject {
            Subject::ServiceAccount { namespace, name } => {
                if !self.has_account(namespace, name) {
                    self.missing_accounts.entry(namespace).or_default().insert(name);
                }
            }
            Subject::User(name) if !name.starts_with(NODE_PREFIX) => {
                self.users.insert(subject);
            }
            Subject::Group(name) if name != MASTERS => {
                self.groups.insert(subject);
            }
            Subject::User(_) | Subject::Group(_) => {}
        }
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

    /// The DaemonSets whose pods run on this node once it is there: their places in `daemon_pods`.
    pub(super) fn daemons_on(&self, name: &Name) -> Vec<usize> {
        let Some(node) = self.machines.get(name).and_then(|machine| machine.node) else { return Vec::new() };
        let runs = |pod: &Pod| {
            let spec = self.snapshot.pod_spec(pod.spec);
            daemon_may_run(&spec.placement, spec.security.host_network, node)
        };
        let daemons = self.daemon_pods.iter().enumerate();
        daemons.filter(|(_, pod)| runs(pod)).map(|(place, _)| place).collect()
    }

    /// Whether some node that was read has not the labels that a pod asks for.
    pub(super) fn tells_nodes_apart(&self, placement: &Placement) -> bool {
        let nodes = self.machines.values().filter_map(|machine| machine.node);
        let labelled = |node: &Node| Node { name: node.name.clone(), labels: node.labels.clone(), ..Node::default() };
        nodes.into_iter().any(|node| !may_run(placement, &labelled(node)))
    }

    /// The role that a binding names, if it exists.
    pub(super) fn role_of(&self, binding: &Binding) -> Option<RoleId> {
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

    /// The account whose token this Secret holds.
    pub(super) fn token_in(&self, namespace: &Name, secret: &Name) -> Option<&'s Name> {
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
    pub(super) fn has_namespace(&self, namespace: &Name) -> bool {
        self.namespaces.is_empty() || self.namespaces.contains_key(namespace)
    }

    /// Every namespace that something stands in.
    #[must_use]
    pub(super) fn all_namespaces(&self) -> BTreeSet<&'s Name> {
        let mut all: BTreeSet<&Name> = self.namespaces.keys().copied().collect();
        all.extend(self.accounts.keys());
        all.extend(self.missing_accounts.keys());
        all.extend(self.workloads.keys());
        all.extend(self.secrets.keys());
        all
    }

    /// The namespaces of a scope that something stands in.
    pub(super) fn namespaces_in(&self, scope: &Scope) -> Vec<Name> {
        match scope.namespace() {
            Some(namespace) => vec![namespace.clone()],
            None => self.all_namespaces().into_iter().cloned().collect(),
        }
    }
}
