//! What people and programs see.

use super::test;
use crate::run::{assert_current, kubescan, kubescan_in};

const FILE: &str = "tests/fixtures/assertions/rbac-tests.yaml";

#[test]
fn what_is_seen_is_current() {
    for (file, format) in [("test.txt", "table"), ("wide.txt", "wide"), ("test.json", "json"), ("names.txt", "name")] {
        let run = kubescan(&["test", FILE, "-f", "examples/shop", "-o", format]);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{format}");
        assert_current(&format!("tests/fixtures/assertions/expected/{file}"), &run.stdout);
    }
    let narrow = kubescan_in(80, &["test", FILE, "-f", "examples/shop"]);
    assert_current("tests/fixtures/assertions/expected/test-80.txt", &narrow.stdout);
    let alone = test("deny: [{subject: user:olga, verb: create, resource: pods}]", &["-f", "tests/fixtures/queries"]);
    assert_eq!(alone.stdout.lines().last(), Some("1 assertion: 1 holds, 0 fail"), "{}", alone.stderr);
    let yaml = kubescan(&["test", FILE, "-f", "examples/shop", "-o", "yaml"]);
    assert!(yaml.stdout.starts_with("schema: kubescan/test/v1\n"), "{}", yaml.stdout);
}

#[test]
fn the_documentation_shows_what_is_written_and_printed() {
    let text = |file: &str| std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let documentation = text("docs/rbac-tests.md");
    for file in [FILE, "tests/fixtures/assertions/expected/test.txt"] {
        let shown = text(file);
        assert!(documentation.contains(&shown), "docs/rbac-tests.md does not show\n{shown}");
    }
}

#[test]
fn several_files_are_one_test_and_all_of_their_mistakes_are_told() {
    let both = kubescan(&["test", FILE, FILE, "-f", "examples/shop", "-o", "json"]).json();
    let once = kubescan(&["test", FILE, "-f", "examples/shop", "-o", "json"]).json();
    let count = |report: &serde_json::Value| report["summary"]["assertions"].as_u64().unwrap();
    assert_eq!(count(&both), 2 * count(&once));
    let cluster = "tests/fixtures/queries/cluster.yaml";
    let run = kubescan(&["test", cluster, FILE, "nowhere.yaml", "-f", "examples/shop"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("unknown key") && run.stderr.contains("nowhere.yaml"), "{}", run.stderr);
}

#[test]
fn nothing_of_a_file_acts_on_the_terminal() {
    let assertion = "deny: [{subject: \"user:a\\e[31m\", verb: get, resource: \"x\\u202e\", because: \"\\e[2J\"}]\nallow: [{subject: user:a, verb: get, resource: pods, because: \"\\e[2J\"}]";
    for format in ["table", "wide", "json", "yaml", "name"] {
        let run = test(assertion, &["-f", "examples/shop", "-o", format]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        let all = format!("{}{}", run.stdout, run.stderr);
        assert!(!all.contains(['\u{1b}', '\u{202e}']), "{format}: {all}");
    }
}
