//! One decision, with the reason.

use super::ask;
use crate::run::{assert_current, kubescan};

/// Who asks what, and whether they may.
const DECISIONS: &[(&str, bool)] = &[
    ("get secrets/db --sa shop/web -n shop", true),
    ("get secrets/db --sa shop/web -n bank", false),
    ("get secrets --sa shop/web -n shop", false),
    ("create secrets/db --sa shop/web -n shop", true),
    ("get secrets/db --as system:serviceaccount:shop:web -n shop", true),
    ("update sts --subresource scale --sa shop/api -n bank", true),
    ("list nodes --as olga", true),
    ("list nodes --as anna --as-group tellers -n bank", false),
    ("delete namespaces/bank --as anna --as-group tellers", true),
    ("delete namespaces/shop --as anna --as-group tellers", false),
    ("list namespaces --as anna --as-group tellers -n bank", false),
    ("watch deploy --sa bank/teller", true),
    ("watch deploy --sa shop/web", false),
    ("watch deploy --as-group system:serviceaccounts:bank", true),
    ("list jobs --as anna -n shop", true),
    ("list jobs --as anna -A", false),
    ("bind clusterroles/admin --as greta -n shop", true),
    ("bind clusterroles/admin --as greta", false),
    ("bind clusterroles/admin --as root", true),
    ("approve signers/example.com/any --as root", true),
    ("* * --as nobody --as-group system:masters", true),
    ("* * --as nobody", false),
];

#[test]
fn the_exit_code_is_the_answer() {
    let mut wrong = Vec::new();
    for (question, allowed) in DECISIONS {
        let run = ask(&format!("can-i {question}"));
        let word = if *allowed { "yes - " } else { "no - " };
        if run.code != i32::from(!allowed) || !run.stdout.starts_with(word) {
            wrong.push(format!("{question}: exit {}, {}{}", run.code, run.stdout, run.stderr));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Who asks what, and what the nearest grant lacks.
const LACKS: &[(&str, &[&str])] = &[
    ("get secrets/db --sa shop/web -n bank", &["scope"]),
    ("get secrets/other --sa shop/web -n shop", &["name"]),
    ("delete secrets/db --sa shop/web -n shop", &["verb"]),
    ("update pods --sa shop/api -n shop", &[]),
    ("list jobs --as anna -A", &["scope"]),
    ("list jobs.extensions --as anna -n shop", &["apiGroup"]),
    ("list jobs --subresource status --as anna -n shop", &["subresource"]),
    ("list nodes --as anna --as-group tellers", &["scope"]),
    ("get /metrics/x --as olga", &["path"]),
    ("post /metrics --as olga", &["verb"]),
];

#[test]
fn a_no_tells_what_the_nearest_grant_lacks() {
    for (question, expected) in LACKS {
        let answer = ask(&format!("can-i {question} -o json")).json();
        assert_eq!(answer["allowed"], false, "{question}");
        let lacks = answer["nearest"][0]["lacks"].as_array().cloned().unwrap_or_default();
        let lacks: Vec<&str> = lacks.iter().map(|lack| lack["kind"].as_str().unwrap()).collect();
        assert_eq!(lacks, *expected, "{question}: {answer:#}");
    }
}

#[test]
fn a_role_that_does_not_exist_is_told() {
    let dangling = "tests/fixtures/queries/dangling.yaml";
    let run = kubescan(&["can-i", "get", "pods", "--sa", "shop/api", "-n", "shop", "-f", dangling]);
    assert_eq!(run.code, 3, "in manifests the role may stand elsewhere: {}", run.stdout);
    assert!(
        run.stdout.contains("rolebinding:shop/dangling refers to role:shop/gone, which does not exist"),
        "{}",
        run.stdout
    );
}

#[test]
fn who_is_asked_about_must_be_said_and_make_sense() {
    for (question, said) in [
        ("can-i get pods", "files do not tell who you are"),
        ("can-i get pods --sa web", "--sa takes NAMESPACE/NAME"),
        ("can-i get", "RESOURCE[/NAME]"),
        ("can-i get pods --as a --sa b/c", "cannot be used with"),
        ("can-i --list get pods --as a", "cannot be used with"),
    ] {
        let run = ask(question);
        assert_eq!(run.code, 2, "{question}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{question}: {}", run.stderr);
    }
    let run = ask("can-i get pods --as nobodyknows");
    assert!(run.stderr.contains("no binding names user:nobodyknows"), "{}", run.stderr);
}

#[test]
fn what_people_see_is_current() {
    for (file, question) in [
        ("can-i-yes.txt", "can-i watch deploy --sa bank/teller"),
        ("can-i-no.txt", "can-i get secrets/other --sa shop/web -n bank"),
        ("can-i.json", "can-i get secrets/db --sa shop/web -n shop -o json"),
        ("can-i-list.txt", "can-i --list --sa shop/web"),
    ] {
        assert_current(&format!("tests/fixtures/queries/expected/{file}"), &ask(question).stdout);
    }
}
