//! The same objects give the same snapshot, however they are laid out.

use crate::model::Snapshot;

use super::{cluster_role, folder, join, noted, read_paths, yaml};

const OBJECTS: &[&str] = &[
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a, namespace: shop}, rules: [{verbs: [get], resources: [pods]}]}",
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a, namespace: shop}, rules: [{verbs: [list], resources: [pods]}]}",
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b, namespace: shop}, roleRef: {kind: Role, name: a}, subjects: [{kind: User, name: u}]}",
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b, namespace: shop}, roleRef: {kind: Role, name: a}, subjects: [{kind: User, name: v}]}",
    "{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop}}",
    "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}",
    "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {containers: [{name: c}]}}",
    "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {containers: [{name: d}]}}",
    "{apiVersion: v1, kind: Pod, metadata: {name: q, namespace: shop}, spec: {containers: [{name: c}]}}",
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {template: {spec: {containers: [{name: c}]}}}}",
];

fn without_places(mut snapshot: Snapshot) -> Snapshot {
    for role in &mut snapshot.roles {
        role.location = None;
    }
    for binding in &mut snapshot.bindings {
        binding.location = None;
    }
    snapshot.notes.clear();
    snapshot.source.name.clear();
    snapshot
}

#[test]
fn order_does_not_show() {
    let expected = without_places(yaml(&OBJECTS.join("\n---\n")).unwrap());
    assert_eq!(expected.counts.roles, 1);
    for turn in 1..OBJECTS.len() {
        let mut objects = OBJECTS.to_vec();
        objects.rotate_left(turn);
        if turn % 2 == 0 {
            objects.reverse();
        }
        assert_eq!(without_places(yaml(&objects.join("\n---\n")).unwrap()), expected, "turn {turn}");
    }
}

#[test]
fn the_order_of_arguments_does_not_show_at_all() {
    let roles = [cluster_role("a"), cluster_role("b"), cluster_role("a").replace("get", "list")];
    let folder =
        folder(&[("1.yaml", roles[0].as_bytes()), ("2.yaml", roles[1].as_bytes()), ("3.yaml", roles[2].as_bytes())]);
    let paths = ["1.yaml", "2.yaml", "3.yaml"].map(|name| join(&folder, name));
    let mut turned = paths.clone();
    turned.reverse();
    let snapshot = read_paths(&paths).unwrap();
    assert_eq!(read_paths(&turned).unwrap(), snapshot);
    assert_eq!((snapshot.roles.len(), snapshot.roles[0].rules.len()), (2, 2));
    noted(&snapshot, &["clusterrole:a stands twice", "1.yaml:1:1", "3.yaml:1:1"]);
}

#[test]
fn two_versions_of_a_pod_are_a_gap() {
    let snapshot = yaml(&OBJECTS.join("\n---\n")).unwrap();
    let gap = snapshot.gaps.iter().find(|gap| gap.resource == "pods").unwrap();
    assert!(gap.effect.contains("`p` was read twice"), "{}", gap.effect);
}

#[test]
fn roles_know_where_they_stand() {
    let text = format!("# head\n{}---\n\n{}", cluster_role("a"), cluster_role("b"));
    let snapshot = yaml(&text).unwrap();
    let places: Vec<(u32, u32, u32)> = snapshot
        .roles
        .iter()
        .map(|role| role.location.as_ref().map(|at| (at.document, at.line, at.column)).unwrap())
        .collect();
    assert_eq!(places, [(1, 2, 1), (2, 12, 1)]);
}
