//! Which pods have the identity that their account is annotated with.

mod build;

use super::Audience;
use crate::graph::Certainty;
use crate::model::{Provider, Snapshot};

use build::{SERVED, add_node, choose, cluster, host_network, label_pod, mount, place, spec, sure, two_nodes, way};

type Change = fn(&mut Snapshot);

const UNREAD: &str = "the Node object was not read: its labels and taints are not known";

#[test]
fn on_gke_the_node_gives_a_pod_its_identity() {
    let rows: [(&str, Change, Option<&[&str]>); 14] = [
        ("on a node with the server", |s| place(s, SERVED), Some(&[])),
        ("on a node without", |s| place(s, ""), None),
        ("on a node that says no", |s| place(s, &SERVED.replace("true", "false")), None),
        ("on the network of its node", host_network, None),
        ("on a node that was not read", |s| s.pods[0].node = Some("worker".into()), Some(&[UNREAD])),
        ("no node was read", |_| {}, Some(&[UNREAD])),
        ("a template, and some node has the server", |s| two_nodes(s), Some(&[])),
        ("a template, and no node has it", |s| add_node(s, "one", ""), None),
        ("a template that wants the other nodes", |s| choose(s, "two"), None),
        ("a template that wants these nodes", |s| choose(s, "one"), Some(&[])),
        (
            "a token of its own",
            |s| {
                place(s, "");
                mount(s, "p-1.svc.id.goog");
            },
            Some(&[]),
        ),
        (
            "one on the network of its node",
            |s| {
                host_network(s);
                mount(s, "p-1.svc.id.goog");
            },
            Some(&[]),
        ),
        (
            "a token for somebody else",
            |s| {
                place(s, "");
                mount(s, "vault");
            },
            None,
        ),
        (
            "without the annotation",
            |s| {
                place(s, SERVED);
                s.service_accounts[0].cloud = None;
            },
            None,
        ),
    ];
    judge(Provider::Gcp, &rows);
}

const ADDS_AZURE: &str = "the webhook of Azure adds the token when it admits the pod";
const ADDS_EKS: &str = "EKS adds the token when it admits the pod";

#[test]
fn on_aks_a_pod_asks_for_it_by_a_label() {
    const USE: &str = "azure.workload.identity/use";
    let rows: [(&str, Change, Option<&[&str]>); 7] = [
        ("without the label", |_| {}, None),
        ("with it", |s| label_pod(s, USE, "true"), Some(&[ADDS_AZURE])),
        ("that says no", |s| label_pod(s, USE, "false"), None),
        ("another label", |s| label_pod(s, "azure.workload.identity/used", "true"), None),
        ("a token of its own", |s| mount(s, "api://AzureADTokenExchange"), Some(&[])),
        ("a token for somebody else", |s| mount(s, "api://other"), None),
        (
            "that no container mounts",
            |s| {
                mount(s, "api://AzureADTokenExchange");
                spec(s).containers[0].mounts.clear();
            },
            None,
        ),
    ];
    judge(Provider::Azure, &rows);
}

#[test]
fn on_eks_an_annotated_account_suffices() {
    let rows: [(&str, Change, Option<&[&str]>); 5] = [
        ("annotated", |_| {}, Some(&[ADDS_EKS])),
        ("already admitted", |s| mount(s, "sts.amazonaws.com"), Some(&[])),
        ("not annotated", |s| s.service_accounts[0].cloud = None, None),
        (
            "not annotated, with a token",
            |s| {
                s.service_accounts[0].cloud = None;
                mount(s, "sts.amazonaws.com");
            },
            None,
        ),
        (
            "for another audience",
            |s| {
                s.service_accounts[0].cloud.as_mut().unwrap().aws_audience = Some("sts.example".into());
                mount(s, "sts.example");
            },
            Some(&[]),
        ),
    ];
    judge(Provider::Aws, &rows);
}

fn judge(provider: Provider, rows: &[(&str, Change, Option<&[&str]>)]) {
    for (name, change, expected) in rows {
        let mut snapshot = cluster(provider);
        change(&mut snapshot);
        let expected = expected.map(|facts| facts.iter().map(|fact| (*fact).to_owned()).collect());
        assert_eq!(way(&snapshot), expected, "{name}");
    }
}

#[test]
fn a_pod_that_is_never_made_has_nothing() {
    for provider in Provider::ALL {
        let mut snapshot = cluster(provider);
        label_pod(&mut snapshot, "azure.workload.identity/use", "true");
        assert_eq!(sure(&snapshot), Certainty::Unknown);
        let ended = r#"{"name":"shop","terminating":true}"#;
        snapshot.namespaces.push(serde_json::from_str(ended).unwrap());
        assert_eq!(sure(&snapshot), Certainty::Guarded);
    }
}

/// A workload has what any of its replicas has.
#[test]
fn one_replica_on_a_node_with_the_server_suffices() {
    let mut snapshot = cluster(Provider::Gcp);
    two_nodes(&mut snapshot);
    snapshot.pods[0].node = Some("two".into());
    assert_eq!(way(&snapshot), None);
    let mut other = snapshot.pods[0].clone();
    (other.name, other.node) = ("web-2".into(), Some("one".into()));
    snapshot.pods.push(other);
    assert_eq!(way(&snapshot), Some(Vec::new()));
}

#[test]
fn a_pool_of_google_is_told_by_its_end() {
    let rows =
        [("p-1.svc.id.goog", true), (".svc.id.goog", false), ("p-1.svc.id.goog.example.com", false), ("p-1", false)];
    for (name, expected) in rows {
        assert_eq!(Audience::GooglePool.is(&name.into()), expected, "{name}");
    }
}
