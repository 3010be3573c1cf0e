//! Hostile names through every format: inert, one record each, and distinguishable.

use std::collections::BTreeSet;

use serde_json::Value;

use super::sarif::{log, results};
use super::{acts, rows, scan, tests};

/// Names that act somewhere, each as a user who may do everything.
pub(crate) const NAMES: &[&str] = &[
    "x\u{1b}[31mred\u{1b}]52;c;aGk=\u{7}",
    "safe\rEVIL",
    "a\u{8}b\u{b}\u{c}c",
    "a\u{202e}b\u{2066}c",
    "\u{430}dmin",
    "admin",
    "e\u{301}",
    "\u{e9}",
    "javascript:alert(1)",
    "a,\"b\"\nc",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "\u{ff1d}1",
    "a|b ``` [x](http://e) @org/team",
    "`",
    "%%{init:x}%%",
    "<img src=x onerror=alert(1)>",
    "]]>&amp;<!--",
    "[link](1)",
    "{{7*7}} ${x} %s%n {}",
    "ok\n{\"level\":\"error\"}",
    "::set-output name=x::y",
    "##vso[task.setvariable variable=x]y",
    "cluster-admin ",
    "Cluster-Admin",
    "a\u{0}b",
    "a\u{fffe}b",
    "a\\u{0}b",
    "back\\slash",
    "\u{9b}31m",
    "tag\u{e0041}",
];

/// Each of them may do everything.
pub(crate) fn cluster() -> String {
    let user = |name: &&str| serde_json::json!({"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": name});
    let subjects: Vec<Value> = NAMES.iter().map(user).collect();
    let list = serde_json::json!({"kind": "List", "apiVersion": "v1", "items": [{
        "kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "all"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": subjects,
    }]});
    list.to_string()
}

/// Whether a text holds a character that acts, but for line ends.
pub(crate) fn acting(text: &str) -> Option<char> {
    let acts = |character: &char| {
        let code = u32::from(*character);
        (character.is_control() && *character != '\n')
            || matches!(code, 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xe0000..=0xe0fff | 0xfffe)
    };
    text.chars().find(acts)
}

#[test]
fn no_format_lets_a_name_act() {
    for format in ["table", "wide", "json", "yaml", "name", "sarif", "junit", "csv", "markdown", "prometheus"] {
        let run = scan(&cluster(), format, &[]);
        assert_eq!(run.code, 0, "{format}: {}", run.stderr);
        assert_eq!(acting(&run.stdout.replace("\r\n", "\n")), None, "{format}");
        let command = |line: &&str| ["::", "##[", "##vso["].iter().any(|start| line.trim_start().starts_with(start));
        assert_eq!(run.stdout.lines().find(command), None, "{format}");
    }
}

#[test]
fn each_name_is_one_record_that_differs_from_the_others() {
    let (header, rows) = rows(&scan(&cluster(), "csv", &[]).stdout);
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let subjects = rows.iter().filter(|row| row[column("kind")] == "subject" && row[column("builtIn")] == "false");
    let of_csv: BTreeSet<&str> = subjects.map(|row| row[column("id")].as_str()).collect();
    assert_eq!(of_csv.len(), NAMES.len());
    assert!(rows.iter().flatten().all(|field| !field.starts_with(['=', '+', '-', '@', '\u{ff1d}'])));

    let junit = tests(&scan(&cluster(), "junit", &[]).stdout);
    let of_junit: BTreeSet<&String> =
        junit.iter().filter(|(name, _)| name.starts_with("subject ")).map(|(name, _)| name).collect();
    assert_eq!(of_junit.len(), NAMES.len());

    let log = log(&cluster(), &[]);
    let names = results(&log).iter().map(|result| &result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]);
    let of_sarif: BTreeSet<&str> =
        names.filter_map(Value::as_str).filter_map(|name| name.strip_prefix("subject user:")).collect();
    assert_eq!(of_sarif, NAMES.iter().copied().collect(), "names are whole");
}

#[test]
fn markdown_and_sarif_make_no_link_of_a_name() {
    let markdown = scan(&cluster(), "markdown", &[]).stdout;
    assert_eq!(acts(&markdown), Vec::<String>::new(), "{markdown}");
    for result in results(&log(&cluster(), &[])) {
        let text = result["message"]["text"].as_str().unwrap();
        let open = text.match_indices('[').all(|(place, _)| text[..place].ends_with('\\'));
        assert!(open, "{text}");
    }
}

#[test]
fn labels_of_metrics_have_no_name() {
    let text = scan(&cluster(), "prometheus", &[]).stdout;
    let labelled = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once("=\""));
    for (_, value) in labelled {
        let value = value.split('"').next().unwrap();
        assert!(value.chars().all(|character| character.is_ascii_alphanumeric() || character == '.'), "{value}");
    }
}
