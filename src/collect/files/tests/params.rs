//! Parameters of admission policies: which objects of the files they are.

use crate::model::{Reason, Snapshot};

use super::{json, noted, yaml};

/// A policy with parameters of this kind, bound with this reference.
fn guard(api_version: &str, kind: &str, reference: &str) -> String {
    format!(
        "{{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {{name: p}}, \
         spec: {{matchConstraints: {{}}, paramKind: {{apiVersion: {api_version}, kind: {kind}}}}}}}\n---\n\
         {{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {{name: b}}, \
         spec: {{policyName: p, validationActions: [Deny], paramRef: {reference}}}}}\n---\n"
    )
}

const MAPS: &str = "
{apiVersion: v1, kind: ConfigMap, metadata: {name: limits, namespace: rules, labels: {a: b}}, data: {max: '3'}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: limits, namespace: shop}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: other, labels: {a: b}}}
---
{apiVersion: v1, kind: Secret, metadata: {name: limits, namespace: rules}, stringData: {canary: CANARY}}
";

fn params(snapshot: &Snapshot) -> Vec<String> {
    let shown = |param: &crate::model::Param| {
        let namespace = param.namespace.as_ref().map_or("-", |namespace| namespace.as_str());
        format!("{namespace}/{}", param.name.as_str())
    };
    snapshot.params.iter().map(shown).collect()
}

#[test]
fn a_parameter_is_what_a_binding_names_or_selects() {
    for (reference, expected) in [
        ("{name: limits, namespace: rules}", vec!["rules/limits"]),
        ("{name: limits}", vec!["rules/limits", "shop/limits"]),
        ("{name: none}", vec![]),
        ("{selector: {matchLabels: {a: b}}}", vec!["default/other", "rules/limits"]),
        ("{selector: {matchLabels: {a: b}}, namespace: default}", vec!["default/other"]),
        ("{selector: {}}", vec!["default/other", "rules/limits", "shop/limits"]),
        ("{}", vec![]),
    ] {
        let snapshot = yaml(&(guard("v1", "ConfigMap", reference) + MAPS)).unwrap();
        assert_eq!(params(&snapshot), expected, "{reference}");
        assert_eq!(snapshot.gaps, [], "{reference}");
    }
}

#[test]
fn without_a_policy_that_asks_nothing_is_kept() {
    let policy = guard("v1", "ConfigMap", "{name: limits}").replace("policyName: p", "policyName: q");
    assert_eq!(params(&yaml(&(policy + MAPS)).unwrap()), [""; 0], "the policy is not bound");
    let policy = guard("v1", "ConfigMap", "{name: limits}")
        .replace("ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicyBinding");
    assert_eq!(params(&yaml(&(policy + MAPS)).unwrap()), [""; 0], "by a binding of the other kind");
}

#[test]
fn a_parameter_is_the_whole_object_however_it_is_written() {
    let policy = guard("rules.example.com/v1", "Limit", "{name: a}");
    let object = "{spec: {max: 3, rate: 0.5, on: [true, null, '7']}, kind: Limit, apiVersion: rules.example.com/v1,\n  \
                  metadata: {name: a, managedFields: [{manager: me}]}}";
    let text = r#"{"apiVersion":"rules.example.com/v1","kind":"Limit","metadata":{"name":"a"},"spec":{"max":3,"on":[true,null,"7"],"rate":0.5}}"#;
    let object = object.replace(" on:", " 'on':");
    let snapshot = yaml(&(policy + &object)).unwrap();
    assert_eq!(snapshot.params[0].json, text);
    assert_eq!(snapshot.params[0].namespace, None, "nothing tells that its kind has namespaces");
    noted(&snapshot, &["Limit (1)"]);

    let list = r#"{"apiVersion":"v1","kind":"List","items":[
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingAdmissionPolicy","metadata":{"name":"p"},
         "spec":{"matchConstraints":{},"paramKind":{"apiVersion":"rules.example.com/v1","kind":"Limit"}}},
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingAdmissionPolicyBinding","metadata":{"name":"b"},
         "spec":{"policyName":"p","paramRef":{"name":"a"}}},
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"limits.rules.example.com"},
         "spec":{"group":"rules.example.com","scope":"Namespaced","names":{"plural":"limits","kind":"Limit"},
                 "versions":[{"name":"v1","served":true}]}},
        {"kind":"Limit","spec":{"rate":0.5,"max":3,"on":[true,null,"7"]},"metadata":{"managedFields":[],"name":"a"},
         "apiVersion":"rules.example.com/v1"}]}"#;
    let snapshot = json(list).unwrap();
    assert_eq!(snapshot.params[0].json, text);
    assert_eq!(params(&snapshot), ["default/a"], "its definition tells that it lives in one");
}

#[test]
fn what_cannot_be_read_as_a_parameter_is_a_gap() {
    let limit = "{apiVersion: rules.example.com/v1, kind: Limit, metadata: {name: a}}";
    let of_limit = |version: &str| guard(&format!("rules.example.com/{version}"), "Limit", "{name: a}");
    for (what, input, reason, said) in [
        ("a Secret", guard("v1", "Secret", "{name: limits}") + MAPS, Reason::NotRead, "Secrets are parameters"),
        ("a kind of its own", guard("v1", "Pod", "{name: p}") + MAPS, Reason::NotRead, "Pods are parameters"),
        ("another version", of_limit("v2") + limit, Reason::NotRead, "another version"),
        (
            "no name",
            of_limit("v1") + "{apiVersion: rules.example.com/v1, kind: Limit}",
            Reason::Malformed,
            "understood",
        ),
        (
            "two of it",
            of_limit("v1") + limit + "\n---\n" + &limit.replace("a}", "a}, spec: 1"),
            Reason::Malformed,
            "twice",
        ),
    ] {
        let snapshot = yaml(&input).unwrap();
        let [gap] = snapshot.gaps.as_slice() else { panic!("{what}: {:?}", snapshot.gaps) };
        assert_eq!((gap.resource.as_str(), gap.reason), ("params", reason), "{what}");
        assert!(gap.effect.contains(said), "{what}: {}", gap.effect);
        assert!(!format!("{snapshot:?}").contains("CANARY"), "{what}");
    }
    assert_eq!(yaml(&(of_limit("v1") + limit + "\n---\n" + limit)).unwrap().gaps, [], "the same one twice");
}
