//! `scan --confirm`: what a real API server says to the steps of paths, rights and dry runs.

use serde_json::Value;

use crate::cluster::ControlPlane;
use crate::run::{Run, kubescan};

/// Somebody who may bind, and a webhook that nobody answers for; and who may read what kubescan reads.
const CLUSTER: &str = include_str!("../fixtures/live/confirm.yaml");

fn scan(plane: &ControlPlane, more: &[&str]) -> Run {
    let mut arguments = vec!["scan", "--kubeconfig", plane.kubeconfig.to_str().unwrap(), "-o", "json"];
    arguments.extend(more);
    kubescan(&arguments)
}

/// The first hop of the path from a subject to cluster-admin.
fn hop(report: &Value, from: &str) -> Value {
    let paths = report["paths"].as_array().unwrap();
    let path = paths.iter().find(|path| path["from"] == from && path["to"] == "objective:cluster-admin");
    path.unwrap_or_else(|| panic!("no path from {from}"))["hops"][0].clone()
}

fn facts(hop: &Value) -> String {
    hop["facts"].as_array().unwrap().iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

#[test]
fn steps_are_put_to_the_api_server_and_nothing_is_written() {
    let plane = ControlPlane::start();
    plane.apply(CLUSTER);
    let asked = scan(&plane, &["--confirm"]);
    assert_eq!(asked.code, 0, "{}", asked.stderr);
    let report = asked.json();
    assert_eq!(hop(&report, "user:binder")["confirmed"], true);
    assert_eq!(hop(&report, "user:watched")["confirmed"], true, "the rights are there");
    let note =
        report["notes"].as_array().unwrap().iter().find(|note| note["text"].as_str().unwrap().contains("--confirm"));
    assert!(note.unwrap()["text"].as_str().unwrap().contains("denies 0"), "{note:?}");

    let tried = scan(&plane, &["--confirm=dry-run"]);
    assert_eq!(tried.code, 0, "{}", tried.stderr);
    let report = tried.json();
    let admitted = hop(&report, "user:binder");
    assert_eq!(admitted["confirmed"], true, "{admitted}");
    assert!(facts(&admitted).contains("the API server lets a dry run of it in"), "{admitted}");
    // The webhook is asked about this user only, and does not answer.
    let refused = hop(&report, "user:watched");
    assert_eq!(refused["confirmed"], false, "{refused}");
    assert!(facts(&refused).contains("the API server refuses a dry run"), "{refused}");
    let there = plane.kubectl(&["get", "clusterrolebindings", "-o", "name"]);
    assert!(!there.contains("dry-run"), "{there}");

    let plain = scan(&plane, &[]).json();
    assert!(hop(&plain, "user:binder").get("confirmed").is_none());
}

#[test]
fn what_may_not_be_asked_is_a_gap() {
    let plane = ControlPlane::start();
    plane.apply(CLUSTER);
    let run = scan(&plane, &["--confirm", "--as", "reader"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let report = run.json();
    let gaps = report["gaps"].as_array().unwrap();
    assert!(gaps.iter().any(|gap| gap["resource"] == "subjectaccessreviews"), "{gaps:?}");
    assert!(hop(&report, "user:binder").get("confirmed").is_none());

    // Nobody speaks in the names of others for it.
    let reader = plane.kubeconfig_for("reader", &[]);
    let run = kubescan(&["scan", "--kubeconfig", reader.to_str().unwrap(), "-o", "json", "--confirm=dry-run"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let report = run.json();
    let gaps = report["gaps"].as_array().unwrap();
    assert!(gaps.iter().any(|gap| gap["resource"] == "dryruns"), "{gaps:?}");
}

#[test]
fn what_cannot_go_together_is_an_error() {
    let run = kubescan(&["scan", "--confirm=dry-run", "--as", "somebody"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("speaks in the names of others"), "{}", run.stderr);
    for arguments in [&["scan"][..], &["can-i", "get", "pods", "--as", "jo"]] {
        let run = kubescan(&[arguments, &["--confirm", "-f", "examples"]].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        let said = "--confirm asks a live API server, and -f reads files: leave out -f, or --confirm";
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}
