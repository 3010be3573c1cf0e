//! kubescan's own snapshots.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::collect::snapshot_file::{WriteError, check_target, write};
use crate::model::{CloudNames, Reason, Snapshot, SourceKind};

use super::{cluster_role, folder, join, noted, read_named, read_paths, refused, yaml};

fn snapshot() -> Snapshot {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop, labels: {a: b}}\nspec:\n  volumes: [{name: h, hostPath: {path: /}}]\n  containers: [{name: c, volumeMounts: [{name: h, mountPath: /h}]}]\n";
    let urls = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: u}\nrules: [{verbs: ['*'], nonResourceURLs: ['/x/*', '*', '/y']}, {verbs: [get], apiGroups: ['*'], resources: ['*/scale', '*', pods/exec, 'pods/*']}]\n";
    yaml(&format!("{}---\n{pod}---\n{urls}---\nfoo\n", cluster_role("r"))).unwrap()
}

#[test]
fn a_snapshot_comes_back_as_it_was() {
    let snapshot = snapshot();
    let folder = folder(&[]);
    let path = join(&folder, "cluster.kubescan");
    write(&snapshot, &path, false).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(read_paths(std::slice::from_ref(&path)).unwrap(), snapshot);
    write(&snapshot, &path, false).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// One object of each kind whose table stands apart, and more pods than stand in a line.
#[test]
fn no_table_is_left_out() {
    let mut text = String::new();
    let mut add = |kind: &str, name: &str, rest: &str| {
        let object = format!("kind: {kind}\nmetadata: {{name: {name}, namespace: shop}}\n{rest}\n---\n");
        text.push_str(&object);
    };
    for kind in [
        "Namespace",
        "ServiceAccount",
        "Node",
        "Secret",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "ResourceQuota",
        "Service",
    ] {
        add(kind, "a", "apiVersion: v1");
    }
    add("Ingress", "a", "apiVersion: networking.k8s.io/v1");
    add("Role", "a", "apiVersion: rbac.authorization.k8s.io/v1");
    add("RoleBinding", "a", "apiVersion: rbac.authorization.k8s.io/v1\nroleRef: {kind: Role, name: a}");
    let template = "spec: {template: {spec: {containers: [{name: c}]}}}";
    add("Deployment", "a", &format!("apiVersion: apps/v1\n{template}"));
    for index in 0..1100 {
        add("Pod", &format!("p{index}"), "apiVersion: v1\nspec: {containers: [{name: c}]}");
    }
    let snapshot = yaml(&text).unwrap();
    let counts = serde_json::to_string(&snapshot.counts).unwrap();
    assert_eq!(counts.matches(":1,").count() + counts.matches(":1}").count(), 11, "{counts}");
    let folder = folder(&[]);
    let path = join(&folder, "s");
    write(&snapshot, &path, false).unwrap();
    assert_eq!(read_paths(&[path]).unwrap(), snapshot);
}

/// The text of a snapshot as the version before the ConfigMap `aws-auth` was read wrote it.
fn of_before(snapshot: &Snapshot) -> String {
    use sha2::Digest;
    let folder = folder(&[]);
    let path = join(&folder, "s");
    write(snapshot, &path, false).unwrap();
    let text = String::from_utf8(zstd::decode_all(fs::read(&path).unwrap().as_slice()).unwrap()).unwrap();
    let (_, body) = text.split_once('\n').unwrap();
    let body =
        body.replace(r#""cloud":{"aws_role":"arn:aws:iam::1:role/r"}"#, r#""cloud_identity":"arn:aws:iam::1:role/r""#);
    let digest: String = sha2::Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{{\"schema\":\"kubescan/snapshot/v6\",\"kubescan\":\"0.1.0\",\"sha256\":\"{digest}\"}}\n{body}")
}

#[test]
fn one_from_before_aws_auth_was_read_is_read_and_says_so() {
    let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::1:role/r'}}\n";
    let mut snapshot = yaml(account).unwrap();
    let read_old = |snapshot: &Snapshot| {
        let old = read_named("s", of_before(snapshot).as_bytes()).unwrap();
        // Anybody may read it here, which is noted.
        Snapshot { notes: Vec::new(), ..old }
    };
    assert_eq!(read_old(&snapshot), snapshot, "files seldom hold it, so nothing is said");
    snapshot.source.kind = SourceKind::Cluster;
    let mut old = read_old(&snapshot);
    let gap = old.gaps.pop().unwrap();
    assert_eq!(
        (gap.resource.as_str(), gap.scope.as_str(), gap.reason),
        ("configmaps", "namespace/kube-system", Reason::NotRead)
    );
    assert!(gap.effect.contains("collect it again"), "{}", gap.effect);
    assert_eq!(old, snapshot);
    let role = Some("arn:aws:iam::1:role/r".into());
    assert_eq!(old.service_accounts[0].cloud, CloudNames { aws_role: role, ..CloudNames::default() }.unless_empty());
}

#[test]
fn b09_another_schema_is_refused() {
    let of = |schema: &str| format!("{{\"schema\":\"kubescan/snapshot/{schema}\",\"kubescan\":\"9.0.0\"}}\n{{}}");
    refused(read_named("a.json", of("v99").as_bytes()), &["made by a newer kubescan", "v99"]);
    refused(read_named("a.json", of("v1").as_bytes()), &["made by an older kubescan", "collect it again"]);
    refused(read_named("a.json", of("v2").as_bytes()), &["made by an older kubescan", "v2"]);
    refused(read_named("a.json", of("x").as_bytes()), &["damaged"]);
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let folder = folder(&[]);
    let path = join(&folder, "a");
    write(&snapshot(), &path, false).unwrap();
    let plain = zstd::decode_all(fs::read(&path).unwrap().as_slice()).unwrap();
    let text = String::from_utf8(plain).unwrap();
    assert!(read_named("a", text.as_bytes()).is_ok());
    let changed = text.replace("\"name\":\"r\"", "\"name\":\"x\"");
    refused(read_named("a", changed.as_bytes()), &["cannot read the snapshot", "damaged"]);
    let zipped = fs::read(&path).unwrap();
    refused(read_named("a", &zipped[..zipped.len() - 5]), &["damaged"]);
}

#[test]
fn a_snapshot_stands_alone() {
    let folder = folder(&[("a.yaml", cluster_role("r").as_bytes())]);
    let path = join(&folder, "s");
    write(&snapshot(), &path, false).unwrap();
    refused(read_paths(&[path, join(&folder, "a.yaml")]), &["stands alone"]);
}

#[test]
fn b11_a_world_readable_snapshot_warns() {
    let folder = folder(&[]);
    let path = join(&folder, "s");
    write(&snapshot(), &path, false).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    noted(&read_paths(&[path]).unwrap(), &["anybody on this machine can read it"]);
}

#[test]
fn g02_g03_what_is_not_ours_is_left_alone() {
    let folder = folder(&[("mine.txt", b"mine"), ("d/x", b"")]);
    let mine = join(&folder, "mine.txt");
    assert!(matches!(write(&snapshot(), &mine, false), Err(WriteError::NotOurs(_))));
    assert_eq!(fs::read(&mine).unwrap(), b"mine");
    assert!(matches!(check_target(&join(&folder, "d"), true), Err(WriteError::Directory(_))));
    assert!(matches!(check_target(&join(&folder, "no/s"), true), Err(WriteError::Io { .. })));
    assert!(matches!(check_target("/dev/null".as_ref(), true), Err(WriteError::Special(_))));
    let link = join(&folder, "link");
    symlink(&mine, &link).unwrap();
    assert!(matches!(check_target(&link, false), Err(WriteError::NotOurs(_))));
    write(&snapshot(), &link, true).unwrap();
    assert_eq!(fs::read(&mine).unwrap(), b"mine");
    assert!(fs::symlink_metadata(&link).unwrap().is_file());
}
