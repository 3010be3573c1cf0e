//! The findings by the controls of a framework: never a pass for what was not read or not looked at.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::formats::{CLUSTER, folder, scan};
use crate::run::kubescan;

/// How each control stands.
fn controls(input: &str, framework: &str, more: &[&str]) -> BTreeMap<String, Value> {
    let report = scan(input, "json", &[&["--compliance", framework], more].concat()).json();
    let controls = report["compliance"]["controls"].as_array().unwrap().clone();
    controls.into_iter().map(|control| (control["id"].as_str().unwrap().to_owned(), control)).collect()
}

/// Somebody who may read one ConfigMap, and a namespace with a level.
const HARMLESS: &str = "\
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules: [{apiGroups: [''], resources: [configmaps], resourceNames: [settings], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jo}]
";

#[test]
fn a_control_passes_only_where_all_of_it_was_looked_at() {
    let harmless = controls(HARMLESS, "cis", &[]);
    let rows = [
        ("CIS-5.1.1", "pass", ""),
        ("CIS-5.1.2", "pass", ""),
        ("CIS-5.2.1", "pass", ""),
        ("CIS-5.1.6", "not-checked", "no pods were read"),
        ("CIS-5.2.2", "not-checked", "no pods were read"),
        ("CIS-5.2.6", "not-checked", "kubescan does not look at this"),
        ("CIS-5.3", "not-checked", "kubescan does not look at this"),
    ];
    for (id, status, why) in rows {
        assert_eq!(
            (&harmless[id]["status"], harmless[id]["why"].as_str().unwrap_or("")),
            (&status.into(), why),
            "{id}"
        );
    }
    let open = controls(CLUSTER, "cis", &[]);
    assert_eq!(open["CIS-5.1.3"]["status"], "fail");
    assert_eq!(open["CIS-5.1.2"]["findings"][0], "binding clusterrolebinding:jo");
    assert_eq!(open["CIS-5.2.1"]["status"], "fail", "the namespace has no level");
    assert_eq!(open["CIS-5.2.2"]["status"], "not-checked", "what admission lets in is not looked at");
    let nowhere = HARMLESS.split("---\n").skip(1).collect::<Vec<_>>().join("---\n");
    assert_eq!(controls(&nowhere, "cis", &[])["CIS-5.2.1"]["why"], "no namespaces were read");
}

#[test]
fn nothing_passes_where_something_could_not_be_read() {
    let partial = controls(&format!("{HARMLESS}---\nkind: [\n"), "cis", &[]);
    assert!(partial.values().all(|control| control["status"] == "not-checked"), "{partial:?}");
    let one = controls(HARMLESS, "cis", &["-n", "shop"]);
    assert!(one.values().all(|control| control["status"] == "not-checked"), "{one:?}");
    let failed = controls(&format!("{CLUSTER}---\nkind: [\n"), "cis", &[]);
    assert_eq!(failed["CIS-5.1.3"]["status"], "fail", "what was found stays found");
}

#[test]
fn neither_filters_nor_a_baseline_change_it_and_what_is_accepted_is_told() {
    let folder = folder("compliance");
    let old = folder.join("old.json");
    std::fs::write(&old, scan(CLUSTER, "json", &[]).stdout).unwrap();
    let plain = controls(CLUSTER, "nsa", &[]);
    let filters = ["--severity", "critical", "--only", "role", "--baseline", old.to_str().unwrap()];
    assert_eq!(controls(CLUSTER, "nsa", &filters), plain);
    let accepted = folder.join("accepted.yaml");
    std::fs::write(&accepted, "version: 1\nsuppressions: [{id: hygiene/psa-missing, reason: r}]\n").unwrap();
    let accepted = controls(CLUSTER, "nsa", &["--suppressions", accepted.to_str().unwrap()]);
    assert_eq!(
        (&plain["pods/standards"]["status"], &accepted["pods/standards"]["status"]),
        (&"fail".into(), &"accepted".into())
    );
}

#[test]
fn a_template_that_leaves_an_entry_out_does_not_pass_its_control() {
    let template = folder("compliance-template").join("mine.yaml");
    std::fs::write(&template, "version: 1\nextends: builtin\ndisable: [nodes/proxy]\n").unwrap();
    let controls = controls(HARMLESS, "cis", &["--template", template.to_str().unwrap()]);
    assert_eq!(controls["CIS-5.1.10"]["status"], "not-checked");
}

#[test]
fn every_control_that_an_entry_names_is_one_of_a_framework() {
    let text = include_str!("../../risky-roles.yaml");
    let named = text.lines().filter_map(|line| line.trim().strip_prefix("controls: [")).flat_map(|list| {
        list.trim_end_matches(']').split(',').map(|control| control.trim().to_owned()).collect::<Vec<_>>()
    });
    let mut known = controls(HARMLESS, "cis", &[]);
    known.extend(controls(HARMLESS, "attack", &[]));
    let technique = |id: &str| id.starts_with('T') && id[1..2].chars().all(|digit| digit.is_ascii_digit());
    for id in named.filter(|id| id.starts_with("CIS-") || technique(id)) {
        assert!(known.contains_key(&id), "{id} is in no framework");
    }
}

#[test]
fn the_table_shows_each_control_and_counts_them() {
    insta::assert_snapshot!(kubescan(&["scan", "-f", "examples/shop", "--compliance", "cis"]).stdout);
}
