//! How a guard stands in a cluster: what it covers, and whether it refuses anything.

use crate::guards::admission::Guard;
use crate::model::{
    AdmissionBinding, AdmissionKind, AdmissionPolicy, AdmissionRule, HashMap, HashSet, Location, MatchResources, Name,
    Snapshot, Webhook,
};

use super::platforms::fails_open_by_default;

/// What a guard is a boundary for: all kinds that grant rights, and what runs code.
const GUARDED: &[(&str, &str)] = &[
    ("", "pods"),
    ("rbac.authorization.k8s.io", "clusterrolebindings"),
    ("rbac.authorization.k8s.io", "clusterroles"),
    ("rbac.authorization.k8s.io", "rolebindings"),
    ("rbac.authorization.k8s.io", "roles"),
];

/// What a guard does with what fails it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Force {
    /// It refuses it.
    Refuses,
    /// It warns, or writes to the audit log.
    Tells,
    /// Nothing: nothing binds it.
    Unbound,
}

/// How a guard stands.
pub(super) struct Standing<'a> {
    pub(super) force: Force,
    /// Whether it is there to change objects.
    pub(super) mutates: bool,
    /// Whether it is asked about rights or pods.
    pub(super) is_boundary: bool,
    /// Whether it refuses what it cannot judge.
    pub(super) fails_closed: bool,
    /// Whether it is known to be installed so that it fails open.
    pub(super) is_known: bool,
    pub(super) location: Option<&'a Location>,
}

/// The guards of a snapshot by their names.
pub(super) struct Standings<'a> {
    policies: HashMap<(AdmissionKind, &'a Name), &'a AdmissionPolicy>,
    bindings: HashMap<(AdmissionKind, &'a Name), &'a AdmissionBinding>,
    webhooks: HashMap<(AdmissionKind, &'a Name, &'a Name), &'a Webhook>,
    bound: HashSet<(AdmissionKind, &'a Name)>,
    /// Policies with a binding that denies.
    denying: HashSet<(AdmissionKind, &'a Name)>,
}

impl<'a> Standings<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        let bindings = &snapshot.admission_bindings;
        let webhooks = snapshot.webhooks.iter();
        Standings {
            policies: snapshot.admission_policies.iter().map(|policy| ((policy.kind, &policy.name), policy)).collect(),
            bindings: bindings.iter().map(|binding| ((binding.kind, &binding.name), binding)).collect(),
            webhooks: webhooks.map(|hook| ((hook.kind, &hook.configuration, &hook.name), hook)).collect(),
            bound: bindings.iter().map(|binding| (binding.kind, &binding.policy)).collect(),
            denying: bindings.iter().filter(|it| denies(it)).map(|it| (it.kind, &it.policy)).collect(),
        }
    }

    /// How a guard of the snapshot stands.
    pub(super) fn of(&self, guard: &Guard) -> Option<Standing<'a>> {
        match guard {
            Guard::Policy { kind, policy, binding: None } => {
                self.policies.get(&(*kind, policy)).map(|policy| self.policy(policy))
            }
            Guard::Policy { kind, binding: Some(binding), .. } => {
                self.bindings.get(&(*kind, binding)).map(|binding| self.binding(binding))
            }
            Guard::Webhook { kind, configuration, name } => {
                self.webhooks.get(&(*kind, configuration, name)).map(|hook| webhook(hook))
            }
        }
    }

    fn policy(&self, policy: &'a AdmissionPolicy) -> Standing<'a> {
        let key = (policy.kind, &policy.name);
        let force = match (self.bound.contains(&key), self.denying.contains(&key)) {
            (false, _) => Force::Unbound,
            (true, false) => Force::Tells,
            (true, true) => Force::Refuses,
        };
        Standing {
            force,
            mutates: policy.kind == AdmissionKind::Mutating,
            is_boundary: is_boundary(&[&policy.matches]),
            fails_closed: !policy.ignores_failure,
            is_known: false,
            location: policy.location.as_ref(),
        }
    }

    fn binding(&self, binding: &'a AdmissionBinding) -> Standing<'a> {
        let policy = self.policies.get(&(binding.kind, &binding.policy));
        // A binding without rules takes what its policy takes.
        let own = binding.matches.as_ref().filter(|matches| !matches.rules.is_empty());
        let matches: Vec<&MatchResources> = policy.map(|policy| &policy.matches).into_iter().chain(own).collect();
        let allows_absence = binding.params.as_ref().is_some_and(|params| params.allows_absence);
        Standing {
            force: if denies(binding) { Force::Refuses } else { Force::Tells },
            mutates: binding.kind == AdmissionKind::Mutating,
            is_boundary: is_boundary(&matches),
            fails_closed: !allows_absence && policy.is_some_and(|policy| !policy.ignores_failure),
            is_known: false,
            location: binding.location.as_ref(),
        }
    }
}

fn webhook(webhook: &Webhook) -> Standing<'_> {
    Standing {
        force: Force::Refuses,
        mutates: webhook.kind == AdmissionKind::Mutating,
        is_boundary: is_boundary(&[&webhook.matches]),
        fails_closed: !webhook.ignores_failure,
        is_known: fails_open_by_default(&webhook.configuration, &webhook.name),
        location: webhook.location.as_ref(),
    }
}

/// A mutating binding has no actions.
fn denies(binding: &AdmissionBinding) -> bool {
    binding.kind == AdmissionKind::Mutating || binding.actions.iter().any(|action| action == "Deny")
}

/// Whether all of these take one of the guarded kinds.
fn is_boundary(matches: &[&MatchResources]) -> bool {
    let taken = |(group, resource): &(&str, &str)| {
        matches.iter().all(|matches| matches.rules.iter().any(|rule| takes(rule, group, resource)))
    };
    !matches.is_empty() && GUARDED.iter().any(taken)
}

/// Whether a rule takes writes of a resource, or of a subresource of its own.
fn takes(rule: &AdmissionRule, group: &str, resource: &str) -> bool {
    let of_resource = |written: &Name| match written.split_once('/') {
        None => written == "*" || written == resource,
        Some(("*", below)) => below == "*",
        Some((plural, _)) => plural == resource,
    };
    rule.api_groups.iter().any(|written| written == "*" || written == group)
        && rule.resources.iter().any(of_resource)
        && rule.operations.iter().any(|operation| operation != "DELETE")
}
