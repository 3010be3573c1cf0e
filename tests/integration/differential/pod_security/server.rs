//! A real API server, for the truth: what it stores, and which changes it looks at.

use kubescan::model::Version;
use serde_json::{Value, json};

use super::labels::{self, VERSIONS};
use super::ours::{Applicant, judge, reason};
use super::pods::{Wanted, pod};
use crate::cluster::{Answer, ControlPlane};
use crate::differential::effort::Effort;
use crate::differential::random::Random;

#[test]
fn kubescan_lets_in_what_the_server_lets_in() {
    let effort = Effort::of_this_run();
    let plane = ControlPlane::shared();
    let namespaces = namespaces();
    plane.apply(&namespaces.iter().map(manifest).collect::<Vec<_>>().join("\n---\n"));
    let seed = effort.seeds(1, 1)[0][0];
    let mut random = Random::new(seed);
    let mut applicant = |_| {
        let labels = random.pick(&namespaces);
        Applicant { labels, server: Version::NEWEST.minor, pod: pod(&mut random, Wanted::New) }
    };
    let applicants: Vec<Applicant> = (0..effort.count(1_000, 20_000)).map(&mut applicant).collect();
    let theirs = plane.request(applicants.iter().map(creation));
    let mut decided = [0, 0];
    for ((applicant, ours), theirs) in applicants.iter().zip(judge(&applicants)).zip(theirs) {
        let Some(let_in) = let_in(&theirs) else { continue };
        let named = ours.checks.iter().all(|check| theirs.error.contains(reason(check)));
        let difference = || format!("seed {seed}: {} {}\n{ours:?}\n{theirs:?}", applicant.labels, applicant.pod);
        assert!(let_in == ours.checks.is_empty() && named, "{}", difference());
        decided[usize::from(let_in)] += 1;
    }
    let fair = applicants.len() / 5;
    assert!(decided.iter().all(|count| *count > fair), "{decided:?} of {} are refused and let in", applicants.len());
}

#[test]
fn only_changes_that_run_something_are_looked_at() {
    let plane = ControlPlane::shared();
    let namespace = "pod-security-updates";
    plane.apply(&manifest_of(namespace, &labels::of("privileged", "latest")));
    plane.apply(&bold(namespace).to_string());
    plane.apply(&manifest_of(namespace, &labels::of("baseline", "latest")));
    let patch = |subresource: &str, body: Value| {
        let path = format!("/api/v1/namespaces/{namespace}/pods/bold{subresource}?dryRun=All");
        let kind = "application/strategic-merge-patch+json";
        let request = json!({"method": "PATCH", "path": path, "type": kind, "body": body});
        let_in(&plane.request(std::iter::once(request.to_string()))[0])
    };
    let debug = json!({"spec": {"ephemeralContainers": [{"name": "debug", "image": "i"}]}});
    let image = json!({"spec": {"containers": [{"name": "c", "image": "other"}]}});
    let label = json!({"metadata": {"labels": {"a": "b"}}});
    let status = json!({"status": {"message": "m"}});
    assert_eq!(patch("", label), Some(true));
    assert_eq!(patch("/status", status), Some(true));
    assert_eq!(patch("", image), Some(false));
    assert_eq!(patch("/ephemeralcontainers", debug), Some(false));
}

/// A pod that no level but `privileged` lets in.
fn bold(namespace: &str) -> Value {
    let container = json!({"name": "c", "image": "i", "securityContext": {"privileged": true}});
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "bold", "namespace": namespace},
        "spec": {"serviceAccountName": "runner", "containers": [container]}})
}

/// Whether the server lets the pod in; nothing where it would let in no such pod anywhere.
fn let_in(answer: &Answer) -> Option<bool> {
    match answer.status {
        Some(200 | 201) => Some(true),
        Some(403) if answer.error.contains("violates PodSecurity") => Some(false),
        Some(422) => None,
        _ => panic!("{answer:?}"),
    }
}

/// The labels of all namespaces: each level in each version.
fn namespaces() -> Vec<Value> {
    let in_all_versions = |level| VERSIONS.iter().map(move |version| labels::of(level, version));
    let privileged = labels::of("privileged", "latest");
    in_all_versions("baseline").chain(in_all_versions("restricted")).chain([privileged]).collect()
}

fn name(labels: &Value) -> String {
    let label = |name: &str| labels[format!("pod-security.kubernetes.io/{name}")].as_str().unwrap().replace('.', "-");
    format!("pod-security-{}-{}", label("enforce"), label("enforce-version"))
}

fn manifest(labels: &Value) -> String {
    manifest_of(&name(labels), labels)
}

/// The namespace, with an account of its own: nobody must wait for the controller that makes the default one.
fn manifest_of(name: &str, labels: &Value) -> String {
    let namespace = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}});
    let account =
        json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "runner", "namespace": name}});
    format!("{namespace}\n---\n{account}")
}

fn creation(applicant: &Applicant) -> String {
    let path = format!("/api/v1/namespaces/{}/pods?dryRun=All", name(&applicant.labels));
    let mut pod = applicant.pod.clone();
    pod["metadata"]["name"] = "pod".into();
    json!({"method": "POST", "path": path, "type": "application/json", "body": pod}).to_string()
}
