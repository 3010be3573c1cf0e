//! What somebody accepted is not shown and does not count, but stays in the report; nobody who is judged can accept it.

use std::fs;

use crate::formats::{CLUSTER, folder, scan};
use crate::run::{Run, kubescan};

/// Scans the cluster with these suppressions.
fn accepted(test: &str, lines: &str, more: &[&str]) -> Run {
    let file = folder(&format!("suppressions-{test}")).join("accepted.yaml");
    fs::write(&file, format!("version: 1\nsuppressions:\n{lines}")).unwrap();
    scan(CLUSTER, "json", &[&["--suppressions", file.to_str().unwrap()], more].concat())
}

#[test]
fn what_is_suppressed_stays_in_the_report_and_does_not_count() {
    let lines = "\
- id: path user:jo objective:cluster-admin
  reason: jo runs this cluster
  owner: platform@shop.example
  expires: 2999-12-31
- {id: rbac/cluster-wildcard, subject: 'user:*', reason: not enough by itself}
";
    let run = accepted("stays", lines, &["--fail-on", "path=low"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = run.json();
    let path = report["findings"].as_array().unwrap().iter().find(|finding| finding["kind"] == "path").unwrap();
    assert_eq!(path["suppressed"]["owner"], "platform@shop.example");
    assert_eq!(report["paths"][0]["suppressed"]["reason"], "jo runs this cluster");
    assert_eq!((&report["summary"]["suppressed"], &report["summary"]["critical"]), (&1.into(), &4.into()));
    assert!(run.stderr.is_empty(), "it reaches an entry of user:jo: {}", run.stderr);
}

#[test]
fn the_table_leaves_it_out_and_says_so() {
    let file = folder("suppressions-table").join("accepted.yaml");
    let lines = "- {id: subject user:jo, reason: r}\n- {id: subject user:nobody, reason: r, owner: eve}\n";
    fs::write(&file, format!("version: 1\nsuppressions:\n{lines}")).unwrap();
    let table = |more: &[&str]| scan(CLUSTER, "table", &[&["--suppressions", file.to_str().unwrap()], more].concat());
    let run = table(&[]);
    assert!(run.stdout.contains("1 finding is suppressed; --include-suppressed shows it"), "{}", run.stdout);
    assert!(!run.stdout.contains("critical  user:jo"), "{}", run.stdout);
    assert!(run.stderr.contains("accepted.yaml:4: the suppression of eve of subject user:nobody suppresses nothing"));
    assert!(table(&["--include-suppressed"]).stdout.contains("critical  user:jo"));
}

#[test]
fn what_is_worse_than_was_accepted_is_told_and_a_mistyped_entry_too() {
    let counted = |most: &str| {
        let run = accepted("most", &format!("- {{id: subject user:jo, severity: {most}, reason: r}}\n"), &[]);
        run.json()["summary"]["suppressed"].as_u64().unwrap_or_default()
    };
    assert_eq!((counted("critical"), counted("high")), (1, 0));
    let run = accepted("mistyped", "- {id: secrets/lists, reason: r}\n", &[]);
    assert!(run.code == 0 && run.stderr.contains("did you mean secrets/list?"), "{}", run.stderr);
}

#[test]
fn a_mistake_in_the_file_hides_nothing() {
    let run = accepted("mistake", "- {id: subject user:jo}\n", &[]);
    assert!(run.code == 2 && run.stdout.is_empty(), "{}", run.stderr);
    assert!(run.stderr.contains("accepted.yaml:3:3: a suppression lacks `reason`"), "{}", run.stderr);
    let run = kubescan(&["scan", "-f", "examples/shop", "--suppressions", "nowhere.yaml"]);
    assert!(run.code == 2 && run.stderr.contains("nowhere.yaml"), "{}", run.stderr);
}

#[test]
fn suppressions_among_what_is_scanned_are_warned_of() {
    let folder = folder("suppressions-inside");
    fs::write(folder.join("cluster.yaml"), CLUSTER).unwrap();
    let file = folder.join("accepted.yml");
    fs::write(&file, "version: 1\nsuppressions: []\n").unwrap();
    let run = kubescan(&["scan", "-f", folder.to_str().unwrap(), "--suppressions", file.to_str().unwrap()]);
    assert!(run.stderr.contains("whoever changes the manifests may change it too"), "{}", run.stderr);
}

#[test]
fn no_label_or_annotation_suppresses_anything() {
    let claims = "metadata: {labels: {kubescan/suppress: 'true'}, annotations: {kubescan.io/ignore: all}, name: jo}";
    let input = CLUSTER.replace("metadata: {name: jo}", claims);
    assert_ne!(input, CLUSTER);
    let summary = |input: &str| scan(input, "json", &[]).json()["summary"].clone();
    assert_eq!(summary(&input), summary(CLUSTER));
}
