//! Which versions a server serves: a rule of another one never matches, and a rule of one matches requests by the others.

use std::collections::{BTreeMap, BTreeSet};

use kubescan::authz::{Standing, known_resources};
use kubescan::guards::admission::{Attempt, Judge, Operation, State};
use kubescan::model::Snapshot;
use serde_json::json;

use super::read;
use crate::cluster::ControlPlane;
use crate::differential::ours;

const VERSIONS: &[&str] =
    &["v1", "v2", "v3", "v1alpha1", "v1alpha2", "v1alpha3", "v1beta1", "v1beta2", "v1beta3", "v2beta1", "v2beta2"];

#[test]
fn rules_match_by_the_versions_that_a_server_serves() {
    let served = ControlPlane::shared().kubectl(&["api-versions"]);
    let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in served.lines() {
        let (group, version) = line.split_once('/').unwrap_or(("", line));
        groups.entry(group).or_default().insert(version);
    }
    // One resource of each group; those of groups that are off by default, too.
    let known = known_resources().filter(|(_, standing)| *standing == Standing::Served);
    let resources: BTreeMap<&str, &str> =
        known.map(|(known, _)| (known.api_group.as_str(), known.name.as_str())).collect();
    let mut optional = 0;
    // Nobody is asked about reviews.
    let reviews = ["authentication.k8s.io", "authorization.k8s.io"];
    for (group, resource) in resources.into_iter().filter(|(group, _)| !reviews.contains(group)) {
        let served = groups.get(group).cloned().unwrap_or_default();
        let Some(own) = served.first() else { continue };
        for version in VERSIONS {
            let attempt = Attempt::new(Operation::Create, [group, own, resource, "Thing"]);
            let state = state(&refusing(group, version, resource), &attempt);
            optional += usize::from(state == State::Unknown);
            match served.contains(version) {
                true => assert_eq!(state, State::Blocked, "{group}/{version} {resource}"),
                false => assert_ne!(state, State::Blocked, "{group}/{version} {resource}"),
            }
        }
    }
    assert!(groups.len() > 15 && optional > 5, "{} groups, {optional} versions that may be served", groups.len());
}

/// A policy that refuses what matches one rule.
fn refusing(group: &str, version: &str, resource: &str) -> Snapshot {
    let mut snapshot = ours::snapshot(&json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}));
    let rule = json!({"apiGroups": [group], "apiVersions": [version], "operations": ["*"], "resources": [resource]});
    let spec = json!({"matchConstraints": {"resourceRules": [rule]}, "validations": [{"expression": "false"}]});
    let policy = json!({"kind": "ValidatingAdmissionPolicy", "metadata": {"name": "p"}, "spec": spec});
    let spec = json!({"policyName": "p", "validationActions": ["Deny"]});
    let binding = json!({"kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "p"}, "spec": spec});
    read::into(&mut snapshot, &json!({"items": [policy, binding]}));
    snapshot
}

fn state(snapshot: &Snapshot, attempt: &Attempt) -> State {
    Judge::new(snapshot).rule(attempt).state()
}
