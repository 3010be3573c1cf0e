//! A guard as the checks see it.

use std::collections::{HashMap, HashSet};

use super::aws_auth;
use crate::guards::admission::params::Params;
use crate::guards::admission::ruling::Guard;
use crate::model::{AdmissionBinding, AdmissionPolicy, MatchResources, Name, Owner, Snapshot, Webhook};

/// A policy, a binding or a webhook.
pub(super) struct Examined<'e> {
    pub(super) snapshot: &'e Snapshot,
    pub(super) params: &'e Params<'e>,
    /// Whether the cluster may ask the ConfigMap `aws-auth` who somebody is.
    pub(super) asks_aws_auth: bool,
    pub(super) guard: Guard,
    pub(super) what: What<'e>,
    /// Which requests it takes; a binding may take what its policy takes.
    pub(super) matches: Option<&'e MatchResources>,
    pub(super) owners: &'e [Owner],
}

/// What it is.
pub(super) enum What<'e> {
    /// A policy, and whether anything binds it.
    Policy(&'e AdmissionPolicy, bool),
    /// A binding with its policy, if there is one.
    Binding(&'e AdmissionBinding, Option<&'e AdmissionPolicy>),
    /// A webhook.
    Webhook(&'e Webhook),
}

impl<'e> Examined<'e> {
    /// The expressions that decide.
    pub(super) fn expressions(&self) -> Vec<&'e Name> {
        match &self.what {
            What::Policy(policy, _) => {
                let named = policy.conditions.iter().chain(&policy.variables).map(|named| &named.expression);
                named.chain(policy.validations.iter().map(|validation| &validation.expression)).collect()
            }
            What::Webhook(webhook) => webhook.conditions.iter().map(|named| &named.expression).collect(),
            What::Binding(..) => Vec::new(),
        }
    }
}

/// All guards of a snapshot, made one after the other and handed to `each`.
pub(super) fn for_each(snapshot: &Snapshot, mut each: impl FnMut(&Examined<'_>)) {
    let params = Params::new(snapshot);
    let params = &params;
    let asks_aws_auth = aws_auth::is_asked(snapshot);
    let bound: HashSet<_> = snapshot.admission_bindings.iter().map(|binding| (binding.kind, &binding.policy)).collect();
    let policies: HashMap<_, _> =
        snapshot.admission_policies.iter().map(|policy| ((policy.kind, &policy.name), policy)).collect();
    for policy in &snapshot.admission_policies {
        each(&Examined {
            snapshot,
            params,
            asks_aws_auth,
            guard: Guard::Policy { kind: policy.kind, policy: policy.name.clone(), binding: None },
            what: What::Policy(policy, bound.contains(&(policy.kind, &policy.name))),
            matches: Some(&policy.matches),
            owners: &policy.owners,
        });
    }
    for binding in &snapshot.admission_bindings {
        let (policy, name) = (binding.policy.clone(), binding.name.clone());
        each(&Examined {
            snapshot,
            params,
            asks_aws_auth,
            guard: Guard::Policy { kind: binding.kind, policy, binding: Some(name) },
            what: What::Binding(binding, policies.get(&(binding.kind, &binding.policy)).copied()),
            matches: binding.matches.as_ref(),
            owners: &binding.owners,
        });
    }
    for webhook in &snapshot.webhooks {
        let (configuration, name) = (webhook.configuration.clone(), webhook.name.clone());
        each(&Examined {
            snapshot,
            params,
            asks_aws_auth,
            guard: Guard::Webhook { kind: webhook.kind, configuration, name },
            what: What::Webhook(webhook),
            matches: Some(&webhook.matches),
            owners: &webhook.owners,
        });
    }
}
