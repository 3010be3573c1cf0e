//! Manifests become a cluster that looks alive.
//!
//! Controllers are real. There is no scheduler and no kubelet, so their parts are played here: pods get nodes, and run.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cluster::ControlPlane;

/// Applies all manifests of a directory, `namespaces.yaml` first, and waits until the controllers have done their part.
pub(crate) fn play(plane: &ControlPlane, manifests: &Path) {
    let mut files: Vec<PathBuf> = fs::read_dir(manifests).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort_by_key(|file| (!file.ends_with("namespaces.yaml"), file.clone()));
    for file in files {
        plane.apply(&fs::read_to_string(file).unwrap());
        wait_for("service accounts", || every_namespace_has_its_account(plane));
    }
    wait_for("controllers", || {
        run_pods(plane);
        is_settled(plane)
    });
}

fn wait_for(what: &str, mut is_done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !is_done() {
        assert!(Instant::now() < deadline, "still waiting for {what}");
        sleep(Duration::from_millis(300));
    }
}

/// The objects of some kinds, in all namespaces.
pub(crate) fn objects(plane: &ControlPlane, kinds: &str) -> Vec<Value> {
    let list = plane.kubectl(&["get", kinds, "--all-namespaces", "--output=json"]);
    let list: Value = serde_json::from_str(&list).unwrap();
    list["items"].as_array().unwrap().clone()
}

/// Later manifests may change the account, so it must be there before they are applied.
fn every_namespace_has_its_account(plane: &ControlPlane) -> bool {
    let accounts = objects(plane, "serviceaccounts");
    let mut namespaces = objects(plane, "namespaces").into_iter();
    namespaces.all(|namespace| {
        let namespace = &namespace["metadata"]["name"];
        accounts
            .iter()
            .any(|account| account["metadata"]["namespace"] == *namespace && account["metadata"]["name"] == "default")
    })
}

/// Every pod without a node gets one, and runs.
fn run_pods(plane: &ControlPlane) {
    let workers = workers(plane);
    let mut replicas: HashMap<String, usize> = HashMap::new();
    let mut pods = objects(plane, "pods");
    // Those with a node first: they are counted, and the others take their turns behind them.
    pods.sort_by_key(|pod| pod["spec"]["nodeName"].is_null());
    for pod in pods {
        let owner = pod["metadata"]["generateName"].to_string();
        let turn = replicas.entry(owner.clone()).or_default();
        *turn += 1;
        if pod["spec"]["nodeName"].is_null() {
            // Workloads start at different nodes, but each at the same one every time.
            let worker = &workers[(owner.len() + *turn) % workers.len()];
            run(plane, &pod, &wanted_node(&pod).unwrap_or_else(|| worker.clone()));
        }
    }
}

fn workers(plane: &ControlPlane) -> Vec<String> {
    let nodes = objects(plane, "nodes").into_iter();
    let workers =
        nodes.filter(|node| node["spec"]["taints"].as_array().is_none_or(|taints| !taints.iter().any(is_reserved)));
    workers.map(|node| node["metadata"]["name"].as_str().unwrap().to_owned()).collect()
}

/// Whether a taint is there to keep pods away, and not because no kubelet reports.
fn is_reserved(taint: &Value) -> bool {
    taint["key"] == "node-role.kubernetes.io/control-plane"
}

/// The node that the controller of a DaemonSet made a pod for.
fn wanted_node(pod: &Value) -> Option<String> {
    let node = pod.pointer(
        "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchFields/0/values/0",
    )?;
    Some(node.as_str().unwrap().to_owned())
}

/// A pod gets this node, and runs.
pub(crate) fn run(plane: &ControlPlane, pod: &Value, node: &str) {
    let namespace = pod["metadata"]["namespace"].as_str().unwrap();
    let name = pod["metadata"]["name"].as_str().unwrap();
    let binding = json!({
        "apiVersion": "v1",
        "kind": "Binding",
        "metadata": {"name": name},
        "target": {"apiVersion": "v1", "kind": "Node", "name": node},
    });
    let path = format!("/api/v1/namespaces/{namespace}/pods/{name}/binding");
    plane.kubectl_with_input(&["create", "--raw", &path, "--filename=-"], &binding.to_string());
    let status = json!({"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}});
    let patch = format!("--patch={status}");
    plane.kubectl(&["patch", "pod", "--namespace", namespace, name, "--subresource=status", &patch]);
}

fn is_settled(plane: &ControlPlane) -> bool {
    let workloads = objects(plane, "deployments.apps,statefulsets.apps,daemonsets.apps,persistentvolumeclaims,secrets");
    let roles = objects(plane, "clusterroles");
    workloads.iter().all(is_ready) && ["view", "edit", "admin"].iter().all(|name| is_aggregated(&roles, name))
}

fn is_ready(object: &Value) -> bool {
    let (spec, status) = (&object["spec"], &object["status"]);
    match object["kind"].as_str().unwrap() {
        "DaemonSet" => {
            status["desiredNumberScheduled"] != 0 && status["numberReady"] == status["desiredNumberScheduled"]
        }
        "PersistentVolumeClaim" => status["phase"] == "Bound",
        "Secret" => {
            object["type"] != "kubernetes.io/service-account-token"
                || object["metadata"]["annotations"]["kubernetes.io/service-account.uid"].is_string()
        }
        _ => status["readyReplicas"] == spec["replicas"],
    }
}

/// Whether a role holds the rules of those that extend `view`, which extends the others.
fn is_aggregated(roles: &[Value], name: &str) -> bool {
    let rules_of = |role: &Value| role["rules"].as_array().cloned().unwrap_or_default();
    let whole = roles.iter().find(|role| role["metadata"]["name"] == name).map(rules_of).unwrap_or_default();
    let mut parts =
        roles.iter().filter(|role| role["metadata"]["labels"]["rbac.authorization.k8s.io/aggregate-to-view"] == "true");
    parts.all(|part| rules_of(part).iter().all(|rule| whole.contains(rule)))
}
