//! Temporary access, as a user audits it: files, and a real API server with kubectl behind the pipe.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cluster::ControlPlane;
use crate::run::{Run, assert_current, kubescan, kubescan_with_input};

const CLUSTER: &str = "tests/fixtures/grants/cluster.yaml";
const NOW: &str = "2026-03-01T12:00:00Z";

fn run(command: &str) -> Run {
    let words: Vec<&str> = command.split(' ').chain(["-f", CLUSTER]).collect();
    kubescan(&words)
}

/// What was found in each binding that was reported, without the family of the checks.
fn findings(report: &Value) -> BTreeMap<String, String> {
    let grants = report["grants"].as_array().unwrap().iter();
    let found = grants.map(|grant| {
        let checks = grant["findings"].as_array().unwrap().iter();
        let checks: Vec<&str> = checks.map(|id| id.as_str().unwrap().strip_prefix("grant/").unwrap()).collect();
        (grant["binding"].as_str().unwrap().to_owned(), checks.join(" "))
    });
    found.collect()
}

fn expiry<'v>(report: &'v Value, binding: &str) -> &'v Value {
    let mut grants = report["grants"].as_array().unwrap().iter();
    &grants.find(|grant| grant["binding"] == binding).unwrap()["expiry"]
}

#[test]
fn what_people_see_is_current() {
    for (file, flags) in [("grants", ""), ("wide", " -o wide"), ("names", " --expired -o name")] {
        let run = run(&format!("grants --now {NOW}{flags}"));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert_current(&format!("tests/fixtures/grants/expected/{file}.txt"), &run.stdout);
    }
}

#[test]
fn the_documentation_shows_what_is_printed() {
    let text = |file: &str| std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let documentation = text("docs/grants.md");
    for file in ["grants", "names"] {
        let shown = text(&format!("tests/fixtures/grants/expected/{file}.txt"));
        assert!(documentation.contains(&shown), "docs/grants.md does not show\n{shown}");
    }
}

/// Binding and what is found in it; what is not listed is neither temporary nor wrong.
const FOUND: &[(&str, &str)] = &[
    ("clusterrolebinding:leo", "orphaned"),
    ("clusterrolebinding:pat --all", "expired"),
    ("rolebinding:prod/ann", "expired"),
    ("rolebinding:prod/ben", ""),
    ("rolebinding:prod/eve", "not-temporary"),
    ("rolebinding:prod/fay", "edited"),
    ("rolebinding:prod/gus", ""),
    ("rolebinding:prod/ida", "orphaned"),
    ("rolebinding:prod/kim", "orphaned"),
    ("rolebinding:prod/mia", "revocation-blocked"),
    ("rolebinding:prod/v-token-1", ""),
    ("rolebinding:shop/cho", "unparseable-expiry"),
    ("rolebinding:shop/dee", "never-expires"),
];

#[test]
fn each_check_has_its_hit_and_its_near_miss() {
    let report = run(&format!("grants --now {NOW} -o json")).json();
    let expected = FOUND.iter().map(|(binding, found)| ((*binding).to_owned(), (*found).to_owned()));
    assert_eq!(findings(&report), expected.collect());
    let states = [("ben", "due"), ("v-token-1", "unknown"), ("mia", "none")];
    for (name, state) in states {
        assert_eq!(expiry(&report, &format!("rolebinding:prod/{name}"))["state"], state, "{name}");
    }
    assert_eq!(expiry(&report, "rolebinding:prod/ben")["at"], "2026-03-02T12:00:00Z", "a lifetime from the creation");
}

#[test]
fn grace_and_the_moment_decide_what_has_expired() {
    let expired = |flags: &str| {
        let found = findings(&run(&format!("grants {flags} --expired -o json")).json());
        found
            .into_keys()
            .filter_map(|binding| binding.strip_prefix("rolebinding:prod/").map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(expired("--now 2026-02-26T12:00:00Z"), [""; 0], "at the very moment it is not over");
    assert_eq!(expired("--now 2026-02-26T12:00:01Z"), ["ann"]);
    assert_eq!(expired("--now 2026-02-26T12:00:01Z --grace 1s"), [""; 0]);
    assert_eq!(expired("--now 2026-03-05T00:00:01Z"), ["ann", "ben", "eve"]);
}

#[test]
fn what_is_declared_temporary_needs_an_end_and_grows_old() {
    let found = |flags: &str| findings(&run(&format!("grants --now {NOW} {flags} -o json")).json());
    let by_label = found("--temporary access=temporary");
    assert_eq!(by_label["rolebinding:prod/ned"], "never-expires");
    assert_eq!(by_label.get("rolebinding:shop/oli"), None, "another namespace");
    assert_eq!(by_label["rolebinding:prod/v-token-1"], "", "the end is elsewhere");
    assert_eq!(found("--temporary sh*")["rolebinding:shop/oli"], "never-expires");
    assert_eq!(found("--temporary clusterrolebinding:le*")["clusterrolebinding:leo"], "never-expires orphaned");
    assert_eq!(found("--older-than 9d")["rolebinding:prod/v-token-1"], "", "nine days and no more");
    assert_eq!(found("--older-than 8d")["rolebinding:prod/v-token-1"], "too-old");
    assert_eq!(found("--older-than 8d").get("rolebinding:shop/oli"), None, "not temporary, so it may be old");
    let all = found("--older-than 8d --temporary *");
    assert_eq!(all.len(), 16);
    assert_eq!(all["rolebinding:shop/oli"], "never-expires too-old");
}

#[test]
fn the_gate_looks_at_everything_and_wrong_words_are_refused() {
    let table = [
        ("--fail-on critical --expired", 1),
        ("--fail-on critical -n shop", 1),
        ("--fail-on high -n prod --temporary nothing", 1),
        ("--older-than 7", 2),
        ("--temporary a*b", 2),
        ("--now tomorrow", 2),
        ("-n shop", 0),
    ];
    for (flags, code) in table {
        let command =
            if flags.contains("--now") { format!("grants {flags}") } else { format!("grants --now {NOW} {flags}") };
        let run = run(&command);
        assert_eq!(run.code, code, "{flags}: {}{}", run.stdout, run.stderr);
    }
    assert_eq!(run("grants --now 2026-02-20T12:00:00Z --fail-on critical").code, 0);
}

/// Four RoleBindings of a manifest, with an annotation each.
fn manifest() -> String {
    let says = [
        ("ann", "x.io/ttl: PT8H"),
        ("ben", "x.io/ttl: '3600'"),
        ("cho", "janitor/ttl: PT8H"),
        ("dee", "x.io/ttl: P1M"),
    ];
    let all = says.map(|(name, says)| {
        format!(
            "{{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {{name: {name}, namespace: shop, \
             annotations: {{{says}}}}}, roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}}, \
             subjects: [{{kind: User, name: {name}}}]}}\n"
        )
    });
    all.join("---\n")
}

#[test]
fn what_should_read_otherwise_is_told_how() {
    let input = manifest();
    let run = kubescan_with_input(&["grants", "--now", NOW, "-o", "json", "-f", "-"], input.as_bytes());
    let report = run.json();
    let expected = [("ann", "unknown"), ("ben", "unparseable"), ("cho", "unparseable"), ("dee", "unparseable")];
    for (name, state) in expected {
        assert_eq!(expiry(&report, &format!("rolebinding:shop/{name}"))["state"], state, "{name}");
    }
    let hints = [
        "annotation x.io/ttl \"3600\" (a number has no unit: write 3600s, 3600m or 3600h)",
        "annotation janitor/ttl \"PT8H\" (its tool reads a length such as 8h or 90m)",
        "annotation x.io/ttl \"P1M\" (months and years have no fixed length: write days, as 30d)",
    ];
    let said = report["findings"].to_string().replace("\\\"", "\"");
    for hint in hints {
        assert!(said.contains(hint), "{hint} is not in {said}");
    }
    let stored = input.replace("metadata: {", "metadata: {creationTimestamp: 2026-03-01T00:00:00Z, ");
    let run = kubescan_with_input(&["grants", "--now", NOW, "-o", "json", "-f", "-"], stored.as_bytes());
    assert_eq!(expiry(&run.json(), "rolebinding:shop/ann")["at"], "2026-03-01T08:00:00Z");
}

#[test]
fn what_could_not_be_judged_by_its_age_is_counted() {
    let flags = ["grants", "--now", NOW, "--older-than", "8h", "-o", "json", "-f", "-"];
    let input = manifest();
    let said = "--older-than could not judge 4 of 4 temporary bindings: they have no creationTimestamp";
    let run = kubescan_with_input(&flags, input.as_bytes());
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(run.json()["notes"][0], said);
    let one = input.replacen("metadata: {", "metadata: {creationTimestamp: 2026-03-01T00:00:00Z, ", 3);
    let run = kubescan_with_input(&flags, one.as_bytes());
    assert!(run.stderr.contains("could not judge 1 of 4"), "{}", run.stderr);
    let all = input.replace("metadata: {", "metadata: {creationTimestamp: 2026-03-01T00:00:00Z, ");
    assert_eq!(kubescan_with_input(&flags, all.as_bytes()).stderr, "");
}

#[test]
fn what_is_declared_and_not_there_is_a_warning() {
    let rows = [
        ("--temporary prd", "--temporary prd: no namespace has this name; did you mean prod?"),
        ("--temporary jit-*", "--temporary jit-*: no namespace has this name"),
        ("--temporary a=b", "--temporary a=b: no binding bears this label, nor does its namespace"),
        ("--temporary rolebinding:prod/x", "--temporary rolebinding:prod/x: no binding has this name"),
        ("-n shop --temporary prod", "--temporary prod: -n leaves nothing of it"),
        ("--temporary prod", ""),
        ("--temporary pro*", ""),
        ("--temporary access=temporary", ""),
        ("--temporary rolebinding:prod/an*", ""),
        ("--temporary *", ""),
    ];
    for (flags, said) in rows {
        let warned = run(&format!("grants --now {NOW} {flags}"));
        let expected = if said.is_empty() { String::new() } else { format!("kubescan: warning: {said}\n") };
        assert_eq!((warned.code, warned.stderr), (0, expected), "{flags}");
    }
    assert_eq!(run(&format!("grants --now {NOW} --temporary prd --strict")).code, 4);
    assert_eq!(run(&format!("grants --now {NOW} --temporary prod --strict")).code, 0);
    assert_eq!(
        run(&format!("grants --now {NOW} --temporary prd -o json")).json()["notes"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn a_date_is_its_beginning() {
    let found = run("grants --now 2026-02-26 -o json").json();
    assert_eq!(found["now"], "2026-02-26T00:00:00Z");
    let refused = run("grants --now 2026-02-30");
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("write it as 2026-01-31T12:00:00Z, or as 2026-01-31"), "{}", refused.stderr);
}

#[test]
fn marks_of_ones_own_come_with_a_template() {
    let dir = std::env::temp_dir().join(format!("kubescan-marks-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let file = dir.join("ours.yaml");
    let marks =
        "version: 1\nextends: builtin\nmarks:\n- {id: p0, tool: P0, recognise: {names: [ol*]}, elsewhere: P0 knows}\n";
    std::fs::write(&file, marks).unwrap();
    let report = run(&format!("grants --now {NOW} -o json --template {}", file.display())).json();
    assert_eq!(expiry(&report, "rolebinding:shop/oli")["why"], "P0 knows");
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn files_are_judged_by_the_clock_of_this_machine_which_is_said() {
    let run = run("grants -o json");
    assert!(run.stderr.contains("by the clock of this machine"), "{}", run.stderr);
    assert_eq!(run.json()["clock"], "machine");
}

const LIVE: &str = r#"
apiVersion: v1
kind: Namespace
metadata: {name: grants}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: over, namespace: grants, annotations: {janitor/expires: "2020-01-01T00:00:00Z"}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: grants-ann}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "grants 'x' --all", annotations: {example.com/expires: "2020-01-01"}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: grants-ben}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: due, namespace: grants, annotations: {janitor/ttl: 7d}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: grants-cho}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: held, namespace: grants, finalizers: [example.com/revoke]}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: grants-dee}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: left
  namespace: grants
  ownerReferences: [{apiVersion: tarbac.io/v1, kind: TemporaryRBAC, name: t, uid: 6f5c0b52-7f0e-4d40-8a2c-111111111111}]
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: grants-eve}]
"#;

#[test]
fn on_a_real_cluster_the_pipe_removes_what_has_expired_and_nothing_else() {
    let plane = ControlPlane::start();
    plane.kubectl_with_input(&["create", "--field-manager=jit-service", "--filename=-"], LIVE);
    plane.kubectl(&["annotate", "--overwrite", "-n", "grants", "rolebinding", "due", "janitor/ttl=30d"]);
    plane.kubectl(&["delete", "--wait=false", "-n", "grants", "rolebinding", "held"]);
    let kubeconfig = plane.kubeconfig.to_str().unwrap();
    let ask = |flags: &str| {
        let words = ["grants", "--kubeconfig", kubeconfig, "-o"];
        kubescan(&words.into_iter().chain(flags.split(' ')).collect::<Vec<_>>())
    };
    let found = ask("json");
    assert_eq!(found.code, 0, "{}", found.stderr);
    let report = found.json();
    assert_eq!(report["clock"], "server");
    let expected = [
        ("clusterrolebinding:grants 'x' --all", "expired"),
        ("rolebinding:grants/due", "edited"),
        ("rolebinding:grants/held", "revocation-blocked"),
        ("rolebinding:grants/left", "orphaned"),
        ("rolebinding:grants/over", "expired"),
    ];
    assert_eq!(findings(&report), expected.map(|(binding, found)| (binding.to_owned(), found.to_owned())).into());
    let may = |user: &str| {
        let args = ["auth", "can-i", "list", "pods", "-n", "grants", "--as", user];
        plane.kubectl_as(&plane.kubeconfig, &args, "").is_ok()
    };
    assert!(may("grants-ann") && may("grants-dee"), "what has expired, or was deleted and is held, still grants");

    let names = ask("name --expired");
    plane.kubectl_for_each_line(&["delete"], &names.stdout).unwrap();
    assert!(!may("grants-ann") && !may("grants-ben") && may("grants-cho"));
    assert_eq!(ask("name --expired").stdout, "");
    let left = findings(&ask("json").json());
    assert_eq!(left.len(), 3, "{left:?}");

    // A snapshot is judged by the server's clock too, and by nothing else that the machine knows.
    let file = plane.dir.join("grants.json.zst");
    let file = file.to_str().unwrap();
    assert_eq!(kubescan(&["collect", "--kubeconfig", kubeconfig, "-o", file]).code, 0);
    let offline = kubescan(&["grants", "-f", file, "-o", "json"]);
    assert!(offline.stderr.contains("when the snapshot was collected"), "{}", offline.stderr);
    assert_eq!(findings(&offline.json())["rolebinding:grants/due"], "edited");
}
