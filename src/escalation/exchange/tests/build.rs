//! Clusters of one pod, whose account is annotated for one cloud.

use crate::authz::Access;
use crate::escalation::draw;
use crate::escalation::test_cluster::{add_account, add_pod, empty};
use crate::graph::{Certainty, Edge, Node};
use crate::model::{CloudNames, Name, PodSpec, Provider, Snapshot, Subject, TokenAudience, VolumeKind, WorkloadRef};
use crate::template::builtin;

const ROLE: &str = "arn:aws:iam::111122223333:role/app";
const GOOGLE: &str = "app@p-1.iam.gserviceaccount.com";
const AZURE: &str = "0a1b2c3d-0000-1111-2222-333344445555";

/// A pod of an account that is annotated for one cloud.
pub(super) fn cluster(provider: Provider) -> Snapshot {
    let mut snapshot = empty();
    add_account(&mut snapshot, "shop/app");
    let named = |of: Provider, name: &str| (of == provider).then(|| Name::from(name));
    snapshot.service_accounts[0].cloud = CloudNames {
        aws_role: named(Provider::Aws, ROLE),
        gcp_account: named(Provider::Gcp, GOOGLE),
        azure_client: named(Provider::Azure, AZURE),
        ..CloudNames::default()
    }
    .unless_empty();
    add_pod(&mut snapshot, "shop/app", "web=web");
    snapshot
}

/// What the pod's way to its identity hangs on, beside the grant in the cloud; nothing where there is none.
pub(super) fn way(snapshot: &Snapshot) -> Option<Vec<String>> {
    let edge = edge(snapshot)?;
    assert_eq!(edge.certainty, Certainty::Unknown);
    Some(edge.remarks.as_deref().unwrap().facts[1..].to_vec())
}

pub(super) fn sure(snapshot: &Snapshot) -> Certainty {
    edge(snapshot).unwrap().certainty
}

/// The edge of the pod to its identity: there is one at most.
pub(super) fn edge(snapshot: &Snapshot) -> Option<Edge> {
    let escalation = draw(snapshot, &Access::new(snapshot), builtin());
    let workload = WorkloadRef { kind: "Deployment".into(), name: "web".into() };
    let from = escalation.graph.find(&Node::Workload("shop".into(), workload)).unwrap();
    let is_cloud = |node: &Node| matches!(node, Node::Subject(Subject::Cloud { .. }));
    let mut ways = escalation.graph.edges_from(from).filter(|(to, _)| escalation.graph.node(*to).is_some_and(is_cloud));
    let (_, edge) = ways.next()?;
    assert_eq!(ways.count(), 0);
    Some(edge.clone())
}

pub(super) fn spec(snapshot: &mut Snapshot) -> &mut PodSpec {
    snapshot.pod_specs.last_mut().unwrap()
}

/// The pod mounts a token for somebody.
pub(super) fn mount(snapshot: &mut Snapshot, audience: &str) {
    let spec = spec(snapshot);
    let volume = r#"{"name":"t","kind":{"Token":"ApiServer"}}"#;
    spec.volumes = vec![serde_json::from_str(volume).unwrap()];
    spec.volumes[0].kind = VolumeKind::Token(TokenAudience::Other(audience.into()));
    spec.containers[0].mounts = vec![serde_json::from_str(r#"{"volume":"t","path":"/t"}"#).unwrap()];
}

pub(super) fn label_pod(snapshot: &mut Snapshot, key: &str, value: &str) {
    spec(snapshot).labels.insert(key.into(), value.into());
}

/// The cluster has a node with these labels.
pub(super) fn add_node(snapshot: &mut Snapshot, name: &str, labels: &str) {
    snapshot.nodes.push(serde_json::from_str(&format!(r#"{{"name":"{name}","labels":{{{labels}}}}}"#)).unwrap());
}

/// The label of a node with the metadata server.
pub(super) const SERVED: &str = r#""iam.gke.io/gke-metadata-server-enabled":"true""#;

pub(super) fn place(snapshot: &mut Snapshot, labels: &str) {
    add_node(snapshot, "worker", labels);
    snapshot.pods[0].node = Some("worker".into());
}

pub(super) fn host_network(snapshot: &mut Snapshot) {
    place(snapshot, SERVED);
    spec(snapshot).security.host_network = true;
}

pub(super) fn two_nodes(snapshot: &mut Snapshot) {
    add_node(snapshot, "one", &format!(r#"{SERVED},"pool":"one""#));
    add_node(snapshot, "two", r#""pool":"two""#);
}

/// Two nodes, and the pod wants the ones of this pool.
pub(super) fn choose(snapshot: &mut Snapshot, pool: &str) {
    two_nodes(snapshot);
    spec(snapshot).placement.node_selector.insert("pool".into(), pool.into());
}
