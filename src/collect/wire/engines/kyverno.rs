//! Kyverno: the policies of `kyverno.io`, and the newer ones of `policies.kyverno.io`, whose rules are CEL.

use serde::Deserialize;

use super::super::keep::Refused;
use super::super::text::List;
use super::super::written::Written;
use super::{Told, united};

#[derive(Deserialize, Default)]
#[serde(default)]
struct ClassicWire {
    spec: ClassicSpec,
}

/// Of a policy, and with `match` of an exception.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct ClassicSpec {
    validation_failure_action: Option<String>,
    validation_failure_action_overrides: List<Override>,
    rules: List<Rule>,
    #[serde(rename = "match")]
    matches: Option<Match>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Override {
    action: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Rule {
    #[serde(rename = "match")]
    matches: Option<Match>,
    validate: Option<Refusing>,
    verify_images: List<Refusing>,
}

/// A part of a rule that may refuse.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Refusing {
    failure_action: Option<String>,
    failure_action_overrides: List<Override>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Match {
    any: List<Clause>,
    all: List<Clause>,
    /// The form of old versions.
    resources: Option<Resources>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Clause {
    resources: Option<Resources>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Resources {
    kinds: List<String>,
    operations: List<String>,
}

/// A ClusterPolicy, a Policy or a PolicyException. Nothing is enforced unless it says so.
pub(super) fn classic(written: Written<'_>) -> Result<Told, Refused> {
    let spec = written.decode::<ClassicWire>()?.spec;
    let of_all = enforces(spec.validation_failure_action.as_deref(), &spec.validation_failure_action_overrides);
    let mut told = Told::default();
    let mut matches: Vec<Match> = spec.matches.into_iter().collect();
    for rule in spec.rules {
        let refusing = rule.validate.into_iter().chain(rule.verify_images);
        told.enforces |= refusing.into_iter().any(|part| part.enforces(of_all));
        matches.extend(rule.matches);
    }
    let clauses = matches.into_iter().flat_map(Match::resources);
    let (kinds, operations): (Vec<_>, Vec<_>) =
        clauses.map(|resources| (resources.kinds.0, resources.operations.0)).unzip();
    Ok(Told { kinds: kinds.into_iter().flatten().collect(), operations: united(operations), ..told })
}

impl Refusing {
    /// What the rule says wins over what the policy says.
    fn enforces(&self, of_all: bool) -> bool {
        match (&self.failure_action, self.failure_action_overrides.0.is_empty()) {
            (None, true) => of_all,
            (action, _) => enforces(action.as_deref(), &self.failure_action_overrides),
        }
    }
}

impl Match {
    fn resources(self) -> impl Iterator<Item = Resources> {
        let clauses = self.any.into_iter().chain(self.all).filter_map(|clause| clause.resources);
        self.resources.into_iter().chain(clauses)
    }
}

/// `Enforce`, for all namespaces or for some; `enforce` in old versions.
fn enforces(action: Option<&str>, overrides: &List<Override>) -> bool {
    let of_some = overrides.0.iter().filter_map(|some| some.action.as_deref());
    action.into_iter().chain(of_some).any(|action| action.eq_ignore_ascii_case("enforce"))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct CelWire {
    spec: CelSpec,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct CelSpec {
    validation_actions: List<String>,
    match_constraints: Option<Constraints>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Constraints {
    resource_rules: List<ResourceRule>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ResourceRule {
    operations: List<String>,
    resources: List<String>,
}

/// A policy whose rules are CEL, or an exception from some. A validating one denies unless it says otherwise.
pub(super) fn cel(written: Written<'_>, kind: &str) -> Result<Told, Refused> {
    let spec = written.decode::<CelWire>()?.spec;
    let actions = spec.validation_actions.0;
    let rules = spec.match_constraints.unwrap_or_default().resource_rules.into_iter();
    let (kinds, operations): (Vec<_>, Vec<_>) = rules.map(|rule| (rule.resources.0, rule.operations.0)).unzip();
    Ok(Told {
        enforces: kind.ends_with("ValidatingPolicy")
            && (actions.is_empty() || actions.iter().any(|action| action == "Deny")),
        kinds: kinds.into_iter().flatten().collect(),
        operations: united(operations),
    })
}
