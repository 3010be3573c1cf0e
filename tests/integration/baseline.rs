//! What a baseline knows makes no noise, whatever it was called or however it was laid out; what is new does, once.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::formats::{CLUSTER, folder};
use crate::run::{Run, kubescan};

/// Files of a test.
struct Files(PathBuf);

impl Files {
    fn new(test: &str) -> Self {
        Files(folder(&format!("baseline-{test}")))
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// The report of a cluster, as a file.
    fn report(&self, cluster: &str) -> String {
        let input = self.write("old/cluster.yaml", cluster);
        let report = self.0.join("old.json").display().to_string();
        assert_eq!(kubescan(&["scan", "-f", &input, "-o", &format!("json={report}")]).code, 0);
        report
    }

    /// Scans a cluster against a baseline.
    fn since(&self, baseline: &str, cluster: &str, more: &[&str]) -> Run {
        let input = self.write("new/moved.yaml", cluster);
        kubescan(&[&["scan", "-f", &input, "--baseline", baseline], more].concat())
    }
}

/// The cluster with one more subject of one binding.
fn with_eve() -> String {
    CLUSTER.replace("kind: User, name: jo}\n", "kind: User, name: jo}\n- {kind: User, name: eve}\n")
}

/// What that one binding makes new: one path, who takes it, and that it binds the rights of cluster-admin.
const OF_EVE: [&str; 3] = [
    "path user:eve objective:cluster-admin",
    "subject user:eve",
    "hygiene hygiene/cluster-admin-bound clusterrolebinding:jo user:eve",
];

/// The ids of what is new or worse.
fn loud(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter();
    let own = findings.filter(|finding| finding["builtIn"] == false && finding["guarded"] == false);
    own.filter(|finding| finding["baseline"] != "known").map(|finding| finding["id"].as_str().unwrap()).collect()
}

/// A pod of a ReplicaSet, of a Job of a CronJob, and of a DaemonSet, as a server tells of them.
fn replicas(hash: &str, minute: u32, node: &str) -> String {
    let pod = |name: &str, kind: &str, owner: &str, labels: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: shop, uid: u-{name}, \
             labels: {{{labels}}}, ownerReferences: [{{apiVersion: x/v1, kind: {kind}, name: {owner}, uid: o, \
             controller: true}}]}}, spec: {{nodeName: {node}, serviceAccountName: web, \
             containers: [{{name: a, image: a, volumeMounts: [{{name: t, \
             mountPath: /var/run/secrets/kubernetes.io/serviceaccount}}]}}], \
             volumes: [{{name: t, projected: {{sources: [{{serviceAccountToken: {{path: token}}}}]}}}}]}}}}\n"
        )
    };
    [
        pod(&format!("api-{hash}-x1"), "ReplicaSet", &format!("api-{hash}"), &format!("pod-template-hash: {hash}")),
        pod(&format!("backup-{minute}-y2"), "Job", &format!("backup-{minute}"), "a: b"),
        pod(&format!("agent-{hash}"), "DaemonSet", "agent", "a: b"),
    ]
    .concat()
}

#[test]
fn renaming_reordering_and_replica_churn_are_nothing_new() {
    let files = Files::new("churn");
    let old = format!("{CLUSTER}{}", replicas("5d4f8c7b9", 29_000_001, "n1"));
    let report = files.report(&old);
    let mut documents: Vec<&str> = CLUSTER.split("---\n").collect();
    documents.reverse();
    let other = documents.iter().map(|document| document.trim_end()).collect::<Vec<_>>().join("\n---\n");
    let rules = "- {apiGroups: [''], resources: [pods], verbs: [list]}\n- {apiGroups: [''], resources: [secrets], verbs: [list]}";
    let swapped = "- {verbs: [list], resources: [secrets], apiGroups: ['']}\n- {apiGroups: [''], resources: [pods], verbs: [list]}";
    assert!(other.contains(rules));
    let other = format!("{}\n{}", other.replace(rules, swapped), replicas("77c9d6f5b8", 29_001_441, "n1"));
    let run = files.since(&report, &other, &["-o", "json", "--fail-on", "info"]);
    assert_eq!(loud(&run.json()), Vec::<&str>::new());
    assert_eq!(run.code, 0);
    assert_eq!(run.json()["baseline"]["gone"], serde_json::json!([]));
    let table = files.since(&report, &other, &[]).stdout;
    assert!(table.contains("0 new, 0 worse") && table.contains("nothing new or worse found"), "{table}");
    assert!(!table.contains("fix first") && !table.contains("SEVERITY"), "{table}");
}

#[test]
fn a_new_path_is_one_new_path() {
    let files = Files::new("path");
    let report = files.report(CLUSTER);
    let other = with_eve();
    let run = files.since(&report, &other, &["-o", "json", "--fail-on-new", "path=critical"]);
    assert_eq!(run.code, 1);
    let json = run.json();
    assert_eq!(loud(&json), OF_EVE);
    assert_eq!((&json["baseline"]["new"], &json["baseline"]["gone"]), (&3.into(), &serde_json::json!([])));
    let table = files.since(&report, &other, &[]).stdout;
    assert!(table.contains("user:eve") && !table.contains("user:jo "), "{table}");
    let names = files.since(&report, &other, &["-o", "name"]).stdout;
    assert_eq!(names.lines().count(), 3, "{names}");
}

#[test]
fn what_counts_more_than_it_did_is_worse_and_what_is_gone_is_told() {
    let files = Files::new("worse");
    let report = files.report(&CLUSTER.replace("resources: [secrets]", "resources: [configmaps]"));
    let json = files.since(&report, CLUSTER, &["-o", "json"]).json();
    let worse = json["findings"].as_array().unwrap().iter().filter(|finding| finding["baseline"] == "worse");
    let worse: Vec<&str> = worse.map(|finding| finding["id"].as_str().unwrap()).collect();
    assert!(worse.contains(&"role role:shop/reader"), "{worse:?}");
    assert_eq!(json["baseline"]["worse"], worse.len());
    let less = files.since(&report, &CLUSTER.replace("verbs: ['*']", "verbs: [get]"), &["-o", "json"]).json();
    let gone = less["baseline"]["gone"].as_array().unwrap();
    assert!(gone.iter().any(|gone| gone["id"] == "path user:jo objective:cluster-admin"), "{gone:?}");
}

/// What of these kinds is worse, after this much of the cluster was replaced.
fn worse_after(files: &Files, from: &str, to: &str) -> Vec<String> {
    let report = files.report(CLUSTER);
    assert!(CLUSTER.contains(from), "{from}");
    let json = files.since(&report, &CLUSTER.replace(from, to), &["-o", "json"]).json();
    let worse = json["findings"].as_array().unwrap().iter().filter(|finding| finding["baseline"] == "worse");
    worse.map(|finding| finding["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn more_of_the_same_severity_is_worse_and_less_or_other_words_are_not() {
    let files = Files::new("more");
    let secrets = "- {apiGroups: [''], resources: [secrets], verbs: [list]}\n";
    let of = |more: &str| worse_after(&files, secrets, &format!("{secrets}{more}"));
    let of_role = [
        "hot-pod shop/Deployment/web sa:shop/web",
        "subject sa:shop/web",
        "role role:shop/reader",
        "binding rolebinding:shop/web",
    ];
    assert_eq!(of("- {apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}\n"), of_role);
    assert_eq!(
        of("- {apiGroups: [''], resources: [configmaps], verbs: [get]}\n"),
        Vec::<String>::new(),
        "it hits nothing"
    );
    let split = "- {apiGroups: [''], resources: [secrets], verbs: [list]}\n- {verbs: [list], resources: [secrets], apiGroups: ['']}\n";
    assert_eq!(worse_after(&files, secrets, split), Vec::<String>::new());
    // The same entry for more names, and for all of them.
    let named = |names: &str| {
        CLUSTER.replace(
            secrets,
            &format!("- {{apiGroups: [''], resources: [secrets], resourceNames: [{names}], verbs: [get]}}\n"),
        )
    };
    let report = files.report(&named("one"));
    let is_worse = |cluster: &str| files.since(&report, cluster, &["--fail-on-new", "info"]).code == 1;
    assert!(is_worse(&named("one, two")) && is_worse(&named("")) && !is_worse(&named("one")));
    assert!(worse_gate(&files, &named("one"), &named("")), "diff and scan agree");
    assert!(!worse_gate(&files, &named(""), &named("one")));
    for (before, after) in [("one, two", "two"), ("", "one")] {
        let report = files.report(&named(before));
        let run = files.since(&report, &named(after), &["--fail-on-new", "info"]);
        assert_eq!(run.code, 0, "less is not worse: {before} to {after}: {}", run.stdout);
    }
}

/// Whether the gate of `diff` is tripped.
fn worse_gate(files: &Files, old: &str, new: &str) -> bool {
    let (old, new) = (files.write("a.yaml", old), files.write("b.yaml", new));
    let run = kubescan(&["diff", &old, &new, "--fail-on", "info"]);
    assert_eq!(run.stdout.contains("worse: less"), run.code == 1, "{}", run.stdout);
    run.code == 1
}

#[test]
fn a_role_under_another_name_is_known() {
    let files = Files::new("renamed");
    let report = files.report(CLUSTER);
    let renamed = CLUSTER
        .replace("metadata: {name: reader, namespace: shop}", "metadata: {name: looker, namespace: shop}")
        .replace("kind: Role, name: reader}", "kind: Role, name: looker}")
        .replace(
            "metadata: {name: web, namespace: shop}\nroleRef",
            "metadata: {name: bound, namespace: shop}\nroleRef",
        );
    let json = files.since(&report, &renamed, &["-o", "json"]).json();
    assert_eq!(loud(&json), Vec::<&str>::new());
    assert_eq!(json["baseline"]["gone"], serde_json::json!([]));
}

#[test]
fn a_suppression_that_ends_makes_noise_again() {
    let files = Files::new("suppressed");
    let accepted = |expires: &str| {
        let text = format!("version: 1\nsuppressions:\n- {{id: subject user:jo, reason: r, expires: {expires}}}\n");
        files.write("suppressions.yaml", &text)
    };
    let input = files.write("cluster.yaml", CLUSTER);
    let report = files.0.join("report.json").display().to_string();
    let output = format!("json={report}");
    kubescan(&["scan", "-f", &input, "--suppressions", &accepted("2999-12-31"), "-o", &output]);
    let run = files.since(&report, CLUSTER, &["--suppressions", &accepted("2026-01-31"), "-o", "json"]);
    assert_eq!(loud(&run.json()), ["subject user:jo"]);
    assert!(run.stderr.contains("has expired"), "{}", run.stderr);
}

#[test]
fn a_snapshot_or_manifests_are_a_baseline_too() {
    let files = Files::new("judged");
    let folder = files.write("before/cluster.yaml", CLUSTER);
    let folder = PathBuf::from(folder).parent().unwrap().display().to_string();
    let other = with_eve();
    let json = files.since(&folder, &other, &["-o", "json"]).json();
    assert_eq!(loud(&json), OF_EVE);
}

#[test]
fn the_first_night_has_no_baseline_and_the_second_one_does() {
    let files = Files::new("nights");
    let report = files.0.join("report.json").display().to_string();
    let output = format!("json={report}");
    let night = |cluster: &str| files.since(&report, cluster, &["-o", &output, "--fail-on-new"]);
    let first = night(CLUSTER);
    assert!(first.code == 1 && first.stderr.contains("is not there yet: everything is new"), "{}", first.stderr);
    assert_eq!(night(CLUSTER).code, 0);
    let other = with_eve();
    assert_eq!(night(&other).code, 1);
    assert_eq!(night(&other).code, 0);
}

#[test]
fn a_partial_report_does_not_become_the_baseline() {
    let files = Files::new("partial");
    let report = files.0.join("report.json").display().to_string();
    let output = format!("json={report}");
    let night = |cluster: &str, more: &[&str]| files.since(&report, cluster, &[&["-o", &output], more].concat());
    night(CLUSTER, &[]);
    let known = fs::read_to_string(&report).unwrap();
    let partial = format!("{}---\nkind: [\n", CLUSTER.split("---\n").next().unwrap());
    let run = night(&partial, &[]);
    assert!(run.code == 3 && run.stderr.contains("stays as it was"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(&report).unwrap(), known);
    assert_eq!(
        night(CLUSTER, &["--fail-on-new"]).code,
        0,
        "nothing is new after a night on which little could be read"
    );
    assert_eq!(night(&partial, &["--allow-gaps"]).code, 0);
    assert_ne!(fs::read_to_string(&report).unwrap(), known);
}

#[test]
fn an_empty_folder_is_an_empty_baseline_and_a_narrowed_report_is_warned_of() {
    let files = Files::new("empty");
    let empty = files.0.join("empty");
    fs::create_dir_all(&empty).unwrap();
    let run = files.since(empty.to_str().unwrap(), CLUSTER, &["--fail-on-new"]);
    assert!(run.code == 1 && run.stderr.contains("is empty: everything is new"), "{}", run.stderr);
    assert!(run.stderr.contains("the gate is tripped by"), "{}", run.stderr);
    let narrow = files.0.join("narrow.json").display().to_string();
    let input = files.write("cluster.yaml", CLUSTER);
    kubescan(&["scan", "-f", &input, "--only", "path", "-o", &format!("json={narrow}")]);
    let run = files.since(&narrow, CLUSTER, &[]);
    assert!(run.stderr.contains("narrowed by --severity or --only"), "{}", run.stderr);
}

#[test]
fn a_baseline_that_is_none_is_a_mistake() {
    let files = Files::new("mistakes");
    let run = files.since("nowhere.json", CLUSTER, &[]);
    assert!(run.code == 4 && run.stderr.contains("the baseline nowhere.json could not be read"), "{}", run.stderr);
    let damaged = files.write("damaged.json", "{\"schema\": \"kubescan/report/v1\", \"complete\": tr");
    let run = files.since(&damaged, CLUSTER, &[]);
    assert!(run.code == 4 && run.stderr.contains("it is a damaged report"), "{}", run.stderr);
    let later = files.write("later.json", "{\"schema\": \"kubescan/report/v9\"}");
    let run = files.since(&later, CLUSTER, &[]);
    assert!(run.code == 4 && run.stderr.contains("kubescan/report/v9"), "{}", run.stderr);
    let run = kubescan(&["scan", "-f", "examples/shop", "--fail-on-new", "high"]);
    assert!(run.code == 2 && run.stderr.contains("--baseline"), "{}", run.stderr);
}
