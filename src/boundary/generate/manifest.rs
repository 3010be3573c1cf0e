//! The generated objects as manifests, in the order in which people write them.

use serde::Serialize;

use crate::model::{AdmissionBinding, AdmissionPolicy, AdmissionRule, Name, NamedExpression, Validation};

const VERSION: &str = "admissionregistration.k8s.io/v1";

/// An object as a manifest.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: Spec,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
struct Metadata {
    name: Name,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Spec {
    Policy {
        failure_policy: &'static str,
        match_constraints: Constraints,
        match_conditions: Vec<Expression>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        variables: Vec<Expression>,
        validations: Vec<Demand>,
    },
    Binding {
        policy_name: Name,
        validation_actions: Vec<Name>,
    },
}

#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Constraints {
    resource_rules: Vec<Rule>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    api_groups: Vec<Name>,
    api_versions: Vec<Name>,
    operations: Vec<Name>,
    resources: Vec<Name>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
struct Expression {
    name: Name,
    expression: Name,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
struct Demand {
    expression: Name,
    message: Option<Name>,
}

pub(super) fn policy(policy: &AdmissionPolicy) -> Manifest {
    Manifest {
        api_version: VERSION,
        kind: "ValidatingAdmissionPolicy",
        metadata: Metadata { name: policy.name.clone() },
        spec: Spec::Policy {
            failure_policy: "Fail",
            match_constraints: Constraints { resource_rules: policy.matches.rules.iter().map(rule).collect() },
            match_conditions: policy.conditions.iter().map(expression).collect(),
            variables: policy.variables.iter().map(expression).collect(),
            validations: policy.validations.iter().map(demand).collect(),
        },
    }
}

pub(super) fn binding(binding: &AdmissionBinding) -> Manifest {
    Manifest {
        api_version: VERSION,
        kind: "ValidatingAdmissionPolicyBinding",
        metadata: Metadata { name: binding.name.clone() },
        spec: Spec::Binding { policy_name: binding.policy.clone(), validation_actions: binding.actions.clone() },
    }
}

fn rule(rule: &AdmissionRule) -> Rule {
    Rule {
        api_groups: rule.api_groups.clone(),
        api_versions: rule.api_versions.clone(),
        operations: rule.operations.clone(),
        resources: rule.resources.clone(),
    }
}

fn expression(named: &NamedExpression) -> Expression {
    Expression { name: named.name.clone(), expression: named.expression.clone() }
}

fn demand(validation: &Validation) -> Demand {
    Demand { expression: validation.expression.clone(), message: validation.message.clone() }
}
