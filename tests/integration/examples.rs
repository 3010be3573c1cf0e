//! The example clusters: what kubescan says of them, and that it would say so of the real thing.
//!
//! The manifests are in `tests/fixtures/examples`. Regenerating applies them to a control plane and dumps that into
//! `examples/<name>/cluster.yaml`; the tests scan the dump and compare with `examples/<name>/expected`. No AWS is at hand: what
//! it would export is written by hand in `examples/eks/aws`.

mod dump; // what kubescan reads of a cluster, the same every time
pub(crate) mod stage; // manifests become a cluster that looks alive
mod story; // what matters in each example

use std::fs;
use std::path::{Path, PathBuf};

use crate::cluster::ControlPlane;
use crate::run::{Run, assert_current, kubescan, regenerate};
use story::Story;

#[test]
fn the_dump_of_the_shop_is_scanned_as_expected() {
    check("shop", &story::SHOP);
}

#[test]
fn the_dump_of_the_platform_is_scanned_as_expected() {
    check("platform", &story::PLATFORM);
}

#[test]
fn the_dump_of_the_hardened_cluster_is_scanned_as_expected() {
    check("hardened", &story::HARDENED);
    let run = scan("hardened", &["--fail-on", "low", "-o", "json"]);
    assert_eq!(run.code, 0, "nothing is risky at all\n{}", run.stdout);
    for severity in ["critical", "high", "medium", "low"] {
        assert_eq!(run.json()["summary"][severity], 0, "{severity}\n{}", run.stdout);
    }
}

#[test]
fn the_controller_without_a_guard_is_cluster_admin() {
    check("access-open", &story::ACCESS_OPEN);
    boundary("access-open", "no-guard");
    let written = kubescan(&["boundary", CONTROLLER, "-f", "examples/access-open", "--generate"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    assert_current("tests/fixtures/examples/access-guarded/guard.yaml", &written.stdout);
}

#[test]
fn a_guard_that_sees_the_obvious_only_is_hollow() {
    check("access-hollow", &story::ACCESS_HOLLOW);
    boundary("access-hollow", "broken");
}

#[test]
fn the_guard_that_kubescan_writes_holds() {
    check("access-guarded", &story::ACCESS_GUARDED);
    boundary("access-guarded", "holds");
}

/// Whose boundary these examples are about.
const CONTROLLER: &str = "sa:access/controller";

fn boundary(name: &str, verdict: &str) {
    let ask = |format: &str| kubescan(&[&["boundary", CONTROLLER, "-o", format], inputs(name).as_slice()].concat());
    let json = ask("json");
    assert_eq!(json.code, 0, "{}", json.stderr);
    assert_eq!(json.json()["verdict"], verdict, "{}", json.stdout);
    assert_current(&format!("examples/{name}/expected/boundary.json"), &json.stdout);
    assert_current(&format!("examples/{name}/expected/boundary.txt"), &ask("table").stdout);
}

#[test]
fn a_pod_on_eks_leads_through_the_account_back_into_the_cluster() {
    check("eks", &story::EKS);
    boundary("eks", "broken");
    let path = ["paths", "--from", "deploy/shop/web"];
    let asked = |more: &[&str]| kubescan(&[&path, inputs("eks").as_slice(), more].concat());
    assert_current("examples/eks/expected/path.txt", &asked(&[]).stdout);
    let drawing = format!("```mermaid\n{}```\n", asked(&["-o", "mermaid"]).stdout);
    let page = fs::read_to_string(root().join("examples/eks/README.md")).unwrap();
    let (before, rest) = page.split_once("```mermaid\n").expect("the README draws the path");
    let after = rest.split_once("```\n").unwrap().1;
    assert_current("examples/eks/README.md", &format!("{before}{drawing}{after}"));
    // Without the exports, the cluster alone tells nothing of it.
    let alone = kubescan(&["scan", "-f", "examples/eks/cluster.yaml", "-o", "json"]).json();
    let sources: Vec<&str> =
        alone["paths"].as_array().unwrap().iter().filter_map(|path| path["from"].as_str()).collect();
    assert!(sources.contains(&"sa:access/controller"), "{sources:?}");
    assert!(sources.iter().all(|source| !source.contains("shop")), "{sources:?}");
}

#[test]
fn the_living_shop_has_the_story_of_its_dump() {
    let plane = ControlPlane::start();
    stage::play(&plane, &manifests("shop"));
    let run = kubescan(&["scan", "--kubeconfig", plane.kubeconfig.to_str().unwrap(), "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    story::SHOP.assert_told_by(&run.json());
}

fn check(name: &str, story: &Story) {
    let example = root().join("examples").join(name);
    if regenerate() {
        // The folder must be there before the scan, which says what it leaves out.
        fs::create_dir_all(example.join("expected")).unwrap();
        let plane = ControlPlane::start();
        stage::play(&plane, &manifests(name));
        fs::write(example.join("cluster.yaml"), dump::of(&plane)).unwrap();
    }
    let table = scan(name, &[]);
    assert_eq!(table.code, 0, "{}", table.stderr);
    let json = scan(name, &["-o", "json"]);
    assert_eq!(json.code, 0, "{}", json.stderr);
    story.assert_told_by(&json.json());
    assert_current(&format!("examples/{name}/expected/scan.txt"), &table.stdout);
    assert_current(&format!("examples/{name}/expected/scan.json"), &json.stdout);
}

fn scan(name: &str, more: &[&str]) -> Run {
    kubescan(&[&["scan"], inputs(name).as_slice(), more].concat())
}

/// What the README of an example has its reader give.
fn inputs(name: &str) -> Vec<&'static str> {
    match name {
        "eks" => vec!["-f", "examples/eks/cluster.yaml", "--cloud", "examples/eks/aws"],
        "shop" => vec!["-f", "examples/shop"],
        "platform" => vec!["-f", "examples/platform"],
        "hardened" => vec!["-f", "examples/hardened"],
        "access-open" => vec!["-f", "examples/access-open"],
        "access-hollow" => vec!["-f", "examples/access-hollow"],
        _ => vec!["-f", "examples/access-guarded"],
    }
}

fn manifests(name: &str) -> PathBuf {
    root().join("tests/fixtures/examples").join(name)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
