use super::{is_told, reached};
use crate::authz::{Grant, NameSet};
use crate::escalation::test_cluster::{empty, node, resource, role};
use crate::escalation::{CLUSTER_ADMIN, World};
use crate::model::cloud::{Arn, EksCluster};
use crate::model::{RoleId, Scope, Snapshot};
use crate::template::{Effect, Hit, builtin};

/// What whoever holds the only Role of this cluster reaches by an entry.
fn reaches(id: &str, snapshot: &Snapshot) -> bool {
    let (place, entry) = builtin().entries.iter().enumerate().find(|(_, entry)| entry.id == id).unwrap();
    let grant = Grant { binding: None, role: RoleId::new(0), rule: 0 };
    let scope = Scope::Namespace("kube-system".into());
    let hit = Hit { entry: place, scope, grants: vec![grant], targets: NameSet::Any, within: None };
    let Some(Effect::Cloud(target)) = &entry.gives else { panic!("{id}") };
    let nodes = reached(target, entry, &hit, &World::new(snapshot));
    assert!(nodes.is_empty() || nodes == [CLUSTER_ADMIN], "{nodes:?}");
    !nodes.is_empty()
}

/// A cluster with a Role that covers every ConfigMap.
fn cluster() -> Snapshot {
    Snapshot { roles: vec![role("writer", "patch '' configmaps")], ..empty() }
}

#[test]
fn aws_auth_is_worth_something_on_eks_only() {
    let labelled = |label: &str| Snapshot { nodes: vec![node(label)], ..cluster() };
    let with_role = |name: &str| {
        let mut snapshot = cluster();
        snapshot.roles.push(role(name, "get '' pods"));
        snapshot
    };
    let table = [
        (cluster(), false),
        (labelled("eks.amazonaws.com/nodegroup"), true),
        (labelled("alpha.eksctl.io/cluster-name"), true),
        (labelled("node.kubernetes.io/instance-type"), false),
        (labelled("eks.amazonaws.com"), false),
        (labelled("example.com/eks.amazonaws.com"), false),
        (with_role("eks:node-bootstrapper"), true),
        (with_role("eks-reader"), false),
    ];
    for (snapshot, expected) in table {
        for id in ["cloud/aws-auth", "cloud/aws-auth-recreate"] {
            assert_eq!(reaches(id, &snapshot), expected, "{id}: {:?} {:?}", snapshot.nodes, snapshot.roles);
        }
    }
}

#[test]
fn a_grant_that_names_aws_auth_was_written_for_eks() {
    let named = |name: &str| {
        let mut snapshot = cluster();
        snapshot.roles[0].rules.to_mut()[0].resource_names = vec![name.into()];
        snapshot
    };
    assert!(reaches("cloud/aws-auth", &named("aws-auth")));
    assert!(!reaches("cloud/aws-auth", &named("coredns")));
}

#[test]
fn the_description_of_the_cluster_says_whether_aws_auth_is_asked() {
    let entry = |id: &str| builtin().entries.iter().find(|entry| entry.id == id).unwrap();
    for (mode, expected) in [("API", false), ("API_AND_CONFIG_MAP", true), ("CONFIG_MAP", true)] {
        let mut snapshot = Snapshot { nodes: vec![node("eks.amazonaws.com/nodegroup")], ..cluster() };
        assert!(!is_told(entry("cloud/aws-auth"), &snapshot));
        snapshot.cloud.clusters = vec![EksCluster {
            arn: Arn::parse("arn:aws:eks:eu-west-1:111122223333:cluster/prod").unwrap(),
            name: "prod".into(),
            issuer: None,
            authentication_mode: Some(mode.into()),
        }];
        assert_eq!(reaches("cloud/aws-auth", &snapshot), expected, "{mode}");
        assert_eq!(is_told(entry("cloud/aws-auth"), &snapshot), expected, "{mode}");
        assert!(!is_told(entry("cloud/identity-mapping"), &snapshot), "{mode}");
        snapshot.cloud.clusters[0].authentication_mode = None;
        assert!(!is_told(entry("cloud/aws-auth"), &snapshot), "what is not described is not told");
    }
}

#[test]
fn mappings_by_custom_resource_must_be_served() {
    let serves =
        |api_group: &str, name: &str| Snapshot { custom_resources: vec![resource(api_group, name)], ..cluster() };
    assert!(reaches("cloud/identity-mapping", &serves("iamauthenticator.k8s.aws", "iamidentitymappings")));
    assert!(!reaches("cloud/identity-mapping", &serves("example.com", "iamidentitymappings")));
    assert!(!reaches("cloud/identity-mapping", &Snapshot { nodes: vec![node("eks.amazonaws.com/x")], ..cluster() }));
}

#[test]
fn identities_outside_of_the_cluster_are_not_drawn() {
    let eks = Snapshot { nodes: vec![node("eks.amazonaws.com/nodegroup")], ..cluster() };
    for id in ["cloud/annotate-sa", "cloud/pod-annotation", "cloud/aks-pod-identity", "cloud/write-iam"] {
        assert!(!reaches(id, &eks), "{id}");
    }
}
