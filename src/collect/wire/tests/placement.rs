//! Where a pod may run, what nodes refuse, and the labels that replicas share.

use crate::collect::kind::Kind;
use crate::model::{NodeRequirement, NodeTerm, Placement, Taint, Toleration};

use super::object;

fn requirement(key: &str, operator: &str, values: &[&str]) -> NodeRequirement {
    let values = values.iter().map(|value| (*value).into()).collect();
    NodeRequirement { key: key.into(), operator: operator.into(), values }
}

#[test]
fn a_pod_tells_what_it_asks_of_a_node() {
    let body = r#"{"metadata":{"name":"p"},"spec":{"nodeSelector":{"disk":"ssd"},
        "affinity":{"podAffinity":{},"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1}],
          "requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[
            {"matchExpressions":[{"key":"zone","operator":"In","values":["b","a"]},{"key":"gpu","operator":"Exists"}]},
            {"matchFields":[{"key":"metadata.name","operator":"NotIn","values":["n"]}]},{}]}}},
        "tolerations":[{"operator":"Exists"},{"key":"k","operator":"Equal","value":"v","effect":"NoExecute","tolerationSeconds":300}]}}"#;
    let expected = Placement {
        node_selector: [("disk".into(), "ssd".into())].into(),
        terms: vec![
            NodeTerm {
                labels: vec![requirement("zone", "In", &["b", "a"]), requirement("gpu", "Exists", &[])],
                fields: Vec::new(),
            },
            NodeTerm { labels: Vec::new(), fields: vec![requirement("metadata.name", "NotIn", &["n"])] },
            NodeTerm::default(),
        ],
        tolerations: vec![
            Toleration { operator: Some("Exists".into()), ..Toleration::default() },
            Toleration {
                key: Some("k".into()),
                operator: Some("Equal".into()),
                value: Some("v".into()),
                effect: Some("NoExecute".into()),
            },
        ],
    };
    assert_eq!(object(Kind::Pod, body).pods[0].spec.placement, expected);
    let none = r#"{"metadata":{"name":"p"},"spec":{"affinity":{"nodeAffinity":null},"tolerations":null}}"#;
    assert!(object(Kind::Pod, none).pods[0].spec.placement.is_unset());
}

#[test]
fn a_node_tells_its_taints_and_whether_it_is_cordoned() {
    let body = r#"{"metadata":{"name":"n"},"spec":{"unschedulable":true,"taints":[{"key":"a","effect":"NoSchedule"},
        {"key":"b","value":"v","effect":"NoExecute","timeAdded":"2026-01-01T00:00:00Z"}]}}"#;
    let found = object(Kind::Node, body);
    let expected = [
        Taint { key: "a".into(), value: None, effect: "NoSchedule".into() },
        Taint { key: "b".into(), value: Some("v".into()), effect: "NoExecute".into() },
    ];
    assert_eq!(found.nodes[0].taints, expected);
    assert!(found.nodes[0].unschedulable);
    for bare in [r#"{"metadata":{"name":"n"}}"#, r#"{"metadata":{"name":"n"},"spec":{"taints":null}}"#] {
        let found = object(Kind::Node, bare);
        assert!(found.nodes[0].taints.is_empty() && !found.nodes[0].unschedulable);
    }
}

#[test]
fn a_pod_and_a_template_keep_the_labels_that_replicas_share() {
    let own = [
        "apps.kubernetes.io/pod-index",
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-completion-index",
        "batch.kubernetes.io/job-name",
        "controller-revision-hash",
        "controller-uid",
        "job-name",
        "pod-template-generation",
        "pod-template-hash",
        "statefulset.kubernetes.io/pod-name",
        "topology.kubernetes.io/zone",
        "topology.kubernetes.io/region",
    ];
    let own: String = own.iter().map(|key| format!(r#""{key}":"x","#)).collect();
    let labels = format!(r#""labels":{{{own}"app":"web","job-names":"y"}}"#);
    let expected = [("app".into(), "web".into()), ("job-names".into(), "y".into())].into();
    let pod = object(Kind::Pod, &format!(r#"{{"metadata":{{"name":"p",{labels}}},"spec":{{}}}}"#));
    assert_eq!(pod.pods[0].spec.labels, expected);
    assert_eq!(pod.pods[0].template_hash, Some("x".into()));
    let body = format!(
        r#"{{"metadata":{{"name":"w","labels":{{"of":"it"}}}},"spec":{{"template":{{"metadata":{{{labels}}},"spec":{{}}}}}}}}"#
    );
    assert_eq!(object(Kind::Job, &body).workloads[0].template.labels, expected);
}

#[test]
fn only_where_there_is_such_a_strategy_does_a_template_wait_for_deletion() {
    let on_delete = |kind, strategy: &str| {
        let body = format!(
            r#"{{"metadata":{{"name":"w"}},"spec":{{"updateStrategy":{strategy},"template":{{"spec":{{}}}}}}}}"#
        );
        object(kind, &body).workloads[0].on_delete
    };
    let waits = r#"{"type":"OnDelete"}"#;
    assert!(on_delete(Kind::DaemonSet, waits) && on_delete(Kind::StatefulSet, waits));
    assert!(!on_delete(Kind::Deployment, waits));
    for strategy in ["null", "{}", r#"{"type":"RollingUpdate"}"#] {
        assert!(!on_delete(Kind::DaemonSet, strategy), "{strategy}");
    }
}

#[test]
fn a_template_tells_the_node_that_it_names() {
    let body = |spec: &str| format!(r#"{{"metadata":{{"name":"w"}},"spec":{{"template":{{"spec":{spec}}}}}}}"#);
    let pinned = |spec: &str| object(Kind::Deployment, &body(spec)).workloads.remove(0).pinned;
    assert_eq!(pinned(r#"{"nodeName":"n1"}"#), Some("n1".into()));
    assert_eq!(pinned(r#"{"nodeName":""}"#), None);
    assert_eq!(pinned("{}"), None);
}
