//! Clusters for tests of single effects: empty, and filled by hand.

use crate::authz::written_rules::rules;
use crate::model::{
    Container, Labels, Node, Origin, Phase, Pod, PodSpec, PodSpecId, Resource, Role, ServiceAccount, Snapshot, Version,
    WorkloadRef,
};

const TABLES: [&str; 14] = [
    "gaps",
    "notes",
    "roles",
    "bindings",
    "namespaces",
    "service_accounts",
    "pods",
    "pod_specs",
    "nodes",
    "secrets",
    "persistent_volumes",
    "persistent_volume_claims",
    "services",
    "ingresses",
];

/// A cluster that was read from a server and holds nothing.
pub(crate) fn empty() -> Snapshot {
    let tables: String = TABLES.iter().map(|table| format!(r#""{table}":[],"#)).collect();
    let version = serde_json::to_string(&Version::NEWEST).unwrap();
    let source = format!(r#"{{"kind":"files","name":"","server_version":{version},"stored":true}}"#);
    serde_json::from_str(&format!(r#"{{{tables}"source":{source},"counts":{{}}}}"#)).unwrap()
}

/// A ClusterRole of these rules, as [`rules`] writes them.
pub(crate) fn role(name: &str, text: &str) -> Role {
    Role {
        namespace: None,
        name: name.into(),
        labels: Labels::new(),
        rules: rules(text).into(),
        aggregation: Vec::new(),
        origin: Origin::Given,
        location: None,
    }
}

/// A node with one label.
pub(super) fn node(label: &str) -> Node {
    serde_json::from_str(&format!(r#"{{"name":"worker","labels":{{"{label}":"x"}}}}"#)).unwrap()
}

/// A resource that the server has beside the built-in ones.
pub(super) fn resource(api_group: &str, name: &str) -> Resource {
    Resource { api_group: api_group.into(), name: name.into(), ..Resource::default() }
}

/// Adds an account, as `NAMESPACE/NAME`.
pub(super) fn add_account(snapshot: &mut Snapshot, account: &str) {
    let (namespace, name) = account.split_once('/').unwrap();
    snapshot.service_accounts.push(ServiceAccount {
        namespace: namespace.into(),
        name: name.into(),
        automount: None,
        secrets: Vec::new(),
        pull_secrets: Vec::new(),
        only_listed_secrets: false,
        cloud: None,
    });
}

/// Adds a running pod of one container, `NAME=IMAGE`, as an account, `NAMESPACE/NAME`.
pub(super) fn add_pod<'s>(snapshot: &'s mut Snapshot, account: &str, container: &str) -> &'s mut Pod {
    let (namespace, account) = account.split_once('/').unwrap();
    let (name, image) = container.split_once('=').unwrap();
    let container = format!(r#"{{"name":"{name}","kind":"Main","image":"{image}"}}"#);
    let container: Container = serde_json::from_str(&container).unwrap();
    let spec = format!(r#"{{"service_account":"{account}","containers":[]}}"#);
    let spec: PodSpec = serde_json::from_str(&spec).unwrap();
    let id = PodSpecId::new(snapshot.pod_specs.len());
    snapshot.pod_specs.push(PodSpec { containers: vec![container], ..spec });
    snapshot.pods.push(Pod {
        namespace: namespace.into(),
        name: name.into(),
        workload: WorkloadRef { kind: "Deployment".into(), name: name.into() },
        node: None,
        mirror: false,
        unbindable: false,
        resource_claims: Vec::new(),
        phase: Phase::Running,
        spec: id,
    });
    snapshot.pods.last_mut().unwrap()
}
