//! A real API server: what kubescan says of it, by every way of reading it.

use std::path::Path;

use serde_json::Value;

use crate::cluster::ControlPlane;
use crate::formats::sarif::{assert_valid, results};
use crate::run::{Run, kubescan};

/// Everything that kubescan reads, as kubectl is asked for it.
pub(crate) const KINDS: &str = "clusterroles,clusterrolebindings,roles,rolebindings,serviceaccounts,namespaces,nodes,pods,\
    deployments.apps,replicasets.apps,statefulsets.apps,daemonsets.apps,jobs,cronjobs,replicationcontrollers,\
    persistentvolumes,persistentvolumeclaims,resourcequotas,services,ingresses,\
    validatingadmissionpolicies,validatingadmissionpolicybindings,mutatingadmissionpolicies,\
    mutatingadmissionpolicybindings,validatingwebhookconfigurations,mutatingwebhookconfigurations";

fn scan(kubeconfig: &Path, more: &[&str]) -> Run {
    let mut arguments = vec!["scan", "--kubeconfig", kubeconfig.to_str().unwrap(), "-o", "json"];
    arguments.extend(more);
    kubescan(&arguments)
}

/// A report without what tells where it was read.
fn content(run: &Run) -> Value {
    let mut report = run.report_without_places();
    for key in ["source", "notes"] {
        report.as_object_mut().unwrap().remove(key);
    }
    report
}

#[test]
fn a_pristine_cluster_is_complete_and_has_no_false_alarm() {
    let plane = ControlPlane::start();
    let run = scan(&plane.kubeconfig, &["--fail-on", "low"]);
    assert_eq!(run.code, 0, "{}\n{}", run.stderr, run.stdout);
    let report = run.json();
    assert_eq!(report["complete"], true);
    assert_eq!(report["source"]["kind"], "cluster");
    assert_eq!(report["source"]["serverVersion"], "1.36");
    assert!(report["counts"]["clusterRoles"].as_u64().unwrap() >= 69);
    for severity in ["critical", "high", "medium", "low"] {
        assert_eq!(report["summary"][severity], 0, "{}", run.stdout);
    }
    let built_in = report["findings"].as_array().unwrap().iter().filter(|finding| finding["builtIn"] == true);
    assert!(built_in.count() > 50, "built-in findings are there, but folded");
}

#[test]
fn every_way_of_reading_gives_the_identical_report() {
    let plane = ControlPlane::start();
    plane.apply(include_str!("../fixtures/live/risky.yaml"));
    let live = scan(&plane.kubeconfig, &[]);
    assert_eq!(live.code, 0, "{}", live.stderr);

    let snapshot = plane.dir.join("snapshot.json.zst");
    let collected =
        kubescan(&["collect", "--kubeconfig", plane.kubeconfig.to_str().unwrap(), "-o", snapshot.to_str().unwrap()]);
    assert_eq!(collected.code, 0, "{}", collected.stderr);
    assert_eq!(collected.stdout, "");
    let offline = kubescan(&["scan", "-f", snapshot.to_str().unwrap(), "-o", "json"]);
    assert_eq!(offline.stdout, live.stdout, "a snapshot gives the same bytes");

    let arguments = ["scan", "--kubeconfig", plane.kubeconfig.to_str().unwrap(), "-o", "sarif"];
    let sarif = kubescan(&arguments).json();
    assert_valid(&sarif);
    assert!(!results(&sarif).is_empty() && !sarif.to_string().contains("physicalLocation"), "a cluster has no lines");

    for format in ["json", "yaml"] {
        let dump = plane.kubectl(&["get", KINDS, "--all-namespaces", "--output", format]);
        let file = plane.dir.join(format!("dump.{format}"));
        std::fs::write(&file, dump).unwrap();
        let from_kubectl = kubescan(&["scan", "-f", file.to_str().unwrap(), "-o", "json"]);
        assert_eq!(content(&from_kubectl), content(&live), "{format}");
    }
}

#[test]
fn what_is_risky_is_named_with_binding_and_rule() {
    let plane = ControlPlane::start();
    plane.apply(include_str!("../fixtures/live/risky.yaml"));
    let run = scan(&plane.kubeconfig, &["--fail-on", "critical"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let report = run.json();
    let path = |from: &str, to: &str| {
        let mut paths = report["paths"].as_array().unwrap().iter();
        paths.find(|path| path["from"] == from && path["to"] == to).cloned()
    };
    let reader = path("sa:web/reader", "objective:all-secrets").expect("reads every Secret");
    let grant = &reader["hops"][0]["grants"][0];
    assert_eq!(grant["binding"], "clusterrolebinding:reader");
    assert_eq!(grant["role"], "clusterrole:reader");
    assert_eq!(grant["rule"], 1);
    assert!(path("sa:web/deployer", "objective:cluster-admin").is_some(), "creates pods in kube-system");
    assert!(path("user:alice", "objective:cluster-admin").is_some(), "a user bound to cluster-admin is never hidden");
    assert!(path("sa:web/near-miss", "objective:cluster-admin").is_none());
    assert!(path("sa:web/near-miss", "objective:all-secrets").is_none());
    let hot = report["hotPods"].as_array().unwrap().iter().find(|pod| pod["workload"]["name"] == "deployer").unwrap();
    assert_eq!(hot["severity"], "critical");
    assert_eq!(hot["serviceAccount"], "sa:web/deployer");
}

#[test]
fn the_shipped_rights_suffice_and_nothing_else_is_granted() {
    let plane = ControlPlane::start();
    plane.kubectl(&["create", "namespace", "kubescan"]);
    plane.apply(include_str!("../../deploy/rbac.yaml"));
    let kubeconfig = plane.kubeconfig_with_token(&plane.token("kubescan", "kubescan"));
    let run = scan(&kubeconfig, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.json()["complete"], true);

    let role: Value = serde_json::from_str(&plane.kubectl(&["get", "clusterrole", "kubescan", "-o", "json"])).unwrap();
    let list = |rule: &Value, key: &str| -> Vec<String> {
        rule[key].as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect()
    };
    let mut granted = Vec::new();
    for rule in role["rules"].as_array().unwrap() {
        for group in list(rule, "apiGroups") {
            for resource in list(rule, "resources") {
                granted.extend(list(rule, "verbs").into_iter().map(|verb| (group.clone(), resource.clone(), verb)));
            }
        }
    }
    let needed = kubescan::collect::live::needed_rights();
    let mut needed: Vec<(String, String, String)> =
        needed.into_iter().map(|(group, resource, verb)| (group.into(), resource.into(), verb.into())).collect();
    granted.sort();
    needed.sort();
    assert_eq!(granted, needed, "deploy/rbac.yaml and the requests of the collector differ");
}

#[test]
fn whoever_may_list_nothing_is_told_so() {
    let plane = ControlPlane::shared();
    let run = scan(&plane.kubeconfig_for("nobody-special", &["nothing"]), &[]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert_eq!(run.stdout, "", "there is no report");
    assert!(run.stderr.contains("deploy/rbac.yaml") || run.stderr.contains("list"), "{}", run.stderr);
}

#[test]
fn a_forbidden_list_is_a_gap_and_the_scan_goes_on() {
    let plane = ControlPlane::start();
    plane.kubectl(&["create", "namespace", "kubescan"]);
    plane.apply(include_str!("../../deploy/rbac.yaml"));
    let role = plane.kubectl(&["get", "clusterrole", "kubescan", "-o", "json"]);
    let mut role: Value = serde_json::from_str(&role).unwrap();
    for rule in role["rules"].as_array_mut().unwrap() {
        rule["resources"].as_array_mut().unwrap().retain(|resource| resource != "clusterrolebindings");
    }
    plane.apply(&role.to_string());
    let kubeconfig = plane.kubeconfig_with_token(&plane.token("kubescan", "kubescan"));
    let run = scan(&kubeconfig, &[]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let report = run.json();
    assert_eq!(report["complete"], false);
    assert_eq!(report["gaps"][0]["resource"], "clusterrolebindings");
    assert_eq!(report["gaps"][0]["reason"], "forbidden");
    assert_eq!(scan(&kubeconfig, &["--allow-gaps"]).code, 0);
}
