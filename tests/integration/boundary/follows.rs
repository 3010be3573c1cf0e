//! Routes that are open only because another one is, beside those that need each other.

use serde_json::{Value, json};

use super::apart::{boundary, role};
use super::case::RBAC;

/// May write any rules into the role `empty`.
fn rewrites() -> Value {
    json!({"apiGroups": [RBAC], "resources": ["clusterroles"], "verbs": ["update", "escalate"], "resourceNames": ["empty"]})
}

/// May bind these roles to anybody.
fn binds(roles: &[&str]) -> Vec<Value> {
    vec![
        json!({"apiGroups": [RBAC], "resources": ["clusterrolebindings"], "verbs": ["create"]}),
        json!({"apiGroups": [RBAC], "resources": ["clusterroles"], "verbs": ["bind"], "resourceNames": roles}),
    ]
}

/// The open routes, each with what it follows from.
fn open(rules: Vec<Value>) -> Vec<(String, Vec<String>)> {
    let everything = json!([{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]);
    let others = [role("empty", &json!([])), role("root-too", &everything)];
    let said = boundary(&Value::Array(rules), others.to_vec());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let routes = said["routes"].as_array().unwrap().iter().filter(|route| route["state"] == "open");
    routes
        .map(|route| {
            let follows = route["follows"].as_array().map(|all| all.iter().map(text).collect());
            (text(&route["entry"]), follows.unwrap_or_default())
        })
        .collect()
}

fn row(entry: &str, follows: &[&str]) -> (String, Vec<String>) {
    (entry.to_owned(), follows.iter().map(|one| (*one).to_owned()).collect())
}

/// Whoever writes bindings may bind a role without rules, but has something of it only once it can fill the role.
#[test]
fn a_route_that_leads_to_more_only_after_another_follows_from_it() {
    let bind = "rbac/bind-clusterrole";
    assert_eq!(open(binds(&["root-too"])), [row(bind, &[]), row("rbac/delegate-cluster", &[bind])]);
}

/// Here one may fill the role and the other binds it.
#[test]
fn routes_that_need_each_other_follow_from_none() {
    let all = ["rbac/bind-clusterrole", "rbac/delegate-cluster", "rbac/escalate-clusterrole"];
    let expected = all.map(|entry| row(entry, &[]));
    assert_eq!(open([vec![rewrites()], binds(&["empty"])].concat()), expected);
    // Each half alone leads nowhere.
    assert_eq!(open(vec![rewrites()]), []);
    assert_eq!(open(binds(&["empty"])), []);
    // Nor do they follow from one that needs none, as closing that one leaves them open.
    let found = open([vec![rewrites()], binds(&["empty", "root-too"])].concat());
    assert!(found.len() > all.len() && found.iter().all(|(_, follows)| follows.is_empty()), "{found:?}");
}
