//! Admission policies and their bindings: what is kept, which defaults are filled in, what is refused.

use crate::collect::kind::Kind;
use crate::model::{AdmissionKind, AdmissionScope, LabelSelector, ParamRef, SelectorOperator};

use super::{object, refused};

const POLICY: Kind = Kind::ValidatingAdmissionPolicy;
const BINDING: Kind = Kind::ValidatingAdmissionPolicyBinding;

/// An object with this spec, as a server keeps it.
fn with_spec(spec: &str) -> String {
    format!(
        r#"{{"apiVersion":"admissionregistration.k8s.io/v1","metadata":{{"name":"guard","uid":"u","generation":1,
            "ownerReferences":[{{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","name":"o","uid":"7"}}]}},
            "spec":{spec}}}"#
    )
}

#[test]
fn a_policy_keeps_all_that_decides() {
    let spec = r#"{"failurePolicy":"Ignore","paramKind":{"apiVersion":"rules.example.com/v1","kind":"Limit"},
        "matchConstraints":{"matchPolicy":"Exact","namespaceSelector":{"matchLabels":{"env":"prod"}},
          "objectSelector":{"matchExpressions":[{"key":"x","operator":"DoesNotExist"}]},
          "resourceRules":[{"operations":["CREATE","UPDATE"],"apiGroups":["apps"],"apiVersions":["v1"],
            "resources":["deployments"],"scope":"Namespaced"}],
          "excludeResourceRules":[{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],
            "resourceNames":["free"],"scope":"Cluster"}]},
        "matchConditions":[{"name":"c","expression":"true"}],"variables":[{"name":"v","expression":"1"}],
        "auditAnnotations":[{"key":"k","valueExpression":"''"}],
        "validations":[{"expression":"object.spec.replicas <= params.max","message":"too many","reason":"Invalid"}]}"#;
    let body = with_spec(spec).replacen(
        '{',
        r#"{"status":{"observedGeneration":1,"typeChecking":{"expressionWarnings":[
            {"fieldRef":"spec.validations[0].expression","warning":"undefined field"}]}},"#,
        1,
    );
    let found = object(POLICY, &body);
    assert_eq!(found.notes, [], "every key is known");
    let policy = &found.admission_policies[0];
    assert_eq!((policy.kind, policy.name.as_str()), (AdmissionKind::Validating, "guard"));
    assert!(policy.ignores_failure);
    let kind = policy.param_kind.as_ref().unwrap();
    assert_eq!((kind.api_version.as_str(), kind.kind.as_str()), ("rules.example.com/v1", "Limit"));
    let matches = &policy.matches;
    assert!(matches.exact);
    assert_eq!(matches.namespaces.requirements[0].values, ["prod"]);
    assert_eq!(matches.objects.requirements[0].operator, SelectorOperator::DoesNotExist);
    assert_eq!(matches.rules[0].operations, ["CREATE", "UPDATE"]);
    assert_eq!(
        (matches.rules[0].scope, matches.excluded[0].scope),
        (AdmissionScope::Namespaced, AdmissionScope::Cluster)
    );
    assert_eq!(matches.excluded[0].resource_names, ["free"]);
    assert_eq!((policy.conditions[0].name.as_str(), policy.variables[0].expression.as_str()), ("c", "1"));
    assert_eq!(policy.validations[0].expression.as_str(), "object.spec.replicas <= params.max");
    assert_eq!(policy.validations[0].message.as_deref(), Some("too many"));
    assert_eq!((policy.owners[0].kind.as_str(), policy.owners[0].uid.as_str()), ("ClusterRole", "7"));
    assert_eq!(policy.warnings, ["spec.validations[0].expression: undefined field"]);
}

#[test]
fn what_a_policy_leaves_out_is_what_the_server_fills_in() {
    let bare = object(POLICY, &with_spec(r#"{"matchConstraints":{"resourceRules":[{"resources":["pods"]}]}}"#));
    let policy = &bare.admission_policies[0];
    assert!(!policy.ignores_failure && !policy.matches.exact);
    assert_eq!(policy.matches.namespaces, LabelSelector::default());
    assert_eq!(policy.matches.rules[0].scope, AdmissionScope::All);
    let written = r#"{"failurePolicy":"Fail","paramKind":null,"matchConstraints":{"matchPolicy":"Equivalent",
        "namespaceSelector":{},"objectSelector":{},"resourceRules":[{"resources":["pods"],"scope":"*"}]}}"#;
    assert_eq!(object(POLICY, &with_spec(written)).admission_policies, bare.admission_policies);
}

#[test]
fn a_mutating_policy_is_kept_without_what_it_writes() {
    let spec = r#"{"matchConstraints":{},"reinvocationPolicy":"Never",
        "mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[]"}}]}"#;
    let found = object(Kind::MutatingAdmissionPolicy, &with_spec(spec));
    assert_eq!(found.admission_policies[0].kind, AdmissionKind::Mutating);
    assert_eq!(found.notes, []);
    let binding = object(Kind::MutatingAdmissionPolicyBinding, &with_spec(r#"{"policyName":"guard"}"#));
    assert_eq!(
        (binding.admission_bindings[0].kind, binding.admission_bindings[0].actions.len()),
        (AdmissionKind::Mutating, 0)
    );
}

#[test]
fn a_binding_keeps_parameters_and_what_narrows_it() {
    let spec = r#"{"policyName":"guard","validationActions":["Deny","Audit"],"matchResources":{"matchPolicy":"Exact"},
        "paramRef":{"name":"limits","namespace":"rules","parameterNotFoundAction":"Allow"}}"#;
    let found = object(BINDING, &with_spec(spec));
    let binding = &found.admission_bindings[0];
    assert_eq!((binding.policy.as_str(), binding.name.as_str()), ("guard", "guard"));
    assert_eq!(binding.actions, ["Deny", "Audit"]);
    assert!(binding.matches.as_ref().unwrap().exact);
    let by_name =
        ParamRef { name: Some("limits".into()), namespace: Some("rules".into()), selector: None, allows_absence: true };
    assert_eq!(binding.params, Some(by_name));
    assert_eq!(binding.owners.len(), 1);
    let by_label = r#"{"policyName":"guard","validationActions":["Deny"],
        "paramRef":{"selector":{"matchLabels":{"a":"b"}},"parameterNotFoundAction":"Deny"}}"#;
    let found = object(BINDING, &with_spec(by_label));
    let params = found.admission_bindings[0].params.as_ref().unwrap();
    assert_eq!((params.allows_absence, params.name.is_none()), (false, true));
    assert_eq!(params.selector.as_ref().unwrap().requirements[0].values, ["b"]);
    assert_eq!(found.admission_bindings[0].matches, None);
}

#[test]
fn what_the_server_would_refuse_is_refused_with_its_field() {
    for (kind, spec, said) in [
        (POLICY, r#"{"validations":[]}"#, "spec.matchConstraints is missing"),
        (POLICY, r#"{"matchConstraints":{},"failurePolicy":"ignore"}"#, "spec.failurePolicy"),
        (POLICY, r#"{"matchConstraints":{"matchPolicy":"Any"}}"#, "spec.matchConstraints.matchPolicy"),
        (POLICY, r#"{"matchConstraints":{"resourceRules":[{"scope":"cluster"}]}}"#, "resourceRules[0].scope"),
        (POLICY, r#"{"matchConstraints":{"resourceRules":{}}}"#, "resourceRules: expected a list"),
        (POLICY, r#"{"matchConstraints":{},"validations":[{"expression":true}]}"#, "spec.validations[0].expression"),
        (POLICY, r#"{"matchConstraints":{},"validations":[{"message":"m"}]}"#, "expression"),
        (
            POLICY,
            r#"{"matchConstraints":{},"paramKind":{"kind":"X"}}"#,
            "spec.paramKind.apiVersion is missing or empty",
        ),
        (BINDING, r#"{"validationActions":["Deny"]}"#, "spec.policyName is missing or empty"),
        (BINDING, r#"{"policyName":"p","validationActions":["deny"]}"#, "spec.validationActions[0]"),
        (BINDING, r#"{"policyName":"p"}"#, "spec.validationActions is missing or empty"),
        (BINDING, r#"{"policyName":"p","validationActions":"Deny"}"#, "spec.validationActions: expected a list"),
        (
            BINDING,
            r#"{"policyName":"p","validationActions":["Deny"],"paramRef":{"parameterNotFoundAction":"Ignore"}}"#,
            "spec.paramRef.parameterNotFoundAction",
        ),
    ] {
        let message = refused(kind, &with_spec(spec));
        assert!(message.contains(said), "`{said}` is not in: {message}");
    }
}

#[test]
fn a_misspelt_key_of_a_guard_is_told() {
    let spec = r#"{"matchConstraints":{"resourceRule":[]},"validation":[]}"#;
    let found = object(POLICY, &with_spec(spec));
    let said: Vec<&str> = found.notes.iter().map(|note| note.text.as_str()).collect();
    let expected = [
        "unknown key `resourceRule` in a ValidatingAdmissionPolicy; did you mean `resourceRules`? it is ignored",
        "unknown key `validation` in a ValidatingAdmissionPolicy; did you mean `validations`? it is ignored",
    ];
    assert_eq!(said, expected);
}
