//! Volumes: which are kept, which a pod security level would refuse, and what of them is mounted.

use crate::collect::kind::Kind;
use crate::model::VolumeKind;

use super::{object, refused};

fn pod(volumes: &str) -> String {
    format!(r#"{{"metadata":{{"name":"p"}},"spec":{{"volumes":[{volumes}]}}}}"#)
}

fn other_volumes(volumes: &str) -> Vec<String> {
    let found = object(Kind::Pod, &pod(volumes));
    found.pods[0].spec.security.other_volumes.iter().map(|name| name.as_str().to_owned()).collect()
}

#[test]
fn only_what_restricted_allows_is_not_listed() {
    let one = |key: &str, source: &str| other_volumes(&format!(r#"{{"name":"v","{key}":{source}}}"#));
    let permitted =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "projected", "secret", "hostPath"];
    for key in permitted {
        let source = if key == "hostPath" { r#"{"path":"/"}"# } else { "{}" };
        assert!(one(key, source).is_empty(), "{key}");
    }
    assert!(one("persistentVolumeClaim", r#"{"claimName":"c"}"#).is_empty());
    let refused = [
        "gcePersistentDisk",
        "awsElasticBlockStore",
        "gitRepo",
        "nfs",
        "iscsi",
        "glusterfs",
        "rbd",
        "flexVolume",
        "cinder",
        "cephfs",
        "flocker",
        "fc",
        "azureFile",
        "vsphereVolume",
        "quobyte",
        "azureDisk",
        "portworxVolume",
        "photonPersistentDisk",
        "scaleIO",
        "storageos",
        "ofTomorrow",
    ];
    for key in refused {
        assert_eq!(one(key, "{}"), [key]);
        assert!(one(key, "null").is_empty(), "{key}");
    }
}

#[test]
fn kinds_are_listed_sorted_and_once() {
    let volumes =
        r#"{"name":"a","nfs":{}},{"name":"b","iscsi":{"secretRef":{"name":"s"}}},{"name":"c","nfs":{}},{"name":"d"}"#;
    assert_eq!(other_volumes(volumes), ["iscsi", "nfs"]);
    // What a server of tomorrow adds to a volume beside its source is no source.
    assert!(other_volumes(r#"{"name":"a","emptyDir":{},"ofTomorrow":{}}"#).is_empty());
    assert_eq!(other_volumes(r#"{"name":"a","emptyDir":null,"nfs":{}}"#), ["nfs"]);
}

#[test]
fn a_volume_whose_key_stands_twice_is_refused() {
    for (first, second) in [("emptyDir", "emptyDir"), ("hostPath", "hostPath"), ("nfs", "nfs"), ("name", "name")] {
        let volume = format!(r#"{{"name":"v","{first}":null,"{second}":null}}"#);
        assert!(refused(Kind::Pod, &pod(&volume)).contains("stands twice"), "{volume}");
    }
    assert_eq!(refused(Kind::Pod, &pod(r#"{"emptyDir":{}}"#)), "spec.volumes[0]: `name` is missing");
    assert_eq!(refused(Kind::Pod, &pod("[]")), "spec.volumes[0]: expected an object, found a list");
}

#[test]
fn an_inline_csi_volume_is_kept_with_its_driver() {
    let found = object(Kind::Pod, &pod(r#"{"name":"a","csi":{"driver":"disk.example"}},{"name":"b","csi":{}}"#));
    let volumes = &found.pods[0].spec.volumes;
    assert_eq!((volumes.len(), &volumes[0].kind), (1, &VolumeKind::Csi("disk.example".into())));
}

#[test]
fn a_mount_tells_the_part_that_it_is_of_where_that_is_known() {
    let body = r#"{"metadata":{"name":"p"},"spec":{"volumes":[{"name":"h","hostPath":{"path":"/"}}],"containers":[{"name":"c",
        "volumeDevices":[{"name":"disk","devicePath":"/dev/x"}],"volumeMounts":[
        {"name":"h","mountPath":"/a","subPath":"etc"},{"name":"h","mountPath":"/b","subPathExpr":"$(X)"},
        {"name":"h","mountPath":"/c","subPath":""},{"name":"gone","mountPath":"/d"}]}]}}"#;
    let found = object(Kind::Pod, body);
    let container = &found.pods[0].spec.containers[0];
    let parts: Vec<_> = container.mounts.iter().map(|mount| mount.sub_path.as_deref()).collect();
    assert_eq!(parts, [Some("etc"), None, None]);
    assert_eq!(container.devices, ["disk"]);
}

#[test]
fn a_path_of_the_node_tells_its_type_and_a_mount_whether_the_node_sees_into_it() {
    let body = r#"{"metadata":{"name":"p"},"spec":{"volumes":[{"name":"h","hostPath":{"path":"/","type":"Directory"}},
        {"name":"i","hostPath":{"path":"/","type":""}},{"name":"j","hostPath":{"path":"/","type":null}}],"containers":[{
        "name":"c","volumeMounts":[{"name":"h","mountPath":"/a","mountPropagation":"Bidirectional"},
        {"name":"i","mountPath":"/b","mountPropagation":"HostToContainer"},{"name":"j","mountPath":"/c"}]}]}}"#;
    let found = object(Kind::Pod, body);
    let spec = &found.pods[0].spec;
    let types: Vec<_> = spec.volumes.iter().map(|volume| volume.path_type.as_deref()).collect();
    assert_eq!(types, [Some("Directory"), None, None]);
    let shared: Vec<_> = spec.containers[0].mounts.iter().map(|mount| mount.bidirectional).collect();
    assert_eq!(shared, [true, false, false]);
}

#[test]
fn a_volume_tells_which_claim_it_is_held_for_and_where_it_can_be_used() {
    let volume = |rest: &str| {
        let body = format!(r#"{{"metadata":{{"name":"v"}},"spec":{{"local":{{"path":"/etc"}}{rest}}}}}"#);
        let mut found = object(Kind::PersistentVolume, &body);
        found.persistent_volumes.remove(0)
    };
    let by_name = volume(r#","claimRef":{"namespace":"shop","name":"c"}"#);
    assert_eq!((by_name.claim, by_name.claim_fixed), (Some(("shop".into(), "c".into())), false));
    assert!(volume(r#","claimRef":{"namespace":"shop","name":"c","uid":"u"}"#).claim_fixed);
    assert!(!volume(r#","claimRef":{"namespace":"shop","name":"c","uid":""}"#).claim_fixed);
    let term = r#"{"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"In","values":["w1"]}]}"#;
    let there = volume(&format!(r#","nodeAffinity":{{"required":{{"nodeSelectorTerms":[{term}]}}}}"#));
    assert_eq!(there.terms[0].labels[0].key, "kubernetes.io/hostname");
    assert!(volume(r#","nodeAffinity":{}"#).terms.is_empty());
}
