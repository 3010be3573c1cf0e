//! Clusters with a policy or a webhook, filled by hand.

use crate::model::{
    AdmissionBinding, AdmissionKind, AdmissionPolicy, AdmissionRule, LabelSelector, MatchResources, Name,
    NamedExpression, SelectorOperator, SelectorRequirement, Snapshot, Validation, Webhook,
};

/// Two namespaces, `shop` with a label.
const CLUSTER: &str = r#"{
    "source": {"kind": "files", "name": "test", "server_version": {"major": 1, "minor": 36}, "stored": true},
    "gaps": [], "notes": [], "roles": [], "bindings": [], "service_accounts": [], "nodes": [], "pods": [], "pod_specs": [],
    "secrets": [], "persistent_volumes": [], "persistent_volume_claims": [], "services": [], "ingresses": [], "counts": {},
    "namespaces": [{"name": "dev"}, {"name": "shop", "labels": {"env": "prod"}}]
}"#;

pub(in crate::guards::admission) fn empty() -> Snapshot {
    serde_json::from_str(CLUSTER).unwrap()
}

/// A policy that refuses whatever it is asked about, bound with `Deny`.
pub(in crate::guards::admission) fn refusing(matches: MatchResources) -> Snapshot {
    let mut snapshot = empty();
    snapshot.admission_policies.push(policy("refuse", matches, &["false"]));
    snapshot.admission_bindings.push(binding("refuse"));
    snapshot
}

pub(in crate::guards::admission) fn policy(
    name: &str,
    matches: MatchResources,
    validations: &[&str],
) -> AdmissionPolicy {
    let validation = |expression: &&str| Validation { expression: Name::from(*expression), message: None };
    AdmissionPolicy {
        kind: AdmissionKind::Validating,
        name: name.into(),
        ignores_failure: false,
        param_kind: None,
        matches,
        conditions: Vec::new(),
        variables: Vec::new(),
        validations: validations.iter().map(validation).collect(),
        owners: Vec::new(),
        warnings: Vec::new(),
        location: None,
    }
}

/// A binding with the name of its policy.
pub(in crate::guards::admission) fn binding(policy: &str) -> AdmissionBinding {
    AdmissionBinding {
        kind: AdmissionKind::Validating,
        name: policy.into(),
        policy: policy.into(),
        params: None,
        matches: None,
        actions: vec!["Deny".into()],
        owners: Vec::new(),
        location: None,
    }
}

/// A webhook that is asked about configmaps.
pub(in crate::guards::admission) fn webhook(kind: AdmissionKind) -> Webhook {
    Webhook {
        kind,
        configuration: "hooks".into(),
        name: "hook.example.com".into(),
        ignores_failure: false,
        matches: about("* /* configmaps"),
        conditions: Vec::new(),
        service: None,
        takes_dry_run: true,
        owners: Vec::new(),
        location: None,
    }
}

pub(in crate::guards::admission) fn expression(name: &str, text: &str) -> NamedExpression {
    NamedExpression { name: name.into(), expression: text.into() }
}

/// One rule as `OPERATIONS GROUP/VERSIONS RESOURCES`, each a list with commas.
pub(in crate::guards::admission) fn rule(text: &str) -> AdmissionRule {
    let list = |text: &str| text.split(',').map(Name::from).collect::<Vec<_>>();
    let mut words = text.split(' ');
    let operations = list(words.next().unwrap());
    let (groups, versions) = words.next().unwrap().split_once('/').unwrap();
    // `/*` is any group: the core group alone is written `-`.
    let groups = match groups {
        "" => "*",
        "-" => "",
        other => other,
    };
    AdmissionRule {
        operations,
        api_groups: list(groups),
        api_versions: list(versions),
        resources: list(words.next().unwrap()),
        ..AdmissionRule::default()
    }
}

/// Criteria of one rule.
pub(in crate::guards::admission) fn about(text: &str) -> MatchResources {
    MatchResources { rules: vec![rule(text)], ..MatchResources::default() }
}

/// `key` must be there, `!key` must not, `key=a,b` and `key!=a,b`.
pub(in crate::guards::admission) fn selector(text: &str) -> LabelSelector {
    let (key, operator, values) = match (text.split_once("!="), text.split_once('='), text.strip_prefix('!')) {
        (Some((key, values)), _, _) => (key, SelectorOperator::NotIn, values),
        (None, Some((key, values)), _) => (key, SelectorOperator::In, values),
        (None, None, Some(key)) => (key, SelectorOperator::DoesNotExist, ""),
        (None, None, None) => (text, SelectorOperator::Exists, ""),
    };
    let values = values.split(',').filter(|value| !value.is_empty()).map(Name::from).collect();
    LabelSelector { requirements: vec![SelectorRequirement { key: key.into(), operator, values }] }
}
