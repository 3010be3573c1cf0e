//! Fills the tables of what there is to reach.

use std::collections::BTreeSet;

use crate::authz::{MASTERS, NODE_PREFIX, SERVICE_ACCOUNTS};
use crate::model::{Binding, BindingId, Name, Node, Phase, PodSpecId, RoleKind, Subject};

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
            if pod.can_be_bound() {
                self.waiting.insert(&pod.namespace);
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
            Subject::User(_) | Subject::Group(_) => {}
        }
    }
}

/// The namespace whose service accounts make up this group.
fn group_namespace(group: &Name) -> Option<Name> {
    let rest = group.strip_prefix(SERVICE_ACCOUNTS)?.strip_prefix(':')?;
    (!rest.is_empty()).then(|| rest.into())
}
