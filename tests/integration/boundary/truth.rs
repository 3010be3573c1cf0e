//! Every variant at once in a real cluster, each under names of its own, and what the API server says to its subject.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::attempts::attempts;
use super::case::{Case, Send, Way};
use crate::cluster::{Answer, ControlPlane};

const WAIT: Duration = Duration::from_secs(30);

/// So many attempts of each subject are sent together.
const AT_ONCE: usize = 6;

/// A variant as it stands in the cluster, and what it said that lets its subject get more.
pub(super) struct Told {
    pub(super) name: &'static str,
    pub(super) expected: &'static str,
    pub(super) tried: usize,
    /// What was let in first; nothing where all was refused.
    pub(super) admitted: Option<String>,
}

/// What the server says to each of these.
pub(super) fn tell(plane: &ControlPlane, variants: Vec<(&'static str, &'static str, Case)>) -> Vec<Told> {
    let mut cases: Vec<(&str, &str, Case)> = Vec::new();
    for (number, (name, expected, case)) in variants.into_iter().enumerate() {
        cases.push((name, expected, case.numbered(number)));
    }
    install(plane, &mut cases.iter_mut().map(|(_, _, case)| case).collect::<Vec<_>>());
    let mut told: Vec<(Told, Vec<Way>)> = Vec::new();
    for (name, expected, case) in &cases {
        let mut ways = attempts(case);
        // A variant's own ways last: they change what the others are tried on.
        ways.sort_by_key(|way| !is_dry(way));
        ways.reverse();
        told.push((Told { name, expected, tried: ways.len(), admitted: None }, ways));
    }
    while told.iter().any(|(told, ways)| told.admitted.is_none() && !ways.is_empty()) {
        round(plane, &cases, &mut told);
    }
    told.into_iter().map(|(told, _)| told).collect()
}

/// The next few attempts of each subject that has not got more yet.
fn round(plane: &ControlPlane, cases: &[(&str, &str, Case)], told: &mut [(Told, Vec<Way>)]) {
    let mut tried: Vec<(usize, Way)> = Vec::new();
    for (number, (told, ways)) in told.iter_mut().enumerate().filter(|(_, (told, _))| told.admitted.is_none()) {
        let dry = ways.iter().rev().take(AT_ONCE).take_while(|way| is_dry(way)).count();
        if let (0, Some(way)) = (dry, ways.last().cloned()) {
            ways.pop();
            if done(plane, &cases[number].2, &way) {
                told.admitted = Some(way.told);
            }
        }
        tried.extend(ways.split_off(ways.len() - dry).into_iter().rev().map(|way| (number, way)));
    }
    let lines = tried.iter().flat_map(|(number, way)| way.sends.iter().map(|send| line(&cases[*number].2, send)));
    let lines: Vec<String> = lines.collect();
    let mut answers = plane.request(lines.into_iter()).into_iter();
    for (number, way) in tried {
        let said: Vec<Answer> = answers.by_ref().take(way.sends.len()).collect();
        check(told[number].0.name, &way, &said);
        if said.iter().all(is_admitted) {
            told[number].0.admitted = Some(way.told);
        }
    }
}

/// Whether nothing is changed by it.
fn is_dry(way: &Way) -> bool {
    way.sends.iter().all(|send| send.path.contains("dryRun=All") || send.method == "GET")
}

/// A request that no server could accept says nothing.
fn check(name: &str, way: &Way, said: &[Answer]) {
    for answer in said {
        let known =
            [Some(200), Some(201), Some(202), Some(403), Some(404), Some(409), Some(422)].contains(&answer.status);
        let refused = answer.status != Some(422) || answer.error.contains("denied request");
        assert!(known && refused, "{name}: {}: {answer:?}", way.told);
    }
}

/// Whether it got past everything: what is there already was only in the way of a dry run.
fn is_admitted(answer: &Answer) -> bool {
    matches!(answer.status, Some(200..=202)) || answer.status == Some(409) && answer.error.contains("already exists")
}

/// Sends one after the other, each until it is let in or time is up: guards learn slowly of what changes.
pub(super) fn done(plane: &ControlPlane, case: &Case, way: &Way) -> bool {
    way.sends.iter().all(|send| {
        let start = Instant::now();
        loop {
            let answer = plane.request(std::iter::once(line(case, send))).remove(0);
            if is_admitted(&answer) {
                return true;
            }
            if start.elapsed() > Duration::from_secs(5) {
                return false;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    })
}

fn line(case: &Case, send: &Send) -> String {
    let (method, media) = match send.method {
        "PATCH" => ("PATCH", "application/merge-patch+json"),
        "APPLY" => ("PATCH", "application/apply-patch+yaml"),
        other => (other, "application/json"),
    };
    let groups: Vec<&str> = case.groups.iter().map(String::as_str).collect();
    let mut line = json!({"method": method, "path": send.path, "type": media, "user": case.user, "groups": groups});
    // A body takes the place of what the query says, that it is a dry run among it.
    if !send.body.is_null() {
        line["body"] = send.body.clone();
    }
    line.to_string()
}

/// Puts the objects of all cases into the cluster, and waits until the guards are asked.
fn install(plane: &ControlPlane, cases: &mut [&mut Case]) {
    let stages: [&[&str]; 5] = [
        &["Namespace", "Node"],
        &["ServiceAccount", "ConfigMap"],
        &["ClusterRole", "Role"],
        &["ClusterRoleBinding", "RoleBinding"],
        &["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
    ];
    let mut uids: BTreeMap<String, Value> = BTreeMap::new();
    for kinds in stages {
        let mut objects = Vec::new();
        for case in cases.iter_mut() {
            for object in case.objects.iter_mut().filter(|object| kinds.iter().any(|kind| object["kind"] == *kind)) {
                adopt(object, &uids);
                objects.push(object.clone());
            }
        }
        let lines = objects.iter().map(|object| {
            json!({"method": "POST", "path": path(object), "type": "application/json", "body": object, "show": true}).to_string()
        });
        for (object, answer) in objects.iter().zip(plane.request(lines)) {
            assert!(matches!(answer.status, Some(201 | 409)), "{object}: {answer:?}");
            uids.insert(
                format!("{} {}", object["kind"], object["metadata"]["name"]),
                answer.object["metadata"]["uid"].clone(),
            );
        }
    }
    marker(plane);
}

/// An owner is who the server says that it is; else the garbage collector takes it for gone.
fn adopt(object: &mut Value, uids: &BTreeMap<String, Value>) {
    let Some(owners) = object["metadata"]["ownerReferences"].as_array_mut() else { return };
    for owner in owners {
        owner["uid"] = uids[&format!("{} {}", owner["kind"], owner["name"])].clone();
    }
}

fn path(object: &Value) -> String {
    let kind = object["kind"].as_str().unwrap();
    let plural = match kind {
        "ValidatingAdmissionPolicy" => "validatingadmissionpolicies".to_owned(),
        other => format!("{}s", other.to_lowercase()),
    };
    let version = object["apiVersion"].as_str().unwrap();
    let api = if version == "v1" { "/api/v1".to_owned() } else { format!("/apis/{version}") };
    match object["metadata"]["namespace"].as_str() {
        Some(namespace) => format!("{api}/namespaces/{namespace}/{plural}"),
        None => format!("{api}/{plural}"),
    }
}

/// Waits until a policy that was created last refuses something.
fn marker(plane: &ControlPlane) {
    let rule = json!({"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["configmaps"],
        "resourceNames": ["jit-marker"]});
    let spec = json!({"matchConstraints": {"resourceRules": [rule]}, "validations": [{"expression": "false"}]});
    let api = "admissionregistration.k8s.io/v1";
    let objects = [
        json!({"apiVersion": api, "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "jit-marker"}, "spec": spec}),
        json!({"apiVersion": api, "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "jit-marker"},
            "spec": {"policyName": "jit-marker", "validationActions": ["Deny"]}}),
    ];
    let post = |path: String, body: &Value| {
        json!({"method": "POST", "path": path, "type": "application/json", "body": body}).to_string()
    };
    for object in &objects {
        assert_eq!(plane.request(std::iter::once(post(path(object), object)))[0].status, Some(201));
    }
    let config = json!({"metadata": {"name": "jit-marker"}});
    let start = Instant::now();
    while plane.request(std::iter::once(post("/api/v1/namespaces/default/configmaps?dryRun=All".to_owned(), &config)))
        [0]
    .status
        == Some(201)
    {
        assert!(start.elapsed() < WAIT, "the policies are not asked");
        std::thread::sleep(Duration::from_millis(200));
    }
}
