use super::read;
use crate::assertions::{Assertion, Claim};

fn mistakes(text: &str) -> String {
    read("t.yaml", text).unwrap_err().to_string()
}

/// One item of `deny`, and what is wrong with it.
const ITEMS: &[(&str, &str)] = &[
    (
        "{subject: user:a, verb: get, resourse: pods}",
        "3:34: unknown key `resourse` in an item of `deny`; did you mean `resource`?",
    ),
    ("{subject: user:a, verb: get, verb: list, resource: pods}", "3:34: the key `verb` stands twice"),
    ("{subject: user:a, resource: pods}", "3:5: an item of `deny` lacks `verb`; add it"),
    ("{verb: get, resource: pods}", "3:5: an item of `deny` lacks `subject`; add it"),
    ("{subject: user:a, verb: get}", "3:5: it says no `resource` and no `url`; add one of them"),
    ("{subject: user:a, verb: get, resource: pods, url: /x}", "3:5: `resource` and `url` are both there"),
    ("{subject: user:a, verb: get, verbs: [list], resource: pods}", "`verb` and `verbs` are both there"),
    ("{subject: user:a, verbs: [], resource: pods}", "`verbs` is empty; write at least one"),
    ("{subject: user:a, verb: '', resource: pods}", "`verb` holds an empty text"),
    ("{subject: user:a, verb: get, resource: 12}", "3:44: `resource`: "),
    (
        "{subject: alice, verb: get, resource: pods}",
        "3:15: `alice` is the name of no subject; write sa:NS/NAME, user:NAME or group:NAME",
    ),
    ("{subject: usr:alice, verb: get, resource: pods}", "did you mean `user`?"),
    ("{subject: sa:web, verb: get, resource: pods}", "3:15: `sa:web` says no namespace; write sa:NS/NAME"),
    ("{subject: ns:dev, verb: get, resource: pods}", "`ns:dev` is no subject"),
    ("{subject: group:a, groups: [b], verb: get, resource: pods}", "`groups` are those of a user, and group:a is none"),
    ("{subject: user:a, verb: get, resource: pods/}", "`pods/` ends where a subresource should stand"),
    ("{subject: user:a, verb: get, resource: /metrics}", "a path is asked for with `url`"),
    ("{subject: user:a, verb: get, resource: .apps}", "names no resource before its first dot or slash"),
    ("{subject: user:a, verb: 'get,list', resource: pods}", "holds a comma"),
    ("{subject: user:a, verb: get, resource: pods/a/b}", "holds a slash"),
    ("{subject: user:a, verb: get, resource: pods, name: '*'}", "`*` is the name of nothing; leave `name` out"),
    ("{subject: user:a, verb: get, url: metrics}", "`metrics` is no path of a URL"),
    ("{subject: user:a, verb: get, url: /metrics, namespace: shop}", "a URL has no `namespace`; leave it out"),
    ("{subject: user:a, verb: get, resource: pods, because: ''}", "`because` is empty"),
    ("get pods", "an item of `deny` must be a mapping"),
];

#[test]
fn each_mistake_of_an_item_is_told_with_its_place() {
    for (item, expected) in ITEMS {
        let said = mistakes(&format!("version: 1\ndeny:\n  - {item}\n"));
        assert!(said.contains("t.yaml:3:") && said.contains(expected), "{item}\n{said}");
    }
}

/// A file, and what is wrong with it.
const FILES: &[(&str, &str)] = &[
    ("", "t.yaml:1:1: the file of assertions is empty; write `version: 1` and `deny`"),
    ("version: 1\n", "nothing is asserted; add `allow`, `deny`, `reach` or `noReach`"),
    ("deny:\n  - {subject: user:a, verb: get, resource: pods}\n", "lacks `version`; add it"),
    ("version: 2\nreach:\n  - {from: ns:a, to: ns:b}\n", "1:10: unknown version of the format"),
    (
        "version: 1\nnoreach:\n  - {from: ns:a, to: ns:b}\n",
        "2:1: unknown key `noreach` in the file of assertions; did you mean `noReach`?",
    ),
    ("version: 1\nallow: []\n", "2:8: `allow` is empty; leave the key out"),
    ("version: 1\nallow: {}\n", "2:8: `allow` must be a list"),
    ("version: 1\nreach:\n  - {from: ns:a}\n", "3:5: an item of `reach` lacks `to`; add it"),
    ("version: 1\nreach:\n  - {from: ns:a, to: ns:b, guarded: true}\n", "unknown key `guarded` in an item of `reach`"),
    ("version: 1\nnoReach:\n  - {from: ns:a, to: ns:b, guarded: yes}\n", "`guarded`: "),
    ("version: 1\nnoReach:\n  - {from: [], to: ns:b}\n", "3:12: `from` is empty"),
    ("version: 1\nreach: [{from: ns:a, to: ns:b}]\n---\n", "a second document"),
    ("version: 1\nreach: [\n", "t.yaml:"),
];

#[test]
fn each_mistake_of_a_file_is_told_with_its_place() {
    for (text, expected) in FILES {
        let said = mistakes(text);
        assert!(said.contains(expected), "{text}\n{said}");
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let said = mistakes(
        "version: 1\nallow:\n  - {subject: a, verb: get, resource: pods}\nnoReach:\n  - {frm: ns:a, to: ns:b}\n",
    );
    assert!(said.contains("3:15: `a` is the name of no subject"), "{said}");
    assert!(said.contains("5:6: unknown key `frm`") && said.contains("did you mean `from`?"), "{said}");
}

fn only(item: &str) -> Assertion {
    let mut found = read("t.yaml", &format!("version: 1\n{item}\n")).unwrap();
    assert_eq!(found.len(), 1);
    found.remove(0)
}

#[test]
fn lists_stand_for_all_combinations() {
    let found = only(
        "deny: [{subjects: [group:dev, user:al], verbs: [get, list], resources: [secrets, pods/exec], names: [a, b], namespaces: [a, b]}]",
    );
    let Claim::Rights(rights) = &found.claim else { panic!("{found:?}") };
    assert_eq!((rights.who.len(), rights.asked.len(), rights.namespaces.len()), (2, 8, 2));
    let targets: Vec<&str> = rights.asked.iter().map(|words| words.target.as_str()).collect();
    assert_eq!(targets[..4], ["secrets/a", "secrets/a", "secrets/b", "secrets/b"]);
    assert_eq!(rights.asked[7].subresource.as_deref(), Some("exec"));
    assert_eq!(found.says, "group:dev, user:al may not get, list secrets, pods/exec a, b in namespaces a, b");
}

#[test]
fn what_is_left_out_is_said() {
    let rows = [
        ("allow: [{subject: sa:a/b, verb: get, resource: cm}]", "sa:a/b may get cm everywhere"),
        ("allow: [{subject: sa:a/b, verb: get, resource: cm, namespace: '*'}]", "sa:a/b may get cm everywhere"),
        ("deny: [{subject: system:serviceaccount:a:b, verb: get, url: /x}]", "sa:a/b may not get /x"),
        (
            "deny: [{subject: user:a, groups: dev, verb: get, resource: cm}]",
            "user:a in group:dev may not get cm anywhere",
        ),
        ("reach: [{from: [ns:a, ns:b], to: ns:c}]", "a path from ns:a, ns:b to ns:c"),
        ("noReach: [{from: exposed, to: all-secrets}]", "no path from exposed to all-secrets"),
        ("noReach: [{from: a, to: b, guarded: true}]", "no path, blocked or not, from a to b"),
    ];
    for (item, says) in rows {
        assert_eq!(only(item).says, says);
    }
}

#[test]
fn assertions_stand_in_the_order_of_the_file() {
    let text = "version: 1\nnoReach: [{from: a, to: b}]\nallow: [{subject: user:a, verb: get, resource: cm}]\n";
    let lines: Vec<u32> = read("t.yaml", text).unwrap().iter().map(|found| found.place.line).collect();
    assert_eq!(lines, [2, 3]);
}
