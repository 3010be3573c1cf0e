//! Assertions against a real API server: `allow` and `deny` come out as its own answers say.
//!
//! A grid of subjects and requests. `allow` of one request is one SubjectAccessReview; `deny` of what leaves something open
//! fails when the server allows any of the requests that it stands for.

use serde_json::{Value, json};

use crate::cluster::ControlPlane;
use crate::run::kubescan_with_input;

/// As it is written, the user, and its groups.
const WHO: &[(&str, &str, &[&str])] = &[
    ("subject: user:asserted-ann", "asserted-ann", &["system:authenticated"]),
    (
        "subject: user:asserted-ann, groups: [asserted-readers]",
        "asserted-ann",
        &["system:authenticated", "asserted-readers"],
    ),
    (
        "subject: sa:asserted/worker",
        "system:serviceaccount:asserted:worker",
        &["system:serviceaccounts", "system:serviceaccounts:asserted", "system:authenticated"],
    ),
    ("subject: group:asserted-readers", "", &["asserted-readers", "system:authenticated"]),
    ("subject: user:asserted-nobody", "asserted-nobody", &["system:authenticated"]),
];

/// As it is written, the API group, the resource, the subresource.
const RESOURCES: &[(&str, [&str; 3])] = &[
    ("secrets", ["", "secrets", ""]),
    ("pods/exec", ["", "pods", "exec"]),
    ("deploy", ["apps", "deployments", ""]),
    ("deployments.apps/scale", ["apps", "deployments", "scale"]),
    ("nodes", ["", "nodes", ""]),
];

const VERBS: &[&str] = &["get", "list", "create", "update"];
const ASSERTED: &str = include_str!("../../fixtures/live/assertions.yaml");

const NAMESPACES: &[&str] = &["asserted", "asserted-too"];
const NAMES: &[&str] = &["", "db"];

/// An assertion, and the reviews of which one decides it.
struct Case {
    kind: &'static str,
    item: String,
    reviews: Vec<Value>,
}

fn review(who: usize, verb: &str, [group, resource, subresource]: [&str; 3], namespace: &str, name: &str) -> Value {
    let (_, user, groups) = WHO[who];
    // What belongs to no namespace is asked for without one.
    let namespace = if resource == "nodes" { "" } else { namespace };
    json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {"user": user, "groups": groups,
        "resourceAttributes": {"verb": verb, "group": group, "resource": resource, "subresource": subresource,
            "namespace": namespace, "name": name}}})
}

/// Every request by itself, and what leaves its verb, its namespace and its name open.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (who, (subject, ..)) in WHO.iter().enumerate() {
        for &(resource, parts) in RESOURCES {
            for verb in VERBS {
                let words = format!("{subject}, verb: {verb}, resource: {resource}");
                for namespace in NAMESPACES {
                    let one = |name: &str| vec![review(who, verb, parts, namespace, name)];
                    let (named, plain) = (
                        format!("{words}, name: db, namespace: {namespace}"),
                        format!("{words}, namespace: {namespace}"),
                    );
                    cases.push(Case { kind: "allow", item: named.clone(), reviews: one("db") });
                    cases.push(Case { kind: "deny", item: named, reviews: one("db") });
                    cases.push(Case { kind: "allow", item: plain, reviews: one("") });
                }
                cases.push(Case {
                    kind: "allow",
                    item: words.clone(),
                    reviews: vec![review(who, verb, parts, "", "")],
                });
                cases.push(Case { kind: "deny", item: words, reviews: everywhere(who, &[*verb], parts) });
            }
            let words = format!("{subject}, verb: '*', resource: {resource}");
            cases.push(Case { kind: "deny", item: words, reviews: everywhere(who, VERBS, parts) });
        }
    }
    // As their lists stand in the file.
    cases.sort_by_key(|case| case.kind);
    cases
}

/// The requests that a right stands for which is denied without saying where and by which name.
fn everywhere(who: usize, verbs: &[&str], parts: [&str; 3]) -> Vec<Value> {
    let places = NAMESPACES.iter().copied().chain([""]);
    let asked = places.flat_map(|namespace| NAMES.iter().map(move |name| (namespace, *name)));
    // No request that creates an object has its name.
    let nameless = |verb: &str| verb == "create" && parts[2].is_empty();
    let of_place = |(namespace, name)| {
        let review = move |verb| review(who, verb, parts, namespace, if nameless(verb) { "" } else { name });
        verbs.iter().copied().map(review).collect::<Vec<Value>>()
    };
    asked.flat_map(of_place).collect()
}

#[test]
fn what_is_allowed_and_denied_is_the_api_servers_own_answer() {
    let plane = ControlPlane::shared_with(&[ASSERTED]);
    let cases = cases();
    let mut text = "version: 1".to_owned();
    for of_kind in cases.chunk_by(|one, other| one.kind == other.kind) {
        text.push_str(&format!("\n{}:\n", of_kind[0].kind));
        text.extend(of_kind.iter().map(|case| format!("- {{{}}}\n", case.item)));
    }
    let config = plane.kubeconfig.to_str().unwrap();
    let run = kubescan_with_input(&["test", "-", "--kubeconfig", config, "-o", "json"], text.as_bytes());
    assert_eq!(run.code, 1, "{}", run.stderr);
    let outcomes = run.json()["outcomes"].as_array().unwrap().clone();
    assert_eq!(outcomes.len(), cases.len());

    let asked: Vec<String> = cases.iter().flat_map(|case| &case.reviews).map(Value::to_string).collect();
    let mut answers = plane.review(asked.into_iter()).into_iter();
    let (mut wrong, mut held) = (Vec::new(), 0);
    for (case, outcome) in cases.iter().zip(&outcomes) {
        let answers: Vec<bool> =
            answers.by_ref().take(case.reviews.len()).map(|answer| answer.allowed.unwrap()).collect();
        let expected = answers.contains(&true) == (case.kind == "allow");
        let holds = outcome["outcome"] == "holds";
        held += usize::from(holds);
        if holds != expected {
            wrong.push(format!("{} {}: {}", case.kind, case.item, outcome["outcome"]));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(held > 100 && outcomes.len() - held > 100, "{held} of {} hold: too easy", outcomes.len());
}

#[test]
fn what_leads_somewhere_is_found_live_too() {
    let plane = ControlPlane::shared_with(&[ASSERTED]);
    let config = plane.kubeconfig.to_str().unwrap();
    let text = "version: 1\nreach: [{from: user:asserted-bea, to: cluster-admin}]\n\
        noReach: [{from: user:asserted-ann, to: cluster-admin}]\n\
        deny: [{subject: group:asserted-readers, verb: post, url: /asserted/x}]\n\
        allow: [{subject: group:asserted-readers, verb: get, url: /asserted/x}]\n";
    let run = kubescan_with_input(&["test", "-", "--kubeconfig", config], text.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (0, "4 assertions: 4 hold, 0 fail\n"), "{}", run.stderr);
}

#[test]
fn where_no_path_is_asked_for_only_what_decides_requests_is_read() {
    let plane = ControlPlane::shared_with(&[ASSERTED, include_str!("../../fixtures/live/queries.yaml")]);
    // Whoever reads no pods knows all of permissions, and not all of paths.
    let blind = plane.kubeconfig_for("asserted-blind", &["queries-blind"]);
    let deny = "version: 1\ndeny: [{subject: user:asserted-ann, verb: delete, resource: secrets}]\n";
    let reach = "noReach: [{from: user:asserted-ann, to: cluster-admin}]\n";
    for (text, code) in [(deny.to_owned(), 0), (format!("{deny}{reach}"), 3)] {
        let run = kubescan_with_input(&["test", "-", "--kubeconfig", blind.to_str().unwrap()], text.as_bytes());
        assert_eq!(run.code, code, "{text}{}{}", run.stdout, run.stderr);
        assert_eq!(run.stdout.contains("NOT READ  pods"), code == 3, "{}", run.stdout);
    }
}
