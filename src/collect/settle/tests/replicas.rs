//! Replicas as a server stores them share one spec, and nothing else is made equal.

use crate::collect::found::{Found, FoundPod};
use crate::model::{Mount, NodeRequirement, NodeTerm, Snapshot, TokenAudience, Volume, VolumeKind, WorkloadRef};

use super::{files, owner, pod, workload};

const TOKEN: VolumeKind = VolumeKind::Token(TokenAudience::ApiServer);

/// A pod with this volume, mounted where admission mounts it.
fn with_volume(name: &str, volume: &str, kind: VolumeKind) -> FoundPod {
    let mut pod = pod(name, owner("ReplicaSet", "web-1"), Some("1"));
    pod.spec.volumes.push(Volume { name: volume.into(), kind });
    let path = crate::collect::wire::TOKEN_PATH.into();
    pod.spec.containers[0].mounts.push(Mount { volume: volume.into(), path, read_only: true, sub_path: None });
    pod
}

fn on_node(name: &str, controller: Option<WorkloadRef>, fields: Vec<NodeRequirement>) -> FoundPod {
    let mut pod = pod(name, controller, None);
    pod.spec.placement.terms.push(NodeTerm { labels: Vec::new(), fields });
    pod
}

fn requirement(key: &str, operator: &str, values: &[&str]) -> NodeRequirement {
    let values = values.iter().map(|value| (*value).into()).collect();
    NodeRequirement { key: key.into(), operator: operator.into(), values }
}

fn settled(pods: Vec<FoundPod>) -> Snapshot {
    files(Found { pods, ..Found::default() }, &[])
}

#[test]
fn three_replicas_share_one_spec() {
    let names = ["kube-api-access-4x2bc", "kube-api-access-zzzzz", "kube-api-access-9k7mh"];
    let pods = names.map(|volume| with_volume(volume, volume, TOKEN));
    let snapshot = settled(pods.into());
    assert_eq!((snapshot.pods.len(), snapshot.pod_specs.len()), (3, 1));
    let spec = &snapshot.pod_specs[0];
    assert_eq!(spec.volumes[0].name, "kube-api-access");
    assert_eq!(spec.containers[0].mounts[0].volume, "kube-api-access");
}

#[test]
fn a_stored_replica_and_its_template_share_one_spec() {
    let replica = with_volume("a", "kube-api-access-4x2bc", TOKEN);
    let other = workload("Deployment", "other", None, false);
    let snapshot = files(Found { pods: vec![replica], workloads: vec![other], ..Found::default() }, &[]);
    assert_eq!((snapshot.pods.len(), snapshot.pod_specs.len()), (2, 1));
}

#[test]
fn only_the_volume_of_admission_is_renamed() {
    let renamed = |pod: FoundPod| settled(vec![pod]).pod_specs[0].volumes.iter().any(|it| it.name == "kube-api-access");
    assert!(renamed(with_volume("p", "kube-api-access-4x2bc", TOKEN)));
    for name in ["kube-api-access-mine12", "kube-api-access-a.b-c", "kube-api-access4x2bc", "token-4x2bc"] {
        assert!(!renamed(with_volume("p", name, TOKEN)), "{name}");
    }
    assert!(!renamed(with_volume("p", "kube-api-access-4x2bc", VolumeKind::Secret("s".into()))));
    let vault = VolumeKind::Token(TokenAudience::Other("vault".into()));
    assert!(!renamed(with_volume("p", "kube-api-access-4x2bc", vault)));
    let mut manifest = with_volume("p", "kube-api-access-4x2bc", TOKEN);
    manifest.stored = false;
    assert!(!renamed(manifest));
}

#[test]
fn a_volume_is_not_renamed_where_two_would_become_one() {
    let volumes = |more: &str, kind: VolumeKind| {
        let mut pod = with_volume("p", "kube-api-access-4x2bc", TOKEN);
        pod.spec.volumes.push(Volume { name: more.into(), kind });
        let snapshot = settled(vec![pod]);
        snapshot.pod_specs[0].volumes[0].name.as_str().to_owned()
    };
    let secret = || VolumeKind::Secret("s".into());
    assert_eq!(volumes("kube-api-access", secret()), "kube-api-access-4x2bc");
    assert_eq!(volumes("kube-api-access-4x2bc", secret()), "kube-api-access-4x2bc");
    assert_eq!(volumes("kube-api-access-55555", TOKEN), "kube-api-access-4x2bc");
    assert_eq!(volumes("other", secret()), "kube-api-access");
}

#[test]
fn three_pods_of_a_daemon_set_share_one_spec() {
    let chosen = |node: &str| vec![requirement("metadata.name", "In", &[node])];
    let pods = ["n1", "n2", "n3"].map(|node| on_node(node, owner("DaemonSet", "agent"), chosen(node)));
    let snapshot = settled(pods.into());
    assert_eq!((snapshot.pods.len(), snapshot.pod_specs.len()), (3, 1));
    assert!(snapshot.pod_specs[0].placement.is_unset());
    let pods = ["n1", "n2", "n3"].map(|node| on_node(node, owner("StatefulSet", "db"), chosen(node)));
    assert_eq!(settled(pods.into()).pod_specs.len(), 3);
}

#[test]
fn what_else_the_affinity_of_a_daemon_pod_asks_for_stays() {
    let left = |fields: Vec<NodeRequirement>, stored: bool| {
        let mut pod = on_node("p", owner("DaemonSet", "agent"), fields);
        pod.stored = stored;
        let terms = settled(vec![pod]).pod_specs[0].placement.terms.clone();
        terms.into_iter().map(|term| term.fields.len()).collect::<Vec<usize>>()
    };
    let one = || requirement("metadata.name", "In", &["n"]);
    assert!(left(vec![one()], true).is_empty());
    assert_eq!(left(vec![one()], false), [1]);
    assert_eq!(left(vec![one(), requirement("metadata.name", "NotIn", &["m"])], true), [1]);
    assert_eq!(left(vec![requirement("metadata.name", "In", &["n", "m"])], true), [1]);
    assert_eq!(left(vec![requirement("metadata.name", "NotIn", &["n"])], true), [1]);
    // It matches no node, and must not come to match any.
    assert_eq!(left(Vec::new(), true), [0]);
}
