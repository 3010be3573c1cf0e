//! What a node reads for the sake of its pods.

use crate::collect::kind::Kind;
use crate::model::Reference;

use super::object;

#[test]
fn a_pod_keeps_what_its_node_reads_each_once() {
    let body = r#"{"metadata":{"name":"p","namespace":"n","annotations":{"kubernetes.io/config.mirror":""}},"spec":{
        "imagePullSecrets":[{"name":"pull"},{}],
        "resourceClaims":[{"name":"a","resourceClaimName":"mine","resourceClaimTemplateName":"t"},{"name":"b","resourceClaimTemplateName":"t"},
          {"name":"c","resourceClaimTemplateName":"t"}],
        "volumes":[{"name":"v","configMap":{"name":"m"}},{"name":"w","ephemeral":{"volumeClaimTemplate":{}}},
          {"name":"x","csi":{"nodePublishSecretRef":{"name":"pull"}}},{"name":"y","scaleIO":{"secretRef":{"name":"sio"}}},
          {"name":"z","secret":{"secretName":"kept"}}],
        "containers":[{"name":"c","env":[{"valueFrom":{"configMapKeyRef":{"name":"m"}}}],
          "envFrom":[{"configMapRef":{"name":"e"}},{"secretRef":{"name":"seen"}}],
          "volumeMounts":[{"name":"v","mountPath":"/v"}]}]},
      "status":{"resourceClaimStatuses":[{"name":"a","resourceClaimName":"no"},{"name":"b","resourceClaimName":"made"},
        {"name":"c"},{"name":"d","resourceClaimName":"no"}],"extendedResourceClaimStatus":{"resourceClaimName":"ext"}}}"#;
    let found = object(Kind::Pod, body);
    let pod = &found.pods[0];
    assert!(pod.mirror && !object(Kind::Pod, &body.replace("config.mirror", "config.hash")).pods[0].mirror);
    assert_eq!(pod.resource_claims, ["ext", "made"]);
    let expected = [
        Reference::Secret("pull".into()),
        Reference::Secret("sio".into()),
        Reference::ConfigMap("e".into()),
        Reference::ConfigMap("m".into()),
        Reference::EphemeralVolume("w".into()),
        Reference::ResourceClaim("mine".into()),
    ];
    assert_eq!(pod.spec.references, expected);
    // What only the node reads is no volume of the pod here, and its mounts are still left out.
    assert_eq!(pod.spec.volumes.len(), 1);
    assert!(pod.spec.containers[0].mounts.is_empty());
}

#[test]
fn a_volume_keeps_the_secrets_that_a_node_mounts_it_with() {
    let secrets = |claim: &str, source: &str| {
        let body = format!(r#"{{"metadata":{{"name":"v"}},"spec":{{{claim}{source}}}}}"#);
        let secrets = object(Kind::PersistentVolume, &body).persistent_volumes.remove(0).secrets;
        let shown = secrets.iter().map(|(namespace, name)| format!("{}/{}", namespace.as_str(), name.as_str()));
        shown.collect::<Vec<String>>().join(" ")
    };
    let bound = |source: &str| secrets(r#""claimRef":{"namespace":"shop","name":"c"},"#, source);
    for driver in ["cephfs", "flexVolume", "iscsi", "rbd", "scaleIO"] {
        assert_eq!(bound(&format!(r#""{driver}":{{"secretRef":{{"name":"s"}}}}"#)), "shop/s", "{driver}");
        assert_eq!(bound(&format!(r#""{driver}":{{"secretRef":{{"name":"s","namespace":"k"}}}}"#)), "k/s", "{driver}");
    }
    for driver in ["cinder", "storageos"] {
        assert_eq!(bound(&format!(r#""{driver}":{{"secretRef":{{"name":"s"}}}}"#)), "", "{driver}");
        assert_eq!(bound(&format!(r#""{driver}":{{"secretRef":{{"name":"s","namespace":"k"}}}}"#)), "k/s", "{driver}");
    }
    assert_eq!(bound(r#""azureFile":{"secretName":"s","secretNamespace":""}"#), "shop/s");
    assert_eq!(bound(r#""azureFile":{"secretName":"s","secretNamespace":"k"}"#), "k/s");
    let csi = r#""csi":{"nodeStageSecretRef":{"name":"b","namespace":"k"},"nodePublishSecretRef":{"name":"a","namespace":"k"},
        "nodeExpandSecretRef":{"name":"a","namespace":"k"},"controllerPublishSecretRef":{"name":"x","namespace":"k"}}"#;
    assert_eq!(bound(csi), "k/a k/b");
    assert_eq!(secrets("", r#""rbd":{"secretRef":{"name":"s"}}"#), "");
}
