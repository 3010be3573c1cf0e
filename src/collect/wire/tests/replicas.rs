//! Replicas as a server stores them share one spec, and nothing else is made equal.

use std::sync::Arc;

use crate::collect::found::{Found, FoundSpec};
use crate::collect::kind::Kind;
use crate::collect::wire::{Keep, TOKEN_PATH, read_json};

use super::object;

const TOKEN: &str = r#""projected":{"sources":[{"serviceAccountToken":{"path":"token"}}]}"#;

/// A pod that a server stored, or not, with this volume where admission mounts it, and with more volumes.
fn with_volume(stored: bool, name: &str, source: &str, more: &str) -> String {
    let node = if stored { r#""nodeName":"n","# } else { "" };
    let mount = format!(r#"{{"name":"{name}","mountPath":"{TOKEN_PATH}"}}"#);
    let containers = format!(r#"[{{"name":"c","volumeMounts":[{mount}]}}]"#);
    format!(
        r#"{{"metadata":{{"name":"p"}},"spec":{{{node}"volumes":[{{"name":"{name}",{source}}}{more}],"containers":{containers}}}}}"#
    )
}

/// A pod of this controller that asks for a node like this.
fn of_controller(kind: &str, stored: bool, term: &str) -> String {
    let node = if stored { r#""nodeName":"n","# } else { "" };
    let owner = format!(r#"[{{"kind":"{kind}","name":"agent","controller":true}}]"#);
    let required = format!(r#"{{"requiredDuringSchedulingIgnoredDuringExecution":{{"nodeSelectorTerms":[{term}]}}}}"#);
    format!(
        r#"{{"metadata":{{"name":"p","ownerReferences":{owner}}},"spec":{{{node}"affinity":{{"nodeAffinity":{required}}}}}}}"#
    )
}

fn field(operator: &str, values: &str) -> String {
    format!(r#"{{"key":"metadata.name","operator":"{operator}","values":[{values}]}}"#)
}

fn fields(fields: &str) -> String {
    format!(r#"{{"matchFields":[{fields}]}}"#)
}

fn spec(pod: &str) -> FoundSpec {
    (*object(Kind::Pod, pod).pods[0].spec).clone()
}

/// The specs of pods that are read one after the other.
fn specs(pods: &[String]) -> Vec<Arc<FoundSpec>> {
    let mut found = Found::default();
    for pod in pods {
        assert!(read_json(pod, &mut Keep::new(&mut found, Kind::Pod, "default")).is_ok());
    }
    found.pods.into_iter().map(|pod| pod.spec).collect()
}

fn all_one(specs: &[Arc<FoundSpec>]) -> bool {
    specs.windows(2).all(|pair| Arc::ptr_eq(&pair[0], &pair[1]))
}

#[test]
fn three_replicas_share_one_spec() {
    let replicas =
        ["4x2bc", "zzzzz", "9k7mh"].map(|end| with_volume(true, &format!("kube-api-access-{end}"), TOKEN, ""));
    let specs = specs(&replicas);
    assert!(all_one(&specs));
    assert_eq!(specs[0].volumes[0].name, "kube-api-access");
    assert_eq!(specs[0].containers[0].mounts[0].volume, "kube-api-access");
}

#[test]
fn three_pods_of_a_daemon_set_share_one_spec() {
    let on_nodes =
        |kind| ["n1", "n2", "n3"].map(|node| of_controller(kind, true, &fields(&field("In", &format!("\"{node}\"")))));
    let daemons = specs(&on_nodes("DaemonSet"));
    assert!(all_one(&daemons) && daemons[0].placement.is_unset());
    let others = specs(&on_nodes("StatefulSet"));
    assert!(!Arc::ptr_eq(&others[0], &others[1]) && !Arc::ptr_eq(&others[1], &others[2]));
}

#[test]
fn only_the_volume_of_admission_is_renamed() {
    let renamed = |stored, name: &str, source: &str| {
        spec(&with_volume(stored, name, source, "")).volumes[0].name == "kube-api-access"
    };
    assert!(renamed(true, "kube-api-access-4x2bc", TOKEN));
    assert!(!renamed(false, "kube-api-access-4x2bc", TOKEN));
    for name in ["kube-api-access-mine12", "kube-api-access-a.b-c", "kube-api-access4x2bc", "token-4x2bc"] {
        assert!(!renamed(true, name, TOKEN), "{name}");
    }
    for source in [
        r#""secret":{"secretName":"s"}"#,
        r#""projected":{"sources":[{"serviceAccountToken":{"audience":"vault"}}]}"#,
        r#""projected":{"sources":[{"serviceAccountToken":{}},{"secret":{"name":"s"}}]}"#,
    ] {
        assert!(!renamed(true, "kube-api-access-4x2bc", source), "{source}");
    }
}

#[test]
fn a_volume_is_not_renamed_where_two_would_become_one() {
    let name = |more: &str| {
        let spec = spec(&with_volume(true, "kube-api-access-4x2bc", TOKEN, more));
        spec.volumes[0].name.as_str().to_owned()
    };
    assert_eq!(name(r#",{"name":"other","secret":{"secretName":"s"}}"#), "kube-api-access");
    assert_eq!(name(r#",{"name":"kube-api-access","secret":{"secretName":"s"}}"#), "kube-api-access-4x2bc");
    assert_eq!(name(&format!(r#",{{"name":"kube-api-access-55555",{TOKEN}}}"#)), "kube-api-access-4x2bc");
    // A volume that is not kept, mounted where admission would mount the token.
    let mount = format!(r#"{{"name":"d","volumeMounts":[{{"name":"kube-api-access","mountPath":"{TOKEN_PATH}"}}]}}"#);
    let pod = with_volume(true, "kube-api-access-4x2bc", TOKEN, r#",{"name":"kube-api-access","emptyDir":{}}"#);
    let pod = pod.replace(r#""containers":["#, &format!(r#""containers":[{mount},"#));
    assert_eq!(spec(&pod).volumes[0].name, "kube-api-access-4x2bc");
}

#[test]
fn what_else_the_affinity_of_a_daemon_pod_asks_for_stays() {
    let left = |stored, term: &str| {
        let terms = spec(&of_controller("DaemonSet", stored, term)).placement.terms;
        terms.iter().map(|term| term.labels.len() + term.fields.len()).collect::<Vec<usize>>()
    };
    let chosen = field("In", r#""n""#);
    assert!(left(true, &fields(&chosen)).is_empty());
    assert_eq!(left(false, &fields(&chosen)), [1]);
    assert_eq!(left(true, &fields(&format!("{chosen},{}", field("NotIn", r#""m""#)))), [1]);
    assert_eq!(
        left(true, &format!(r#"{{"matchFields":[{chosen}],"matchExpressions":[{{"key":"a","operator":"Exists"}}]}}"#)),
        [1]
    );
    assert_eq!(left(true, &fields(&field("In", r#""n","m""#))), [1]);
    assert_eq!(left(true, &fields(&field("NotIn", r#""n""#))), [1]);
    // It matches no node, and must not come to match any.
    assert_eq!(left(true, "{}"), [0]);
}
