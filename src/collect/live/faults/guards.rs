//! What is read once policies are known: parameters, and what policy engines hold; and servers that have older policies.

use super::server::Hits::Always;
use super::server::{Action, Rule, on, when};
use super::trial::Trial;
use crate::collect::live::{Breadth, Discovery, aws_auth};
use crate::model::Reason;

fn answers(part: &'static str, body: &str) -> Rule {
    on(part, Always, Action::json(200, body))
}

fn list(kind: &str, version: &str, items: &str) -> String {
    format!(r#"{{"kind":"{kind}List","apiVersion":"{version}","metadata":{{}},"items":[{items}]}}"#)
}

const ADMISSION: &str = "admissionregistration.k8s.io/v1";

/// A server with a policy that takes parameters of this kind, and a binding that refers to them.
fn guarded(api_version: &str, kind: &str, reference: &str, mut more: Vec<Rule>) -> Trial {
    let policy = format!(
        r#"{{"metadata":{{"name":"p"}},"spec":{{"matchConstraints":{{}},"paramKind":{{"apiVersion":"{api_version}","kind":"{kind}"}}}}}}"#
    );
    let binding = format!(
        r#"{{"metadata":{{"name":"b"}},"spec":{{"policyName":"p","validationActions":["Deny"],"paramRef":{reference}}}}}"#
    );
    more.push(answers("/validatingadmissionpolicies?", &list("ValidatingAdmissionPolicy", ADMISSION, &policy)));
    more.push(answers(
        "/validatingadmissionpolicybindings?",
        &list("ValidatingAdmissionPolicyBinding", ADMISSION, &binding),
    ));
    // The first is the document that tells where they are.
    Trial { params: &["v1", "configmaps", "limits"], ..Trial::new(more) }
}

const RESOURCES: &str = r#"{"kind":"APIResourceList","resources":[
    {"name":"limits","namespaced":true,"kind":"Limit","verbs":["get","list"]},
    {"name":"limits/status","namespaced":true,"kind":"Limit","verbs":["get"]}]}"#;
const CORE: &str = r#"{"kind":"APIResourceList","resources":[
    {"name":"configmaps","namespaced":true,"kind":"ConfigMap","verbs":["get","list"]}]}"#;

fn core() -> Rule {
    when(|asked| asked.path == "/api/v1", Always, Action::json(200, CORE))
}

#[test]
fn a_parameter_is_asked_for_by_its_name_or_labels_and_nothing_else_is() {
    let map = r#"{"metadata":{"name":"m","namespace":"alpha","managedFields":[]},"data":{"max":"3"}}"#;
    for (reference, path) in [
        (
            r#"{"name":"m","namespace":"alpha"}"#,
            "/api/v1/namespaces/alpha/configmaps?fieldSelector=metadata.name%3Dm&limit=2",
        ),
        (r#"{"name":"m"}"#, "/api/v1/configmaps?fieldSelector=metadata.name%3Dm&limit=2"),
        (r#"{"selector":{}}"#, "/api/v1/configmaps?limit=2"),
        (
            r#"{"namespace":"alpha","selector":{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"c","operator":"DoesNotExist"}]}}"#,
            "/api/v1/namespaces/alpha/configmaps?labelSelector=a%20in%20%28b%29%2C%21c&limit=2",
        ),
    ] {
        let map = answers("/configmaps?", &list("ConfigMap", "v1", map));
        let trial = guarded("v1", "ConfigMap", reference, vec![core(), map]);
        let ended = trial.run();
        let log = trial.server.log();
        let asked = log.iter().map(|asked| asked.path.as_str()).filter(|path| *path != aws_auth::PATH);
        let asked: Vec<&str> = asked.filter(|path| path.contains("configmaps")).collect();
        assert_eq!(asked, [path], "{reference}");
        // An answer that a server would not have given is not taken for a parameter.
        let selected = !reference.contains("matchLabels");
        assert_eq!(ended.collected().snapshot.params.len(), usize::from(selected), "{reference}");
        assert!(ended.collected().snapshot.complete(), "{:?}", ended.gaps());
        if let Some(param) = ended.collected().snapshot.params.first() {
            let whole = r#"{"apiVersion":"v1","data":{"max":"3"},"kind":"ConfigMap","metadata":{"name":"m","namespace":"alpha"}}"#;
            assert_eq!(param.json, whole);
        }
    }
}

#[test]
fn a_parameter_of_a_custom_kind_is_listed_where_discovery_says() {
    let item = r#"{"apiVersion":"rules.example.com/v1","kind":"Limit","metadata":{"name":"m","namespace":"alpha"}}"#;
    let rules = vec![
        when(|asked| asked.path == "/apis/rules.example.com/v1", Always, Action::json(200, RESOURCES)),
        answers("/apis/rules.example.com/v1/limits?", &list("Limit", "rules.example.com/v1", item)),
    ];
    let trial = guarded("rules.example.com/v1", "Limit", r#"{"name":"m"}"#, rules);
    assert_eq!(trial.run().collected().snapshot.params.len(), 1);
}

#[test]
fn a_parameter_that_is_refused_is_a_gap_and_one_that_nothing_serves_is_none() {
    let forbidden = on("/configmaps?", Always, Action::status(403));
    let ended = guarded("v1", "ConfigMap", r#"{"name":"m"}"#, vec![core(), forbidden]).run();
    assert_eq!(ended.gaps(), [("params", "cluster", Reason::Forbidden)]);
    assert!(ended.collected().snapshot.gaps[0].effect.starts_with("Guards are unknown: ConfigMaps are parameters"));

    let gone = when(|asked| asked.path == "/apis/rules.example.com/v1", Always, Action::status(404));
    let ended = guarded("rules.example.com/v1", "Limit", r#"{"name":"m"}"#, vec![gone]).run();
    assert!(ended.collected().snapshot.complete(), "{:?}", ended.gaps());

    let refused = when(|asked| asked.path == "/apis/rules.example.com/v1", Always, Action::status(403));
    let ended = guarded("rules.example.com/v1", "Limit", r#"{"name":"m"}"#, vec![refused]).run();
    assert_eq!(ended.gaps(), [("params", "cluster", Reason::Forbidden)]);
}

#[test]
fn secrets_are_never_asked_for_as_parameters() {
    let trial = guarded("v1", "Secret", r#"{"name":"m","namespace":"alpha"}"#, Vec::new());
    let ended = trial.run();
    assert_eq!(trial.server.count("secrets"), 0);
    assert_eq!(ended.gaps(), [("params", "cluster", Reason::NotRead)]);
}

const GROUP: &str = r#"{"kind":"APIGroup","name":"kyverno.io","versions":[
    {"groupVersion":"kyverno.io/v2","version":"v2"},{"groupVersion":"kyverno.io/v1","version":"v1"}]}"#;
const V2: &str = r#"{"resources":[
    {"name":"policyexceptions","namespaced":true,"kind":"PolicyException","verbs":["list"]},
    {"name":"cleanuppolicies","namespaced":true,"kind":"CleanupPolicy","verbs":["list"]}]}"#;
const V1: &str = r#"{"resources":[
    {"name":"clusterpolicies","namespaced":false,"kind":"ClusterPolicy","verbs":["list"]},
    {"name":"policyexceptions","namespaced":true,"kind":"PolicyException","verbs":["list"]}]}"#;

fn kyverno(policies: Action) -> Vec<Rule> {
    let exception = r#"{"metadata":{"name":"e","namespace":"alpha"}}"#;
    vec![
        when(|asked| asked.path == "/apis/kyverno.io", Always, Action::json(200, GROUP)),
        when(|asked| asked.path == "/apis/kyverno.io/v2", Always, Action::json(200, V2)),
        when(|asked| asked.path == "/apis/kyverno.io/v1", Always, Action::json(200, V1)),
        on("/apis/kyverno.io/v1/clusterpolicies?", Always, policies),
        answers("/apis/kyverno.io/v2/policyexceptions?", &list("PolicyException", "kyverno.io/v2", exception)),
    ]
}

#[test]
fn what_a_policy_engine_holds_is_listed_once_in_the_version_that_the_server_prefers() {
    let policy = r#"{"metadata":{"name":"k"},"spec":{"rules":[{"validate":{"failureAction":"Enforce"}}]}}"#;
    let trial = Trial::new(kyverno(Action::json(200, &list("ClusterPolicy", "kyverno.io/v1", policy))));
    let ended = trial.run();
    let read: Vec<_> =
        ended.collected().snapshot.engine_policies.iter().map(|it| (it.kind.as_str(), it.enforces)).collect();
    assert_eq!(read, [("ClusterPolicy", true), ("PolicyException", false)]);
    assert_eq!(trial.server.count("cleanuppolicies"), 0);
    assert!(ended.collected().snapshot.complete());

    let ended = Trial::new(kyverno(Action::status(403))).run();
    assert_eq!(ended.gaps(), [("enginepolicies", "cluster", Reason::Forbidden)]);
    assert_eq!(ended.collected().snapshot.engine_policies.len(), 1, "the rest is read");
}

#[test]
fn a_question_about_permissions_asks_for_no_guard() {
    let mut trial = Trial::new(Vec::new());
    trial.connection.breadth = Breadth::Permissions;
    trial.run();
    assert_eq!((trial.server.count("kyverno"), trial.server.count("admission")), (0, 0));
}

#[test]
fn where_discovery_told_all_no_engine_is_asked_for_that_is_not_there() {
    let all = r#"{"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"example.com"},"versions":[]}]}"#;
    let mut trial = Trial::new(vec![when(|asked| asked.path == "/apis", Always, Action::json(200, all))]);
    trial.discover = Discovery::Groups;
    trial.run();
    assert_eq!((trial.server.count("kyverno"), trial.server.count("gatekeeper")), (0, 0));
}

#[test]
fn older_servers_are_asked_for_older_versions_and_lack_nothing_where_they_have_none() {
    let beta = "admissionregistration.k8s.io/v1beta1";
    let item = r#"{"metadata":{"name":"m"},"spec":{"matchConstraints":{}}}"#;
    let trial = Trial::new(vec![
        on("/v1/mutatingadmissionpolicies?", Always, Action::status(404)),
        answers("/v1beta1/mutatingadmissionpolicies?", &list("MutatingAdmissionPolicy", beta, item)),
        on("/mutatingadmissionpolicybindings?", Always, Action::status(404)),
    ]);
    let ended = trial.run();
    let snapshot = &ended.collected().snapshot;
    assert_eq!((snapshot.counts.mutating_admission_policies, snapshot.complete()), (1, true));
    assert_eq!(trial.server.count("mutatingadmissionpolicybindings"), 3);
    assert_eq!(trial.server.count("v1alpha1/mutatingadmissionpolicies"), 0);
    assert_eq!(trial.server.count("v1beta1/validatingwebhook"), 0);
}

#[test]
fn a_refused_list_of_guards_is_a_gap() {
    let ended = Trial::new(vec![on("/validatingwebhookconfigurations?", Always, Action::status(403))]).run();
    assert_eq!(ended.gaps(), [("validatingwebhookconfigurations", "cluster", Reason::Forbidden)]);
    let effect = &ended.collected().snapshot.gaps[0].effect;
    assert_eq!(effect, "Guards are unknown: a path that a policy blocks is reported as open.");
}
