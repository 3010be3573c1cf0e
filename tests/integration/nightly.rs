//! The nightly audit as it is shipped: its manifest on a real API server, its command as its service account, in a cluster's
//! way, night after night.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::cluster::ControlPlane;
use crate::formats::folder;
use crate::run::kubescan;

/// Somebody who may do everything.
fn admin(name: &str) -> String {
    format!(
        "{{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {{name: {name}}}, \
         roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}}, \
         subjects: [{{apiGroup: rbac.authorization.k8s.io, kind: User, name: {name}}}]}}"
    )
}

/// The cluster with what is shipped.
fn cluster() -> ControlPlane {
    let plane = ControlPlane::start();
    plane.apply(include_str!("../../deploy/rbac.yaml"));
    plane.apply(include_str!("../../deploy/cronjob.yaml"));
    plane
}

fn get(plane: &ControlPlane, what: &[&str]) -> Value {
    serde_json::from_str(&plane.kubectl(&[&["--namespace", "kubescan", "-o", "json", "get"], what].concat())).unwrap()
}

/// What the container of the CronJob is told to do, with its volume in this folder.
fn arguments(plane: &ControlPlane, data: &Path) -> Vec<String> {
    let job = get(plane, &["cronjob", "kubescan"]);
    let container = &job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0];
    let arguments = container["args"].as_array().unwrap().iter();
    arguments.map(|word| word.as_str().unwrap().replace("/data", data.to_str().unwrap())).collect()
}

/// Runs it where a pod would find its token, and gives the exit code and what it printed.
fn night(plane: &ControlPlane, arguments: &[String]) -> (i32, String) {
    let (host, port) = plane.server.trim_start_matches("https://").rsplit_once(':').unwrap();
    let token = plane.token("kubescan", "kubescan");
    // A mount namespace of its own: the place of the token is fixed.
    let script = "mount -t tmpfs none /run && d=/run/secrets/kubernetes.io/serviceaccount && mkdir -p $d \
                  && printf %s \"$TOKEN\" > $d/token && printf kubescan > $d/namespace && cp \"$CA\" $d/ca.crt \
                  && exec \"$0\" \"$@\"";
    let output = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script, env!("CARGO_BIN_EXE_kubescan")])
        .args(arguments)
        .env_clear()
        .envs([
            ("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
            ("TOKEN", &token),
            ("CA", plane.dir.join("ca.crt").to_str().unwrap()),
        ])
        .envs([("KUBERNETES_SERVICE_HOST", host), ("KUBERNETES_SERVICE_PORT", port)])
        .output()
        .unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code().unwrap_or(-1), text)
}

fn loud(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter();
    let new = findings.filter(|finding| finding["builtIn"] == false && finding["baseline"] != "known");
    new.map(|finding| finding["id"].as_str().unwrap()).collect()
}

#[test]
fn only_what_is_new_makes_noise() {
    let plane = cluster();
    let data = folder("nightly");
    let arguments = arguments(&plane, &data);
    let report = || -> Value { serde_json::from_slice(&std::fs::read(data.join("report.json")).unwrap()).unwrap() };
    plane.apply(&admin("jo"));
    let (code, said) = night(&plane, &arguments);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("is not there yet: everything is new"), "{said}");
    assert_eq!((&report()["complete"], &report()["source"]["name"]), (&true.into(), &"in-cluster".into()));

    let (code, said) = night(&plane, &arguments);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("nothing new or worse found"), "{said}");

    plane.apply(&admin("eve"));
    let (code, said) = night(&plane, &arguments);
    assert_eq!(code, 1, "{said}");
    let of_eve = [
        "path user:eve objective:cluster-admin",
        "subject user:eve",
        "binding clusterrolebinding:eve",
        "hygiene hygiene/cluster-admin-bound clusterrolebinding:eve user:eve",
    ];
    assert_eq!(loud(&report()), of_eve, "{said}");
    let metrics = std::fs::read_to_string(data.join("kubescan.prom")).unwrap();
    assert!(metrics.contains("kubescan_findings_since_baseline{state=\"new\"} 4\n"), "{metrics}");
    assert_eq!(night(&plane, &arguments).0, 0, "what was told once is known");
}

#[test]
fn its_pod_is_admitted_where_pods_are_restricted() {
    let plane = cluster();
    let job = get(&plane, &["cronjob", "kubescan"]);
    let spec = &job["spec"]["jobTemplate"]["spec"];
    assert_eq!(job["spec"]["concurrencyPolicy"], "Forbid");
    let codes = &spec["podFailurePolicy"]["rules"][0]["onExitCodes"]["values"];
    assert_eq!(*codes, serde_json::json!([1, 2, 101]));
    plane.kubectl(&["--namespace", "kubescan", "create", "job", "night", "--from=cronjob/kubescan"]);
    let pods = (0..100).find_map(|_| {
        let pods = get(&plane, &["pods"])["items"].as_array().unwrap().clone();
        std::thread::sleep(std::time::Duration::from_millis(100));
        Some(pods).filter(|pods| !pods.is_empty())
    });
    let pod = &pods.expect("the job controller makes a pod that admission lets in")[0];
    assert_eq!(pod["spec"]["serviceAccountName"], "kubescan");
    // It judges itself calmly: it may read, and no more.
    let config = plane.kubeconfig.to_str().unwrap();
    let report = kubescan(&["scan", "--kubeconfig", config, "-n", "kubescan", "-o", "json"]).json();
    let findings = report["findings"].as_array().unwrap();
    let own = findings.iter().filter(|finding| finding["id"].as_str().unwrap().contains("kubescan"));
    let own: Vec<&str> = own.map(|finding| finding["severity"].as_str().unwrap()).collect();
    assert!(!own.is_empty() && own.iter().all(|severity| ["low", "info"].contains(severity)), "{report}");
}
