//! Everybody who judges requests in a cluster, made ready once.

use std::collections::HashMap;

use crate::authz::Authorizer;
use crate::model::{AdmissionBinding, AdmissionKind, Name, Snapshot};

use super::attempt::Attempt;
use super::exempt;
use super::facts::Facts;
use super::index::Index;
use super::namespaces::Namespaces;
use super::params::Params;
use super::policy::Policy;
use super::ruling::Ruling;
use super::webhook::Hook;

/// The policies and webhooks of a cluster, their expressions read and found by resource. Shared by threads.
pub struct Judge<'s> {
    /// Where an expression asks it.
    authorizer: Option<Authorizer<'s>>,
    namespaces: Namespaces<'s>,
    params: Params<'s>,
    policies: Index<Policy<'s>>,
    webhooks: Index<Hook<'s>>,
}

impl<'s> Judge<'s> {
    /// Reads all expressions of a snapshot. What nobody is bound to judges nothing.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let mut bindings: HashMap<(AdmissionKind, &Name), Vec<&AdmissionBinding>> = HashMap::new();
        for binding in &snapshot.admission_bindings {
            bindings.entry((binding.kind, &binding.policy)).or_default().push(binding);
        }
        let policies = snapshot
            .admission_policies
            .iter()
            .filter_map(|policy| bindings.remove(&(policy.kind, &policy.name)).map(|bound| Policy::new(policy, bound)));
        let policies: Vec<Policy<'_>> = policies.collect();
        let webhooks: Vec<Hook<'_>> = snapshot.webhooks.iter().map(Hook::new).collect();
        let asked = policies.iter().any(|policy| policy.asks_authorizer) || webhooks.iter().any(Hook::asks_authorizer);
        Judge {
            authorizer: asked.then(|| Authorizer::new(snapshot)),
            namespaces: Namespaces::new(&snapshot.namespaces),
            params: Params::new(snapshot),
            policies: Index::new(policies, |policy| &policy.policy.matches),
            webhooks: Index::new(webhooks, |hook| &hook.webhook.matches),
        }
    }

    /// Whether nobody judges anything in this cluster.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.policies.all().is_empty() && self.webhooks.all().is_empty()
    }

    /// Whether some answers depend on what the roles of the cluster allow.
    #[must_use]
    pub fn depends_on_roles(&self) -> bool {
        self.authorizer.is_some()
    }

    /// Whether the answer to a request about this resource may depend on who makes it. Where it does not, one ruling holds for
    /// all users.
    #[must_use]
    pub fn depends_on_user(&self, resource: &Name) -> bool {
        self.policies.about(resource).any(Policy::reads_user) || self.webhooks.about(resource).any(Hook::reads_user)
    }

    /// What admission says to a request that the authorizer allows. Sorted, so that the same cluster says the same.
    #[must_use]
    pub fn rule(&self, attempt: &Attempt) -> Ruling {
        let mut ruling = Ruling::default();
        let facts = Facts::new(attempt, &self.namespaces, self.authorizer.as_ref());
        if !exempt::from_policies(attempt) {
            self.policies.about(&attempt.resource).for_each(|policy| policy.judge(&facts, &self.params, &mut ruling));
        }
        if !exempt::from_webhooks(attempt) {
            self.webhooks.about(&attempt.resource).for_each(|hook| hook.judge(&facts, &mut ruling));
        }
        ruling.denials.sort_unstable();
        ruling.denials.dedup();
        ruling.unknown.sort_unstable();
        ruling.unknown.dedup();
        ruling.asked.sort_unstable();
        ruling
    }
}
