//! What there is to reach, indexed once: accounts, Secrets, pods and roles by name.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::MASTERS;
use crate::model::{Name, Phase, Pod, RoleId, Scope, Snapshot, Subject, WorkloadRef};

/// What there is to reach.
pub struct World<'s> {
    pub(super) snapshot: &'s Snapshot,
    /// The service accounts of each namespace: those that were read, and those that a stored pod runs as.
    pub(super) accounts: BTreeMap<&'s Name, BTreeSet<&'s Name>>,
    /// The service accounts that a binding names and that were not read.
    pub(super) missing_accounts: BTreeMap<&'s Name, BTreeSet<&'s Name>>,
    /// The Secrets that hold a service account's token, with that account, by namespace and name.
    pub(super) tokens: BTreeMap<(&'s Name, &'s Name), &'s Name>,
    /// The workloads of each namespace.
    pub(super) workloads: BTreeMap<&'s Name, BTreeSet<&'s WorkloadRef>>,
    /// Pods that run, by name.
    pub(super) pods: BTreeMap<&'s Name, Vec<&'s Pod>>,
    /// ClusterRoles by name.
    pub(super) cluster_roles: BTreeMap<&'s Name, RoleId>,
    /// Roles by namespace and name.
    pub(super) roles: BTreeMap<(&'s Name, &'s Name), RoleId>,
    /// Users that a binding names, but no service account.
    pub(super) users: BTreeSet<&'s Subject>,
    /// Groups that a binding names, but `system:masters`.
    pub(super) groups: BTreeSet<&'s Subject>,
}

const TOKEN_TYPE: &str = "kubernetes.io/service-account-token";

impl<'s> World<'s> {
    /// Indexes a snapshot.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let mut world = World {
            snapshot,
            accounts: BTreeMap::new(),
            missing_accounts: BTreeMap::new(),
            tokens: BTreeMap::new(),
            workloads: BTreeMap::new(),
            pods: BTreeMap::new(),
            cluster_roles: BTreeMap::new(),
            roles: BTreeMap::new(),
            users: BTreeSet::new(),
            groups: BTreeSet::new(),
        };
        world.index_accounts();
        world.index_pods();
        world.index_roles();
        world
    }

    fn index_accounts(&mut self) {
        for account in &self.snapshot.service_accounts {
            self.accounts.entry(&account.namespace).or_default().insert(&account.name);
            // Before 1.24 every account listed its token Secrets; the list also holds pull secrets of some platforms.
            for secret in account.secrets.iter().filter(|name| name.contains("-token-")) {
                self.tokens.insert((&account.namespace, secret), &account.name);
            }
        }
        for secret in self.snapshot.secrets.iter().filter(|secret| secret.kind == TOKEN_TYPE) {
            if let Some(account) = &secret.service_account {
                self.tokens.insert((&secret.namespace, &secret.name), account);
            }
        }
    }

    fn index_pods(&mut self) {
        for pod in &self.snapshot.pods {
            self.workloads.entry(&pod.namespace).or_default().insert(&pod.workload);
            if pod.phase != Phase::Finished && pod.phase != Phase::Dormant {
                self.pods.entry(&pod.name).or_default().push(pod);
            }
            if self.snapshot.source.stored {
                // It was admitted, so its account was there.
                let account = &self.snapshot.pod_spec(pod.spec).service_account;
                self.accounts.entry(&pod.namespace).or_default().insert(account);
            }
        }
    }

    fn index_roles(&mut self) {
        for (id, role) in self.snapshot.role_ids() {
            match &role.namespace {
                None => self.cluster_roles.insert(&role.name, id),
                Some(namespace) => self.roles.insert((namespace, &role.name), id),
            };
        }
        for subject in self.snapshot.bindings.iter().flat_map(|binding| &binding.subjects) {
            if let Subject::ServiceAccount { namespace, name } = subject
                && !self.has_account(namespace, name)
            {
                self.missing_accounts.entry(namespace).or_default().insert(name);
            }
            match subject {
                Subject::User(_) => self.users.insert(subject),
                Subject::Group(name) if name != MASTERS => self.groups.insert(subject),
                _ => false,
            };
        }
    }

    /// Whether the service account exists.
    #[must_use]
    pub fn has_account(&self, namespace: &Name, name: &Name) -> bool {
        self.accounts.get(namespace).is_some_and(|names| names.contains(name))
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
        let all = &self.snapshot.namespaces;
        all.is_empty() || all.iter().any(|known| known.name == *namespace)
    }

    /// Every namespace that something stands in.
    #[must_use]
    pub(super) fn namespaces(&self) -> BTreeSet<&'s Name> {
        let mut all: BTreeSet<&Name> = self.snapshot.namespaces.iter().map(|namespace| &namespace.name).collect();
        all.extend(self.accounts.keys());
        all.extend(self.missing_accounts.keys());
        all.extend(self.workloads.keys());
        all.extend(self.tokens.keys().map(|(namespace, _)| namespace));
        all
    }
}

/// Whether a namespace lies in a scope.
#[must_use]
pub(super) fn within(namespace: &Name, scope: &Scope) -> bool {
    scope.namespace().is_none_or(|only| only == namespace)
}
