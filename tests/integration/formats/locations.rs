//! Where findings point to: the very line of a rule or a binding, whatever the file looks like.

use std::fs;

use serde_json::Value;

use super::{CLUSTER, folder};
use crate::run::kubescan;

/// The text behind the first place of a finding.
fn pointed_at(finding: &Value) -> String {
    let place = &finding["locations"][0];
    let text = fs::read_to_string(place["file"].as_str().unwrap()).unwrap();
    let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap() - 1;
    text.lines().nth(number("line")).unwrap().chars().skip(number("column")).collect()
}

fn findings(path: &str) -> Vec<Value> {
    let report = kubescan(&["scan", "-f", path, "-o", "json"]).json();
    report["findings"].as_array().unwrap().iter().filter(|finding| finding["builtIn"] == false).cloned().collect()
}

fn of<'f>(findings: &'f [Value], id: &str) -> &'f Value {
    findings.iter().find(|finding| finding["id"] == id).unwrap_or_else(|| panic!("{id} is not among {findings:?}"))
}

#[test]
fn a_role_is_its_rule_a_binding_itself_a_pod_its_workload() {
    let folder = folder("locations");
    fs::write(folder.join("cluster.yaml"), CLUSTER).unwrap();
    let found = findings(folder.to_str().unwrap());
    let rows = [
        ("role role:shop/reader", "{apiGroups: [''], resources: [secrets], verbs: [list]}"),
        ("role clusterrole:everything", "apiGroups: ['*']"),
        ("binding rolebinding:shop/web", "apiVersion: rbac.authorization.k8s.io/v1"),
        ("subject user:jo", "apiVersion: rbac.authorization.k8s.io/v1"),
        ("path user:jo objective:cluster-admin", "apiVersion: rbac.authorization.k8s.io/v1"),
        ("hot-pod shop/Deployment/web sa:shop/web", "apiVersion: apps/v1"),
        ("hygiene hygiene/psa-missing ns:shop", "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"),
    ];
    for (id, expected) in rows {
        assert_eq!(pointed_at(of(&found, id)), expected, "{id}");
    }
    let rule = &of(&found, "role role:shop/reader")["locations"][1];
    assert_eq!(rule["line"], 20, "the other rule has a place of its own: {rule}");
}

#[test]
fn a_list_and_json_and_what_is_packed_have_lines_too() {
    let folder = folder("locations-json");
    let role = |name: &str| {
        serde_json::json!({
            "kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": name},
            "rules": [{"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]},
                      {"verbs": ["create"], "apiGroups": [""], "resources": ["pods/exec"]}]
        })
    };
    let list = serde_json::json!({"kind": "List", "apiVersion": "v1", "items": [role("one"), role("two")]});
    fs::write(folder.join("list.json"), serde_json::to_string_pretty(&list).unwrap()).unwrap();
    let lines = format!("{}\n{}\n", role("three"), role("four"));
    fs::write(folder.join("lines.jsonl"), lines).unwrap();
    let found = findings(folder.to_str().unwrap());
    for name in ["one", "two", "three", "four"] {
        let finding = of(&found, &format!("role clusterrole:{name}"));
        let text = pointed_at(finding);
        assert!(text.starts_with('{'), "{name}: {text}");
    }
    let two = of(&found, "role clusterrole:two");
    assert!(two["locations"][0]["line"].as_u64() > of(&found, "role clusterrole:one")["locations"][0]["line"].as_u64());
    let four = of(&found, "role clusterrole:four");
    assert_eq!(four["locations"][0]["line"], 2);
    assert!(pointed_at(four).contains("\"pods/exec\"]"), "{}", pointed_at(four));
}

#[test]
fn every_place_in_the_examples_is_where_it_says() {
    for example in ["shop", "platform", "hardened", "access-open"] {
        let found = findings(&format!("examples/{example}"));
        let located: Vec<&Value> = found.iter().filter(|finding| finding["locations"].is_array()).collect();
        assert!(located.len() * 10 >= found.len() * 8, "{example}: {} of {}", located.len(), found.len());
        for finding in located {
            let id = finding["id"].as_str().unwrap();
            let text = pointed_at(finding);
            let starts: &[&str] = if finding["kind"] == "role" {
                &["apiGroups:", "verbs:", "resources:", "nonResourceURLs:", "resourceNames:", "{"]
            } else {
                &["apiVersion:", "kind:", "metadata:", "{"]
            };
            assert!(starts.iter().any(|start| text.starts_with(start)), "{id} points at {text}");
        }
    }
}
