//! Fills the tables of what there is to reach.

use rayon::prelude::*;

use crate::authz::{MASTERS, NODE_PREFIX, SERVICE_ACCOUNTS};
use crate::model::{Binding, BindingId, HashMap, HashSet, Name, Node, Phase, Pod, PodSpecId, RoleKind, Subject};

use super::super::escapes::{NodeVolumes, Site, escapes};
use super::super::scheduling::is_control_plane;
use super::super::structure::by_workload;
use super::refused::refusals;
use super::{Content, Successors, World};

const TOKEN_TYPE: &str = "kubernetes.io/service-account-token";
const BOOTSTRAP_TYPE: &str = "bootstrap.kubernetes.io/token";

impl<'s> World<'s> {
    /// Fills them; some from others, so in this order.
    pub(super) fn index(&mut self) {
        self.index_machines();
        self.index_pods();
        self.index_control_plane();
        self.index_escapes();
        self.index_refusals();
        self.refusals = refusals(self);
        self.successors = Successors::new(self);
        self.index_secrets();
        self.index_roles();
        self.index_subjects();
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
            self.templates.entry(&workload.namespace).or_default().insert(&workload.workload, workload);
        }
        // The pods of a snapshot stand side by side by namespace.
        for pods in self.snapshot.pods.chunk_by(|one, other| one.namespace == other.namespace) {
            self.index_pods_here(pods);
        }
        self.index_places();
        if self.snapshot.roles.iter().flat_map(|role| &role.rules).any(|rule| !rule.resource_names.is_empty()) {
            self.pods_by_name = self.pods.keys().flat_map(|namespace| self.pods_in(namespace)).collect();
            self.pods_by_name.sort_by_key(|pod| &pod.name);
        }
    }

    /// The pods of one namespace. Replicas that follow each other are looked at once where they are alike.
    fn index_pods_here(&mut self, pods: &'s [Pod]) {
        let Some(namespace) = pods.first().map(|pod| &pod.namespace) else { return };
        let workloads = pods.chunk_by(|one, other| one.workload == other.workload);
        let workloads = workloads.filter_map(|pods| pods.first()).map(|pod| &pod.workload);
        self.workloads.entry(namespace).or_default().extend(workloads);
        if self.snapshot.source.stored {
            // It was admitted, so its account was there.
            let specs = pods.chunk_by(|one, other| one.spec == other.spec).filter_map(|pods| pods.first());
            let accounts = specs.map(|pod| &self.snapshot.pod_spec(pod.spec).service_account);
            self.accounts.entry(namespace).or_default().extend(accounts);
        }
        let alive = || pods.iter().filter(|pod| pod.phase != Phase::Finished);
        if alive().next().is_some() {
            self.pods.entry(namespace).or_default().extend(alive());
        }
        if alive().any(Pod::can_be_bound) {
            self.waiting.insert(namespace);
        }
    }

    /// Which pods are on which node.
    fn index_places(&mut self) {
        let mut places: HashMap<&Name, usize> = HashMap::default();
        let mut machines: Vec<(&Name, Vec<&Pod>)> = Vec::new();
        for pod in self.pods.values().flatten().copied() {
            let Some(node) = &pod.node else { continue };
            let place = *places.entry(node).or_insert_with(|| {
                machines.push((node, Vec::new()));
                machines.len() - 1
            });
            machines.get_mut(place).into_iter().for_each(|(_, pods)| pods.push(pod));
        }
        for (node, pods) in machines {
            self.machines.entry(node).or_default().pods = pods;
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
        let places = self.pods.values().flat_map(|pods| pods.chunk_by(|one, other| one.spec == other.spec));
        let places = places.filter_map(|pods| pods.first()).map(|pod| (pod.spec, &pod.namespace));
        let places: HashSet<(PodSpecId, &Name)> = places.collect();
        let found = places.into_par_iter().map(|(spec, namespace)| {
            let site = Site { namespace, volumes: &volumes, version };
            ((spec, namespace.clone()), escapes(self.snapshot.pod_spec(spec), &site))
        });
        self.escapes = found.filter(|(_, found)| !found.is_empty()).collect();
        self.by_workload = self.pods.iter().map(|(namespace, pods)| (*namespace, by_workload(pods))).collect();
        self.volumes = volumes;
    }

    /// What lets no pod into a namespace.
    fn index_refusals(&mut self) {
        let terminating = self.snapshot.namespaces.iter().filter(|namespace| namespace.terminating);
        self.terminating = terminating.map(|namespace| &namespace.name).collect();
        for quota in self.snapshot.resource_quotas.iter().filter(|quota| quota.no_pods) {
            self.quotas.entry(&quota.namespace).or_default().push(&quota.name);
        }
    }

    fn index_secrets(&mut self) {
        let alike = |one: &Pod, other: &Pod| one.spec == other.spec && one.namespace == other.namespace;
        for pod in self.snapshot.pods.chunk_by(alike).filter_map(|pods| pods.first()) {
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
                self.index_dangling(id, binding);
            }
            for subject in &binding.subjects {
                self.index_subject(subject);
            }
        }
    }

    fn index_dangling(&mut self, id: BindingId, binding: &'s Binding) {
        let name = &binding.role_ref.name;
        self.dangling.push((id, binding));
        self.dangling_by_name.entry(name).or_default().push((id, binding));
        match (binding.role_ref.kind, &binding.namespace) {
            (Some(RoleKind::ClusterRole), _) => {
                self.missing_cluster_roles.insert(name);
            }
            (Some(RoleKind::Role), Some(namespace)) => {
                self.missing_roles.entry(namespace).or_default().insert(name);
            }
            _ => {}
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
                let namespace = group_namespace(name).filter(|namespace| !self.accounts.contains_key(namespace));
                self.awaited_groups.extend(namespace);
            }
            Subject::User(_) | Subject::Group(_) | Subject::Cloud { .. } => {}
        }
    }
}

/// The namespace whose service accounts make up this group.
fn group_namespace(group: &Name) -> Option<Name> {
    let rest = group.strip_prefix(SERVICE_ACCOUNTS)?.strip_prefix(':')?;
    (!rest.is_empty()).then(|| rest.into())
}
