//! Imports of sound and of broken samples.

use super::{Imported, import_kubiscan};
use crate::template::{Entry, EntryScope, Severity, load};

const SOUND: &str = r#"
items:
- kind: ClusterRole
  metadata:
    name: risky-read-things
    priority: CRITICAL
  rules:
  - apiGroups: ["*"]
    resources: ["secrets", "deployments"]
    verbs: ["get", "list"]
- kind: Role
  metadata:
    namespace: default
    name: risky-read-things
    priority: LOW
  rules:
  - resources: ["*"]
    verbs: ["*"]
  - apiGroups: [""]
    resources: [pods/exec]
    resourceNames: [web]
    verbs: [create]
"#;

fn import(text: &str) -> (Vec<Entry>, Imported) {
    let imported = import_kubiscan(text).expect("a template");
    let template = load("imported.yaml", &imported.yaml).expect("it loads");
    (template.entries, imported)
}

fn words(names: &[crate::model::Name]) -> Vec<&str> {
    names.iter().map(|name| name.as_str()).collect()
}

#[test]
fn each_verb_of_each_rule_is_a_need() {
    let (entries, imported) = import(SOUND);
    assert!(imported.warnings.is_empty(), "{:?}", imported.warnings);
    let [first, second] = entries.as_slice() else { panic!("two entries") };
    assert_eq!(
        (first.id.as_str(), first.scope, first.floor, first.cluster),
        ("imported/risky-read-things", EntryScope::Cluster, Severity::Critical, Severity::Critical)
    );
    let verbs: Vec<_> = first.needs.iter().map(|need| words(&need.verbs)).collect();
    assert_eq!(verbs, [["get"], ["list"]]);
    assert_eq!(words(&first.needs[0].resources), ["secrets", "deployments"]);
    assert_eq!(words(&first.needs[0].api_groups), ["", "apps"], "the groups of the resources, not `*`");

    assert_eq!((second.id.as_str(), second.scope), ("imported/risky-read-things-2", EntryScope::Namespace));
    assert_eq!(words(&second.needs[0].api_groups), ["*"]);
    assert_eq!(words(&second.needs[1].resource_names), ["web"]);
}

#[test]
fn broken_indentation_is_repaired_and_told() {
    let broken = "\
items:
- kind: ClusterRole
  metadata:
    name: one
    priority: HIGH
   rules:
  - apiGroups: [\"\"]
    resources: [\"secrets\",
  \"configmaps\"]
    verbs:
    - get
- kind: ClusterRole
  metadata:
\t  name: two
    priority: LOW   # a comment
  rules:
     - apiGroups: [\"\"]
       resources: [\"pods\"]
       verbs: [\"list\"]
 - kind: ClusterRole
  metadata:
    name: three
    priority: MEDIUM
  rules:
  - apiGroups: [\"\"]
    resources: [\"nodes\"]
    verbs: [\"list\"]
";
    let (entries, imported) = import(broken);
    let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["imported/one", "imported/two", "imported/three"]);
    assert_eq!(words(&entries[0].needs[0].resources), ["secrets", "configmaps"]);
    assert_eq!(
        imported.warnings,
        [
            "line 6: indentation repaired",
            "line 14: indentation repaired",
            "line 17: indentation repaired",
            "line 18: indentation repaired",
            "line 19: indentation repaired",
            "line 20: indentation repaired",
        ]
    );
}

#[test]
fn rules_that_stand_too_deep_are_found() {
    let (entries, imported) = import(
        "items:\n- kind: Role\n  metadata:\n    name: one\n    priority: HIGH\n    rules:\n    - apiGroups: ['']\n      \
             resources: [pods]\n      verbs: [list]\n",
    );
    assert_eq!(entries[0].needs.len(), 1);
    assert!(!imported.warnings.is_empty());
}

#[test]
fn what_can_never_hold_is_left_out() {
    let with = |kind: &str, priority: &str, rule: &str| {
        format!("{SOUND}- kind: {kind}\n  metadata: {{name: odd, priority: {priority}}}\n  rules:\n  - {{{rule}}}\n")
    };
    let table = [
        (
            with("Role", "HIGH", "resources: [\"pods/*\"], verbs: [get]"),
            vec![
                "line 26: the resource `pods/*` matches nothing, as it is no pattern for subresources; write each \
                     subresource, as `pods/status`",
                "line 26: `odd` is left out, as this rule names nothing that can be granted",
            ],
        ),
        (
            with("Role", "HIGH", "resources: [pods], resourceNames: [web], verbs: [create]"),
            vec![
                "line 23: `odd` is left out: `create` never matches with `resourceNames` alone, as a POST names no \
                     object; remove the names, or add an item with `patch` for server-side apply",
            ],
        ),
        (with("Role", "HIGH", "resources: [pods]"), vec!["line 26: `odd` is left out, as this rule has no verbs"]),
        (
            with("Group", "HIGH", "resources: [pods], verbs: [get]"),
            vec!["line 23: `odd` is left out, as it is neither Role nor ClusterRole"],
        ),
    ];
    for (text, warnings) in table {
        let (entries, imported) = import(&text);
        assert_eq!((imported.warnings, entries.len()), (warnings.iter().map(ToString::to_string).collect(), 2));
    }
    let (entries, imported) = import(&with("Role", "SEVERE", "resources: [pods, \"pods/*\"], verbs: [get], extra: a"));
    assert_eq!((entries[2].floor, words(&entries[2].needs[0].resources)), (Severity::Medium, vec!["pods"]));
    assert_eq!(imported.warnings.len(), 3, "{:?}", imported.warnings);
}

#[test]
fn names_become_ids_that_are_well_formed_and_unique() {
    let item = |name: &str| {
        format!(
            "- {{kind: Role, metadata: {{name: {name}, priority: LOW}}, rules: [{{resources: [pods], verbs: [get]}}]}}\n"
        )
    };
    let names = ["Read Pods!", "read-pods", "read-pods-2", "'__'", "\"read\\\"pods: #\\n\""];
    let items: String = names.into_iter().map(item).collect();
    let (entries, _) = import(&format!("items:\n{items}"));
    let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "imported/read-pods",
            "imported/read-pods-2",
            "imported/read-pods-2-2",
            "imported/item",
            "imported/read-pods-3"
        ]
    );
}

#[test]
fn what_is_no_kubiscan_template_is_refused() {
    let error = |text: &str| import_kubiscan(text).expect_err("an error").to_string();
    assert_eq!(error(""), "KubiScan template:1:1: an empty file; mend the YAML");
    assert_eq!(
        error("entries: []\n"),
        "KubiScan template:1:1: a KubiScan template has a list `items`; check that this is one"
    );
    assert_eq!(
        error("items:\n- kind: Role\n"),
        "KubiScan template:1:1: no item can be imported (line 2: an item without a name is left out); mend the items"
    );
    assert!(error("items: [\n").starts_with("KubiScan template:"));
}
