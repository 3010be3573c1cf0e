//! Policies and exceptions of policy engines: what they cover and whether they refuse, never how they decide.
//!
//! Fields and defaults: `api/kyverno/v1` and `api/policies.kyverno.io/v1` of Kyverno, `pkg/util/enforcement_action.go` and
//! the match schema of Gatekeeper.

mod gatekeeper;
mod kyverno;

use serde::Deserialize;

use crate::collect::found::Found;
use crate::model::{EnginePolicy, Name};

use super::keep::Refused;
use super::written::Written;

const KYVERNO: &str = "kyverno.io";
const KYVERNO_POLICIES: &str = "policies.kyverno.io";
const GATEKEEPER_CONFIG: &str = "config.gatekeeper.sh";
const GATEKEEPER_CONSTRAINTS: &str = "constraints.gatekeeper.sh";

/// The kinds that are read, with their resources and whether they live in namespaces. Every kind of Gatekeeper's constraints
/// is one, whatever its name.
const KINDS: &[(&str, &str, &str, bool)] = &[
    (KYVERNO, "ClusterPolicy", "clusterpolicies", false),
    (KYVERNO, "Policy", "policies", true),
    (KYVERNO, "PolicyException", "policyexceptions", true),
    (KYVERNO_POLICIES, "ValidatingPolicy", "validatingpolicies", false),
    (KYVERNO_POLICIES, "NamespacedValidatingPolicy", "namespacedvalidatingpolicies", true),
    (KYVERNO_POLICIES, "ImageValidatingPolicy", "imagevalidatingpolicies", false),
    (KYVERNO_POLICIES, "NamespacedImageValidatingPolicy", "namespacedimagevalidatingpolicies", true),
    (KYVERNO_POLICIES, "MutatingPolicy", "mutatingpolicies", false),
    (KYVERNO_POLICIES, "NamespacedMutatingPolicy", "namespacedmutatingpolicies", true),
    (KYVERNO_POLICIES, "PolicyException", "policyexceptions", true),
    (GATEKEEPER_CONFIG, "Config", "configs", true),
];

/// The API groups of policy engines.
pub(in crate::collect) const ENGINE_GROUPS: &[&str] =
    &[KYVERNO, KYVERNO_POLICIES, GATEKEEPER_CONFIG, GATEKEEPER_CONSTRAINTS];

/// What is listed of policy engines, as (API group, resource); `*` for kinds that a cluster defines itself.
pub(in crate::collect) fn engine_resources() -> impl Iterator<Item = (&'static str, &'static str)> {
    let fixed = KINDS.iter().map(|(group, _, resource, _)| (*group, *resource));
    fixed.chain([(GATEKEEPER_CONSTRAINTS, "*")])
}

/// Whether this is a kind of a policy engine that is read.
pub(in crate::collect) fn is_of_engine(group: &str, kind: &str) -> bool {
    group == GATEKEEPER_CONSTRAINTS || known(group, kind).is_some()
}

fn known(group: &str, kind: &str) -> Option<&'static (&'static str, &'static str, &'static str, bool)> {
    KINDS.iter().find(|(known, name, ..)| (*known, *name) == (group, kind))
}

/// What an engine's object tells beside its name.
#[derive(Default)]
struct Told {
    enforces: bool,
    kinds: Vec<String>,
    /// Empty means all.
    operations: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ObjectWire {
    metadata: Metadata,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Metadata {
    name: String,
    namespace: Option<String>,
    uid: Option<String>,
}

/// Reads one object of a policy engine. `namespace` is that of objects that name none.
pub(in crate::collect) fn read_engine(
    written: Written<'_>,
    group: &str,
    kind: &str,
    namespace: &str,
    found: &mut Found,
) -> Result<(), Refused> {
    let metadata = written.decode::<ObjectWire>()?.metadata;
    if metadata.name.is_empty() {
        return Err(Refused::new("metadata.name is missing or empty"));
    }
    let told = match group {
        KYVERNO => kyverno::classic(written)?,
        KYVERNO_POLICIES => kyverno::cel(written, kind)?,
        GATEKEEPER_CONSTRAINTS => gatekeeper::constraint(written)?,
        _ => Told::default(),
    };
    found.saw_other(metadata.uid.as_deref().filter(|uid| !uid.is_empty()));
    let own = metadata.namespace.filter(|namespace| !namespace.is_empty());
    let namespaced = known(group, kind).is_some_and(|(.., namespaced)| *namespaced);
    found.engine_policies.push(EnginePolicy {
        api_group: group.into(),
        kind: kind.into(),
        namespace: namespaced.then(|| own.as_deref().unwrap_or(namespace).into()),
        name: metadata.name.into(),
        enforces: told.enforces,
        kinds: sorted(told.kinds),
        operations: sorted(told.operations),
    });
    Ok(())
}

fn sorted(names: Vec<String>) -> Vec<Name> {
    let mut names: Vec<Name> = names.into_iter().map(Name::from).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The operations of several parts: if one of them leaves them open, all.
fn united(parts: Vec<Vec<String>>) -> Vec<String> {
    if parts.iter().any(Vec::is_empty) { Vec::new() } else { parts.into_iter().flatten().collect() }
}
