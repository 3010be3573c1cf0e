use std::collections::BTreeMap;

use super::{Agents, repository, running};
use crate::escalation::test_cluster::{add_pod, empty};
use crate::graph::Edge;
use crate::model::{Phase, Scope};

#[test]
fn an_agent_is_known_by_the_last_part_of_its_image() {
    let table = [
        ("kube2iam", "kube2iam"),
        ("jtblin/kube2iam:0.11.2", "kube2iam"),
        ("registry.example.com:5000/ops/kube2iam", "kube2iam"),
        ("quay.io/uswitch/kiam:v4.0", "kiam"),
        ("quay.io/uswitch/kiam:v4.0@sha256:0123", "kiam"),
        ("quay.io/uswitch/kiam@sha256:0123", "kiam"),
        ("kiam/web:1", "web"),
        ("example.com/kube2iam-docs", "kube2iam-docs"),
        ("", ""),
    ];
    for (image, expected) in table {
        assert_eq!(repository(image), expected, "{image}");
    }
}

#[test]
fn an_agent_runs_where_a_pod_of_it_does() {
    let table = [
        ("jtblin/kube2iam:0.11.2", Phase::Running, vec!["kube2iam"]),
        ("quay.io/uswitch/kiam:v4.0", Phase::Pending, vec!["kiam"]),
        ("quay.io/uswitch/kiam:v4.0", Phase::Finished, vec![]),
        ("jtblin/kube2iam:0.11.2", Phase::Dormant, vec![]),
        ("nginx", Phase::Running, vec![]),
    ];
    for (image, phase, expected) in table {
        let mut snapshot = empty();
        add_pod(&mut snapshot, "kube-system/default", &format!("agent={image}")).phase = phase;
        assert_eq!(running(&snapshot).into_iter().collect::<Vec<_>>(), expected, "{image} {phase:?}");
    }
}

/// Agents that give two roles of one name, as far as this namespace is let.
fn agents(any_namespace: bool, permitted: &[&str]) -> Agents {
    let roles = ["arn:aws:iam::111122223333:role/web", "arn:aws:iam::111122223333:role/ops/web"];
    Agents {
        any_namespace,
        permitted: permitted.iter().map(|name| (*name).into()).collect(),
        roles: roles.iter().map(|arn| ((*arn).into(), Edge::structure())).collect(),
    }
}

#[test]
fn an_annotation_is_an_arn_or_a_name_with_its_path_or_without() {
    let table = [
        ("arn:aws:iam::111122223333:role/web", vec!["role/web"]),
        ("arn:aws:iam::111122223333:role/ops/web", vec!["role/ops/web"]),
        ("ops/web", vec!["role/ops/web"]),
        ("/ops/web", vec!["role/ops/web"]),
        ("web", vec!["role/ops/web", "role/web"]),
        ("eb", vec![]),
        ("Web", vec![]),
        ("arn:aws:iam::444455556666:role/web", vec![]),
    ];
    let agents = agents(true, &[]);
    for (annotation, expected) in table {
        let found = agents.named(annotation).map(|(arn, _)| arn.rsplit(':').next().unwrap());
        assert_eq!(found.collect::<Vec<_>>(), expected, "{annotation}");
    }
}

#[test]
fn kiam_gives_nothing_to_a_namespace_that_permits_nothing() {
    let of = |name: &str| Scope::Namespace(name.into());
    let table = [
        (agents(true, &[]), of("shop"), true),
        (agents(true, &[]), Scope::Cluster, true),
        (agents(false, &["shop"]), of("shop"), true),
        (agents(false, &["shop"]), of("batch"), false),
        (agents(false, &["shop"]), Scope::Cluster, true),
        (agents(false, &[]), Scope::Cluster, false),
        (Agents { roles: BTreeMap::new(), ..agents(true, &["shop"]) }, of("shop"), false),
    ];
    for (place, (agents, scope, expected)) in table.into_iter().enumerate() {
        assert_eq!(agents.lets(&scope), expected, "{place}");
    }
}
