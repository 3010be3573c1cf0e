//! The ConfigMap `aws-auth` in files.

use crate::model::{AwsAuth, Reason};

use super::{cluster_role, folder, join, json, noted, one_gap, read_paths, refused, yaml};

const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws-auth, namespace: kube-system}\ndata:\n  \
                   mapRoles: |\n    - rolearn: arn:aws:iam::111122223333:role/nodes\n      username: system:node:{{EC2PrivateDNSName}}\n  \
                   mapAccounts: |\n    - 012345678912\n  other: CANARY\n";

fn expected() -> AwsAuth {
    AwsAuth {
        map_roles: "- rolearn: arn:aws:iam::111122223333:role/nodes\n  username: system:node:{{EC2PrivateDNSName}}\n"
            .to_owned(),
        map_users: String::new(),
        map_accounts: "- 012345678912\n".to_owned(),
    }
}

#[test]
fn it_is_taken_and_is_no_unknown_object() {
    let snapshot = yaml(MAP).unwrap();
    assert_eq!(snapshot.aws_auth, Some(expected()));
    assert_eq!((snapshot.gaps.as_slice(), snapshot.notes.as_slice()), ([].as_slice(), [].as_slice()));
    assert!(!format!("{snapshot:?}").contains("CANARY"));
    let map = r#"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"aws-auth","namespace":"kube-system"},
        "data":{"mapUsers":"u","mapRoles":null},"binaryData":{"x":"CANARY"}}"#;
    let users = Some(AwsAuth { map_users: "u".to_owned(), ..AwsAuth::default() });
    assert_eq!(json(map).unwrap().aws_auth, users);
    let list = format!(r#"{{"apiVersion":"v1","kind":"List","items":[{map}]}}"#);
    assert_eq!(json(&list).unwrap().aws_auth, users);
    let empty = MAP.split("data:\n  mapRoles").next().unwrap();
    assert_eq!(yaml(empty).unwrap().aws_auth, Some(AwsAuth::default()), "it is there, and maps nobody");
}

#[test]
fn other_config_maps_are_ignored() {
    for (from, to) in [
        ("name: aws-auth", "name: aws-auth-2"),
        ("namespace: kube-system", "namespace: shop"),
        (", namespace: kube-system", ""),
        ("kind: ConfigMap", "kind: Config"),
        ("apiVersion: v1", "apiVersion: example.com/v1"),
    ] {
        let snapshot = yaml(&format!("{}---\n{}", cluster_role("r"), MAP.replace(from, to))).unwrap();
        assert_eq!(snapshot.aws_auth, None, "{to}");
        noted(&snapshot, &["kinds that kubescan does not judge", "Config"]);
    }
}

#[test]
fn one_that_no_server_would_take_is_a_gap() {
    let list = MAP.replace("mapRoles: |", "mapRoles:");
    refused(yaml(&list), &["cannot read ConfigMap", "data.mapRoles", "expected a string"]);
    let snapshot = yaml(&format!("{}---\n{list}", cluster_role("r"))).unwrap();
    one_gap(&snapshot, &["cannot read ConfigMap", "data.mapRoles"]);
    assert_eq!((snapshot.gaps[0].resource.as_str(), snapshot.aws_auth), ("configmaps", None));
}

#[test]
fn two_that_differ_are_a_gap_and_the_same_twice_is_one() {
    let twice = |other: &str| yaml(&format!("{MAP}---\n{other}")).unwrap();
    assert!(twice(MAP).complete());
    let snapshot = twice(&MAP.replace("012345678912", "012345678913"));
    one_gap(&snapshot, &["Which AWS identities sign in", "read twice with different content"]);
    assert_eq!(snapshot.gaps[0].reason, Reason::Malformed);
    assert_eq!(snapshot.aws_auth, Some(expected()));
}

#[test]
fn a_snapshot_has_it() {
    let snapshot = yaml(MAP).unwrap();
    let folder = folder(&[]);
    let path = join(&folder, "s");
    crate::collect::snapshot_file::write(&snapshot, &path, false).unwrap();
    assert_eq!(read_paths(&[path]).unwrap(), snapshot);
}
