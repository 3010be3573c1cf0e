//! Reports for other programs, each read back by a reader of its own format.

pub(crate) mod hostile;
mod locations;
pub(crate) mod sarif;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pulldown_cmark::{Event, Options, Parser, Tag};
use quick_junit::TestCaseStatus;

use crate::run::{Run, kubescan, kubescan_with_input};

/// Somebody who may do everything, somebody who reads Secrets of one namespace, and a pod of theirs.
pub(super) const CLUSTER: &str = "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: everything}
rules:
- apiGroups: ['*']
  resources: ['*']
  verbs: ['*']
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: jo}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: everything}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: jo}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules:
- {apiGroups: [''], resources: [pods], verbs: [list]}
- {apiGroups: [''], resources: [secrets], verbs: [list]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {serviceAccountName: web, containers: [{name: web, image: web}]}
";

/// A folder of its own for the files of a test.
pub(super) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("formats-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Scans this as a file, in one format.
pub(super) fn scan(input: &str, format: &str, more: &[&str]) -> Run {
    kubescan_with_input(&[&["scan", "-f", "-", "-o", format], more].concat(), input.as_bytes())
}

/// A report as its rows: the header, and what stands under it.
pub(super) fn rows(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = texts(reader.headers().unwrap());
    (header, reader.records().map(|record| texts(&record.unwrap())).collect())
}

/// The name of each test that is told, and how it ended.
pub(super) fn tests(junit: &str) -> Vec<(String, &'static str)> {
    let report = quick_junit::Report::deserialize_from_str(junit).unwrap();
    let cases = report.test_suites.iter().flat_map(|suite| &suite.test_cases);
    let word = |status: &TestCaseStatus| match status {
        TestCaseStatus::Success { .. } => "passed",
        TestCaseStatus::NonSuccess { kind: quick_junit::NonSuccessKind::Failure, .. } => "failed",
        TestCaseStatus::NonSuccess { .. } => "error",
        TestCaseStatus::Skipped { .. } => "skipped",
    };
    cases.map(|case| (case.name.as_str().to_owned(), word(&case.status))).collect()
}

/// What a reader of Markdown makes of a text that could act: links, images, raw HTML.
pub(super) fn acts(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_GFM);
    let acting = events.filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
        Event::Html(html) | Event::InlineHtml(html) => Some(html.trim().to_owned()),
        _ => None,
    });
    acting
        .filter(|text| !["<details><summary>", "</summary>", "</details>"].iter().any(|own| text.contains(own)))
        .collect()
}

#[test]
fn one_scan_writes_several_formats_and_the_table_for_people() {
    let folder = folder("several");
    let file = |name: &str| folder.join(name).display().to_string();
    let outputs = ["json", "sarif", "junit", "csv", "markdown", "prometheus", "yaml", "name", "wide"];
    let mut arguments = vec!["scan".to_owned(), "-f".to_owned(), "-".to_owned(), "-o".to_owned(), "table".to_owned()];
    outputs.iter().for_each(|format| arguments.extend(["-o".to_owned(), format!("{format}={}", file(format))]));
    let run = kubescan_with_input(&arguments, CLUSTER.as_bytes());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("Risky subjects"), "{}", run.stdout);
    for format in outputs {
        let text = std::fs::read_to_string(file(format)).unwrap();
        assert!(!text.is_empty() && !text.contains('\u{1b}'), "{format}");
        // Only how long it took is different each time.
        if format != "prometheus" {
            assert_eq!(text, scan(CLUSTER, format, &[]).stdout, "{format}");
        }
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), outputs.len(), "nothing else is left behind");
}

#[test]
fn what_cannot_be_written_is_said_before_the_scan_and_leaves_all_as_it_was() {
    let folder = folder("refused");
    let old = folder.join("report.json");
    std::fs::write(&old, "old").unwrap();
    let (good, none) = (format!("json={}", old.display()), format!("csv={}/none/x.csv", folder.display()));
    let run = kubescan(&["scan", "-f", "missing", "-o", &good, "-o", &none]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("none/x.csv") && !run.stderr.contains("missing"), "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(&old).unwrap(), "old");
    let folder = format!("json={}", folder.display());
    assert_eq!(scan(CLUSTER, &folder, &[]).code, 4, "a folder is no file");
    assert_eq!(scan(CLUSTER, "json=/dev/full", &[]).code, 4);
    assert_eq!(scan(CLUSTER, "json=/dev/null", &["--fail-on", "critical"]).code, 1);
}

#[test]
fn streams_of_the_system_are_written_and_never_replaced() {
    let folder = folder("streams");
    let input = folder.join("cluster.yaml");
    fs::write(&input, CLUSTER).unwrap();
    let run = |line: &str| {
        let line = line.replace("KUBESCAN", env!("CARGO_BIN_EXE_kubescan")).replace("INPUT", input.to_str().unwrap());
        Command::new("bash").args(["-c", &line]).current_dir(&folder).output().unwrap().status.code().unwrap()
    };
    let streams = || ["/dev/stdout", "/dev/stderr"].map(|path| fs::symlink_metadata(path).unwrap().is_symlink());
    let before = streams();
    assert_eq!(run("KUBESCAN scan -f INPUT -o json=/dev/stdout > out.json"), 0);
    assert_eq!(run("KUBESCAN scan -f INPUT -o json=/dev/stderr 2> err.json"), 0);
    assert_eq!(run("KUBESCAN scan -f INPUT -o table -o json=/dev/stdout > both.txt"), 2);
    assert_eq!(run("KUBESCAN scan -f INPUT -o json=>(cat > pipe.json)"), 0);
    assert_eq!(streams(), before);
    let whole = scan(CLUSTER, "json", &[]).json()["findings"].as_array().unwrap().len();
    for file in ["out.json", "err.json"] {
        let report: serde_json::Value = serde_json::from_slice(&fs::read(folder.join(file)).unwrap()).unwrap();
        assert_eq!(report["findings"].as_array().unwrap().len(), whole, "{file}");
    }
}

#[test]
fn a_gap_is_told_on_stderr_where_no_table_is_printed() {
    let partial = format!("{CLUSTER}---\nkind: [\n");
    for format in ["json", "sarif", "csv", "name"] {
        let run = scan(&partial, format, &[]);
        assert!(run.code == 3 && run.stderr.contains("not read: "), "{format}: {}", run.stderr);
    }
    assert!(!scan(&partial, "table", &[]).stderr.contains("not read: "), "the table begins with it");
}

#[test]
fn two_outputs_for_one_place_and_a_format_that_is_none_are_mistakes() {
    let both = kubescan(&["scan", "-o", "json", "-o", "csv"]);
    assert!(both.code == 2 && both.stderr.contains("two outputs go to stdout"), "{}", both.stderr);
    let same = kubescan(&["scan", "-o", "json=x", "-o", "csv=x"]);
    assert!(same.code == 2 && same.stderr.contains("two outputs go to x"), "{}", same.stderr);
    let nowhere = kubescan(&["scan", "-o", "json="]);
    assert!(nowhere.code == 2 && nowhere.stderr.contains("write a file after the `=`"), "{}", nowhere.stderr);
    let unknown = kubescan(&["scan", "-o", "sarf=x"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("sarif"), "{}", unknown.stderr);
}

#[test]
fn csv_has_a_row_for_each_finding() {
    let (header, rows) = rows(&scan(CLUSTER, "csv", &[]).stdout);
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let findings = scan(CLUSTER, "json", &[]).json()["findings"].as_array().unwrap().len();
    assert_eq!(rows.len(), findings);
    let role = rows.iter().find(|row| row[column("id")] == "role role:shop/reader").unwrap();
    assert_eq!(role[column("severity")], "high");
    assert!(role[column("entries")].starts_with("secrets/list "), "{role:?}");
}

#[test]
fn junit_fails_what_the_gate_fails() {
    let failed = |more: &[&str]| {
        let all = tests(&scan(CLUSTER, "junit", more).stdout);
        all.into_iter().filter(|(_, status)| *status == "failed").map(|(name, _)| name).collect::<Vec<_>>()
    };
    let critical = [
        "path user:jo objective:cluster-admin",
        "subject user:jo",
        "role clusterrole:everything",
        "binding clusterrolebinding:jo",
        "hygiene hygiene/wildcard clusterrole:everything",
    ];
    assert_eq!(failed(&["--fail-on", "critical"]), critical);
    assert_eq!(failed(&["--fail-on", "role=critical"]), ["role clusterrole:everything"]);
    assert!(failed(&[]).len() > critical.len());
    let whole = tests(&scan(CLUSTER, "junit", &[]).stdout);
    assert_eq!(whole[0], ("everything of -".to_owned(), "passed"));
    let partial = tests(&scan(&format!("{CLUSTER}---\nkind: [\n"), "junit", &[]).stdout);
    assert_eq!(partial[0].1, "error", "what could not be read is no success");
}

#[test]
fn markdown_is_short_and_says_what_to_fix_first() {
    insta::assert_snapshot!(scan(CLUSTER, "markdown", &["--severity", "medium"]).stdout);
}

#[test]
fn metrics_count_what_there_is_with_words_of_our_own() {
    let text = scan(CLUSTER, "prometheus", &[]).stdout;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<f64>().is_ok() && name.starts_with("kubescan_"), "{line}");
    }
    for line in [
        "kubescan_scan_complete 1",
        "kubescan_findings{severity=\"critical\"} 5",
        "kubescan_objects{resource=\"roles\"} 1",
    ] {
        assert!(text.lines().any(|one| one == line), "{line} is not in\n{text}");
    }
    let partial = scan(&format!("{CLUSTER}---\nkind: [\n"), "prometheus", &[]).stdout;
    assert!(
        partial.contains("kubescan_scan_complete 0\n") && partial.contains("kubescan_gaps{resource=\"other\"} 1\n")
    );
}

#[test]
fn assertions_are_tests_in_junit_and_a_diff_is_a_comment_beside_its_table() {
    let folder = folder("others");
    let assertions = folder.join("rbac-tests.yaml");
    let lines = "version: 1\nallow: [{subject: user:jo, verb: get, resource: secrets}]\ndeny:\n\
                 - {subject: user:jo, verb: get, resource: pods, because: <b>jo</b> looks at nothing}\n";
    fs::write(&assertions, lines).unwrap();
    let junit = folder.join("rbac.xml");
    let output = format!("junit={}", junit.display());
    let arguments = ["test", assertions.to_str().unwrap(), "-f", "-", "-o", "table", "-o", &output];
    let run = kubescan_with_input(&arguments, CLUSTER.as_bytes());
    assert!(run.code == 1 && run.stdout.contains("1 holds, 1 fails"), "{}{}", run.stdout, run.stderr);
    let told = tests(&fs::read_to_string(junit).unwrap());
    assert_eq!(told.iter().map(|(_, status)| *status).collect::<Vec<_>>(), ["passed", "failed"]);
    assert!(told[1].0.ends_with("(line 4)"), "{told:?}");

    let comment = folder.join("diff.md");
    let output = format!("markdown={}", comment.display());
    let run = kubescan(&[
        "diff",
        "tests/fixtures/diff/old.yaml",
        "tests/fixtures/diff/new.yaml",
        "-o",
        "table",
        "-o",
        &output,
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("GRANTS") || run.stdout.contains("Grants"), "{}", run.stdout);
    assert_eq!(acts(&fs::read_to_string(comment).unwrap()), Vec::<String>::new());
}
