use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::collect::listed::Listed;
use crate::model::{Phase, RoleKind, Subject, TokenAudience, VolumeKind};

use super::{Keep, Page, PageError, decode_page, read_json};

mod cloud_names;
mod custom_resources;
mod engines;
mod history;
mod isolation;
mod original;
mod placement;
mod policies;
mod quotas;
mod references;
mod replicas;
mod volumes;
mod webhooks;

fn page(kind: Kind, body: &str) -> (Result<Page, PageError>, Found) {
    let mut found = Found::default();
    let page = decode_page(&Listed::Kind(kind), body.as_bytes(), &mut found);
    (page, found)
}

fn object(kind: Kind, json: &str) -> Found {
    let mut found = Found::default();
    let outcome = read_json(json, &mut Keep::new(&mut found, kind, "default"));
    if let Err(refused) = outcome {
        panic!("{}", refused.message);
    }
    found
}

/// Why this object is refused.
fn refused(kind: Kind, json: &str) -> String {
    let mut found = Found::default();
    let outcome = read_json(json, &mut Keep::new(&mut found, kind, "default"));
    outcome.map_or_else(|refused| refused.message, |()| panic!("it is kept"))
}

#[test]
fn a_page_keeps_good_items_and_lists_bad_ones() {
    let body = r#"{"kind":"RoleList","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"continue":"t"},"items":[
        {"metadata":{"name":"a","namespace":"x","uid":"1"},"rules":null},
        {"metadata":{"name":"b","namespace":"x"},"rules":[{"verbs":"*"}]},
        {"metadata":{"namespace":"x"}}]}"#;
    let (page, found) = page(Kind::Role, body);
    let page = page.unwrap();
    assert_eq!((page.continue_token.as_deref(), page.items), (Some("t"), 3));
    assert_eq!(found.roles.len(), 1);
    assert!(found.stored);
    let expected = [
        (Some("x/b".to_owned()), "rules[0].verbs: expected a list, found a string".to_owned()),
        (None, "metadata.name is missing or empty".to_owned()),
    ];
    assert_eq!(page.malformed, expected);
}

#[test]
fn d14_d15_items_null_is_empty_and_another_list_is_refused() {
    let list = |rest: &str| format!(r#"{{"kind":"PodList","apiVersion":"v1"{rest}}}"#);
    assert_eq!(page(Kind::Pod, &list(r#","items":null"#)).0.unwrap().items, 0);
    assert!(matches!(page(Kind::Pod, &list("")).0, Err(PageError::NoItems)));
    assert!(matches!(page(Kind::Node, &list(r#","items":[]"#)).0, Err(PageError::OtherKind(..))));
    assert!(matches!(page(Kind::Pod, "<html>").0, Err(PageError::Malformed(_))));
    let status = r#"{"kind":"Status","apiVersion":"v1","code":403}"#;
    assert!(matches!(page(Kind::Pod, status).0, Err(PageError::OtherKind(..))));
}

#[test]
fn a_field_of_a_newer_server_is_a_warning() {
    let role = r#"{"metadata":{"name":"a"},"rules":[{"verbs":["get"],"resources":["pods"],"new":1}]}"#;
    let found = object(Kind::ClusterRole, role);
    assert_eq!(found.roles[0].rules.len(), 1);
    assert_eq!(found.notes[0].text, "unknown key `new` in a ClusterRole; it is ignored");
}

#[test]
fn subjects_are_those_that_the_server_compares() {
    let body = r#"{"metadata":{"name":"b","namespace":"shop"},"roleRef":{"kind":"ClusterRole","name":"edit"},"subjects":[
        {"kind":"ServiceAccount","name":"web"},{"kind":"User","name":"system:serviceaccount:shop:web"},
        {"kind":"group","name":"x"}]}"#;
    let found = object(Kind::RoleBinding, body);
    let web = Subject::service_account("shop", "web");
    assert_eq!(found.bindings[0].subjects, [web.clone(), web]);
    assert!(found.notes[0].text.contains("`group` is no kind of subject"));
    let body = body.replace(r#""namespace":"shop""#, r#""labels":{}"#);
    let found = object(Kind::ClusterRoleBinding, &body);
    assert_eq!(found.bindings[0].subjects.len(), 1);
    assert_eq!(found.bindings[0].role_ref.kind, Some(RoleKind::ClusterRole));
    let foreign = body.replace(r#""kind":"ClusterRole""#, r#""apiGroup":"example.com","kind":"ClusterRole""#);
    assert_eq!(object(Kind::ClusterRoleBinding, &foreign).bindings[0].role_ref.kind, Some(RoleKind::ClusterRole));
    let unknown = body.replace(r#""kind":"ClusterRole""#, r#""kind":"Thing""#);
    assert_eq!(object(Kind::ClusterRoleBinding, &unknown).bindings[0].role_ref.kind, None);
}

#[test]
fn a_pod_keeps_what_decides_its_identity_and_drops_the_rest() {
    let body = r#"{"metadata":{"name":"p","namespace":"shop","labels":{"pod-template-hash":"abc","x":"\u0041"},
        "ownerReferences":[{"kind":"Node","name":"n"},{"kind":"ReplicaSet","name":"web-abc","controller":true}]},
      "spec":{"serviceAccount":"web","volumes":[{"name":"h","hostPath":{"path":"/etc"}},{"name":"e","emptyDir":{}},
        {"name":"t","projected":{"sources":[{"serviceAccountToken":{"path":"token"}},{"configMap":{"name":"ca"}},
          {"serviceAccountToken":{"audience":"vault","path":"v"}},{"secret":{"name":"s"}}]}}],
        "containers":[{"name":"c","env":[{"name":"A","value":"hunter2"},{"name":"B","valueFrom":{"secretKeyRef":{"name":"k"}}}],
          "envFrom":[{"secretRef":{"name":"all"}}],"volumeMounts":[{"name":"h","mountPath":"/h","readOnly":true},
          {"name":"e","mountPath":"/e"},{"name":"e","mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]}],
        "ephemeralContainers":[{"name":"d"}]},
      "status":{"phase":"Succeeded"}}"#;
    let found = object(Kind::Pod, body);
    let pod = &found.pods[0];
    assert_eq!(pod.owner.as_ref().unwrap().name, "web-abc");
    assert_eq!(pod.template_hash.as_ref().unwrap(), &"abc");
    assert_eq!((pod.phase, pod.stored, found.stored), (Phase::Finished, true, false));
    assert_eq!(pod.spec.service_account.as_ref().unwrap(), &"web");
    let kinds: Vec<_> = pod.spec.volumes.iter().map(|volume| volume.kind.clone()).collect();
    let expected = [
        VolumeKind::HostPath("/etc".into()),
        VolumeKind::Token(TokenAudience::ApiServer),
        VolumeKind::Token(TokenAudience::Other("vault".into())),
        VolumeKind::Secret("s".into()),
    ];
    assert_eq!(kinds, expected);
    let container = &pod.spec.containers[0];
    assert_eq!(container.mounts.len(), 2);
    assert_eq!(container.env_secrets, ["all", "k"]);
    assert_eq!(pod.spec.containers.len(), 2);
}

#[test]
fn an_empty_status_does_not_make_a_pod_stored() {
    let body = r#"{"metadata":{"name":"p","creationTimestamp":null},"spec":{},"status":{}}"#;
    let found = object(Kind::Pod, body);
    assert!(!found.pods[0].stored);
    assert_eq!((found.without_namespace, found.pods[0].namespace.as_str()), (1, "default"));
}

#[test]
fn workloads_know_whether_they_sleep() {
    let pod = r#""template":{"spec":{"serviceAccountName":"web"}}"#;
    for (kind, spec, dormant) in [
        (Kind::Deployment, format!(r#"{{"replicas":0,{pod}}}"#), true),
        (Kind::StatefulSet, format!("{{{pod}}}"), false),
        (Kind::Job, format!(r#"{{"suspend":true,{pod}}}"#), true),
        (Kind::CronJob, format!(r#"{{"jobTemplate":{{"spec":{{{pod}}}}}}}"#), false),
    ] {
        let found = object(kind, &format!(r#"{{"metadata":{{"name":"w","namespace":"n"}},"spec":{spec}}}"#));
        assert_eq!(found.workloads[0].dormant, dormant, "{kind:?}");
        assert_eq!(found.workloads[0].workload.kind, kind.name());
        assert_eq!(found.workloads[0].template.service_account.as_ref().unwrap(), &"web");
    }
}

#[test]
fn the_other_kinds_keep_what_they_are_worth() {
    let meta = r#""metadata":{"name":"x","namespace":"n","annotations":{"kubernetes.io/service-account.name":"web"}}"#;
    let read = |kind, rest: &str| object(kind, &format!("{{{meta},{rest}}}"));
    let secret = read(Kind::Secret, r#""type":"kubernetes.io/service-account-token","data":{"token":"canary"}"#);
    assert_eq!(secret.secrets[0].service_account.as_ref().unwrap(), &"web");
    let volume =
        read(Kind::PersistentVolume, r#""spec":{"local":{"path":"/disk"},"claimRef":{"namespace":"n","name":"c"}}"#);
    assert!(volume.persistent_volumes[0].claim.is_some());
    let volume = read(
        Kind::PersistentVolume,
        r#""spec":{"storageClassName":"fast","volumeMode":"Block"},"status":{"phase":"Available"}"#,
    );
    let volume = &volume.persistent_volumes[0];
    assert_eq!(
        (volume.phase.as_deref(), volume.class.as_deref(), volume.block),
        (Some("Available"), Some("fast"), true)
    );
    let volume = read(Kind::PersistentVolume, r#""spec":{"storageClassName":"","volumeMode":"Filesystem"}"#);
    let volume = &volume.persistent_volumes[0];
    assert_eq!((&volume.phase, &volume.class, volume.block), (&None, &None, false));
    let service = read(Kind::Service, r#""spec":{"selector":{"app":"web"}}"#);
    assert_eq!(service.services[0].kind, "ClusterIP");
    assert!(!service.services[0].external_ips);
    assert!(read(Kind::Service, r#""spec":{"externalIPs":["192.0.2.1"]}"#).services[0].external_ips);
    let ingress = read(
        Kind::Ingress,
        r#""spec":{"rules":[{"http":{"paths":[{"backend":{"service":{"name":"b"}}},{"backend":{"serviceName":"a"}}]}}]}"#,
    );
    assert_eq!(ingress.ingresses[0].services, ["a", "b"]);
    let account = read(Kind::ServiceAccount, r#""secrets":[{"name":"t"}],"automountServiceAccountToken":false"#);
    assert_eq!(account.service_accounts[0].automount, Some(false));
    assert_eq!(account.service_accounts[0].secrets, ["t"]);
    assert!(account.service_accounts[0].pull_secrets.is_empty());
    let account = read(Kind::ServiceAccount, r#""imagePullSecrets":[{"name":"b"},{"name":"a"},{"name":"b"}]"#);
    assert_eq!(account.service_accounts[0].pull_secrets, ["a", "b"]);
}

#[test]
fn an_account_limits_its_secrets_where_go_reads_true() {
    for (value, expected) in [("true", true), ("T", true), ("1", true), ("yes", false), ("tRUE", false), ("", false)] {
        let annotation = format!(r#""kubernetes.io/enforce-mountable-secrets":"{value}""#);
        let body = format!(r#"{{"metadata":{{"name":"a","annotations":{{{annotation}}}}}}}"#);
        assert_eq!(object(Kind::ServiceAccount, &body).service_accounts[0].only_listed_secrets, expected, "{value}");
    }
    let bare = r#"{"metadata":{"name":"a","annotations":null}}"#;
    assert!(!object(Kind::ServiceAccount, bare).service_accounts[0].only_listed_secrets);
}
