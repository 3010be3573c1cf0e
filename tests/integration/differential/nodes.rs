//! Nodes, and pods on them that refer to Secrets and ConfigMaps: what the Node authorizer goes by, and is asked.

use serde_json::{Value, json};

use super::questions::review_of;
use super::random::Random;

/// The nodes. They are of the cluster, so that clusters in one server share them.
pub(super) const NODES: &[&str] = &["n1", "n2"];

/// The nodes as objects.
pub(super) fn nodes() -> impl Iterator<Item = Value> {
    NODES.iter().map(|name| json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}}))
}

/// A pod, on a node or on none yet.
pub(super) fn pod(random: &mut Random, namespace: &str, name: &str) -> Value {
    let mut volumes = Vec::new();
    for place in 0..random.below(3) {
        let referred = random.pick(&["one", "two"]);
        let mut volume = random.pick(&[
            json!({"secret": {"secretName": referred}}),
            json!({"configMap": {"name": referred}}),
            json!({"projected": {"sources": [{"secret": {"name": referred}}, {"configMap": {"name": "two"}}]}}),
            json!({"persistentVolumeClaim": {"claimName": referred}}),
        ]);
        volume["name"] = json!(format!("v{place}"));
        volumes.push(volume);
    }
    let mut container = json!({"name": "main", "image": "example.com/main"});
    if random.chance(30) {
        container["envFrom"] = json!([{"secretRef": {"name": random.pick(&["one", "two"])}}]);
    }
    let mut spec =
        json!({"serviceAccountName": random.pick(&["s", "t"]), "containers": [container], "volumes": volumes});
    if random.chance(80) {
        spec["nodeName"] = json!(random.pick(NODES));
    }
    if random.chance(20) {
        spec["imagePullSecrets"] = json!([{"name": random.pick(&["one", "two"])}]);
    }
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": namespace}, "spec": spec})
}

/// What a node may be asked about: API group, resource, subresource.
const OF_NODES: &[(&str, &str, &str)] = &[
    ("", "secrets", ""),
    ("", "secrets", ""),
    ("", "configmaps", ""),
    ("", "configmaps", ""),
    ("", "persistentvolumeclaims", ""),
    ("", "persistentvolumes", ""),
    ("", "serviceaccounts", ""),
    ("", "serviceaccounts", "token"),
    ("", "serviceaccounts", "token"),
    ("", "pods", ""),
    ("", "pods", "status"),
    ("", "nodes", ""),
    ("", "nodes", "status"),
    ("coordination.k8s.io", "leases", ""),
    ("storage.k8s.io", "csinodes", ""),
    ("resource.k8s.io", "resourceslices", ""),
];

/// A node asks for what its pods refer to, or for something else; or somebody does who only looks like a node.
pub(super) fn review(random: &mut Random, namespaces: &[String]) -> Value {
    let (group, resource, subresource) = random.pick(OF_NODES);
    let namespace =
        if !group.is_empty() && random.chance(70) { "kube-node-lease".to_owned() } else { random.pick(namespaces) };
    let mut asked = json!({"verb": random.pick(&["get", "get", "get", "list", "watch", "create", "create", "update", "patch", "delete"]),
        "group": group, "resource": resource, "subresource": subresource,
        "namespace": if random.chance(90) { namespace } else { String::new() },
        "name": random.pick(&["one", "two", "s", "t", "p1", "p2", "n1", "n2", ""])});
    if random.chance(15) {
        asked["fieldSelector"] = selector(random);
    }
    let user = format!("system:node:{}", random.pick(&["n1", "n2", "n3", ""]));
    let groups: &[&str] =
        if random.chance(90) { &["system:nodes", "system:authenticated"] } else { &["system:authenticated"] };
    review_of(&json!({"user": user, "groups": groups, "resourceAttributes": asked}))
}

/// A field selector, which RBAC does not look at, and the Node authorizer does.
pub(super) fn selector(random: &mut Random) -> Value {
    let (key, value) = random.pick(&[
        ("metadata.name", "one"),
        ("spec.nodeName", "n1"),
        ("spec.nodeName", "n2"),
        ("metadata.name", "n1"),
    ]);
    let requirement = json!({"requirements": [{"key": key, "operator": "In", "values": [value]}]});
    let raw = |mark: &str| json!({"rawSelector": format!("{key}{mark}{value}")});
    random.pick(&[requirement, raw("="), raw("!=")])
}
