//! What the file is before any script runs: one file, a policy, a summary.

use super::shop_file;

fn html() -> String {
    std::fs::read_to_string(shop_file()).unwrap()
}

#[test]
fn the_file_asks_for_nothing() {
    let html = html();
    let body = html.split("<script").next().unwrap();
    assert!(
        body.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;;"),
        "{}",
        &body[..600]
    );
    for reference in ["src=", "href=\"http", "url(", "@import", "<link", "<iframe"] {
        assert!(!body.contains(reference), "{reference}");
    }
}

#[test]
fn without_scripts_it_says_what_is_wrong_and_what_to_do() {
    let html = html();
    let plain = html.split("<script").next().unwrap().rsplit("<main").next().unwrap();
    for expected in [
        "Findings: 18 critical, 6 high",
        "<h2>Fix first</h2>",
        "remove clusterrolebinding:ci-deployer, or bind its subjects to a role with fewer rights",
        "sa:monitoring/config-reloader -&#62; all-secrets",
    ] {
        assert!(plain.contains(expected), "{expected}: {plain}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let again = super::written("shop-again", &["-f", "examples/shop"]);
    assert!(std::fs::read(again).unwrap() == std::fs::read(shop_file()).unwrap());
}
