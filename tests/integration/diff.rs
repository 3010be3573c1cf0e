//! `diff`: what differs between two clusters in effect, what people see of it, and what it exits with.

use serde_json::Value;

use crate::cluster::ControlPlane;
use crate::run::{Run, assert_current, kubescan, kubescan_in, kubescan_with_input};

const OLD: &str = "tests/fixtures/diff/old.yaml";
const NEW: &str = "tests/fixtures/diff/new.yaml";

/// Compares a text with the old fixture.
fn with_old(new: &str, more: &[&str]) -> Run {
    kubescan_with_input(&[&["diff", OLD, "-"], more].concat(), new.as_bytes())
}

fn text(file: &str) -> String {
    std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Compares two texts.
fn compare(old: &str, new: &str, more: &[&str]) -> Run {
    let file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    std::fs::write(file.path(), old).unwrap();
    kubescan_with_input(&[&["diff", file.path().to_str().unwrap(), "-"], more].concat(), new.as_bytes())
}

fn count(report: &Value, of: &str, what: &str) -> usize {
    report[of][what].as_array().unwrap().len()
}

#[test]
fn what_people_see_is_current() {
    for (file, format) in [("diff.txt", "table"), ("diff.md", "markdown"), ("diff.json", "json")] {
        let run = kubescan(&["diff", OLD, NEW, "-o", format]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert_current(&format!("tests/fixtures/diff/expected/{file}"), &run.stdout);
    }
    let narrow = kubescan_in(100, &["diff", OLD, NEW]);
    assert_current("tests/fixtures/diff/expected/narrow.txt", &narrow.stdout);
    let longest = narrow.stdout.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(100), "{}", narrow.stdout);
    let yaml = kubescan(&["diff", OLD, NEW, "-o", "yaml"]);
    assert!(yaml.stdout.starts_with("schema: kubescan/diff/v1\n"), "{}", yaml.stdout);
}

#[test]
fn what_the_page_on_differences_shows_is_what_is_printed() {
    let page = text("docs/diff.md");
    let shown: Vec<&str> = page.split("```console\n$ kubescan ").skip(1).collect();
    assert!(!shown.is_empty());
    for block in shown {
        let (command, rest) = block.split_once('\n').unwrap();
        let words: Vec<&str> = command.split(' ').collect();
        assert_eq!(kubescan(&words).stdout, rest.split("```").next().unwrap(), "docs/diff.md: {command}");
    }
}

#[test]
fn another_order_and_other_names_of_roles_and_bindings_are_no_difference() {
    let old = text(OLD);
    let mut documents: Vec<&str> = old.split("---\n").collect();
    documents.reverse();
    let reversed = documents.join("---\n").replace("verbs: [get, list, patch]", "verbs: [patch, list, get]");
    let renamed = old.replace("name: reader", "name: viewer").replace("{name: dev, namespace", "{name: d, namespace");
    let renamed = renamed
        .replace("{name: support, namespace", "{name: help, namespace")
        .replace("name: support}\nsubj", "name: help}\nsubj");
    for (new, renamed) in [(old.as_str(), 0), (&reversed, 0), (&renamed, 4)] {
        assert_eq!(new == old, renamed == 0 && new != reversed);
        let run = with_old(new, &["--exit-code", "-o", "json"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert_eq!(run.json()["differs"], false);
        assert_eq!(run.json()["renamed"].as_array().unwrap().len(), renamed, "{}", run.stdout);
    }
    let told = with_old(&renamed, &[]).stdout;
    assert!(
        told.contains("no difference in effect") && told.contains("role:prod/reader -> role:prod/viewer"),
        "{told}"
    );
}

#[test]
fn the_order_of_the_input_does_not_show() {
    let new = text(NEW);
    let (_, new) = new.split_once("{apiVersion").unwrap();
    let new = format!("{{apiVersion{new}");
    let mut documents: Vec<&str> = new.split("---\n").collect();
    let plain = with_old(&new, &["-o", "json"]).stdout;
    for turn in 1..documents.len() {
        documents.rotate_left(1);
        documents.swap(0, turn);
        assert_eq!(with_old(&documents.join("---\n"), &["-o", "json"]).stdout, plain, "{documents:?}");
    }
}

/// Two pods of a Deployment, as a server stores them.
fn replicas(hash: &str, suffixes: [&str; 2]) -> String {
    let pod = |suffix: &str| {
        format!(
            "---
apiVersion: v1
kind: Pod
metadata:
  name: web-{hash}-{suffix}
  namespace: prod
  uid: pod-{suffix}
  labels: {{app: web, pod-template-hash: {hash}}}
  ownerReferences: [{{apiVersion: apps/v1, kind: ReplicaSet, name: web-{hash}, uid: set-{hash}, controller: true}}]
spec: {{serviceAccountName: deployer, nodeName: n-{suffix}, containers: [{{name: main, image: web}}]}}
status: {{phase: Running}}
"
        )
    };
    let set = format!(
        "---
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: web-{hash}
  namespace: prod
  uid: set-{hash}
  ownerReferences: [{{apiVersion: apps/v1, kind: Deployment, name: web, uid: web, controller: true}}]
spec: {{selector: {{matchLabels: {{app: web}}}}, template: {{spec: {{serviceAccountName: deployer, containers: [{{name: main, image: web}}]}}}}}}
"
    );
    format!("{}{set}{}{}", text(OLD), pod(suffixes[0]), pod(suffixes[1]))
}

#[test]
fn new_replicas_are_no_difference() {
    let (old, new) = (replicas("6b", ["aaa", "bbb"]), replicas("7c", ["ccc", "ddd"]));
    let run = compare(&old, &new, &["-o", "json"]);
    let report = run.json();
    let workload = |name: &str| run.stdout.contains(name);
    assert!(!workload("web-6b") && !workload("web-7c"), "{}", run.stdout);
    // Their nodes are other ones, and no replica is a finding.
    for what in ["opened", "closed", "worse", "better"] {
        let paths = report["paths"][what].as_array().unwrap().iter();
        let own: Vec<&Value> = paths.filter(|path| !path["from"].as_str().unwrap().starts_with("node:")).collect();
        assert!(own.is_empty(), "{own:?}");
    }
    assert_eq!((count(&report, "findings", "new"), count(&report, "findings", "gone")), (0, 0), "{}", run.stdout);
    let same_nodes = new.replace("n-ccc", "n-aaa").replace("n-ddd", "n-bbb");
    let run = compare(&old, &same_nodes, &["--exit-code"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}

/// A binding of cluster-admin to this subject.
fn admin(name: &str, subject: &str) -> String {
    format!(
        "---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {{name: {name}}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}}
subjects: [{{apiGroup: rbac.authorization.k8s.io, kind: User, name: {subject}}}]
"
    )
}

#[test]
fn a_binding_that_opens_a_path_opens_exactly_one() {
    let new = text(OLD) + &admin("eve", "eve");
    let report = with_old(&new, &["-o", "json"]).json();
    let opened = report["paths"]["opened"].as_array().unwrap();
    assert_eq!(opened.len(), 1, "{opened:?}");
    assert_eq!((&opened[0]["from"], &opened[0]["to"]), (&"user:eve".into(), &"objective:cluster-admin".into()));
    assert_eq!(opened[0]["hops"][0]["grants"][0]["binding"], "clusterrolebinding:eve");
    for (of, what) in [("paths", "closed"), ("paths", "worse"), ("findings", "gone"), ("grants", "lost")] {
        assert_eq!(count(&report, of, what), 0, "{of} {what}: {report}");
    }
    // Who has it already gains nothing by another binding of it.
    let report = with_old(&(text(OLD) + &admin("again", "sam@shop.example")), &["-o", "json"]).json();
    assert_eq!((count(&report, "grants", "gained"), count(&report, "paths", "opened")), (0, 0), "{report}");
}

#[test]
fn what_is_open_now_and_was_blocked_is_worse() {
    let ends = |report: &Value, what: &str| -> Vec<String> {
        let paths = report["paths"][what].as_array().unwrap().iter();
        paths.map(|path| format!("{} {}", path["was"]["certainty"], path["certainty"])).collect()
    };
    let report = kubescan(&["diff", "examples/access-guarded", "examples/access-open", "-o", "json"]).json();
    assert!(ends(&report, "worse").contains(&"\"guarded\" \"proven-rights\"".to_owned()), "{report}");
    let report = kubescan(&["diff", "examples/access-open", "examples/access-guarded", "-o", "json"]).json();
    assert!(ends(&report, "better").contains(&"\"proven-rights\" \"guarded\"".to_owned()), "{report}");
}

#[test]
fn the_exit_code_is_a_gate_only_where_one_was_asked_for() {
    let differ = |more: &[&str]| kubescan(&[&["diff", OLD, NEW], more].concat()).code;
    assert_eq!(differ(&[]), 0);
    assert_eq!(differ(&["--exit-code"]), 1);
    assert_eq!(differ(&["--fail-on", "critical"]), 1);
    // What is gone or better trips no gate.
    let old = text(OLD);
    let without = compare(&(old.clone() + &admin("eve", "eve")), &old, &["--fail-on", "info"]);
    assert_eq!(without.code, 0, "{}", without.stdout);
    let low = "---\n{apiVersion: v1, kind: ServiceAccount, metadata: {name: other, namespace: prod}}\n";
    assert_eq!(with_old(&(old + low), &["--fail-on", "medium"]).code, 0);
    assert_eq!(kubescan(&["diff", OLD]).code, 2);
}

#[test]
fn a_gap_of_either_side_is_told_above_and_is_3() {
    let dangling = admin("x", "eve").replace("name: cluster-admin", "name: elsewhere");
    let (old, gap) = (text(OLD), text(OLD) + &dangling);
    for (old, new, side) in [(&gap, &old, "OLD"), (&old, &gap, "NEW")] {
        let run = compare(old, new, &[]);
        assert_eq!(run.code, 3, "{}", run.stdout);
        assert!(run.stdout.starts_with(&format!("NOT READ  {side}: ")), "{}", run.stdout);
        assert!(run.stdout.contains("no difference in what could be read"), "{}", run.stdout);
        assert_eq!(compare(old, new, &["--allow-gaps"]).code, 0);
        let report = compare(old, new, &["-o", "json"]).json();
        assert_eq!((&report["complete"], &report[side.to_lowercase()]["complete"]), (&false.into(), &false.into()));
    }
    let more = gap.clone() + &admin("eve", "eve");
    assert_eq!(compare(&old, &more, &["--fail-on", "critical"]).code, 1, "the gate beats a gap");
    for (old, new, side) in [(&gap, &text(NEW), "OLD"), (&text(NEW), &gap, "NEW")] {
        let told = compare(old, new, &[]).stdout;
        assert!(told.contains(&format!("note: {side} was not read as a whole")), "{told}");
    }
}

#[test]
fn what_the_api_server_installs_is_told_only_when_it_was_changed_or_on_request() {
    let basic = admin("system:basic-user", "X").replace("name: cluster-admin", "name: system:basic-user");
    let shipped = basic.replace("kind: User, name: X", "kind: Group, name: system:authenticated");
    let old = text(OLD) + &shipped;
    let without = compare(&old, &text(OLD), &["--exit-code"]);
    assert_eq!(without.code, 0, "{}", without.stdout);
    let report = compare(&old, &text(OLD), &["--include-builtin", "-o", "json"]).json();
    assert!(count(&report, "grants", "lost") > 0, "{report}");
    let changed = text(OLD) + &basic.replace("name: X", "name: eve");
    let report = compare(&old, &changed, &["-o", "json"]).json();
    let subjects = |what: &str| report["grants"][what][0]["subject"].clone();
    assert_eq!((subjects("lost"), subjects("gained")), ("group:system:authenticated".into(), Value::Null), "{report}");
}

#[test]
fn a_name_that_is_no_path_may_be_a_context() {
    let run = kubescan(&["diff", OLD, "prod"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(run.stderr, @r#"kubescan: error: NEW: there is no file or directory "prod"; a context of the kubeconfig is written context:prod"#);
    let run = kubescan(&["diff", "no-such-file.yaml", OLD]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("no-such-file.yaml"), "{}", run.stderr);
    assert_eq!(kubescan(&["diff", "-", "-"]).code, 2);
    let run = kubescan(&["diff", "context:prod", OLD]);
    assert_eq!(run.code, 4, "there is no kubeconfig: {}", run.stderr);
}

#[test]
fn a_namespace_may_be_on_one_side_only() {
    let other = "---\n{apiVersion: v1, kind: Namespace, metadata: {name: fresh}}\n";
    let new = text(OLD) + other;
    assert_eq!(with_old(&new, &["-n", "fresh"]).code, 0);
    let run = with_old(&new, &["-n", "nowhere"]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("nowhere"), "{}", run.stderr);
    // What is bound in another one is not compared.
    let elsewhere = text(NEW);
    let report = with_old(&(elsewhere + other), &["-n", "fresh", "-o", "json"]).json();
    let scopes: Vec<&Value> =
        report["grants"]["gained"].as_array().unwrap().iter().map(|gain| &gain["scope"]).collect();
    assert_eq!(scopes, ["cluster", "cluster"], "{report}");
}

#[test]
fn hostile_names_are_inert_in_every_format() {
    let name = serde_json::to_string("`|@team <img src=x> [a](http://b) \u{1b}[31m \u{202e}``").unwrap();
    let new = text(OLD) + &admin("eve", &name);
    for format in ["table", "wide", "json", "yaml", "markdown"] {
        let run = with_old(&new, &["-o", format]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(!run.stdout.contains(['\u{1b}', '\u{202e}']), "{format}: {}", run.stdout);
    }
    let markdown = with_old(&new, &["-o", "markdown"]).stdout;
    let hostile: Vec<&str> = markdown.lines().filter(|line| line.contains("@team")).collect();
    assert!(!hostile.is_empty());
    for line in hostile {
        // The fence is longer than any run in the name, and no bar of a name ends a column.
        assert!(line.contains("``` "), "{line}");
        let columns = line.replace("\\|", "").matches('|').count();
        assert!(columns == 7 || columns == 4, "{line}");
    }
}

#[test]
fn a_cluster_of_the_kubeconfig_is_compared_with_files() {
    let plane = ControlPlane::start();
    plane.kubectl_with_input(&["create", "--filename=-"], &text(OLD));
    let kubeconfig = plane.kubeconfig.to_str().unwrap();
    let context = plane.kubectl(&["config", "current-context"]);
    let cluster = format!("context:{}", context.trim());
    let same = kubescan(&["diff", &cluster, &cluster, "--kubeconfig", kubeconfig, "--exit-code", "-q"]);
    assert_eq!(same.code, 0, "{}{}", same.stdout, same.stderr);
    let snapshot = plane.kubeconfig.with_file_name("before.json.zst");
    let snapshot = snapshot.to_str().unwrap();
    assert_eq!(kubescan(&["collect", "-o", snapshot, "--kubeconfig", kubeconfig]).code, 0);
    plane.kubectl_with_input(&["create", "--filename=-"], &admin("eve", "eve"));
    let run = kubescan(&["diff", snapshot, &cluster, "--kubeconfig", kubeconfig, "-q", "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = run.json();
    let gained: Vec<&Value> =
        report["grants"]["gained"].as_array().unwrap().iter().map(|gain| &gain["subject"]).collect();
    assert_eq!(gained, ["user:eve", "user:eve"], "{report}");
    assert_eq!((count(&report, "paths", "opened"), count(&report, "grants", "lost")), (1, 0), "{report}");
    assert_eq!(
        (&report["old"]["source"]["kind"], &report["new"]["source"]["kind"]),
        (&"cluster".into(), &"cluster".into())
    );
    // What the server installs is in no manifest, and no difference to them.
    let run = kubescan(&["diff", OLD, &cluster, "--kubeconfig", kubeconfig, "-q", "-o", "json"]);
    let of_others = |gain: &&Value| **gain != "user:eve";
    let report = run.json();
    let gained: Vec<&Value> =
        report["grants"]["gained"].as_array().unwrap().iter().map(|gain| &gain["subject"]).filter(of_others).collect();
    assert!(gained.is_empty(), "{gained:?}");
    assert_eq!(count(&report, "grants", "lost"), 0, "{report}");
}
