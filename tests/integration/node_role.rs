//! The role of the instance that a node is: who has it, and what comes of that in the cluster.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::kubescan;

const CLUSTER: &str = "tests/fixtures/cloud/nodes/cluster";
const AWS: &str = "tests/fixtures/cloud/nodes/aws";
const ROLES: &str = "aws:arn:aws:iam::111122223333:role/";

/// What of roles, kubelets and the cluster somebody reaches, by short names; those that are not sure have a `?`.
fn reached(from: &str, cloud: Option<&Path>) -> String {
    let with = cloud.map(|cloud| ["--cloud", cloud.to_str().unwrap()]);
    reached_with(from, with.as_ref().map_or(&[], |with| with.as_slice()))
}

fn reached_with(from: &str, more: &[&str]) -> String {
    let args = ["blast-radius", from, "-f", CLUSTER, "-o", "json"];
    let args: Vec<&str> = args.into_iter().chain(more.iter().copied()).collect();
    let run = kubescan(&args);
    assert_eq!(run.code, 0, "{from}: {}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut names: Vec<String> = report["reached"].as_array().unwrap().iter().filter_map(short).collect();
    names.sort_unstable();
    names.join(" ")
}

fn short(reached: &Value) -> Option<String> {
    let node = reached["node"].as_str().unwrap();
    let kubelet = node.strip_prefix("user:system:node:").map(|name| format!("kubelet/{name}"));
    let name = kubelet.or_else(|| node.strip_prefix(ROLES).map(|role| format!("role/{role}")))?;
    let doubt = if reached["certainty"] == "proven-rights" { "" } else { "?" };
    Some(format!("{name}{doubt}"))
}

/// A copy of the exports with one of them changed, or left out.
fn changed(name: &str, file: &str, change: impl FnOnce(&mut Value)) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("node-role").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let mut change = Some(change);
    for own in ["cluster.json", "iam.json", "instances.json"] {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(AWS).join(own)).unwrap();
        let mut export: Value = serde_json::from_str(&text).unwrap();
        if let Some(change) = (own == file).then(|| change.take()).flatten() {
            change(&mut export);
        }
        let path = folder.join(own);
        if export.is_null() {
            let _ = std::fs::remove_file(path);
        } else {
            std::fs::write(path, export.to_string()).unwrap();
        }
    }
    folder
}

const WEB: &str = "pod:shop/web";
const API: &str = "pod:shop/api";
const METRICS: &str = "pod:ops/metrics";
const NEXT: &str = "deploy/ops/next";

#[test]
fn who_gets_to_the_metadata_of_an_instance_has_its_role_and_is_its_kubelet() {
    let table = [
        // Its kubelet finds the token of an administrator, who is every kubelet.
        (WEB, "kubelet/open kubelet/shut role/deployer role/nodes"),
        (API, ""),
        (METRICS, "kubelet/shut role/deployer role/nodes"),
        ("node:shut", "kubelet/shut role/deployer role/nodes"),
        ("user:ann", "kubelet/open kubelet/shut role/deployer role/nodes"),
        (NEXT, "kubelet/open? kubelet/shut? role/deployer? role/nodes?"),
    ];
    for (from, expected) in table {
        assert_eq!(reached(from, Some(Path::new(AWS))), expected, "{from}");
    }
}

#[test]
fn without_exports_nobody_has_a_role() {
    for (from, expected) in [(WEB, ""), (METRICS, ""), ("user:ann", "")] {
        assert_eq!(reached(from, None), expected, "{from}");
    }
}

#[test]
fn without_descriptions_all_of_it_is_unknown() {
    let folder = changed("not-described", "instances.json", |export| *export = Value::Null);
    let table = [
        (WEB, "kubelet/open? kubelet/shut? role/deployer? role/nodes?"),
        (API, "kubelet/shut? role/deployer? role/nodes?"),
        (METRICS, "kubelet/shut? role/deployer? role/nodes?"),
        ("node:shut", "kubelet/shut role/deployer? role/nodes?"),
    ];
    for (from, expected) in table {
        assert_eq!(reached(from, Some(&folder)), expected, "{from}");
    }
    let folder = changed("no-account", "iam.json", |export| *export = Value::Null);
    for from in [WEB, API, METRICS] {
        assert_eq!(reached(from, Some(&folder)), "", "{from}");
    }
}

#[test]
fn metadata_that_are_off_give_nothing_to_anybody() {
    let folder = changed("off", "instances.json", |export| {
        for reservation in export["Reservations"].as_array_mut().unwrap() {
            reservation["Instances"][0]["MetadataOptions"]["HttpEndpoint"] = json!("disabled");
        }
    });
    for (from, expected) in [(WEB, ""), (METRICS, ""), ("node:shut", "kubelet/shut"), ("user:ann", "")] {
        assert_eq!(reached(from, Some(&folder)), expected, "{from}");
    }
}

#[test]
fn a_path_says_by_what_a_pod_has_the_role() {
    let to = format!("{ROLES}deployer");
    let run = kubescan(&["paths", "--from", WEB, "--to", &to, "-f", CLUSTER, "--cloud", AWS, "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = run.stdout.replace(ROLES, "");
    for words in
        ["identity/node-role", "instance profile eks-1", "HttpPutResponseHopLimit of the instance is 2", "sts-001"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_pod_without_a_token_is_hot_by_its_role() {
    let run = kubescan(&["scan", "-f", CLUSTER, "--cloud", AWS, "-o", "json"]);
    let report = run.json();
    let hot = report["hotPods"].as_array().unwrap().iter();
    let hot: Vec<(&str, bool)> =
        hot.map(|pod| (pod["workload"]["name"].as_str().unwrap(), pod["path"].is_string())).collect();
    assert_eq!(hot, [("controller", true), ("web", true), ("next", true), ("metrics", false)]);
}

/// An agent, a namespace of which kiam knows this, and two pods that name roles, one of which is there.
fn agent(image: &str, permitted: Option<&str>) -> PathBuf {
    let annotations = permitted.map(|permitted| json!({"iam.amazonaws.com/permitted": permitted}));
    let pod = |name: &str, role: &str| {
        json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": name, "namespace": "batch", "uid": name, "annotations": {"iam.amazonaws.com/role": role}},
            "spec": {"nodeName": "shut", "automountServiceAccountToken": false, "containers": [{"name": name, "image": name}]},
            "status": {"phase": "Running"}
        })
    };
    let objects = [
        json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {
            "name": "batch", "annotations": annotations, "labels": {"pod-security.kubernetes.io/enforce": "baseline"}}}),
        json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "agent", "namespace": "kube-system", "uid": "agent"},
            "spec": {"nodeName": "shut", "hostNetwork": true, "automountServiceAccountToken": false,
                "containers": [{"name": "agent", "image": image}]},
            "status": {"phase": "Running"}
        }),
        pod("named", "deployer"),
        pod("absent", "nobody"),
        json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "runner", "namespace": "batch"},
            "rules": [{"verbs": ["create"], "apiGroups": [""], "resources": ["pods"]}]}),
        json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
            "metadata": {"name": "runner", "namespace": "batch"}, "subjects": [{"kind": "User", "name": "bob"}],
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "runner"}}),
    ];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("node-role");
    std::fs::create_dir_all(&folder).unwrap();
    let name: String =
        format!("{image}-{permitted:?}.json").chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let file = folder.join(format!("{name}.json"));
    std::fs::write(&file, json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string()).unwrap();
    file
}

#[test]
fn where_an_agent_runs_an_annotation_chooses_the_role() {
    let shut = changed("agent", "instances.json", |export| {
        export["Reservations"][0]["Instances"][0]["MetadataOptions"]["HttpPutResponseHopLimit"] = json!(1);
    });
    let table = [
        ("jtblin/kube2iam:0.11", None, "role/deployer?"),
        ("quay.io/uswitch/kiam:v4", None, ""),
        ("quay.io/uswitch/kiam:v4", Some("deployer"), "role/deployer?"),
        ("nginx", Some("deployer"), ""),
    ];
    for (image, permitted, expected) in table {
        let file = agent(image, permitted);
        let with = ["-f", file.to_str().unwrap(), "--cloud", shut.to_str().unwrap()];
        for (from, expected) in [("pod:batch/named", expected), ("user:bob", expected), ("pod:batch/absent", "")] {
            assert_eq!(reached_with(from, &with), expected, "{from} {image} {permitted:?}");
        }
        let own = "kubelet/shut role/deployer role/nodes";
        assert_eq!(reached_with("pod:kube-system/agent", &with), own, "{image}");
    }
}

#[test]
fn an_agent_stands_between_pods_and_the_role_of_their_node() {
    for (image, expected) in [
        ("quay.io/uswitch/kiam:v4", "kubelet/open? kubelet/shut? role/deployer? role/nodes?"),
        ("nginx", "kubelet/open kubelet/shut role/deployer role/nodes"),
    ] {
        let file = agent(image, None);
        assert_eq!(reached_with(WEB, &["-f", file.to_str().unwrap(), "--cloud", AWS]), expected, "{image}");
    }
}
