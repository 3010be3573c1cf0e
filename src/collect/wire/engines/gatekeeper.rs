//! Gatekeeper: constraints, of kinds that its templates define.

use serde::Deserialize;

use super::super::keep::Refused;
use super::super::text::List;
use super::super::written::Written;
use super::Told;

#[derive(Deserialize, Default)]
#[serde(default)]
struct ConstraintWire {
    spec: Option<Spec>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Spec {
    enforcement_action: Option<String>,
    scoped_enforcement_actions: List<Scoped>,
    #[serde(rename = "match")]
    matches: Option<Match>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Scoped {
    action: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Match {
    kinds: List<Kinds>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Kinds {
    kinds: List<String>,
}

/// A constraint: it denies unless it says otherwise.
pub(super) fn constraint(written: Written<'_>) -> Result<Told, Refused> {
    let spec = written.decode::<ConstraintWire>()?.spec.unwrap_or_default();
    let scoped = spec.scoped_enforcement_actions;
    let denies = match spec.enforcement_action.as_deref().filter(|action| !action.is_empty()) {
        Some("scoped") => scoped.0.iter().any(|scoped| scoped.action.as_deref() == Some("deny")),
        action => action.is_none_or(|action| action == "deny"),
    };
    let kinds = spec.matches.unwrap_or_default().kinds.into_iter();
    Ok(Told { enforces: denies, kinds: kinds.flat_map(|kinds| kinds.kinds).collect(), operations: Vec::new() })
}
