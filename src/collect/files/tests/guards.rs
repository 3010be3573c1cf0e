//! Admission policies, bindings and webhooks among other objects: where they stand, how many, which of two.

use crate::model::{Presence, Snapshot};

use super::{json, noted, one_gap, read_folder, refused, yaml};

fn policy(version: &str, more: &str) -> String {
    format!(
        "apiVersion: admissionregistration.k8s.io/{version}\nkind: ValidatingAdmissionPolicy\nmetadata:\n  name: guard\n\
         spec:\n  matchConstraints: {{}}\n{more}"
    )
}

fn places(snapshot: &Snapshot) -> Vec<(u32, u32)> {
    let places = snapshot.admission_policies.iter().filter_map(|policy| policy.location.as_ref());
    places.map(|location| (location.document, location.line)).collect()
}

#[test]
fn a_guard_knows_where_it_stands_and_its_version_is_told() {
    let binding = "\n---\n{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, \
                   metadata: {name: b}, spec: {policyName: guard, validationActions: [Deny]}}\n---\n\
                   {apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: w}, \
                   webhooks: [{name: z}, {name: a}]}\n---\n\
                   {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: v}}";
    let snapshot = yaml(&(policy("v1beta1", "") + binding)).unwrap();
    assert_eq!(places(&snapshot), [(1, 1)]);
    assert_eq!(snapshot.admission_bindings[0].location.as_ref().unwrap().document, 2);
    let webhooks: Vec<&str> = snapshot.webhooks.iter().map(|webhook| webhook.name.as_str()).collect();
    assert_eq!(webhooks, ["z", "a"], "the order of their configuration decides who is asked first");
    assert_eq!(snapshot.webhooks[1].location.as_ref().unwrap().document, 3);
    noted(&snapshot, &["read as v1", "ValidatingAdmissionPolicy of admissionregistration.k8s.io/v1beta1"]);
    let counts = snapshot.counts;
    assert_eq!((counts.validating_admission_policies, counts.validating_admission_policy_bindings), (1, 1));
    assert_eq!((counts.mutating_webhook_configurations, counts.validating_webhook_configurations), (1, 1));
    assert_eq!((counts.mutating_admission_policies, counts.mutating_admission_policy_bindings), (0, 0));
}

#[test]
fn a_typed_list_and_a_bad_guard_in_it() {
    let list = r#"{"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyList","items":[
{"metadata":{"name":"a"},"spec":{"matchConstraints":{}}},
{"metadata":{"name":"b"},"spec":{"matchConstraints":"all"}}]}"#;
    let snapshot = json(list).unwrap();
    assert_eq!(snapshot.admission_policies.len(), 1);
    assert_eq!(snapshot.gaps[0].resource, "validatingadmissionpolicies");
    one_gap(&snapshot, &["in.json:3:", "spec.matchConstraints: expected an object, found a string"]);
    let alone = policy("v1", "").replace("{}", "true");
    refused(yaml(&alone), &["ValidatingAdmissionPolicy", "in.yaml:6:", "spec.matchConstraints"]);
}

#[test]
fn of_two_guards_of_one_name_one_is_judged_and_where_they_stand_is_no_difference() {
    let (plain, ignoring) = (policy("v1", ""), policy("v1", "  failurePolicy: Ignore\n"));
    let same = read_folder(&[("a.yaml", plain.as_bytes()), ("b.yaml", plain.as_bytes())]).unwrap();
    assert_eq!((same.gaps.len(), same.admission_policies.len()), (0, 1));
    let one = read_folder(&[("a.yaml", plain.as_bytes()), ("b.yaml", ignoring.as_bytes())]).unwrap();
    one_gap(&one, &["ValidatingAdmissionPolicy `guard` was read twice with different content"]);
    let other = read_folder(&[("a.yaml", ignoring.as_bytes()), ("b.yaml", plain.as_bytes())]).unwrap();
    assert_eq!(one.admission_policies[0].ignores_failure, other.admission_policies[0].ignores_failure);
    let mutating = plain.replace("Validating", "Mutating");
    let both = read_folder(&[("a.yaml", mutating.as_bytes()), ("b.yaml", plain.as_bytes())]).unwrap();
    assert_eq!((both.gaps.len(), places(&both).len()), (0, 2), "each kind has names of its own");
}

#[test]
fn whether_the_owner_of_a_guard_is_there_is_known_by_its_uid() {
    let uid = |last: char| format!("11111111-1111-1111-1111-11111111111{last}");
    let owned = |last: char| {
        let owners = format!(
            "  ownerReferences:\n  - {{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, name: o, uid: {}}}\n",
            uid(last)
        );
        policy("v1", "").replace("  name: guard\n", &format!("  name: guard\n{owners}"))
    };
    let role = format!(
        "\n---\n{{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {{name: o, uid: {}}}, rules: []}}",
        uid('1')
    );
    for (last, expected) in [('1', Presence::Present), ('2', Presence::Absent)] {
        let snapshot = yaml(&(owned(last) + &role)).unwrap();
        assert_eq!(snapshot.admission_policies[0].owners[0].presence, expected);
    }
    assert_eq!(yaml(&owned('1')).unwrap().admission_policies[0].owners[0].presence, Presence::Unknown);
}

#[test]
fn policies_of_engines_are_read_and_a_bad_one_is_located() {
    let good = "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: k}, spec: {validationFailureAction: Enforce, \
                rules: [{validate: {}, match: {any: [{resources: {kinds: [Pod]}}]}}]}}\n---\n\
                {apiVersion: constraints.gatekeeper.sh/v1beta1, kind: Repos, metadata: {name: g}}\n";
    let snapshot = yaml(good).unwrap();
    let read: Vec<(&str, &str, bool)> = snapshot
        .engine_policies
        .iter()
        .map(|policy| (policy.kind.as_str(), policy.name.as_str(), policy.enforces))
        .collect();
    assert_eq!(read, [("Repos", "g", true), ("ClusterPolicy", "k", true)], "sorted by API group");
    let bad =
        good.to_owned() + "---\n{apiVersion: kyverno.io/v1, kind: Policy, metadata: {name: b}, spec: {rules: 7}}\n";
    one_gap(&yaml(&bad).unwrap(), &["cannot read Policy", "in.yaml:5:", "spec.rules: expected a list"]);
}
