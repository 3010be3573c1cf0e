//! Search, filters, clicks: what they show is what the report holds.

use serde_json::json;

use super::{graph, node, shop, shop_file, written};
use crate::browser::{DESKTOP, Page};
use crate::run::kubescan;

#[test]
fn the_page_says_what_the_report_says() {
    let report = kubescan(&["scan", "-f", "examples/shop", "-o", "json"]).json();
    let page = shop(DESKTOP);
    for severity in ["critical", "high", "medium", "low", "info"] {
        let count = page.text(&format!(".tile.{severity} .count"));
        assert_eq!(count, report["summary"][severity].to_string(), "{severity}");
    }
    let points = report["chokePoints"].as_array().unwrap();
    assert!(
        page.text(".verdict").starts_with("3 subjects and workloads reach cluster-admin, and so do 2 nodes"),
        "{}",
        page.text(".verdict")
    );
    for (place, point) in points.iter().enumerate() {
        let text = page.text(&format!(".first:last-of-type > li:nth-child({})", place + 1));
        assert!(text.contains(point["grant"]["binding"].as_str().unwrap()), "{text}");
        assert!(text.contains(&format!("cuts {} path", point["cutsPaths"])), "{text}");
        assert!(text.contains(point["change"].as_str().unwrap()), "{text}");
    }
    let counted = |path: &&serde_json::Value| path["impliedBy"].is_null() && path["certainty"] != "guarded";
    let paths: Vec<_> = report["paths"].as_array().unwrap().iter().filter(counted).collect();
    assert_eq!(page.count("#paths tbody tr"), u64::try_from(paths.len()).unwrap());
    // Every step of every path is drawn, and nothing else.
    let mut names = std::collections::BTreeSet::new();
    let mut pairs = std::collections::BTreeSet::new();
    for hop in paths.iter().flat_map(|path| path["hops"].as_array().unwrap()) {
        names.extend([hop["from"].to_string(), hop["to"].to_string()]);
        pairs.insert((hop["from"].to_string(), hop["to"].to_string()));
    }
    assert_eq!(graph(&page), (u64::try_from(names.len()).unwrap(), u64::try_from(pairs.len()).unwrap()));
    assert_eq!(page.count("#pods tbody tr"), length(&report["hotPods"]));
    assert_eq!(page.count("#nodes tbody tr"), length(&report["nodes"]));
}

#[test]
fn a_box_tells_what_is_known_of_it_and_a_path_all_of_its_steps() {
    let page = shop(DESKTOP);
    page.click(&node("sa:ci/deployer"));
    let text = page.text(".details");
    for expected in ["service account in ci", "Its paths (1)", "workloads/create", "workload:ci/Deployment/runner"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    page.click(".details .plain-list .link");
    page.wait_until("document.querySelector('.details .hops')");
    let text = page.text(".details");
    for expected in [
        "sa:ci/deployer → cluster-admin",
        "proven",
        "clusterrolebinding:ci-deployer → clusterrole:ci-deployer rule 0",
        "kind: ClusterRole",
        "kubectl create deployment NAME -n kube-system",
        "verb=create objectRef.resource=deployments",
        "user.username=system:serviceaccount:ci:deployer",
        "Grant workload creation only in namespaces",
        "kubescan paths --from sa:ci/deployer --to cluster-admin",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    // The rule that counts is marked, and the way stands out in the graph.
    assert!(page.text(".details .marked").contains("apiGroups: [apps]"));
    assert_eq!(page.count(".graph .box:not(.dim)"), 3);
    page.press("Escape");
    page.wait_until("!document.querySelector('.details')");
    assert_eq!(page.count(".graph .dim"), 0);
}

#[test]
fn an_arrow_tells_its_step() {
    let page = shop(DESKTOP);
    page.evaluate("document.querySelector('.arrow[data-edge^=\"node:worker-1\"]').dispatchEvent(new MouseEvent('click', {bubbles: true})), 0");
    page.wait_until("document.querySelector('.details')");
    let text = page.text(".details");
    assert!(text.contains("identity/node-pods") && text.contains("node:worker-1"), "{text}");
}

#[test]
fn filters_hold_for_everything_on_the_page() {
    let page = shop(DESKTOP);
    let choose = |label: &str, value: &str| {
        let change = "(label, value) => { const select = document.querySelector(`select[aria-label=\"${label}\"]`);
            select.value = value; select.dispatchEvent(new Event('change', {bubbles: true})); return select.value; }";
        assert_eq!(page.apply(change, &json!([label, value])), value);
    };
    page.click("input[type=search]");
    page.type_text("config-reloader");
    page.wait_until("document.querySelectorAll('#paths tbody tr').length == 3");
    assert_eq!(page.count("#pods tbody tr"), 1);
    assert_eq!(page.count(&node("user:olga@shop.example")), 0);
    page.click(".filters button");
    page.wait_until("document.querySelectorAll('#paths tbody tr').length == 8");

    choose("Namespace", "ci");
    page.wait_until("document.querySelectorAll('#pods tbody tr').length == 1");
    assert_eq!(page.count(&node("sa:monitoring/config-reloader")), 0);
    page.click(".filters button");

    choose("Severity", "high");
    page.wait_until("document.querySelectorAll('#pods tbody tr').length == 2");
    page.click(".filters button");
    page.click(".tile.high");
    page.wait_until("document.querySelectorAll('#findings tbody tr').length == 6");
    page.click(".filters button");

    choose("Objective", "objective:all-secrets");
    page.wait_until(&format!("!document.querySelector('{}')", node("objective:cluster-admin").replace('"', "\\\"")));
    page.click(".filters button");

    choose("Certainty", "guarded");
    page.wait_until("document.querySelectorAll('#paths tbody .mark').length > 0");
    assert!(page.count(".arrow.guarded") > 0);
}

#[test]
fn the_effect_of_removing_a_choke_point_is_shown_in_the_graph() {
    let page = shop(DESKTOP);
    page.click(".first:last-of-type > li:nth-child(1) button[aria-pressed]");
    page.wait_until("document.querySelector('.what-if')");
    let text = page.text(".what-if");
    assert!(text.contains("clusterrolebinding:ci-deployer") && text.contains("4 paths cut, 4 left"), "{text}");
    assert_eq!(page.count(&format!(".box.cut{}", node("sa:ci/deployer"))), 1);
    assert_eq!(page.count(&format!(".box.cut{}", node("user:olga@shop.example"))), 0);
    page.click(".what-if button");
    page.wait_until("!document.querySelector('.what-if') && !document.querySelector('.cut')");
}

#[test]
fn a_change_is_shown_as_the_file_that_is_written() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("page-fixes");
    let run = kubescan(&["scan", "-f", "examples/shop", "--fix-dir", &folder.display().to_string()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = shop(DESKTOP);
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "yaml")).collect();
    assert_eq!(page.count(".first:first-of-type > li"), u64::try_from(files.len()).unwrap());
    for (place, file) in files.iter().enumerate().map(|(place, _)| place + 1).zip(sorted(&files)) {
        page.click(&format!(".first:first-of-type > li:nth-child({place}) .buttons button:nth-child(2)"));
        let name = file.file_name().unwrap().to_str().unwrap();
        page.wait_until(&format!("document.querySelector('.details [aria-label=\"{name}\"]')"));
        let lines = page.apply(
            "(name) => [...document.querySelectorAll(`.details [aria-label=\"${name}\"] .line`)].map((line) => line.textContent).join('\\n')",
            &json!([name]),
        );
        assert_eq!(lines.as_str().unwrap(), std::fs::read_to_string(file).unwrap().trim_end());
    }
    // A path leads to the changes that cut it.
    page.click("#paths tbody tr:nth-child(1) .link");
    page.wait_until("document.querySelector('.details').innerText.includes('Changes that cut it')");
}

fn sorted(files: &[std::path::PathBuf]) -> Vec<&std::path::PathBuf> {
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort();
    sorted
}

#[test]
fn the_address_leads_to_a_path_and_to_a_section() {
    let page = shop(DESKTOP);
    page.click("#paths tbody tr:nth-child(1) .link");
    let hash = page.evaluate("location.hash");
    let again = Page::open_at(shop_file(), hash.as_str().unwrap(), DESKTOP);
    again.wait_until("document.querySelector('.details .hops')");
    let section = Page::open_at(shop_file(), "#compliance", DESKTOP);
    section.wait_until("Math.abs(document.getElementById('compliance').getBoundingClientRect().top) < 300");
}

#[test]
fn the_browsers_back_leads_to_what_one_saw_before() {
    let page = shop(DESKTOP);
    let first = || page.text("#paths tbody tr:nth-child(1) .link");
    page.click("#paths tbody tr:nth-child(1) .link");
    page.click("#paths tbody tr:nth-child(4) .link");
    page.wait_until("document.querySelector('.details').innerText.includes('sa:ci/deployer')");
    page.evaluate("history.back(), 0");
    page.wait_until(&format!("document.querySelector('.details').innerText.includes('{}')", first()));
    assert_eq!(page.count("#paths tr[aria-current]"), 1);
    page.evaluate("history.back(), 0");
    page.wait_until("!document.querySelector('.details') && location.hash == ''");
    page.evaluate("history.forward(), 0");
    page.wait_until(&format!("document.querySelector('.details')?.innerText.includes('{}')", first()));
}

#[test]
fn search_knows_techniques_fingerprints_and_who_lives_on_a_node() {
    let page = shop(DESKTOP);
    let rows = |section: &str| page.count(&format!("#{section} tbody tr"));
    for (text, section) in [("T1528", "findings"), ("prometheus", "nodes"), ("mounts a token", "findings")] {
        page.click("input[type=search]");
        page.press("Control+a");
        page.type_text(text);
        page.wait_until("document.querySelector('.filters .muted').textContent != '46 findings'");
        assert!(rows(section) > 0, "{text}");
        page.click(".filters button");
        page.wait_until("document.querySelector('.filters .muted').textContent == '46 findings'");
    }
    // Nothing is left of the graph, however quickly one types while it moves.
    page.click(".tools button:nth-child(1)");
    page.click("input[type=search]");
    page.type_text("zzz");
    page.wait_until("document.querySelectorAll('.graph').length == 0");
}

#[test]
fn details_lie_beside_the_graph_that_fills_the_window() {
    let page = shop(DESKTOP);
    page.click(".tools button:nth-child(5)");
    page.click(&node("sa:ci/deployer"));
    page.wait_until("document.querySelector('.details')");
    page.click(".details .plain-list .link");
    page.wait_until("document.querySelector('.details .hops') && document.activeElement.matches('.details')");
    page.press("Escape");
    page.wait_until("!document.querySelector('.details') && document.querySelector('.explorer.full')");
}

#[test]
fn calm_reports_say_why_they_are_calm() {
    let page = super::drawn(Page::open(&written("guarded", &["-f", "examples/access-guarded"]), DESKTOP));
    assert!(page.text(".verdict").contains("3 paths are blocked by guards"), "{}", page.text(".verdict"));
    page.click(".verdict button");
    page.wait_until("document.querySelectorAll('#paths tbody tr').length == 3");
    let empty = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("page-empty.yaml");
    std::fs::write(&empty, "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}").unwrap();
    let page = super::drawn(Page::open(&written("empty", &["-f", &empty.display().to_string()]), DESKTOP));
    assert!(page.text(".verdict").starts_with("Nothing can be said about paths"), "{}", page.text(".verdict"));
}

#[test]
fn an_account_says_who_administers_it_where_nobody_administers_the_cluster() {
    let cluster = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("page-account.yaml");
    std::fs::write(&cluster, "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}").unwrap();
    let input = ["-f", &cluster.display().to_string(), "--cloud", &crate::no_cluster::account()];
    let page = super::drawn(Page::open(&written("account", &input), DESKTOP));
    let verdict = page.text(".verdict");
    assert!(verdict.starts_with("1 subject or workload reaches aws-admin/111122223333"), "{verdict}");
    assert!(!verdict.contains("cluster-admin"), "{verdict}");
}

#[test]
fn the_picture_can_be_moved_enlarged_and_put_back() {
    let page = shop(DESKTOP);
    let place = || page.evaluate("document.querySelector('.graph > g').getAttribute('transform')");
    let first = place();
    page.click(".tools button:nth-child(1)");
    page.wait_until(&format!("document.querySelector('.graph > g').getAttribute('transform') != {first}"));
    page.click(".tools button:nth-child(3)");
    page.wait_until(&format!("document.querySelector('.graph > g').getAttribute('transform') == {first}"));
    page.click(".tools button:nth-child(5)");
    page.wait_until("document.querySelector('.explorer').getBoundingClientRect().height == innerHeight");
    page.press("Escape");
    page.wait_until("document.querySelector('.explorer').getBoundingClientRect().height < innerHeight");
}

#[test]
fn gaps_come_first_and_what_is_new_can_be_asked_for() {
    let baseline = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("page-baseline.json");
    let before = kubescan(&["scan", "-f", "examples/platform", "-o", &format!("json={}", baseline.display())]);
    assert_eq!(before.code, 0, "{}", before.stderr);
    let file = written("since", &["-f", "examples/shop", "--baseline", &baseline.display().to_string()]);
    let page = super::drawn(Page::open(&file, DESKTOP));
    assert!(page.text("#overview").contains("new, "), "{}", page.text("#overview"));
    assert!(page.count(".mark.new") > 0);
}

fn length(list: &serde_json::Value) -> u64 {
    u64::try_from(list.as_array().unwrap().len()).unwrap()
}
