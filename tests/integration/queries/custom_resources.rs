//! Custom resources that only CustomResourceDefinitions tell of.

use std::path::Path;

use crate::run::{Run, kubescan, kubescan_with_input};

const FILE: &str = "tests/fixtures/queries/custom.yaml";

fn ask(question: &str, file: &str) -> Run {
    let mut arguments: Vec<&str> = question.split(' ').collect();
    arguments.extend(["-f", file]);
    kubescan(&arguments)
}

fn ask_about(question: &str, manifests: &str) -> Run {
    let mut arguments: Vec<&str> = question.split(' ').collect();
    arguments.extend(["-f", "-"]);
    kubescan_with_input(&arguments, manifests.as_bytes())
}

fn fixture() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE)).unwrap()
}

/// What is asked, and the exit code. `zn` is of the cluster, `gdg` of namespaces.
const DECISIONS: &[(&str, i32)] = &[
    ("can-i get gdg --as gina -n shop", 0),
    ("can-i get gdg --as gina -n bank", 1),
    ("can-i get zn --as gina -n shop", 1),
    ("can-i get zn/eu --as gina -n shop", 1),
    ("can-i get zn --as olga -n shop", 0),
    ("can-i get zones.custom --as olga", 0),
    ("can-i get Gadget --as olga -A", 0),
];

#[test]
fn a_custom_resource_is_known_by_its_short_name_and_in_its_scope() {
    for (question, code) in DECISIONS {
        let run = ask(question, FILE);
        assert_eq!((run.code, run.stderr.as_str()), (*code, ""), "{question}: {}", run.stdout);
    }
    for (question, subjects) in [
        ("who-can get gdg -o name", "user:gina\nuser:olga\n"),
        ("who-can get gdg -n shop -o name", "user:gina\nuser:olga\n"),
        ("who-can get zn -o name", "user:olga\n"),
        ("who-can get zn -n shop -o name", "user:olga\n"),
    ] {
        let run = ask(question, FILE);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, subjects, ""), "{question}");
    }
}

#[test]
fn a_snapshot_of_files_knows_them_too() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = folder.path().join("snapshot");
    let snapshot = snapshot.to_str().unwrap();
    let run = kubescan(&["collect", "-f", FILE, "-o", snapshot]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (question, code) in DECISIONS {
        assert_eq!(ask(question, snapshot).code, *code, "{question}");
    }
}

#[test]
fn without_its_definition_it_is_asked_for_as_one_of_namespaces() {
    let manifests = fixture();
    let rest: Vec<&str> = manifests.split("---\n").filter(|part| !part.contains("CustomResourceDefinition")).collect();
    let run = ask_about("who-can get zones.custom.example.com -o name", &rest.join("---\n"));
    assert_eq!(run.stdout, "user:gina\nuser:olga\n");
    let said = "no resource `zones.custom.example.com` is known, so it is asked for literally, as one of namespaces";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

#[test]
fn an_unreadable_definition_leaves_a_no_open_and_a_scan_whole() {
    let manifests = fixture().replace("scope: Cluster", "scope: Everywhere");
    let run = ask_about("can-i get zn --as nobody -o json", &manifests);
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert_eq!(run.json()["gaps"][0]["resource"], "customresourcedefinitions");
    assert_eq!(ask_about("can-i get gdg --as olga -n shop", &manifests).code, 0);
    let scan = ask_about("scan -o json", &manifests);
    assert_eq!((scan.code, &scan.json()["complete"]), (0, &true.into()), "{}", scan.stderr);
    let notes = scan.json()["notes"].to_string();
    assert!(notes.contains("spec.scope is neither `Namespaced` nor `Cluster`"), "{notes}");
}
