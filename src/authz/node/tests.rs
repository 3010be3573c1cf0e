//! What `tests/fixtures/authz/node.jsonl` cannot show: reasons, older servers, what only a status tells.

use crate::authz::{Object, Request};
use crate::model::Snapshot;

use super::{NodeAuthorizer, NodeGrant, Selectors};

/// Two replicas with a volume made for each, on different nodes; one volume for both; one pod that has ended.
const CLUSTER: &str = r#"{
    "source": {"kind": "files", "name": "test", "server_version": {"major": 1, "minor": 36}, "stored": true},
    "gaps": [], "notes": [], "roles": [], "bindings": [], "namespaces": [], "service_accounts": [], "nodes": [],
    "secrets": [], "persistent_volume_claims": [], "services": [], "ingresses": [], "counts": {},
    "pods": [
        {"namespace": "shop", "name": "web-0", "workload": {"kind": "StatefulSet", "name": "web"}, "node": "n1",
         "phase": "Finished", "spec": 0, "resource_claims": ["web-0-gpu"]},
        {"namespace": "shop", "name": "web-1", "workload": {"kind": "StatefulSet", "name": "web"}, "node": "n2",
         "phase": "Running", "spec": 0},
        {"namespace": "shop", "name": "web-1-x", "workload": {"kind": "Pod", "name": "web-1-x"}, "node": "n1",
         "mirror": true, "phase": "Running", "spec": 0}
    ],
    "pod_specs": [
        {"service_account": "web", "containers": [], "volumes": [{"name": "d", "kind": {"Claim": "shared"}}, {"name": "e", "kind": {"Claim": ""}}],
         "references": [{"ConfigMap": "c"}, {"EphemeralVolume": "x-y"}]}
    ],
    "persistent_volumes": [
        {"name": "pv", "backing": "Other", "claim": ["shop", "shared"], "secrets": [["", "bare"], ["csi", "key"]]},
        {"name": "other", "backing": "Other", "claim": ["csi", "shared"], "secrets": [["csi", "key"], ["csi", "other"]]}
    ]
}"#;

fn cluster(minor: u16) -> Snapshot {
    let mut snapshot: Snapshot = serde_json::from_str(CLUSTER).unwrap();
    snapshot.source.server_version.minor = minor;
    snapshot
}

/// `verb group/resource/subresource namespace/name`; a dash for the empty text.
fn request(text: &str) -> Request<'_> {
    let mut parts = text.split([' ', '/']).map(|part| if part == "-" { "" } else { part });
    let mut next = || parts.next().unwrap();
    let verb = next();
    let object =
        Object::Resource { api_group: next(), resource: next(), subresource: next(), namespace: next(), name: next() };
    Request { verb, object }
}

fn reason(minor: u16, node: &str, text: &str) -> Option<String> {
    let snapshot = cluster(minor);
    let user = format!("system:node:{node}");
    let authorizer = NodeAuthorizer::new(&snapshot);
    let grant = authorizer.allows(&user, &["system:nodes"], &request(text), &Selectors::default());
    grant.as_ref().map(NodeGrant::sentence)
}

#[test]
fn a_decision_comes_with_its_reason() {
    let web_0 = "pod shop/web-0 on the node refers to it";
    for (node, text, expected) in [
        ("n1", "get -/configmaps/- shop/c", Some(web_0)),
        ("n2", "get -/configmaps/- shop/c", Some("pod shop/web-1 on the node refers to it")),
        ("n3", "get -/configmaps/- shop/c", None),
        ("n1", "get -/persistentvolumes/- -/pv", Some("pod shop/web-0 on the node mounts the volume pv")),
        ("n1", "get -/persistentvolumes/- -/other", None),
        ("n2", "get -/secrets/- csi/key", Some("pod shop/web-1 on the node mounts the volume pv")),
        ("n2", "get -/secrets/- csi/other", None),
        ("n2", "get -/secrets/- -/bare", None),
        ("n2", "get -/persistentvolumeclaims/- shop/shared", Some("pod shop/web-1 on the node refers to it")),
        ("n2", "get -/persistentvolumeclaims/- shop/-", None),
        ("n1", "get -/pods/- shop/web-0", Some("pod shop/web-0 is on the node")),
        ("n1", "get -/pods/- shop/web-1-x", Some("pod shop/web-1-x is on the node")),
        ("n1", "get -/nodes/- -/n1", Some("it is the node's own")),
        ("n1", "list -/services/- -/-", Some("every node may do it")),
        ("n1", "get resource.k8s.io/resourceclaims/- shop/web-0-gpu", Some(web_0)),
        ("n2", "get resource.k8s.io/resourceclaims/- shop/web-0-gpu", None),
    ] {
        assert_eq!(reason(36, node, text).as_deref(), expected, "{node}: {text}");
    }
}

#[test]
fn an_ephemeral_claim_is_the_pods_own_wherever_the_dashes_are() {
    let get = |node: &str, claim: &str| reason(36, node, &format!("get -/persistentvolumeclaims/- {claim}")).is_some();
    assert!(get("n1", "shop/web-0-x-y") && get("n2", "shop/web-1-x-y"));
    for (node, claim) in [
        ("n1", "shop/web-1-x-y"),
        ("n1", "csi/web-0-x-y"),
        ("n1", "shop/web-0-x"),
        ("n1", "shop/web-0x-y"),
        // The mirror pod's.
        ("n1", "shop/web-1-x-x-y"),
    ] {
        assert!(!get(node, claim), "{node}: {claim}");
    }
    let long = format!("shop/web-0-{}", "-".repeat(1_000_000));
    assert!(!get("n1", &long));
}

#[test]
fn before_1_32_nodes_read_all_pods_and_nodes() {
    for text in ["get -/pods/- shop/web-1", "list -/pods/- -/-", "watch -/nodes/- -/-", "get -/nodes/- -/n2"] {
        assert_eq!(reason(31, "n1", text).as_deref(), Some("every node may do it"), "{text}");
        assert_eq!(reason(32, "n1", text), None, "{text}");
    }
    for text in ["get -/pods/log shop/web-1", "update -/pods/- shop/web-0", "delete -/nodes/- -/n1"] {
        assert_eq!(reason(31, "n1", text), None, "{text}");
    }
}

#[test]
fn since_1_34_nodes_read_the_service_accounts_of_their_pods() {
    let get = "get -/serviceaccounts/- shop/web";
    assert!(reason(33, "n1", get).is_none() && reason(34, "n1", get).is_some());
    assert!(reason(33, "n1", "create -/serviceaccounts/token shop/web").is_some());
}

#[test]
fn slices_are_open_between_1_30_and_1_31() {
    let list = "list resource.k8s.io/resourceslices/- -/-";
    let answers = [29, 30, 31, 32].map(|minor| reason(minor, "n1", list).is_some());
    assert_eq!(answers, [false, true, true, false]);
    let create = "create resource.k8s.io/resourceslices/- -/-";
    assert!(reason(29, "n1", create).is_none() && reason(36, "n1", create).is_some());
}

#[test]
fn what_is_not_read_is_named() {
    let snapshot = cluster(36);
    let authorizer = NodeAuthorizer::new(&snapshot);
    let unread = |user: &str, text: &str| authorizer.unread(user, &["system:nodes"], &request(text));
    let attachment = "get storage.k8s.io/volumeattachments/- -/a";
    assert_eq!(unread("system:node:n1", attachment), Some("volumeattachments"));
    let slice = "delete resource.k8s.io/resourceslices/- -/a";
    assert_eq!(unread("system:node:n1", slice), Some("resourceslices"));
    assert_eq!(unread("n1", attachment), None);
    for known in [
        "list storage.k8s.io/volumeattachments/- -/a",
        "get storage.k8s.io/volumeattachments/status -/a",
        "get storage.k8s.io/volumeattachments/- shop/a",
        "get storage.k8s.io/volumeattachments/- -/-",
        "create resource.k8s.io/resourceslices/- -/a",
        "get -/secrets/- shop/a",
    ] {
        assert_eq!(unread("system:node:n1", known), None, "{known}");
    }
}

#[test]
fn the_rules_for_every_node_are_known() {
    let snapshot = cluster(36);
    assert!(NodeAuthorizer::new(&snapshot).rules.len() > 20);
}
