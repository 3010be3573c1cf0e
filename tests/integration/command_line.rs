//! The command line: exit codes, formats, filters, and what is said when something is wrong.

use crate::run::{kubescan, kubescan_with_input};

/// One ClusterRole that reads every Secret, and who holds it.
const READER: &str = "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules: [{apiGroups: [''], resources: [secrets], verbs: [list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: SUBJECT}]
";

/// The same with an unknown role beside it: a gap.
const DANGLING: &str = "\
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: dangling}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: elsewhere}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: bob}]
";

fn reader(subject: &str) -> String {
    READER.replace("SUBJECT", &serde_json::to_string(subject).unwrap())
}

fn scan(input: &str, more: &[&str]) -> crate::run::Run {
    let mut arguments = vec!["scan", "-f", "-"];
    arguments.extend(more);
    kubescan_with_input(&arguments, input.as_bytes())
}

#[test]
fn the_gate_trips_at_its_severity_and_display_filters_do_not_change_it() {
    let input = reader("alice");
    assert_eq!(scan(&input, &[]).code, 0, "no gate by default");
    assert_eq!(scan(&input, &["--fail-on", "critical"]).code, 1);
    let filtered =
        scan(&input, &["--fail-on", "critical", "--only", "hygiene", "--severity", "critical", "-o", "json"]);
    assert_eq!(filtered.code, 1);
    let report = filtered.json();
    assert_eq!(report["paths"].as_array().unwrap().len(), 0, "only hygiene is shown");
    assert!(report["summary"]["critical"].as_u64().unwrap() > 0, "and the summary counts all");
}

#[test]
fn gaps_are_3_and_a_tripped_gate_beats_them() {
    let input = reader("alice") + DANGLING;
    let run = scan(&input, &["-o", "json"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!(run.json()["complete"], false);
    assert_eq!(run.json()["gaps"][0]["reason"], "not-found");
    assert_eq!(scan(&input, &["--allow-gaps"]).code, 0);
    assert_eq!(scan(&input, &["--fail-on", "critical"]).code, 1);
    let table = scan(&input, &[]);
    assert!(table.stdout.starts_with("NOT READ"), "gaps stand first:\n{}", table.stdout);
}

#[test]
fn nothing_usable_is_4_and_says_why() {
    for (input, said) in [("", "no objects"), ("# nothing\n", "no objects"), ("rules: [\n", "-:1:8")] {
        let run = scan(input, &[]);
        assert_eq!(run.code, 4, "{input:?}: {}", run.stdout);
        assert_eq!(run.stdout, "", "{input:?}");
        assert!(run.stderr.starts_with("kubescan: error: "), "{}", run.stderr);
        assert!(run.stderr.contains(said), "{input:?}: {}", run.stderr);
    }
    let run = kubescan(&["scan", "-f", "no-such-file.yaml"]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("no-such-file.yaml"), "{}", run.stderr);
}

#[test]
fn g11_a_wrong_flag_is_2_with_a_suggestion() {
    for arguments in
        [&["scan", "--sevrity", "high"][..], &["scan", "-o", "jsn"], &["scan", "--fail-on", "banana"], &["skan"]]
    {
        let run = kubescan(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
    assert!(kubescan(&["scan", "--fail-on", "banana"]).stderr.contains("critical, high"));
    assert!(kubescan(&["skan"]).stderr.contains("scan"));
}

#[test]
fn a_wrong_template_is_2_and_costs_no_scan() {
    let file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    std::fs::write(file.path(), "version: 1\nentries:\n  - id: a/b\n    tilte: x\n").unwrap();
    let run = scan(&reader("alice"), &["--template", file.path().to_str().unwrap()]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains(":4:5") && run.stderr.contains("title"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}

#[test]
fn the_template_passes_its_own_tests() {
    let run = kubescan(&["template", "test"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("entries tested, 0 wrong"), "{}", run.stdout);
}

#[test]
fn every_entry_can_be_explained() {
    let list = kubescan(&["template", "list", "-o", "name"]).stdout;
    assert!(list.lines().count() >= 60);
    for id in list.lines() {
        let run = kubescan(&["explain", id]);
        assert_eq!(run.code, 0, "{id}");
        assert!(run.stdout.contains("\nWhy\n") && run.stdout.contains("\nFix\n"), "{}", run.stdout);
    }
    let near = kubescan(&["explain", "secrets/lits"]);
    assert_eq!(near.code, 2);
    assert!(near.stderr.contains("secrets/list"), "{}", near.stderr);
}

#[test]
fn the_beginning_of_ids_stands_for_all_that_begin_so() {
    let listed = |id: &str| {
        let run = kubescan(&["explain", id]);
        assert_eq!(run.code, 0, "{id}: {}", run.stderr);
        run.stdout.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect::<Vec<String>>()
    };
    let irsa = listed("irsa");
    assert!(irsa.contains(&"irsa-sub-ns".to_owned()) && irsa.contains(&"identity/irsa".to_owned()), "{irsa:?}");
    assert!(irsa.iter().all(|id| id.contains("irsa")), "{irsa:?}");
    assert!(listed("awsauth").iter().all(|id| id.starts_with("awsauth-")));
    assert_eq!(
        listed("awsauth-session"),
        ["awsauth-session-group", "awsauth-session-template", "awsauth-session-dead"]
    );
    assert!(listed("pod-identity").contains(&"pod-identity-dead".to_owned()));
    // A family is itself alone, and half a word is none.
    assert!(listed("secrets").iter().all(|id| id.starts_with("secrets/")));
    for id in ["irs", "awsauth-sess", "", "-"] {
        assert_eq!(kubescan(&["explain", id]).code, 2, "{id}");
    }
    let map = kubescan(&["explain", "cloud/aws-auth"]).stdout;
    assert!(map.contains("--cloud") && !map.contains("shown as unknown"), "{map}");
    let unproven = kubescan(&["explain", "cloud/identity-mapping"]).stdout;
    assert!(unproven.contains("shown as unknown") && !unproven.contains("--cloud"), "{unproven}");
}

#[test]
fn a_namespace_is_a_scope() {
    let run = kubescan(&["scan", "-f", "examples/shop", "-n", "shop", "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pods = run.json()["hotPods"].as_array().unwrap().clone();
    assert!(!pods.is_empty() && pods.iter().all(|pod| pod["namespace"] == "shop"), "{}", run.stdout);
}

#[test]
fn a_collected_snapshot_of_files_gives_the_same_report() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.json.zst");
    let file = file.to_str().unwrap();
    assert_eq!(kubescan(&["collect", "-f", "examples/shop", "-o", file]).code, 0);
    assert_eq!(kubescan(&["collect", "-f", "examples/shop", "-o", file]).code, 0, "its own file is replaced");
    let report = |path: &str| kubescan(&["scan", "-f", path, "-o", "json"]).report_without_places();
    assert!(report("examples/shop") == report(file), "the report of a snapshot differs");
    std::fs::write(file, "not a snapshot").unwrap();
    let refused = kubescan(&["collect", "-f", "examples/shop", "-o", file]);
    assert_eq!(refused.code, 4, "{}", refused.stderr);
    assert_eq!(std::fs::read_to_string(file).unwrap(), "not a snapshot", "untouched");
}

/// Names that try to act on a terminal, a browser or a CI system, and two that only look the same.
const HOSTILE: [&str; 11] = [
    "x\u{1b}[31m",
    "\u{1b}]52;c;aGk=\u{7}",
    "\u{1b}]8;;http://example.com\u{7}link",
    "safe\rEVIL",
    "a\u{8}b\u{b}\u{c}",
    "\u{202e}drowssap\u{2066}",
    "\u{430}dmin",
    "admin\u{200b}",
    "\"><img src=x onerror=alert(1)>",
    "::set-output name=x::y",
    "line\nbreak",
];

#[test]
fn c01_to_c04_c19_hostile_names_are_inert_and_distinguishable_in_every_format() {
    let mut seen = std::collections::BTreeSet::new();
    for name in HOSTILE.into_iter().chain(["admin"]) {
        let input = reader(name);
        for format in ["table", "wide", "json", "yaml", "name"] {
            let run = scan(&input, &["-o", format]);
            assert_eq!(run.code, 0, "{name:?} {format}: {}", run.stderr);
            let acting = |c: char| {
                c.is_control() && c != '\n'
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!run.stdout.contains(acting), "{name:?} in {format}:\n{}", run.stdout);
            assert!(!run.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{name:?} in {format}");
            assert!(seen.insert((format, run.stdout.clone())), "{name:?} looks like another name in {format}");
            if format == "json" {
                assert_eq!(run.json()["riskySubjects"][0]["subject"], format!("user:{name}"), "whole and lossless");
            }
        }
    }
}

#[test]
fn c15_a_user_spelled_as_a_service_account_is_one() {
    let run = scan(&reader("system:serviceaccount:kube-system:x"), &["-o", "json"]);
    assert_eq!(run.json()["riskySubjects"][0]["subject"], "sa:kube-system/x");
}

#[test]
fn c14_what_only_looks_like_cluster_admin_is_not() {
    for name in ["cluster-admin ", "Cluster-Admin"] {
        let input =
            reader("alice").replace("kind: ClusterRole, name: reader", &format!("kind: ClusterRole, name: '{name}'"));
        let run = scan(&input, &["-o", "json"]);
        assert_eq!(run.code, 3, "{name:?} is no built-in role: {}", run.stderr);
        assert_eq!(run.json()["paths"].as_array().unwrap().len(), 0);
    }
}

#[test]
fn f02_cycles_end_and_are_shown_once() {
    // Two accounts that may each mint the token of the other.
    let mut input = String::new();
    for (name, other) in [("a", "b"), ("b", "a")] {
        input.push_str(&format!(
            "---\n{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: {name}, namespace: x}}}}\n---\n\
             apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {{name: {name}, namespace: x}}\n\
             rules: [{{apiGroups: [''], resources: [serviceaccounts/token], resourceNames: [{other}, {name}], verbs: [create]}}]\n---\n\
             apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {{name: {name}, namespace: x}}\n\
             roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: {name}}}\n\
             subjects: [{{kind: ServiceAccount, name: {name}}}]\n"
        ));
    }
    let run = scan(&input, &["-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = run.json();
    assert_eq!(report["paths"].as_array().unwrap().len(), 0, "they reach only each other");
    assert_eq!(report["riskySubjects"].as_array().unwrap().len(), 2);
}

#[test]
fn a_closed_pipe_is_no_failure_and_keeps_the_verdict() {
    let binary = env!("CARGO_BIN_EXE_kubescan");
    let script = format!(
        "{binary} scan -f examples/shop -o json --fail-on critical | head -c 10 > /dev/null; exit ${{PIPESTATUS[0]}}"
    );
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panic"));
}
