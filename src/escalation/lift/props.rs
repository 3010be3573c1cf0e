//! What a guard stands on: itself and its binding, the objects that either belongs to, its parameters, the Service of a webhook.

use crate::authz::known_resources;
use crate::guards::admission::Guard;
use crate::model::{
    AdmissionBinding, AdmissionKind, AdmissionPolicy, Name, Owner, Param, ParamKind, Snapshot, Webhook,
};

use super::super::admitted::{Admitted, Ruled, Target, Who};

const GROUP: &str = "admissionregistration.k8s.io";

/// Verbs that take an object away, or what it says: whoever changes one lets it belong to something that is not there.
const REMOVE: &[&str] = &["delete", "deletecollection", "patch", "update"];

/// Something that a guard stands on.
pub(super) struct Prop {
    pub(super) group: Name,
    pub(super) resource: Name,
    pub(super) namespace: Option<Name>,
    pub(super) name: Name,
    kind: Name,
    /// One of each of these is needed.
    pub(super) verbs: Vec<&'static [&'static str]>,
    /// What is done to it.
    pub(super) told: String,
}

impl Prop {
    /// Whether nothing but RBAC is asked about it.
    pub(super) fn is_exempt(&self) -> bool {
        self.group == GROUP && self.resource.contains("admissionpolic")
    }

    /// What admission says to whoever takes it away, or rewrites it.
    pub(super) fn ruled(&self, guards: &Admitted<'_>, who: &Who) -> Ruled {
        let target = Target {
            group: self.group.clone(),
            resource: &self.resource,
            subresource: "",
            kind: &self.kind,
            version: "v1",
            namespace: self.namespace.as_ref(),
            name: &self.name,
            account: None,
            labels: None,
        };
        let deletes = self.verbs.iter().any(|verbs| verbs.contains(&"delete"));
        guards.removal(who, &target, deletes)
    }
}

/// What a guard stands on.
pub(super) fn props_of(snapshot: &Snapshot, guard: &Guard) -> Vec<Prop> {
    match guard {
        Guard::Policy { kind, policy, binding } => {
            let mut policies = snapshot.admission_policies.iter();
            let policy = policies.find(|known| known.kind == *kind && known.name == *policy);
            let mut bindings = snapshot.admission_bindings.iter();
            let binding = bindings.find(|known| known.kind == *kind && Some(&known.name) == binding.as_ref());
            policy.map_or_else(Vec::new, |policy| props(snapshot, policy, binding))
        }
        Guard::Webhook { kind, configuration, name } => {
            let own = |known: &&Webhook| known.configuration == *configuration && known.name == *name;
            let webhook = snapshot.webhooks.iter().filter(|known| known.kind == *kind).find(own);
            webhook.map_or_else(Vec::new, props_of_webhook)
        }
    }
}

/// A webhook falls with its configuration; and with its Service where the request is let in when it does not answer.
fn props_of_webhook(webhook: &Webhook) -> Vec<Prop> {
    let kind = match webhook.kind {
        AdmissionKind::Validating => "ValidatingWebhookConfiguration",
        AdmissionKind::Mutating => "MutatingWebhookConfiguration",
    };
    let mut props = vec![Prop {
        kind: kind.into(),
        ..own(format!("{}s", kind.to_lowercase()), &webhook.configuration, "webhook configuration")
    }];
    props.extend(webhook.owners.iter().filter_map(|owner| owned(owner, &webhook.configuration)));
    let service = webhook.service.as_ref().filter(|_| webhook.ignores_failure);
    props.extend(service.map(|(namespace, name)| Prop {
        group: Name::default(),
        resource: "services".into(),
        namespace: Some(namespace.clone()),
        name: name.clone(),
        kind: "Service".into(),
        verbs: vec![REMOVE],
        told: format!("takes away the Service {}, without which the webhook is not asked", name.as_str()),
    }));
    props
}

fn props(snapshot: &Snapshot, policy: &AdmissionPolicy, binding: Option<&AdmissionBinding>) -> Vec<Prop> {
    let plural = match policy.kind {
        AdmissionKind::Validating => "validatingadmissionpolic",
        AdmissionKind::Mutating => "mutatingadmissionpolic",
    };
    let mut props = vec![own(format!("{plural}ies"), &policy.name, "policy")];
    props.extend(policy.owners.iter().filter_map(|owner| owned(owner, &policy.name)));
    if let Some(binding) = binding {
        props.push(own(format!("{plural}ybindings"), &binding.name, "binding"));
        props.extend(binding.owners.iter().filter_map(|owner| owned(owner, &binding.name)));
        props.extend(params(snapshot, policy, binding));
    }
    props
}

/// An object of admission itself.
fn own(resource: String, name: &Name, what: &str) -> Prop {
    Prop {
        group: GROUP.into(),
        resource: resource.as_str().into(),
        namespace: None,
        name: name.clone(),
        kind: Name::default(),
        verbs: vec![REMOVE],
        told: format!("takes away or rewrites the {what} {}", name.as_str()),
    }
}

/// The object that a guard belongs to.
fn owned(owner: &Owner, of: &Name) -> Option<Prop> {
    let mut known = known_resources().map(|(resource, _)| resource);
    let resource = known.find(|resource| resource.api_group == owner.api_group && resource.kind == owner.kind)?;
    // A guard is of the cluster, and so is what it belongs to.
    (!resource.namespaced).then(|| Prop {
        group: owner.api_group.clone(),
        resource: resource.name.clone(),
        namespace: None,
        name: owner.name.clone(),
        kind: owner.kind.clone(),
        verbs: vec![REMOVE],
        told: format!("deletes the {} {}, with which {} goes", owner.kind.as_str(), owner.name.as_str(), of.as_str()),
    })
}

/// The parameters that a binding hands over, by name or by selector, and what can be done to each.
fn params(snapshot: &Snapshot, policy: &AdmissionPolicy, binding: &AdmissionBinding) -> Vec<Prop> {
    let (Some(kind), Some(handed)) = (&policy.param_kind, &binding.params) else { return Vec::new() };
    let here = |param: &&Param| {
        param.kind == *kind && handed.namespace.as_ref().is_none_or(|place| param.namespace.as_ref() == Some(place))
    };
    let known = snapshot.params.iter().filter(here);
    let mut props = Vec::new();
    match (&handed.name, &handed.selector) {
        (Some(name), _) => {
            let there = known.clone().any(|param| param.name == *name);
            props.extend(ways(kind, handed.namespace.as_ref(), name, handed.allows_absence, there));
        }
        (None, Some(selector)) => {
            for param in known.filter(|param| selector.selects(&param.labels)) {
                props.extend(ways(kind, param.namespace.as_ref(), &param.name, handed.allows_absence, true));
            }
        }
        (None, None) => {}
    }
    props
}

/// What lifts a guard that goes by this parameter: another content, or none where that lets everybody in.
fn ways(kind: &ParamKind, namespace: Option<&Name>, name: &Name, allows_absence: bool, there: bool) -> Vec<Prop> {
    let (group, _) = kind.api_version.split_once('/').unwrap_or(("", ""));
    let mut known = known_resources().map(|(resource, _)| resource);
    let built_in = known.find(|resource| resource.api_group == *group && resource.kind == kind.kind);
    // Of a custom resource the plural is what it almost always is.
    let plural = built_in.map_or_else(
        || Name::from(format!("{}s", kind.kind.to_lowercase()).as_str()),
        |resource| resource.name.clone(),
    );
    let way = |verbs: Vec<&'static [&'static str]>| Prop {
        group: group.into(),
        resource: plural.clone(),
        namespace: namespace.cloned(),
        name: name.clone(),
        kind: kind.kind.clone(),
        verbs,
        told: format!("rewrites the {} {}, by which the policy goes", kind.kind.as_str(), name.as_str()),
    };
    let delete: &[&str] = &["delete", "deletecollection"];
    let create: &[&str] = &["create"];
    let mut all = Vec::new();
    if there {
        all.extend([way(vec![&["patch", "update"]]), way(vec![delete, create])]);
    } else {
        all.push(way(vec![create]));
    }
    if there && allows_absence {
        all.push(way(vec![delete]));
        all.extend(namespace.map(|namespace| Prop {
            group: Name::default(),
            resource: "namespaces".into(),
            namespace: None,
            name: namespace.clone(),
            kind: "Namespace".into(),
            verbs: vec![delete],
            told: format!("deletes the namespace {} with the parameter of the policy", namespace.as_str()),
        }));
    }
    all
}
