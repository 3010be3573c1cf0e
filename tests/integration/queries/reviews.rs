//! Many decisions, one a line.

use serde_json::{Value, json};

use super::CLUSTER;
use crate::run::{Run, kubescan_with_input};

fn review(user: &str, groups: &[&str], attributes: &Value, allowed: Option<bool>) -> String {
    let mut review = json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
        "spec": {"user": user, "groups": groups, "resourceAttributes": attributes}});
    if let Some(allowed) = allowed {
        review["status"] = json!({"allowed": allowed});
    }
    review.to_string() + "\n"
}

fn decide(lines: &str) -> Run {
    kubescan_with_input(&["can-i", "--reviews", "-", "-f", CLUSTER, "-o", "json"], lines.as_bytes())
}

fn answers(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_line_is_answered_in_order_and_taken_at_its_word() {
    let watch = json!({"verb": "watch", "group": "apps", "resource": "deployments"});
    let teller = "system:serviceaccount:bank:teller";
    let lines = [
        // Groups are exactly those of the review.
        review(teller, &[], &watch, None),
        review(teller, &["system:serviceaccounts:bank"], &watch, None),
        review("nobody", &["system:masters"], &watch, None),
        // Nothing is normalised: a node has no namespace, but the review says so.
        review("x", &["tellers"], &json!({"verb": "get", "resource": "nodes", "namespace": "bank"}), None),
        review("x", &["tellers"], &json!({"verb": "get", "resource": "nodes"}), None),
    ];
    let run = decide(&lines.concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let answers = answers(&run);
    let allowed: Vec<bool> = answers.iter().map(|answer| answer["status"]["allowed"].as_bool().unwrap()).collect();
    assert_eq!(allowed, [false, true, true, true, false]);
    assert_eq!(answers[1]["spec"]["user"], teller, "the review comes back whole");
    assert_eq!(answers[1]["evidence"][0]["binding"], "clusterrolebinding:watcher");
    assert_eq!(answers[1]["evidence"][0]["subject"], "group:system:serviceaccounts:bank");
    assert_eq!(answers[2]["evidence"][0]["authorizer"], "system:masters");
    assert_eq!(answers[0]["evidence"], json!([]));
    assert_eq!(
        answers[1]["status"]["reason"],
        "RBAC: allowed by ClusterRoleBinding \"watcher\" of ClusterRole \"watcher\" to Group \"system:serviceaccounts:bank\""
    );
}

#[test]
fn a_recorded_answer_that_differs_trips() {
    let get = json!({"verb": "get", "resource": "secrets", "name": "db", "namespace": "shop"});
    let web = "system:serviceaccount:shop:web";
    let same = decide(&review(web, &[], &get, Some(true)));
    assert_eq!((same.code, same.stderr.as_str()), (0, ""));
    let run = decide(&(review(web, &[], &get, Some(true)) + "\n" + &review(web, &[], &get, Some(false))));
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("stdin:3: sa:shop/web get secrets db in namespace shop is allowed"), "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 2);
}

#[test]
fn a_line_that_is_no_review_is_named_and_the_others_are_answered() {
    let get = json!({"verb": "get", "resource": "secrets", "name": "db", "namespace": "shop"});
    let good = review("system:serviceaccount:shop:web", &[], &get, None);
    let both = r#"{"spec":{"user":"a","resourceAttributes":{},"nonResourceAttributes":{}}}"#;
    for (line, why) in [
        ("nonsense", "expected"),
        ("{}", "spec is missing"),
        (r#"{"spec":{"user":"a"}}"#, "neither"),
        (r#"{"spec":{"resourceAttributes":{}}}"#, "both empty"),
        (both, "spec has both"),
        (r#"{"kind":"Pod","spec":{"user":"a","resourceAttributes":{}}}"#, "kind is not SubjectAccessReview"),
        (r#"{"apiVersion":"v1","spec":{"user":"a","resourceAttributes":{}}}"#, "apiVersion is not"),
        (r#"{"spec":{"user":"a","user":"b","resourceAttributes":{}}}"#, "duplicate field"),
        (r#"{"spec":{"user":7,"resourceAttributes":{}}}"#, "invalid type"),
    ] {
        let run = decide(&format!("{good}{line}\n{good}"));
        assert_eq!(run.code, 4, "{line}: {}", run.stderr);
        assert!(run.stderr.contains("stdin:2: ") && run.stderr.contains(why), "{line}: {}", run.stderr);
        let answers = answers(&run);
        assert_eq!(answers.len(), 3, "{line}");
        assert_eq!((&answers[0]["status"]["allowed"], &answers[2]["status"]["allowed"]), (&json!(true), &json!(true)));
        assert_eq!(answers[1]["status"]["allowed"], false);
        assert!(answers[1]["status"]["evaluationError"].is_string(), "{line}");
    }
}

#[test]
fn nothing_hostile_passes_through() {
    let line = "{\"spec\":{\"user\":\"a\u{202e}b\",\t\"groups\":[\"\u{7f}\"],\"resourceAttributes\":{}}}\n";
    let run = decide(line);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stdout.contains(['\u{202e}', '\u{7f}']), "{}", run.stdout);
    assert_eq!(answers(&run)[0]["spec"]["user"], "a\u{202e}b");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    for (file, why) in
        [("nowhere.jsonl", "No such file"), ("tests", "Is a directory"), ("/dev/null", "holds no review")]
    {
        let run = kubescan_with_input(&["can-i", "--reviews", file, "-f", CLUSTER], b"");
        assert_eq!(run.code, 4, "{file}: {}", run.stderr);
        assert!(run.stderr.contains(file) && run.stderr.contains(why), "{file}: {}", run.stderr);
    }
    let run = kubescan_with_input(&["can-i", "--reviews", "-", "-f", CLUSTER, "-o", "yaml"], b"");
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn a_line_that_is_too_long_or_no_text_is_one_mistake() {
    let get = json!({"verb": "get", "resource": "secrets", "name": "db", "namespace": "shop"});
    let good = review("system:serviceaccount:shop:web", &[], &get, None);
    for (odd, why) in [(vec![b'x'; 3 << 20], "longer than 1 MiB"), (vec![0xff, b'{', b'}'], "not UTF-8")] {
        let lines = [good.as_bytes(), &odd, b"\n", good.as_bytes()].concat();
        let run = kubescan_with_input(&["can-i", "--reviews", "-", "-f", CLUSTER, "-o", "json"], &lines);
        assert_eq!((run.code, run.stdout.lines().count()), (4, 3), "{}", run.stderr);
        assert!(run.stderr.contains("stdin:2: ") && run.stderr.contains(why), "{}", run.stderr);
    }
}

#[test]
fn a_name_with_a_line_end_forges_no_line() {
    let get = json!({"verb": "get", "resource": "secrets"});
    let run = decide(&review("x\n::error::pwn", &[], &get, Some(true)));
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("user:x\\u{a}::error::pwn"), "{}", run.stderr);
    assert!(run.stderr.lines().all(|line| line.starts_with("kubescan: ")), "{}", run.stderr);
}
