//! Every decision agrees with the real API server's.
//!
//! A grid of identities and requests is asked of all: of the API server, of its authorizers on a dump of the cluster, and
//! of kubescan on the same dump. The roles of the fixture hold each odd form that a rule may have.

use std::io::Write;

use kubescan::authz::{Access, Object, Request};
use kubescan::collect::files::{self, Input, Limits};
use kubescan::model::{Snapshot, Subject, Version};
use serde_json::{Value, json};

use crate::cluster::{ControlPlane, authorize};

/// Users with the groups that they come with; the last one is a service account with its own.
const IDENTITIES: &[(&str, &[&str])] = &[
    ("odd", &[]),
    ("spaced", &["odd-group"]),
    ("nobody", &["system:masters-not", "system:authenticated"]),
    ("*", &[]),
    (
        "system:serviceaccount:odd:worker",
        &["system:serviceaccounts", "system:serviceaccounts:odd", "system:authenticated"],
    ),
    ("system:serviceaccount:other:worker", &["system:serviceaccounts", "system:serviceaccounts:other"]),
];

const VERBS: &[&str] = &["get", "list", "create", "deletecollection", "bind", "use-me", ""];

/// API group, resource, subresource.
const RESOURCES: &[(&str, &str, &str)] = &[
    ("", "pods", ""),
    ("", "pods", "exec"),
    ("", "pods", "log"),
    ("", "pods/exec", ""),
    ("", "pods", "*"),
    ("", "", "log"),
    ("", "nodes", ""),
    ("", "namespaces", ""),
    ("apps", "deployments", "scale"),
    ("rbac.authorization.k8s.io", "clusterroles", ""),
    ("v1", "pods", ""),
];

const PLACES: &[&str] = &["", "odd", "other"];
const NAMES: &[&str] = &["", "one", "*"];
const URLS: &[&str] = &["/metrics", "/healthz", "/healthz/etcd", "/apis/apps", "/a/c/b", "/xyz", "/"];

#[test]
fn every_decision_agrees_with_the_api_server() {
    let plane = ControlPlane::start();
    plane.apply(include_str!("../fixtures/live/odd.yaml"));
    let reviews = reviews();
    let questions = || reviews.iter().map(Value::to_string);
    let server = plane.review(questions());
    let dump = dump(&plane);
    let chain = authorize(&dump, questions());

    let snapshot = read(&dump);
    let access = Access::new(&snapshot);
    let mut wrong = Vec::new();
    let mut allowed = 0;
    for ((review, server), chain) in reviews.iter().zip(&server).zip(&chain) {
        let theirs = server.allowed.unwrap();
        let ours = decide(&access, &review["spec"]);
        allowed += usize::from(theirs);
        // Of several grants either may name any, but all roles that are missing are named.
        if chain.allowed != server.allowed || !theirs && chain != server {
            wrong.push(format!("{}: the server says {server:?}, its authorizers {chain:?}", review["spec"]));
        }
        if theirs != ours {
            wrong.push(format!("{}: the server says {theirs}", review["spec"]));
        }
    }
    assert!(allowed > 100, "only {allowed} of {} are allowed: the grid asks too little", reviews.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), reviews.len(), wrong.join("\n"));
}

fn reviews() -> Vec<Value> {
    let mut specs = Vec::new();
    for (user, groups) in IDENTITIES {
        for verb in VERBS {
            for (group, resource, subresource) in RESOURCES {
                for namespace in PLACES {
                    for name in NAMES {
                        let attributes = json!({"verb": verb, "group": group, "resource": resource,
                            "subresource": subresource, "namespace": namespace, "name": name});
                        specs.push(json!({"user": user, "groups": groups, "resourceAttributes": attributes}));
                    }
                }
            }
        }
        for verb in ["get", "post", "create"] {
            for path in URLS {
                let attributes = json!({"verb": verb, "path": path});
                specs.push(json!({"user": user, "groups": groups, "nonResourceAttributes": attributes}));
            }
        }
    }
    let review = |spec| json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": spec});
    specs.into_iter().map(review).collect()
}

fn decide(access: &Access<'_>, spec: &Value) -> bool {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let mut identity = vec![Subject::user(spec["user"].as_str().unwrap())];
    let groups = spec["groups"].as_array().into_iter().flatten();
    identity.extend(groups.map(|group| Subject::group(group.as_str().unwrap())));
    if let Some(url) = spec.get("nonResourceAttributes") {
        let (verb, path) = (text(url, "verb"), text(url, "path"));
        return access.can(&identity, &Request { verb: &verb, object: Object::Url(&path) }).is_some();
    }
    let asked = &spec["resourceAttributes"];
    let [verb, group, resource, subresource, namespace, name] =
        ["verb", "group", "resource", "subresource", "namespace", "name"].map(|key| text(asked, key));
    let object = Object::Resource {
        api_group: &group,
        resource: &resource,
        subresource: &subresource,
        namespace: &namespace,
        name: &name,
    };
    access.can(&identity, &Request { verb: &verb, object }).is_some()
}

fn dump(plane: &ControlPlane) -> Value {
    let kinds = "clusterroles,clusterrolebindings,roles,rolebindings";
    serde_json::from_str(&plane.kubectl(&["get", kinds, "--all-namespaces", "--output=json"])).unwrap()
}

fn read(dump: &Value) -> Snapshot {
    let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    file.write_all(dump.to_string().as_bytes()).unwrap();
    files::read(&[Input::Path(file.path().to_path_buf())], &Limits::default(), Version::NEWEST, None).unwrap()
}
