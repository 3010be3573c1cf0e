//! The checks of the families `guard` and `hygiene`: tables of hits and near misses, each a small cluster of its own.
//!
//! A row lists all findings of its check, each as `SEVERITY NAMES`, `built-in` before it where it is. Manifests with a
//! uid are a dump: what they lack is not there. Others are plain: the rest of the cluster is unknown.

mod guards;
mod objects;
pub(crate) mod row;
mod shipped;
mod table;

use serde_json::Value;

use crate::run::{kubescan, kubescan_with_input};
use table::TABLE;

/// The findings of one check of hygiene, as rows write them; sorted.
fn found(report: &Value, check: &str) -> Vec<String> {
    found_of("hygiene", report, check)
}

fn found_of(family: &str, report: &Value, check: &str) -> Vec<String> {
    let id = format!("{family}/{check}");
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["check"] == *id);
    let words = findings.map(|finding| {
        assert_eq!(finding["kind"], family);
        let names = finding["id"].as_str().unwrap().strip_prefix(&format!("{family} {id} ")).unwrap();
        let built_in = if finding["builtIn"] == true { "built-in " } else { "" };
        format!("{built_in}{} {names}", finding["severity"].as_str().unwrap())
    });
    let mut words: Vec<String> = words.collect();
    words.sort();
    words
}

fn scan(input: &str) -> Value {
    let run = kubescan_with_input(&["scan", "-f", "-", "-o", "json", "--allow-gaps"], input.as_bytes());
    assert_eq!(run.code, 0, "{}\n{input}", run.stderr);
    run.json()
}

#[test]
fn each_row_is_found_and_its_near_misses_are_not() {
    let mut wrong = Vec::new();
    for row in TABLE {
        let found = found(&scan(&row.manifests()), row.check);
        if found != row.finds {
            wrong.push(format!("{}, {}:\n  {found:?}\n  {:?}", row.check, row.what, row.finds));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_has_a_hit_and_a_near_miss() {
    let list = kubescan(&["explain", "hygiene"]).stdout;
    let checks: Vec<&str> = list.lines().filter_map(|line| line.split([' ', '/']).nth(1)).collect();
    assert!(checks.len() > 20);
    // These need all that a server ships: see `shipped`.
    for check in checks.into_iter().filter(|check| !["changed-builtin", "impostor-name"].contains(check)) {
        let rows = || TABLE.iter().filter(|row| row.check == check);
        assert!(rows().any(|row| !row.finds.is_empty()), "{check} has no hit");
        assert!(rows().any(|row| row.finds.is_empty()), "{check} has no near miss");
    }
}

#[test]
fn many_findings_of_one_check_are_one_row_of_the_table() {
    let namespaces = |count: usize| {
        let one =
            |place| format!("---\n{{apiVersion: v1, kind: Namespace, metadata: {{name: n{place:04}, uid: u}}}}\n");
        (0..count).map(one).collect::<String>()
    };
    let table = |count, more: &[&str]| {
        let arguments = [&["scan", "-f", "-"], more].concat();
        let text = kubescan_with_input(&arguments, namespaces(count).as_bytes()).stdout;
        let rows = text.lines().filter(|line| line.contains("hygiene/psa-missing")).map(str::to_owned);
        rows.collect::<Vec<String>>()
    };
    assert_eq!(table(3, &[]).len(), 3);
    let expected = "medium    hygiene/psa-missing  1000 namespaces without a pod security level: ns:n0000, ns:n0001, ns:n0002 and 997 more";
    assert_eq!(table(1000, &[]), [expected]);
    assert_eq!(table(20, &["-o", "wide"]).len(), 20);
    assert_eq!(found(&scan(&namespaces(1000)), "psa-missing").len(), 1000, "JSON keeps each");
}

#[test]
fn a_token_beside_a_cloud_role_is_said_not_to_carry_it() {
    let message = |annotations: &str| {
        let account = format!(
            "---\n{{apiVersion: v1, kind: ServiceAccount, metadata: {{namespace: a, name: b, uid: u{annotations}}}}}\n"
        );
        let pod = "---
{apiVersion: v1, kind: Pod, metadata: {namespace: a, name: p, uid: u}, spec: {serviceAccountName: b, nodeName: n1, \
            volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], \
            containers: [{name: c, image: x, volumeMounts: [{name: t, mountPath: /t}]}]}, status: {phase: Running}}
";
        let report = scan(&format!("{account}{pod}"));
        let findings = report["findings"].as_array().unwrap().clone();
        let found = findings.into_iter().find(|finding| finding["check"] == "hygiene/token-unneeded").unwrap();
        found["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(message(""), "pod:a/p carries a token of sa:a/b, which holds nothing");
    for key in ["eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id"] {
        assert_eq!(
            message(&format!(", annotations: {{{key}: role-x}}")),
            "pod:a/p carries a token of sa:a/b, which holds nothing in the cluster; its cloud identity role-x is used by \
             another token and stays"
        );
    }
    assert!(!message(", annotations: {example.com/role-arn: role-x}").contains("role-x"), "a near miss");
}

#[test]
fn every_id_of_every_family_can_be_explained() {
    for (family, least) in
        [("guard", 19), ("hygiene", 21), ("escape", 27), ("identity", 12), ("secrets", 5), ("objective", 4)]
    {
        let list = kubescan(&["explain", family]);
        assert_eq!(list.code, 0, "{}", list.stderr);
        let ids: Vec<&str> = list.stdout.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(ids.len() >= least, "{family}: {ids:?}");
        for id in ids {
            let text = kubescan(&["explain", id]).stdout;
            let parts =
                if family == "objective" { ["\nWhy\n", "kubescan paths --to "] } else { ["\nWhy\n", "\nFix\n"] };
            let told = parts.iter().all(|part| text.contains(part));
            assert!(text.starts_with(id) && (told || text.contains("\nNo step of its own\n")), "{text}");
        }
    }
    let undecided = kubescan(&["explain", "hygiene/bootstrap-token"]);
    assert!(undecided.stdout.contains("not decided"), "{}", undecided.stdout);
    let near = kubescan(&["explain", "escape/priviliged"]);
    assert_eq!(near.code, 2);
    assert!(near.stderr.contains("escape/privileged"), "{}", near.stderr);
}
