//! What objects say of identities in a cloud, as JSON and as protobuf.

use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::collect::wire::decode_list;
use crate::collect::wire::protobuf::encode::{field, list};
use crate::model::{AllowedRoles, CloudNames, TokenAudience, VolumeKind};

use super::object;

/// Metadata with these annotations.
fn metadata(annotations: &[(&str, &str)]) -> Vec<u8> {
    let entry =
        |(key, value): &(&str, &str)| field(12, &[field(1, key.as_bytes()), field(2, value.as_bytes())].concat());
    let annotations: Vec<u8> = annotations.iter().flat_map(entry).collect();
    field(1, &[field(1, b"x"), field(3, b"n"), annotations].concat())
}

/// The same object as JSON and as protobuf: with these annotations and, in each form, this rest.
fn both(kind: Kind, annotations: &[(&str, &str)], json: &str, protobuf: &[u8]) -> [Found; 2] {
    let annotated: Vec<String> = annotations.iter().map(|(key, value)| format!(r#""{key}":"{value}""#)).collect();
    let annotated = annotated.join(",");
    let json =
        object(kind, &format!(r#"{{"metadata":{{"name":"x","namespace":"n","annotations":{{{annotated}}}}}{json}}}"#));
    let item = [metadata(annotations), protobuf.to_vec()].concat();
    let mut found = Found::default();
    let page = decode_list(kind, &list(kind, &[&item], ""), &mut found);
    assert!(page.is_ok_and(|page| page.malformed.is_empty()), "{kind:?}");
    [json, found]
}

const OTHER: (&str, &str) = ("example.com/password", "CANARY");

#[test]
fn an_account_keeps_what_each_cloud_calls_it() {
    let annotations = [
        OTHER,
        ("eks.amazonaws.com/role-arn", "arn:aws:iam::111122223333:role/r"),
        ("eks.amazonaws.com/audience", "mine"),
        ("eks.amazonaws.com/sts-regional-endpoints", "true"),
        ("iam.gke.io/gcp-service-account", "g@p.iam.gserviceaccount.com"),
        ("azure.workload.identity/client-id", "c"),
        ("azure.workload.identity/tenant-id", "t"),
    ];
    let expected = CloudNames {
        aws_role: Some("arn:aws:iam::111122223333:role/r".into()),
        aws_audience: Some("mine".into()),
        gcp_account: Some("g@p.iam.gserviceaccount.com".into()),
        azure_client: Some("c".into()),
        azure_tenant: Some("t".into()),
    };
    for found in both(Kind::ServiceAccount, &annotations, "", b"") {
        assert_eq!(found.service_accounts[0].cloud.as_deref(), Some(&expected));
        assert!(!format!("{found:?}").contains("CANARY"));
    }
    for found in both(Kind::ServiceAccount, &[OTHER, ("eks.amazonaws.com/role-arn", "")], "", b"") {
        assert_eq!(found.service_accounts[0].cloud, None, "an empty one names nothing");
    }
}

#[test]
fn a_namespace_keeps_which_roles_its_pods_may_have() {
    let annotations = [OTHER, ("iam.amazonaws.com/allowed-roles", "[a]"), ("iam.amazonaws.com/permitted", ".*")];
    let expected = AllowedRoles { kube2iam: Some("[a]".into()), kiam: Some(".*".into()) };
    for found in both(Kind::Namespace, &annotations, "", b"") {
        assert_eq!(found.namespaces[0].allowed_roles.as_deref(), Some(&expected));
    }
    for found in both(Kind::Namespace, &[OTHER], "", b"") {
        assert_eq!(found.namespaces[0].allowed_roles, None);
    }
}

#[test]
fn a_node_keeps_its_machine() {
    let spec = r#","spec":{"providerID":"aws:///eu-west-1a/i-0abc"}"#;
    let bytes = field(2, &field(3, b"aws:///eu-west-1a/i-0abc"));
    for found in both(Kind::Node, &[], spec, &bytes) {
        assert_eq!(found.nodes[0].provider_id.as_deref(), Some("aws:///eu-west-1a/i-0abc"));
    }
    for found in both(Kind::Node, &[], r#","spec":{"providerID":""}"#, b"") {
        assert_eq!(found.nodes[0].provider_id, None);
    }
}

/// A variable with a literal value, in protobuf.
fn variable(name: &str, value: &str) -> Vec<u8> {
    field(7, &[field(1, name.as_bytes()), field(2, value.as_bytes())].concat())
}

#[test]
fn a_pod_keeps_the_role_that_it_asks_for_and_no_other_value() {
    let annotations = [OTHER, ("iam.amazonaws.com/role", "deploy")];
    let json = r#","spec":{"containers":[{"name":"c","env":[{"name":"PASSWORD","value":"CANARY"},
        {"name":"AWS_ROLE_ARN","value":"arn:a"},{"name":"AWS_ROLE_ARN","value":"arn:b"}]},
        {"name":"d","env":[{"name":"AWS_ROLE_ARN","valueFrom":{"secretKeyRef":{"name":"s"}}}]}]}"#;
    let variables =
        [variable("PASSWORD", "CANARY"), variable("AWS_ROLE_ARN", "arn:a"), variable("AWS_ROLE_ARN", "arn:b")];
    let first = field(2, &[field(1, b"c"), variables.concat()].concat());
    // EnvVar.valueFrom, EnvVarSource.secretKeyRef, the reference in it, and its name.
    let from = field(3, &field(4, &field(1, &field(1, b"s"))));
    let second = field(2, &[field(1, b"d"), field(7, &[field(1, b"AWS_ROLE_ARN"), from].concat())].concat());
    let bytes = field(2, &[first, second].concat());
    for found in both(Kind::Pod, &annotations, json, &bytes) {
        let spec = &found.pods[0].spec;
        assert_eq!(spec.aws_role.as_deref(), Some("deploy"));
        let roles: Vec<_> = spec.containers.iter().map(|container| container.aws_role.as_deref()).collect();
        assert_eq!(roles, [Some("arn:b"), None]);
        assert_eq!(spec.containers[1].env_secrets, ["s"]);
        assert!(!format!("{found:?}").contains("CANARY"));
    }
}

#[test]
fn a_template_keeps_it_too() {
    let body = r#"{"metadata":{"name":"w","namespace":"n"},"spec":{"template":{"metadata":{"annotations":{"iam.amazonaws.com/role":"deploy"}},
        "spec":{"containers":[{"name":"c"}]}}}}"#;
    assert_eq!(object(Kind::Deployment, body).workloads[0].template.aws_role.as_deref(), Some("deploy"));
    let job = r#"{"metadata":{"name":"w"},"spec":{"jobTemplate":{"spec":{"template":{"metadata":{"annotations":{"iam.amazonaws.com/role":"d"}},"spec":{}}}}}}"#;
    assert_eq!(object(Kind::CronJob, job).workloads[0].template.aws_role.as_deref(), Some("d"));
}

#[test]
fn a_variable_is_not_read_twice() {
    for env in [r#"{"name":"A","name":"A"}"#, r#"{"name":"A","value":"1","value":"2"}"#] {
        let body = format!(r#"{{"metadata":{{"name":"p"}},"spec":{{"containers":[{{"name":"c","env":[{env}]}}]}}}}"#);
        super::refused(Kind::Pod, &body);
    }
}

/// What else tells of clouds was kept before: labels of pods and nodes, audiences of tokens, the host's network.
#[test]
fn labels_and_audiences_are_kept_as_they_are() {
    let body = r#"{"metadata":{"name":"p","labels":{"azure.workload.identity/use":"true","aadpodidbinding":"b"}},
        "spec":{"hostNetwork":true,"volumes":[{"name":"t","projected":{"sources":[
          {"serviceAccountToken":{"audience":"pods.eks.amazonaws.com","path":"t"}},
          {"serviceAccountToken":{"audience":"sts.amazonaws.com","path":"u"}}]}}]}}"#;
    let found = object(Kind::Pod, body);
    let spec = &found.pods[0].spec;
    assert_eq!(spec.labels.len(), 2);
    assert!(spec.security.host_network);
    let audiences = ["pods.eks.amazonaws.com", "sts.amazonaws.com"];
    let kinds: Vec<_> = spec.volumes.iter().map(|volume| volume.kind.clone()).collect();
    assert_eq!(kinds, audiences.map(|audience| VolumeKind::Token(TokenAudience::Other(audience.into()))));
    let node = r#"{"metadata":{"name":"n","labels":{"eks.amazonaws.com/nodegroup":"g","iam.gke.io/gke-metadata-server-enabled":"true"}}}"#;
    assert_eq!(object(Kind::Node, node).nodes[0].labels.len(), 2);
}
