use super::{join, node_roles};
use crate::model::cloud::{AccessEntry, AccessScope, Arn, AssociatedPolicy, EksCluster, EntryDetails};
use crate::model::{AwsAuth, Mapping, Namespace, Snapshot, Subject, Version};

const CLUSTER: &str = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";

fn arn(text: &str) -> Arn {
    Arn::parse(text).unwrap()
}

fn cluster(mode: &str) -> EksCluster {
    EksCluster { arn: arn(CLUSTER), name: "prod".into(), issuer: None, authentication_mode: Some(mode.into()) }
}

fn role(name: &str) -> String {
    format!("arn:aws:iam::111122223333:role/{name}")
}

fn entry(name: &str, policies: &[(&str, AccessScope)]) -> AccessEntry {
    let policy = |(policy, scope): &(&str, AccessScope)| AssociatedPolicy {
        policy_arn: arn(&format!("arn:aws:eks::aws:cluster-access-policy/{policy}")),
        scope: scope.clone(),
    };
    AccessEntry {
        cluster: "prod".into(),
        principal_arn: arn(&role(name)),
        details: Some(EntryDetails {
            username: format!("arn:aws:sts::111122223333:assumed-role/{name}/{{{{SessionName}}}}").into(),
            groups: vec!["devs".into()],
            kind: "STANDARD".into(),
        }),
        policies: Some(policies.iter().map(policy).collect()),
    }
}

/// A cluster with an entry for `dev`, and a ConfigMap that names `dev` and `old`.
fn snapshot(mode: &str, policies: &[(&str, AccessScope)]) -> Snapshot {
    let mut snapshot = empty();
    let map = format!(
        "- {{rolearn: {}, username: dev, groups: [masters-of-old]}}\n- {{rolearn: {}, username: old, groups: [ops]}}\n",
        role("dev"),
        role("old")
    );
    snapshot.aws_auth = Some(AwsAuth { map_roles: map, ..AwsAuth::default() });
    snapshot.cloud.clusters = vec![cluster(mode)];
    snapshot.cloud.access_entries = vec![entry("dev", policies)];
    join(&mut snapshot);
    snapshot
}

fn names(mapping: &Mapping) -> String {
    let names: Vec<String> = mapping.names().map(|name| name.id()).collect();
    format!("{} {}", mapping.subject.id().rsplit('/').next().unwrap(), names.join(" "))
}

#[test]
fn the_authentication_mode_says_who_is_asked() {
    let table = [
        ("CONFIG_MAP", vec!["dev user:dev group:masters-of-old", "old user:old group:ops"]),
        ("API_AND_CONFIG_MAP", vec!["dev group:devs", "old user:old group:ops"]),
        ("API", vec!["dev group:devs"]),
    ];
    for (mode, expected) in table {
        let found: Vec<String> = snapshot(mode, &[]).mappings.iter().map(names).collect();
        assert_eq!(found, expected, "{mode}");
    }
}

#[test]
fn access_policies_are_roles_bound_where_they_hold() {
    let namespaces = AccessScope::Namespaces(vec!["dev-*".into(), "shop".into()]);
    let mut snapshot = snapshot("API", &[]);
    snapshot.namespaces = ["dev-a", "dev-b", "prod"].map(named).into();
    snapshot.cloud.access_entries = vec![entry(
        "dev",
        &[
            ("AmazonEKSEditPolicy", namespaces),
            ("AmazonEKSClusterAdminPolicy", AccessScope::Cluster),
            ("Other", AccessScope::Cluster),
        ],
    )];
    snapshot.source.stored = false;
    let before = snapshot.clone();
    join(&mut snapshot);
    let bound: Vec<String> = snapshot.bindings.iter().map(|binding| binding.id()).collect();
    let name = |policy: &str| format!("eks:access-entry:{policy}:{}", role("dev"));
    let edit = name("AmazonEKSEditPolicy");
    let expected = [
        format!("clusterrolebinding:{}", name("AmazonEKSClusterAdminPolicy")),
        format!("rolebinding:dev-a/{edit}"),
        format!("rolebinding:dev-b/{edit}"),
        format!("rolebinding:shop/{edit}"),
    ];
    assert_eq!(bound, expected);
    let mut stored = before;
    stored.source.stored = true;
    join(&mut stored);
    let bound: Vec<String> = stored.bindings.iter().map(|binding| binding.id()).collect();
    assert_eq!(bound, expected[..3], "there is no namespace shop");
    assert!(snapshot.bindings.iter().all(|binding| binding.subjects == [Subject::aws(&role("dev"))]));
    assert!(snapshot.notes.iter().any(|note| note.text.contains("Other")), "{:?}", snapshot.notes);
    let rules = |name: &str| {
        snapshot
            .roles
            .iter()
            .find(|role| *role.name == *format!("eks:access-policy:{name}"))
            .map(|role| role.rules.len())
    };
    assert_eq!(rules("AmazonEKSClusterAdminPolicy"), Some(2));
    assert!(rules("AmazonEKSEditPolicy").unwrap() > 5);
}

#[test]
fn what_was_only_listed_is_a_gap() {
    let mut snapshot = snapshot("API", &[]);
    snapshot.cloud.access_entries = vec![AccessEntry { details: None, policies: None, ..entry("dev", &[]) }];
    join(&mut snapshot);
    assert_eq!(snapshot.mappings, []);
    let [gap] = snapshot.gaps.as_slice() else { panic!("{:?}", snapshot.gaps) };
    assert!(gap.effect.contains("not described"), "{gap:?}");
}

fn empty() -> Snapshot {
    let version = serde_json::to_string(&Version::NEWEST).unwrap();
    let source = format!(r#"{{"kind":"files","name":"","server_version":{version},"stored":true}}"#);
    serde_json::from_str(&format!(r#"{{"source":{source},"gaps":[],"notes":[],"counts":{{}}}}"#)).unwrap()
}

fn named(name: &str) -> Namespace {
    serde_json::from_str(&format!(r#"{{"name":"{name}"}}"#)).unwrap()
}

#[test]
fn the_roles_of_nodes_are_told_by_both() {
    let kinds = [("linux", "EC2_LINUX"), ("auto", "EC2"), ("fargate", "FARGATE_LINUX"), ("ops", "STANDARD")];
    let map = |name: &str, user: &str, groups: &str| {
        format!("- {{rolearn: {}, username: '{user}', groups: [{groups}]}}\n", role(name))
    };
    let instance = "system:node:{{EC2PrivateDNSName}}";
    let lines = [
        map("own", instance, "system:bootstrappers, 'system:nodes'"),
        map("pods", "system:node:{{SessionName}}", "system:nodes, system:node-proxier"),
        map("no-group", instance, "ops"),
        map("person", "dev:{{SessionName}}", "system:nodes"),
    ];
    for (mode, expected) in [
        ("CONFIG_MAP", vec!["own"]),
        ("API_AND_CONFIG_MAP", vec!["auto", "linux", "own"]),
        ("API", vec!["auto", "linux"]),
    ] {
        let mut snapshot = empty();
        snapshot.aws_auth = Some(AwsAuth { map_roles: lines.concat(), ..AwsAuth::default() });
        snapshot.cloud.clusters = vec![cluster(mode)];
        snapshot.cloud.access_entries = kinds.map(|(name, kind)| of_kind(entry(name, &[]), kind)).to_vec();
        join(&mut snapshot);
        let found = node_roles(&snapshot);
        let found: Vec<&str> = found.iter().map(|arn| arn.rsplit('/').next().unwrap()).collect();
        assert_eq!(found, expected, "{mode}");
    }
}

fn of_kind(mut entry: AccessEntry, kind: &str) -> AccessEntry {
    entry.details.as_mut().unwrap().kind = kind.into();
    entry
}
