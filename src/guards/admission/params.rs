//! The parameters that a binding hands to its policy (`plugin/policy/generic/policy_dispatcher.go: CollectParams` and
//! `policy_source.go: ensureParamsForPolicyLocked` upstream).

use std::collections::BTreeMap;

use crate::authz::{Standing, is_built_in_group, known_resources};
use crate::guards::cel::Value;
use crate::model::{Name, ParamKind, ParamRef, Reason, Snapshot};

use super::versions;

/// The objects that can be parameters, by kind, namespace and name.
pub(super) struct Params<'s> {
    snapshot: &'s Snapshot,
    by_kind: BTreeMap<&'s ParamKind, Vec<(&'s crate::model::Param, Value)>>,
}

/// What a binding hands over.
pub(super) enum Handed {
    /// Each of these, one after the other; null where the policy takes none. None at all means that nothing is judged.
    Values(Vec<Value>),
    /// The server cannot tell: the policy's `failurePolicy` decides.
    Fails(&'static str),
    /// What it hands over is not known.
    Unknown(&'static str),
}

/// What the server knows of a kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Service {
    /// The server serves the kind, in namespaces or not.
    Served {
        /// Whether its objects have namespaces.
        namespaced: bool,
    },
    /// The server does not serve it: every request that the policy matches fails.
    Unserved,
    /// Neither is known.
    Unknown,
}

impl<'s> Params<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Self {
        let mut by_kind: BTreeMap<&ParamKind, Vec<_>> = BTreeMap::new();
        for param in &snapshot.params {
            let value = serde_json::from_str(&param.json).unwrap_or_else(|_| Value::unknown());
            by_kind.entry(&param.kind).or_default().push((param, value));
        }
        Params { snapshot, by_kind }
    }

    /// What the server knows of a kind.
    pub(super) fn standing(&self, kind: &ParamKind) -> Service {
        let (group, version) = kind.api_version.split_once('/').unwrap_or(("", &kind.api_version));
        let custom =
            self.snapshot.custom_resources.iter().find(|known| known.api_group == group && known.kind == kind.kind);
        if let Some(known) = custom {
            return Service::Served { namespaced: known.namespaced };
        }
        if is_built_in_group(group) {
            let served = |(known, standing): &(&crate::model::Resource, Standing)| {
                *standing == Standing::Served && known.api_group == group && known.kind == kind.kind
            };
            let known = known_resources().find(served);
            return match (known, versions::is_served(group, version)) {
                (Some((known, _)), Some(true)) => Service::Served { namespaced: known.namespaced },
                (None, _) | (_, Some(false)) => Service::Unserved,
                (Some(_), None) => Service::Unknown,
            };
        }
        match self.by_kind.get(kind).and_then(|params| params.first()) {
            Some((param, _)) => Service::Served { namespaced: param.namespace.is_some() },
            None if self.snapshot.resources_known => Service::Unserved,
            None => Service::Unknown,
        }
    }

    /// What a binding hands over for a request in a namespace.
    pub(super) fn handed(&self, kind: Option<&ParamKind>, reference: Option<&ParamRef>, namespace: &str) -> Handed {
        let (Some(kind), Some(reference)) = (kind, reference) else { return Handed::Values(vec![Value::Null]) };
        let namespace = match self.standing(kind) {
            Service::Served { namespaced: true } => match &reference.namespace {
                Some(own) => Some(own.as_str()),
                None if namespace.is_empty() => {
                    return Handed::Fails(
                        "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources",
                    );
                }
                None => Some(namespace),
            },
            Service::Served { namespaced: false } if reference.namespace.is_some() => {
                return Handed::Fails("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
            }
            Service::Served { namespaced: false } => None,
            Service::Unserved => return Handed::Fails("the kind of its parameters is not served"),
            Service::Unknown => return Handed::Unknown("whether the kind of its parameters is served is not known"),
        };
        let found = self.found(kind, reference, namespace);
        match (found.is_empty(), self.unread(kind), reference.allows_absence) {
            (false, false, _) => Handed::Values(found),
            (false, true, _) if reference.name.is_some() => Handed::Values(found),
            (_, true, _) => Handed::Unknown("its parameters were not read"),
            (true, false, true) => Handed::Values(Vec::new()),
            (true, false, false) => {
                Handed::Fails("no params found for policy binding with `Deny` parameterNotFoundAction")
            }
        }
    }

    fn found(&self, kind: &ParamKind, reference: &ParamRef, namespace: Option<&str>) -> Vec<Value> {
        let meant = |param: &crate::model::Param| {
            param.namespace.as_ref().map(Name::as_str) == namespace
                && match (&reference.name, &reference.selector) {
                    (Some(name), _) => param.name == *name,
                    (None, Some(selector)) => selector.selects(&param.labels),
                    (None, None) => false,
                }
        };
        let of_kind = self.by_kind.get(kind).map(Vec::as_slice).unwrap_or_default();
        of_kind.iter().filter(|(param, _)| meant(param)).map(|(_, value)| value.clone()).collect()
    }

    /// Whether there may be objects of this kind that were not read.
    fn unread(&self, kind: &ParamKind) -> bool {
        let secrets = kind.api_version == "v1" && kind.kind == "Secret";
        let plural = known_resources().find(|(known, _)| known.kind == kind.kind).map(|(known, _)| known.name.as_str());
        let custom = self.snapshot.custom_resources.iter().find(|known| known.kind == kind.kind);
        let plural = plural.or(custom.map(|known| known.name.as_str()));
        secrets
            || self.snapshot.gaps.iter().filter(|gap| gap.reason != Reason::NotFound).any(|gap| {
                gap.resource == "params" || plural.is_some_and(|plural| gap.resource.split('.').next() == Some(plural))
            })
    }
}
