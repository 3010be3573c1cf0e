//! Queries against a real API server.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::cluster::ControlPlane;
use crate::run::{Run, kubescan, kubescan_with_input};
use kubescan::collect::files::{self, Input, Limits};
use kubescan::model::{Snapshot, Version};

fn ask(kubeconfig: &Path, question: &str) -> Run {
    let mut arguments: Vec<&str> = question.split(' ').collect();
    arguments.extend(["--kubeconfig", kubeconfig.to_str().unwrap()]);
    kubescan(&arguments)
}

fn plane() -> &'static ControlPlane {
    ControlPlane::shared_with(&[include_str!("../../fixtures/live/queries.yaml")])
}

#[test]
fn a_short_name_is_looked_up_where_only_the_server_knows_it() {
    let plane = plane();
    let start = Instant::now();
    // A custom resource is served some time after it was made.
    let run = loop {
        let run = ask(&plane.kubeconfig, "who-can patch gdg -o json");
        if run.json()["request"]["resource"] == "gadgets" || start.elapsed() > Duration::from_secs(30) {
            break run;
        }
    };
    let answer = run.json();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(answer["request"]["group"], "queries.example.com");
    let gina = json!({"subject": "user:gina", "scope": "namespace/queries", "grants": [{
        "binding": "rolebinding:queries/queries-gadgets", "role": "clusterrole:queries-gadgets", "rule": 0}]});
    assert!(answer["subjects"].as_array().unwrap().contains(&gina), "{answer:#}");
}

fn read(path: &Path) -> Snapshot {
    files::read(&[Input::Path(path.to_owned())], &Limits::default(), Version::NEWEST, None).unwrap()
}

#[test]
fn a_collection_knows_custom_resources_as_files_define_them() {
    let plane = plane();
    plane.apply(include_str!("../../fixtures/live/widgets.yaml"));
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/live");
    let folder = tempfile::tempdir().unwrap();
    let collected = folder.path().join("snapshot");
    let (file, config) = (collected.to_str().unwrap(), plane.kubeconfig.to_str().unwrap());
    let start = Instant::now();
    // A custom resource is served some time after it was made.
    let snapshot = loop {
        let run = kubescan(&["collect", "--kubeconfig", config, "-o", file]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let snapshot = read(&collected);
        let served = |name: &str| snapshot.custom_resources.iter().any(|known| known.name == *name);
        if served("gadgets") && served("widgets") || start.elapsed() > Duration::from_secs(30) {
            break snapshot;
        }
    };
    let mut defined = read(&fixtures).custom_resources;
    defined.retain(|known| known.api_group.ends_with(".example.com"));
    assert_eq!(snapshot.custom_resources, defined, "and nothing that Kubernetes itself serves");

    let run = kubescan(&["who-can", "patch", "gdg", "-o", "json", "-f", file]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let answer = run.json();
    assert_eq!(answer["request"]["group"], "queries.example.com");
    let subjects: Vec<&str> =
        answer["subjects"].as_array().unwrap().iter().map(|known| known["subject"].as_str().unwrap()).collect();
    assert!(subjects.contains(&"user:gina"), "{answer:#}");
}

#[test]
fn without_a_name_it_is_the_caller_who_is_asked_about() {
    let plane = plane();
    let auditor = plane.kubeconfig_for("ada", &["queries-auditors"]);
    let yes = ask(&auditor, "can-i list pods -A -o json");
    assert_eq!(yes.code, 0, "{}{}", yes.stdout, yes.stderr);
    let answer = yes.json();
    assert_eq!(answer["subject"], "user:ada");
    assert_eq!(answer["groups"], json!(["group:queries-auditors", "group:system:authenticated"]));
    assert_eq!(answer["evidence"][0]["subject"], "group:queries-auditors");
    assert_eq!(ask(&auditor, "can-i get pods").code, 1);
    let list = ask(&auditor, "can-i --list -o json").json();
    assert!(list["permissions"].as_array().unwrap().iter().any(|held| held["via"] == "group:queries-auditors"));
}

#[test]
fn the_server_confirms_what_rbac_says() {
    let plane = plane();
    for (question, code) in [
        ("can-i patch gadgets.queries.example.com --as gina -n queries --confirm -o json", 0),
        ("can-i patch gadgets.queries.example.com --as gina -n default --confirm -o json", 1),
        ("can-i get secrets --confirm -o json", 0),
        ("can-i list services --as system:node:n1 --confirm -o json", 1),
        ("can-i list services --as system:node:n1 --as-group system:nodes --confirm -o json", 0),
        ("can-i get secrets --as system:node:n1 --as-group system:nodes --confirm -o json", 1),
        // Decided by the name that a real request has, and by the domain of the signer.
        ("can-i get namespaces -n queries --as otto --confirm -o json", 0),
        ("can-i approve signers/queries.example.com/any --as otto --confirm -o json", 0),
        ("can-i approve signers/example.com/any --as otto --confirm -o json", 1),
        ("can-i get /healthz --as-group anybody --confirm -o json", 0),
    ] {
        let run = ask(&plane.kubeconfig, question);
        assert_eq!(run.code, code, "{question}: {}{}", run.stdout, run.stderr);
        let confirmed = &run.json()["confirmed"];
        assert_eq!((&confirmed["agrees"], &confirmed["allowed"]), (&json!(true), &json!(code == 0)), "{question}");
    }
}

#[test]
fn a_server_that_decides_by_something_else_is_a_finding() {
    let plane = ControlPlane::start_with(&["--authorization-mode=AlwaysAllow"]);
    let run = ask(&plane.kubeconfig, "can-i delete nodes --as nobody --confirm");
    assert_eq!(run.code, 0, "the server has the last word: {}", run.stderr);
    assert!(
        run.stdout.starts_with("no - ") && run.stdout.contains("FINDING  the API server says yes"),
        "{}",
        run.stdout
    );

    let review = json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
        "spec": {"user": "nobody", "resourceAttributes": {"verb": "delete", "resource": "nodes"}}});
    let config = plane.kubeconfig.to_str().unwrap();
    let arguments = ["can-i", "--reviews", "-", "--confirm", "-o", "json", "--kubeconfig", config];
    let run = kubescan_with_input(&arguments, review.to_string().as_bytes());
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("user:nobody delete nodes is denied, the API server says allowed"), "{}", run.stderr);
}

#[test]
fn a_server_that_does_not_confirm_is_no_confirmation() {
    let auditor = plane().kubeconfig_for("ada", &["queries-auditors"]);
    let one = ask(&auditor, "can-i get pods --as gina --confirm");
    assert_eq!(one.code, 4, "{}", one.stderr);
    let review = json!({"spec": {"user": "gina", "resourceAttributes": {"verb": "get", "resource": "pods"}}});
    let arguments = ["can-i", "--reviews", "-", "--confirm", "--kubeconfig", auditor.to_str().unwrap()];
    let many = kubescan_with_input(&arguments, review.to_string().as_bytes());
    assert_eq!(many.code, 4, "{}", many.stderr);
    assert!(many.stderr.contains("stdin:1: the server did not confirm"), "{}", many.stderr);
}

#[test]
fn whoever_may_read_nothing_is_answered_by_the_server() {
    let plane = plane();
    let gina = plane.kubeconfig_for("gina", &[]);
    let unsure = ask(&gina, "can-i patch gadgets.queries.example.com -n queries");
    assert_eq!(unsure.code, 3, "{}{}", unsure.stdout, unsure.stderr);
    assert!(unsure.stderr.contains("--confirm asks the API server itself"), "{}", unsure.stderr);
    for (namespace, code) in [("queries", 0), ("default", 1)] {
        let run = ask(&gina, &format!("can-i patch gadgets.queries.example.com -n {namespace} --confirm"));
        assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    }
    let run = ask(&gina, "can-i patch gadgets.queries.example.com -n queries --confirm");
    assert!(run.stdout.contains("the API server says yes") && !run.stdout.contains("FINDING"), "{}", run.stdout);
    // Where nothing is asked beside the lists, there is nothing to judge.
    assert_eq!(ask(&gina, "who-can get pods").code, 4);
}

#[test]
fn a_no_for_a_node_is_not_sure_without_what_decides_about_nodes() {
    let plane = plane();
    let blind = plane.kubeconfig_for("bella", &["queries-blind"]);
    let node = "--as system:node:n1 --as-group system:nodes -o json";
    let run = ask(&blind, &format!("can-i get secrets/db -n queries {node}"));
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("\"pods\""), "{}", run.stdout);
    // Pods decide nothing about anybody else.
    assert_eq!(ask(&blind, "can-i get secrets/db -n queries --as gina").code, 1);
    // What kubescan never reads may decide as well.
    let run = ask(&plane.kubeconfig, &format!("can-i get volumeattachments/va {node}"));
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    assert_eq!(run.json()["gaps"][0]["reason"], "not-read");
}

#[test]
fn whoever_may_read_one_namespace_asks_about_that_one() {
    let plane = plane();
    plane.apply(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: queries-admin, namespace: queries}\n\
         roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}\n\
         subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: nina}]\n",
    );
    let nina = plane.kubeconfig_for("nina", &[]);
    // The ClusterRoles and their bindings stay unread, so a yes by a Role is sure and a no is not.
    let no = ask(&nina, "can-i get secrets --as gina -n queries -o json");
    assert_eq!(no.code, 3, "{}{}", no.stdout, no.stderr);
    assert!(!no.json()["gaps"].as_array().unwrap().is_empty());
    let accepted = ask(&nina, "can-i get secrets --as gina -n queries --allow-gaps");
    assert_eq!(accepted.code, 1, "{}", accepted.stdout);
}
