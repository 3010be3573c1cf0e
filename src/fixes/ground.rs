//! What may be changed at all, and for which names a right is harmless.

use std::collections::BTreeSet;

use crate::authz::known;
use crate::cloud::eks;
use crate::findings::{Findings, GrantRef};
use crate::model::defaults::defaults;
use crate::model::{Binding, HashMap, HashSet, Name, Origin, Pattern, ResourcePattern, Role, Rule, Subject};

use super::court::Court;
use super::naming::Naming;
use super::rules::names_its_object;

/// A list of more names is nothing that anybody keeps up to date.
const MOST_NAMES: usize = 20;

/// The label of what the API server installs and keeps as it is.
const BOOTSTRAPPING: &str = "kubernetes.io/bootstrapping";

/// The type of a Secret that holds a token.
const TOKEN_SECRET: &str = "kubernetes.io/service-account-token";

/// What all fixes stand on.
pub(super) struct Ground<'a> {
    pub(super) court: &'a Court<'a>,
    pub(super) naming: Naming,
    bindings: HashMap<String, &'a Binding>,
    /// Everything that a path starts from.
    hot: HashSet<&'a str>,
    risky_roles: HashSet<&'a str>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(court: &'a Court<'a>, found: &'a Findings) -> Self {
        let risky = found.risky_roles.iter().map(|role| role.role.as_str());
        Ground {
            court,
            naming: Naming::new(court.snapshot),
            bindings: court.snapshot.bindings.iter().map(|binding| (binding.id(), binding)).collect(),
            hot: found.paths.iter().map(|path| path.from.as_str()).collect(),
            risky_roles: risky.collect(),
        }
    }

    /// A binding that may be changed, and its role: none that the API server or kubeadm installs, or would mend, and none
    /// that stands for an access policy.
    pub(super) fn bound(&self, binding: &str) -> Option<(&'a Binding, &'a Role)> {
        let found = *self.bindings.get(binding)?;
        let shipped = defaults(self.court.snapshot.source.server_version).map_or(&[][..], |table| &table.bindings);
        let is_shipped = shipped.iter().any(|it| (&it.namespace, &it.name) == (&found.namespace, &found.name));
        if is_shipped || self.court.built_in.contains(binding) || eks::access_policy_of(found).is_some() {
            return None;
        }
        let id = self.court.snapshot.binding_ids().find(|(_, it)| std::ptr::eq(*it, found))?.0;
        Some((found, self.court.snapshot.role(self.court.access.role_of(id)?)))
    }

    /// The first of these grants that may be changed.
    pub(super) fn first_bound(&self, grants: &[GrantRef]) -> Option<(&'a Binding, &'a Role)> {
        grants.iter().filter_map(|grant| self.bound(grant.binding.as_ref()?)).next()
    }

    /// Whether the rules of a role can be changed where they stand: one binding grants it, nothing else takes them over,
    /// and nobody puts them back.
    pub(super) fn is_editable(&self, role: &Role) -> bool {
        let snapshot = self.court.snapshot;
        let shipped = defaults(snapshot.source.server_version).map_or(&[][..], |table| &table.roles);
        let is_shipped = shipped.iter().any(|it| (&it.namespace, &it.name) == (&role.namespace, &role.name))
            || role.labels.contains_key(&Name::from(BOOTSTRAPPING))
            || role.origin == Origin::Assumed
            || self.court.built_in.contains(&role.id());
        let selects = |other: &Role| other.aggregation.iter().any(|selector| selector.selects(&role.labels));
        let aggregated = !role.aggregation.is_empty() || role.namespace.is_none() && snapshot.roles.iter().any(selects);
        let id = role.id();
        let bound = snapshot.bindings.iter().filter(|binding| binding.role_id() == id).count();
        !is_shipped && !aggregated && bound == 1 && self.sees_bindings_of(role)
    }

    /// Whether every binding that could grant a role was read.
    fn sees_bindings_of(&self, role: &Role) -> bool {
        let snapshot = self.court.snapshot;
        let narrowed = snapshot.source.namespace.is_some() && role.namespace.is_none();
        !narrowed && !snapshot.gaps.iter().any(|gap| gap.resource.ends_with("rolebindings"))
    }

    /// Whether all was read. Else something may lead on that looks harmless.
    pub(super) fn sees_all(&self) -> bool {
        self.court.snapshot.source.namespace.is_none() && self.court.snapshot.complete()
    }

    /// The names for which these requests lead nowhere; none where too many are, or where nobody could tell.
    pub(super) fn harmless(&self, binding: &Binding, requests: &Rule) -> Vec<Name> {
        let [ResourcePattern::Exact(resource)] = requests.resources.as_slice() else {
            return Vec::new();
        };
        if !self.sees_all() || !requests.verbs.iter().any(|verb| names_its_object(verb, &requests.resources)) {
            return Vec::new();
        }
        let group = match requests.api_groups.as_slice() {
            [Pattern::Exact(group)] => group.as_str(),
            _ => return Vec::new(),
        };
        let plural = resource.split('/').next().unwrap_or_default();
        let found = self.objects(binding, group, plural);
        let bad: BTreeSet<&Name> = found.iter().filter(|(_, harmless)| !harmless).map(|(name, _)| name).collect();
        let good: BTreeSet<&Name> = found.iter().map(|(name, _)| name).filter(|name| !bad.contains(name)).collect();
        if good.len() > MOST_NAMES { Vec::new() } else { good.into_iter().cloned().collect() }
    }

    /// The objects of this kind that a binding reaches, and whether each is harmless.
    fn objects(&self, binding: &Binding, group: &str, plural: &str) -> Vec<(Name, bool)> {
        let snapshot = self.court.snapshot;
        let here = |namespace: &Name| binding.namespace.as_ref().is_none_or(|own| own == namespace);
        match (group, plural) {
            ("", "serviceaccounts") => {
                let accounts = snapshot.service_accounts.iter().filter(|account| here(&account.namespace));
                let id = |namespace: &Name, name: &Name| {
                    Subject::ServiceAccount { namespace: namespace.clone(), name: name.clone() }.id()
                };
                let is_cold = |account: &str| !self.hot.contains(account);
                accounts.map(|it| (it.name.clone(), is_cold(&id(&it.namespace, &it.name)))).collect()
            }
            ("", "secrets") => self.own_secrets(binding),
            ("rbac.authorization.k8s.io", "roles" | "clusterroles") => {
                let roles = snapshot.roles.iter().filter(|role| match &role.namespace {
                    Some(namespace) => plural == "roles" && here(namespace),
                    None => plural == "clusterroles" && !self.court.built_in.contains(&role.id()),
                });
                let own = |role: &&Role| binding.role_id() != role.id() && role.aggregation.is_empty();
                let cold = |role: &Role| !self.risky_roles.contains(role.id().as_str());
                roles.filter(own).map(|role| (role.name.clone(), cold(role))).collect()
            }
            _ => {
                let kind = known(group, plural).map(|(resource, _)| resource.kind.clone()).unwrap_or_default();
                let of_kind = snapshot.workloads.iter().filter(|it| it.workload.kind == kind && here(&it.namespace));
                let cold = of_kind.map(|it| {
                    let id = it.workload.id(&it.namespace);
                    (it.workload.name.clone(), !self.hot.contains(id.as_str()))
                });
                cold.collect()
            }
        }
    }

    /// The Secrets that the pods of the subjects of a binding use, but for tokens.
    fn own_secrets(&self, binding: &Binding) -> Vec<(Name, bool)> {
        let snapshot = self.court.snapshot;
        let here = |namespace: &Name| binding.namespace.as_ref().is_none_or(|own| own == namespace);
        let mut found = Vec::new();
        for pod in snapshot.pods.iter().filter(|pod| here(&pod.namespace)) {
            let spec = snapshot.pod_spec(pod.spec);
            let account =
                Subject::ServiceAccount { namespace: pod.namespace.clone(), name: spec.service_account.clone() };
            if binding.subjects.contains(&account) {
                found.extend(spec.readable_secrets().cloned());
            }
        }
        let token =
            |name: &Name| snapshot.secrets.iter().any(|secret| secret.name == *name && secret.kind == TOKEN_SECRET);
        found.into_iter().map(|name| (name.clone(), !token(&name))).collect()
    }
}
