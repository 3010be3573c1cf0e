//! Many findings: the page stays a picture that can be read, and nothing is left out of it.

use serde_json::{Value, json};

use super::{graph, written};
use crate::browser::{DESKTOP, Page};

/// Accounts of many namespaces, each of which leads on to cluster-admin in one of a few ways.
fn cluster(namespaces: usize, accounts: usize) -> String {
    let rbac = "rbac.authorization.k8s.io";
    let rules = [("secrets", "list", ""), ("pods", "create", ""), ("deployments", "create", "apps")];
    let mut items: Vec<Value> = Vec::new();
    for (place, (resource, verb, group)) in rules.iter().enumerate() {
        items.push(json!({"apiVersion": format!("{rbac}/v1"), "kind": "ClusterRole", "metadata": {"name": format!("way-{place}")},
            "rules": [{"apiGroups": [group], "resources": [resource], "verbs": [verb]}]}));
    }
    for namespace in 0..namespaces {
        for account in 0..accounts {
            let (namespace, name) = (format!("team-{namespace}"), format!("app-{account}"));
            items.push(json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name, "namespace": namespace}}));
            items.push(json!({"apiVersion": format!("{rbac}/v1"), "kind": "ClusterRoleBinding",
                "metadata": {"name": format!("{namespace}-{name}")},
                "roleRef": {"apiGroup": rbac, "kind": "ClusterRole", "name": format!("way-{}", account % rules.len())},
                "subjects": [{"kind": "ServiceAccount", "name": name, "namespace": namespace}]}));
        }
    }
    json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
}

#[test]
fn thousands_of_paths_are_a_few_boxes_that_open() {
    let input = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("page-large.json");
    std::fs::write(&input, cluster(60, 30)).unwrap();
    let page = super::drawn(Page::open(&written("large", &["-f", &input.display().to_string()]), DESKTOP));
    let (boxes, arrows) = graph(&page);
    assert!((4..=48).contains(&boxes) && arrows >= 3, "{boxes} boxes, {arrows} arrows");
    // Everybody is in one of the boxes.
    let titles = page.evaluate("[...document.querySelectorAll('.box .title')].map((title) => title.textContent)");
    let counts = titles.as_array().unwrap().iter().filter_map(|title| title.as_str().unwrap().split(' ').next());
    let all: u64 = counts.filter_map(|count| count.replace(',', "").parse::<u64>().ok()).sum();
    assert!(all >= 1800 - boxes, "{titles}");
    page.screenshot("page-large");

    // A group opens into namespaces, and those into accounts.
    let group = "[data-id^=\"group\"]";
    page.click(&format!("{group} .title"));
    page.click(".details .buttons button");
    page.wait_until(&format!("document.querySelectorAll('.graph .box').length > {boxes}"));
    assert_eq!(page.count("#paths tbody tr"), 100);
    page.click("#paths .count button");
    page.wait_until("document.querySelectorAll('#paths tbody tr').length == 200");

    // Who looks for one finds it, with all of its steps.
    page.click("input[type=search]");
    page.type_text("sa:team-41/app-7");
    page.wait_until("document.querySelector('[data-id=\"sa:team-41/app-7\"]')");
}
