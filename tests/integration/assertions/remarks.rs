//! What makes an assertion say nothing is told: a name that nothing has is a mistake, or at least a warning.

use super::{outcome, test};
use crate::run::{kubescan, kubescan_with_input};

const CLUSTER: &[&str] = &["-f", "tests/fixtures/queries/cluster.yaml"];
const PATHS: &[&str] = &["-f", "tests/fixtures/paths/cluster.yaml"];

/// An assertion that holds, and what is said of it; nothing for a near miss.
const WARNINGS: &[(&str, &str)] = &[
    ("deny: [{subject: user:olgar, verb: get, resource: nodes}]", "nothing names user:olgar; did you mean user:olga?"),
    ("deny: [{subject: group:zzzzzz, verb: get, resource: nodes}]", "nothing names group:zzzzzz; is it misspelt?"),
    (
        "deny: [{subject: sa:shop/wep, verb: get, resource: nodes}]",
        "nothing names sa:shop/wep; did you mean sa:shop/web?",
    ),
    ("deny: [{subject: user:anna, groups: [teller], verb: get, resource: nodes}]", "nothing names group:teller"),
    ("deny: [{subject: user:system:kube-proxy, verb: get, resource: nodes}]", ""),
    ("deny: [{subject: group:system:serviceaccounts:shop, verb: get, resource: nodes}]", ""),
    (
        "deny: [{subject: group:system:serviceaccounts:shp, verb: get, resource: nodes}]",
        "nothing names group:system:serviceaccounts:shp",
    ),
    (
        "deny: [{subject: user:anna, verb: get, resource: secretz}]",
        "no resource `secretz` is known, so it is asked for literally, as one of namespaces; did you mean `secrets`?",
    ),
    ("deny: [{subject: user:anna, verb: gett, resource: secrets}]", "did you mean `get`?"),
    (
        "deny: [{subject: user:anna, verb: get, resource: secrets, namespace: shp}]",
        "nothing is in the namespace \"shp\"",
    ),
    ("deny: [{subject: user:anna, verb: get, resource: secrets, namespace: shop}]", ""),
    // What lists stand for beside what they mean, no request need be.
    ("deny: [{subject: user:anna, verbs: [create, delete], resources: [secrets, pods/exec]}]", ""),
    (
        "deny: [{subject: user:anna, verbs: [create, delete], resources: [secrets, deployments/scale]}]",
        "no request for deployments/scale has the verb `delete`",
    ),
];

#[test]
fn what_says_nothing_is_a_warning_and_strict_makes_it_an_error() {
    for (assertion, said) in WARNINGS {
        let run = test(assertion, CLUSTER);
        assert_eq!(run.code, 0, "{assertion}: {}", run.stderr);
        let expected = if said.is_empty() { run.stderr.is_empty() } else { run.stderr.contains(said) };
        assert!(expected, "{assertion}: {}", run.stderr);
        assert!(said.is_empty() || run.stderr.starts_with("kubescan: warning: stdin:2: "), "{}", run.stderr);
        let strict = test(assertion, &[CLUSTER, &["--strict"]].concat());
        assert_eq!(strict.code, if said.is_empty() { 0 } else { 4 }, "{assertion}: {}", strict.stderr);
    }
}

#[test]
fn what_is_only_worth_knowing_is_a_note() {
    for (assertion, said) in [
        (
            "deny: [{subject: user:anna, verb: list, resource: events}]",
            "events.events.k8s.io is another resource of that name",
        ),
        (
            "deny: [{subject: user:anna, verb: list, resource: nodes, namespace: shop}]",
            "`namespace` says nothing of it",
        ),
    ] {
        let run = test(assertion, &[CLUSTER, &["--strict"]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.starts_with("kubescan: note: stdin:2: ") && run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn an_end_that_nothing_has_is_a_mistake_of_the_file() {
    let rows = [
        ("noReach: [{from: ns:shp, to: cluster-admin}]", "stdin:2:18: there is no ns:shp"),
        ("noReach: [{from: sa:shop/web, to: cluster-admn}]", "stdin:2:35: \"cluster-admn\" says no kind"),
        ("noReach: [{from: sa:shop/web, to: [cluster-admin, node:workr]}]", "did you mean node:worker?"),
        ("reach: [{from: web, to: cluster-admin}]", "did you mean"),
        ("noReach: [{from: ns:shop, to: exposed}]", "\"exposed\" says no kind"),
    ];
    for (assertion, said) in rows {
        let run = test(assertion, PATHS);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{assertion}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{assertion}: {}", run.stderr);
    }
}

#[test]
fn a_subject_without_any_binding_starts_where_everybody_does() {
    let run = test("noReach: [{from: user:gone, to: cluster-admin}]", PATHS);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning: stdin:2: nothing names user:gone"), "{}", run.stderr);
    let everybody = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/paths/cluster.yaml"))
        .unwrap()
        .replace(
            "{kind: User, apiGroup: rbac.authorization.k8s.io, name: ann}",
            "{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:authenticated'}",
        );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cluster.yaml");
    std::fs::write(&file, everybody).unwrap();
    let found = outcome("noReach: [{from: user:gone, to: all-secrets}]", &["-f", file.to_str().unwrap()]);
    assert_eq!(found["outcome"], "fails", "{found:#}");
}

#[test]
fn what_cannot_be_asked_for_is_refused() {
    let good = "version: 1\nallow: [{subject: user:olga, verb: get, resource: nodes}]\n";
    let rows: &[(&[&str], i32, &str)] = &[
        (&["-", "-f", "-"], 2, "stdin is named twice"),
        (&["-", "-n", "shop"], 2, "-n is the namespace of manifests"),
        (&["nowhere.yaml", "-f", "tests/fixtures/queries"], 4, "the assertions nowhere.yaml could not be read"),
        (&["tests/fixtures/queries/cluster.yaml", "-f", "tests/fixtures/queries"], 2, "unknown key `apiVersion`"),
        (&["-", "-f", "tests/fixtures/queries", "--template", "nowhere.yaml"], 2, "nowhere.yaml could not be read"),
        (&["-", "-f", "nowhere"], 4, "nowhere"),
    ];
    for (arguments, code, said) in rows {
        let run = kubescan_with_input(&[&["test"], *arguments].concat(), good.as_bytes());
        assert_eq!((run.code, run.stdout.as_str()), (*code, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(kubescan(&["test"]).code, 2);
}
