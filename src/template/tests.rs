//! The built-in template, and every message a template can cause.

use super::{Effect, EntryScope, Proof, Severity, Target, builtin, load};
use crate::model::Version;

const FAMILIES: [&str; 13] = [
    "rbac",
    "secrets",
    "tokens",
    "pods",
    "workloads",
    "nodes",
    "certificates",
    "admission",
    "api",
    "storage",
    "network",
    "operators",
    "cloud",
];

/// An entry that is right, on lines 3 to 9.
const ENTRY: &str = "\
version: 1
entries:
  - id: secrets/read
    title: Read Secrets
    severity: high
    scope: namespace
    needs:
      - {verbs: [get], apiGroups: [\"\"], resources: [secrets]}
    why: They hold credentials.
    fix: Name the Secrets.
";

fn problems(text: &str) -> String {
    load("t.yaml", text).expect_err("problems").to_string()
}

/// The problems of the entry with one text in place of another.
fn changed(from: &str, to: &str) -> String {
    assert!(ENTRY.contains(from), "{from}");
    problems(&ENTRY.replace(from, to))
}

#[test]
fn the_builtin_template_loads() {
    let entries = &builtin().entries;
    assert!(entries.len() >= 60, "{}", entries.len());
    let mut families: Vec<&str> = entries.iter().map(super::Entry::family).collect();
    families.dedup();
    assert_eq!(families, FAMILIES, "each family once, in this order");
    for entry in entries {
        assert!(!entry.hit.is_empty() && !entry.miss.is_empty(), "{}", entry.id);
        assert!(!entry.controls.iter().any(String::is_empty), "{}", entry.id);
        assert!(!entry.references.is_empty(), "{}", entry.id);
    }
}

#[test]
fn a_template_of_ones_own_is_read_whole() {
    let text = ENTRY.replace(
        "    why:",
        "    gives: {secrets: named}\n    proof: external\n    since: 1.20\n    until: 'v1.30.2'\n    why:",
    );
    let entry = load("t.yaml", &text).expect("a template").entries.remove(0);
    assert_eq!((entry.id.as_str(), entry.family(), entry.line), ("secrets/read", "secrets", 3));
    assert_eq!((entry.floor, entry.cluster), (Severity::High, Severity::High));
    assert_eq!((entry.scope, entry.proof), (EntryScope::Namespace, Proof::External));
    assert_eq!(entry.gives, Some(Effect::Secrets(Target::Named)));
    assert_eq!(entry.since, Some(Version { major: 1, minor: 20 }), "1.20 is not 1.2");
    assert_eq!(entry.until, Some(Version { major: 1, minor: 30 }));
    assert_eq!((entry.needs[0].step, entry.needs[0].target), (1, false));
    assert!(entry.hit.is_empty(), "examples are optional");
}

#[test]
fn a_proof_that_is_left_out_is_the_api_server() {
    let entry = load("t.yaml", ENTRY).expect("a template").entries.remove(0);
    assert_eq!((entry.proof, entry.gives), (Proof::ApiServer, None));
}

#[test]
fn whole_files_that_are_no_template_are_refused() {
    let table = [
        ("", "t.yaml:1:1: the template is empty; write `version: 1` and `entries`"),
        ("- a\n", "t.yaml:1:1: the template must be a mapping; write `key: value` pairs"),
        (
            "version: 2\nentries: []\n",
            "t.yaml:1:10: unknown version of the format; write `version: 1`\n\
             t.yaml:2:10: `entries` is empty; write at least one entry",
        ),
        (
            "{}",
            "t.yaml:1:1: the template lacks `entries`; add it\n\
             t.yaml:1:1: the template lacks `version`; add it",
        ),
        ("version: 1\nentries: {}\n", "t.yaml:2:10: `entries` must be a list; write `- id: family/name` items"),
        ("version: 1\nversion: 1\n", "t.yaml:2:1: the key `version` stands twice, in line 1 and line 2"),
        ("version: one\nextends: builtin\n", "t.yaml:1:10: `version`: expected a number, found a string"),
        (
            "version: 1\nextends: builtin\n---\nversion: 1\n",
            "t.yaml:4:1: a second document; a file holds one, so remove `---`",
        ),
    ];
    for (text, message) in table {
        assert_eq!(problems(text), message, "{text}");
    }
}

#[test]
fn aliases_and_merge_keys_have_no_place_here() {
    let aliases = problems("version: &one 1\nentries: *one\n");
    assert!(aliases.starts_with("t.yaml:2:10: ") && aliases.contains("alias"), "{aliases}");
    let merge = problems("version: 1\n<<: {entries: []}\n");
    assert!(merge.starts_with("t.yaml:2:1: `<<` does not merge here"), "{merge}");
}

#[test]
fn keys_of_an_entry_are_checked() {
    let table = [
        (
            "severity:",
            "severty:",
            "t.yaml:3:5: an entry lacks `severity`; add it\n\
             t.yaml:5:5: unknown key `severty` in an entry; did you mean `severity`?",
        ),
        ("    why: They hold credentials.\n", "", "t.yaml:3:5: an entry lacks `why`; add it"),
        (
            "id: secrets/read",
            "id: Secrets",
            "t.yaml:3:9: the id `Secrets` is not `family/name`; write both in lower case with hyphens, as `secrets/read`",
        ),
        ("Read Secrets", "\"\"", "t.yaml:4:12: `title` is empty; write what it should say"),
        ("Read Secrets", "no", "t.yaml:4:12: `title`: `no` is a boolean in YAML where a string is due; quote it"),
        ("Read Secrets", "[a]", "t.yaml:4:12: `title`: expected a string, found a list"),
        ("severity: high", "severity: hgh", "t.yaml:5:15: unknown severity `hgh`; did you mean `high`?"),
        (
            "severity: high",
            "severity: terrible",
            "t.yaml:5:15: unknown severity `terrible`; use `critical`, `high`, `medium`, `low` or `info`",
        ),
        (
            "severity: high",
            "severity: {floor: high, cluster: low}",
            "t.yaml:5:38: severity `low` cluster-wide is below the floor `high`; raise it or lower the floor",
        ),
        ("severity: high", "severity: {floor: high}", "t.yaml:5:15: a severity lacks `cluster`; add it"),
    ];
    for (from, to, message) in table {
        assert_eq!(changed(from, to), message, "{to}");
    }
}

#[test]
fn words_and_versions_of_an_entry_are_checked() {
    let table = [
        (
            "scope: namespace",
            "scope: everywhere",
            "t.yaml:6:12: unknown scope `everywhere`; use `namespace` or `cluster`",
        ),
        ("    why:", "    proof: kublet\n    why:", "t.yaml:9:12: unknown proof `kublet`; did you mean `kubelet`?"),
        (
            "    why:",
            "    since: latest\n    why:",
            "t.yaml:9:12: `since` is no server version; write major and minor, as `\"1.36\"`",
        ),
        (
            "    why:",
            "    since: 1.30\n    until: 1.30\n    why:",
            "t.yaml:10:12: `until` 1.30 is not after `since` 1.30; it names the first version it no longer works on",
        ),
        ("    why:", "    controls: T1078\n    why:", "t.yaml:9:15: `controls` must be a list; write `controls: […]`"),
    ];
    for (from, to, message) in table {
        assert_eq!(changed(from, to), message, "{to}");
    }
}

#[test]
fn effects_are_checked() {
    let table = [
        (
            "serviceAccount",
            "t.yaml:9:12: `gives` must be one effect with its target; write it as `{serviceAccount: named}`",
        ),
        (
            "{pod: namespace, exec: named}",
            "t.yaml:9:12: `gives` must be one effect with its target; write it as `{serviceAccount: named}`",
        ),
        ("{serviceaccount: named}", "t.yaml:9:13: unknown effect `serviceaccount`; did you mean `serviceAccount`?"),
        ("{secrets: name}", "t.yaml:9:22: unknown target `name`; did you mean `named`?"),
        ("{pod: everything}", "t.yaml:9:18: unknown target `everything`; use `namespace`"),
        ("{subject: {except: [a]}}", "t.yaml:9:22: the effect `subject` names nobody; add `users` or `groups`"),
        ("{role: {name: view}}", "t.yaml:9:19: the effect `role` lacks `in`; add it"),
        ("{controller: aply}", "t.yaml:9:25: unknown target `aply`; did you mean `apply`?"),
        ("{denial: [block]}", "t.yaml:9:21: `target`: expected a string, found a list"),
    ];
    for (gives, message) in table {
        assert_eq!(changed("    why:", &format!("    gives: {gives}\n    why:")), message, "{gives}");
    }
}

#[test]
fn needs_that_no_request_meets_are_refused() {
    let need = "{verbs: [get], apiGroups: [\"\"], resources: [secrets]}";
    let table = [
        ("[]", "t.yaml:8:9: a need must be a mapping; write `key: value` pairs"),
        (
            "{apiGroups: [\"\"], resources: []}",
            "t.yaml:8:9: a need lacks `verbs`; add it\n\
             t.yaml:8:38: `resources` is empty; name at least one",
        ),
        (
            "{verbs: [get], apigroups: [\"\"], resources: [pods]}",
            "t.yaml:8:9: a need lacks `apiGroups`; add it\n\
             t.yaml:8:24: unknown key `apigroups` in a need; did you mean `apiGroups`?",
        ),
        (
            "{verbs: [get], apiGroups: [apps/v1], resources: [deployments]}",
            "t.yaml:8:36: the API group `apps/v1` matches nothing, as groups stand without version and the core group \
             is empty; write `apps`",
        ),
        (
            "{verbs: [get], apiGroups: [v1, core], resources: [pods]}",
            "t.yaml:8:36: the API group `v1` matches nothing, as groups stand without version and the core group is \
             empty; write `\"\"`\n\
             t.yaml:8:40: the API group `core` matches nothing, as groups stand without version and the core group is \
             empty; write `\"\"`",
        ),
        (
            "{verbs: [get], apiGroups: [\"\"], resources: [pods/*]}",
            "t.yaml:8:53: the resource `pods/*` matches nothing, as it is no pattern for subresources; write each \
             subresource, as `pods/status`",
        ),
        (
            "{verbs: [get], apiGroups: [\"\"], resources: [\"*/*\"]}",
            "t.yaml:8:53: the resource `*/*` matches nothing, as it is no pattern; write `*` for everything",
        ),
        (
            "{verbs: [Get], apiGroups: [\"\"], resources: [pods]}",
            "t.yaml:8:18: no request has the verb `Get`; write `get`",
        ),
        (
            "{verbs: [get], nonResourceURLs: [/metrics]}",
            "t.yaml:8:41: URLs are granted cluster-wide only; write `scope: cluster` for the need or the entry",
        ),
        (
            "{verbs: [list], nonResourceURLs: [metrics], scope: cluster}",
            "t.yaml:8:18: no request for a URL has the verb `list`; use get, head, post, put, patch, delete, options \
             or `*`\n\
             t.yaml:8:43: the URL `metrics` matches nothing; write a path that starts with `/`, or `*`",
        ),
        (
            "{verbs: [get], nonResourceURLs: [/a], scope: cluster, resources: [pods]}",
            "t.yaml:8:74: `resources` beside `nonResourceURLs`; write two items, one for resources and one for URLs",
        ),
        ("{verbs: [create], operators: aply}", "t.yaml:8:38: unknown class `aply`; did you mean `apply`?"),
        (
            "{verbs: [create], operators: apply, resources: [kustomizations]}",
            "t.yaml:8:56: `resources` beside `operators`; the table says which resources are meant; leave it out",
        ),
        (
            "{verbs: [get], nonResourceURLs: [/a], scope: cluster, operators: apply}",
            "t.yaml:8:74: `operators` beside `nonResourceURLs`; write two items, one for resources and one for URLs",
        ),
        (
            "{verbs: [deletecollection], apiGroups: [\"\"], resources: [pods], resourceNames: [web]}",
            "t.yaml:8:18: `deletecollection` never matches with `resourceNames`, as its requests name no object; \
             remove one of them",
        ),
        (
            "{verbs: [create], apiGroups: [\"\"], resources: [pods], resourceNames: [web]}",
            "t.yaml:8:18: `create` never matches with `resourceNames` alone, as a POST names no object; remove the \
             names, or add an item with `patch` for server-side apply",
        ),
        (
            "{verbs: [get], apiGroups: [\"\"], resources: [pods], resourceNames: []}",
            "t.yaml:8:75: `resourceNames` is empty; leave the key out if any name will do",
        ),
        (
            "{verbs: [get], apiGroups: [\"\"], resources: [pods], step: 0}",
            "t.yaml:8:66: steps count from 1; write `step: 1` or leave the key out",
        ),
        (
            "{verbs: [get], apiGroups: [\"\"], resources: [pods], target: maybe}",
            "t.yaml:8:68: `target`: expected true or false, found a string",
        ),
    ];
    for (to, message) in table {
        assert_eq!(changed(need, to), message, "{to}");
    }
    assert_eq!(
        changed(&format!("\n      - {need}"), " []"),
        "t.yaml:7:12: `needs` is empty; name at least one request that must be allowed"
    );
}

#[test]
fn needs_that_look_impossible_and_are_not_are_read() {
    let need = "{verbs: [get], apiGroups: [\"\"], resources: [secrets]}";
    for to in [
        "{verbs: [read, use, impersonate-on:user-info:get], apiGroups: [example.com], resources: [reports]}",
        "{verbs: [create, patch], apiGroups: [\"\"], resources: [pods], resourceNames: [web]}",
        "{verbs: [create, update], apiGroups: [\"\"], resources: [services], resourceNames: [web]}",
        "{verbs: [create], apiGroups: [\"\"], resources: [pods/exec], resourceNames: [web]}",
        "{verbs: [create], apiGroups: [\"\"], resources: [pods], resourceNames: [\"\"]}",
        "{verbs: [get], apiGroups: [\"*\"], resources: [\"*\", \"*/scale\"], step: 2, target: true}",
        "{verbs: [get, \"*\"], nonResourceURLs: [/metrics, \"/logs/*\", \"*\"], scope: cluster}",
        "{verbs: [get], apiGroups: [v1.example.com, vpc], resources: [things]}",
        "{verbs: [create], operators: run-as, anyName: true, scope: cluster}",
    ] {
        let text = ENTRY.replace(need, to);
        let loaded = load("t.yaml", &text);
        assert!(loaded.is_ok(), "{to}: {}", loaded.unwrap_err());
    }
}

#[test]
fn named_create_is_not_made_possible_by_update_of_any_kind() {
    let need = "{verbs: [get], apiGroups: [\"\"], resources: [secrets]}";
    let to = "{verbs: [create, update], apiGroups: [\"\"], resources: [pods], resourceNames: [web]}";
    assert!(changed(need, to).contains("t.yaml:8:18: `create` never matches"));
}

#[test]
fn examples_are_checked_but_may_match_nothing() {
    let with = |examples: &str| ENTRY.replace("    why:", &format!("    examples: {examples}\n    why:"));
    let rule = "{verbs: [create], apiGroups: [core], resources: [\"pods/*\"], resourceNames: [a], namespace: shop}";
    let text = with(&format!("{{hit: [{rule}], miss: [{{verbs: [list], nonResourceURLs: [/a]}}]}}"));
    let entry = load("t.yaml", &text).expect("a template").entries.remove(0);
    assert_eq!((entry.hit.len(), entry.miss.len()), (1, 1));
    assert!(entry.hit[0].namespace.as_ref().is_some_and(|name| name == "shop"));
    assert_eq!(entry.miss[0].namespace, None);

    assert_eq!(
        problems(&with("{hit: [], mis: []}")),
        "t.yaml:9:15: `examples` lacks `miss`; add it\n\
         t.yaml:9:21: `hit` is empty; write at least one rule\n\
         t.yaml:9:25: unknown key `mis` in `examples`; did you mean `miss`?"
    );
    assert_eq!(
        problems(&with("{hit: [{verbs: [get]}], miss: {}}")),
        "t.yaml:9:22: a rule of an example lacks `apiGroups`; add it\n\
         t.yaml:9:22: a rule of an example lacks `resources`; add it\n\
         t.yaml:9:45: `miss` must be a list; write `- {verbs: […], …}` rules"
    );
}

#[test]
fn an_id_stands_once() {
    let entry = ENTRY.split_once("entries:\n").expect("entries").1;
    assert_eq!(
        problems(&format!("{ENTRY}{entry}")),
        "t.yaml:11:9: the id `secrets/read` stands twice, first in line 3; give each entry its own"
    );
}

#[test]
fn the_first_twenty_problems_are_told_in_order() {
    let entries = "  - {}\n".repeat(4);
    let error = load("t.yaml", &format!("version: 1\nentries:\n{entries}")).expect_err("problems");
    assert_eq!((error.problems.len(), error.more), (20, 8));
    assert!(error.problems.is_sorted());
    assert!(error.to_string().ends_with("\nt.yaml: 8 more problems; mend these first"));
}

#[test]
fn words_from_the_file_are_shown_without_control_characters() {
    assert_eq!(
        problems("version: 1\nextends: builtin\n\"a\\u001b[2J\": 1\n"),
        "t.yaml:3:1: unknown key `a\\u{1b}[2J` in the template; use `version`, `extends`, `disable`, `severity`, \
         `entries`, `marks` or `methods`"
    );
}

#[test]
fn a_template_changes_its_base() {
    let base = builtin();
    let text = ENTRY.replace(
        "entries:",
        "extends: builtin\ndisable: [pods/exec, network/*]\nseverity: {pods/log: {floor: low, cluster: high}}\nentries:",
    );
    let text = format!(
        "{text}  - {{id: my/own, title: a, severity: low, scope: cluster, needs: [{{verbs: [use], apiGroups: [a.b], resources: [c]}}], why: b, fix: c}}\n"
    );
    let entries = load("t.yaml", &text).expect("a template").entries;
    let network = base.entries.iter().filter(|entry| entry.family() == "network").count();
    assert_eq!(entries.len(), base.entries.len() - network - 1 + 1);
    let find = |id: &str| entries.iter().position(|entry| entry.id == id);
    assert_eq!((find("pods/exec"), find("network/dns")), (None, None));
    let place = base.entries.iter().position(|entry| entry.id == "secrets/read");
    assert_eq!(find("secrets/read"), place, "in the place of the one it replaces");
    assert_eq!(entries[find("secrets/read").expect("an entry")].title, "Read Secrets");
    let log = &entries[find("pods/log").expect("an entry")];
    assert_eq!((log.floor, log.cluster), (Severity::Low, Severity::High));
    assert_eq!(entries.last().map(|entry| entry.id.as_str()), Some("my/own"));
}

#[test]
fn extending_alone_is_the_base() {
    let template = load("t.yaml", "version: 1\nextends: builtin\n").expect("a template");
    assert_eq!(template.entries.len(), builtin().entries.len());
}

#[test]
fn changes_without_meaning_are_refused() {
    let table = [
        ("extends: t.yaml\n", "t.yaml:2:10: a template can extend the built-in one only; write `extends: builtin`"),
        (
            "disable: [pods/exec]\n",
            "t.yaml:1:1: the template lacks `entries`; add it\n\
             t.yaml:2:10: `disable` changes a base, and there is none; add `extends: builtin`",
        ),
        ("extends: builtin\ndisable: [pods/exce]\n", "t.yaml:3:11: unknown id `pods/exce`; did you mean `pods/exec`?"),
        (
            "extends: builtin\ndisable: [zzzzzzzzzz]\n",
            "t.yaml:3:11: unknown id `zzzzzzzzzz`; `kubescan template list` shows them",
        ),
        ("extends: builtin\ndisable: [pod/*]\n", "t.yaml:3:11: unknown family `pod`; did you mean `pods`?"),
        (
            "extends: builtin\nseverity: {pods/exce: high, pods/log: worst}\n",
            "t.yaml:3:12: unknown id `pods/exce`; did you mean `pods/exec`?\n\
             t.yaml:3:39: unknown severity `worst`; use `critical`, `high`, `medium`, `low` or `info`",
        ),
        (
            "extends: builtin\nseverity: high\n",
            "t.yaml:3:11: `severity` must be a mapping; write `secrets/read: high` for each id",
        ),
    ];
    for (text, message) in table {
        assert_eq!(problems(&format!("version: 1\n{text}")), message, "{text}");
    }
    let families: Vec<String> = FAMILIES.iter().map(|family| format!("{family}/*")).collect();
    assert_eq!(
        problems(&format!("version: 1\nextends: builtin\ndisable: [{}]\n", families.join(", "))),
        "t.yaml:3:10: nothing of the template is left; disable less or add entries"
    );
    assert_eq!(
        changed("entries:", "extends: builtin\ndisable: [secrets/read]\nentries:"),
        "t.yaml:3:11: `secrets/read` is disabled and written in this file; remove one of them"
    );
    assert_eq!(
        changed("entries:", "extends: builtin\nseverity: {secrets/read: low}\nentries:"),
        "t.yaml:3:12: `secrets/read` is written in this file; write its severity there"
    );
}

#[test]
fn ten_thousand_entries_are_read_and_no_more() {
    let entry = ENTRY.split_once("entries:\n").expect("entries").1;
    let numbered = |count: u32| {
        let entries = (0..count).map(|number| entry.replace("secrets/read", &format!("many/e{number}")));
        format!("version: 1\nentries:\n{}", entries.collect::<String>())
    };
    assert_eq!(load("t.yaml", &numbered(10_000)).expect("a template").entries.len(), 10_000);
    assert_eq!(problems(&numbered(10_001)), "t.yaml:3:3: 10001 entries; write at most 10000");
}
