//! Who signs in from AWS: the ConfigMap `aws-auth`, and what objects say of clouds, on a real API server.

use std::path::Path;

use kubescan::cloud::aws_auth::Mappings;
use kubescan::collect::files::{self, Input, Limits};
use kubescan::model::{Reason, Snapshot, Version};

use crate::cluster::ControlPlane;
use crate::live::KINDS;
use crate::run::{Run, kubescan};

/// What is on the server: the fixture, and the rights of the shipped role.
fn on_eks() -> ControlPlane {
    let plane = ControlPlane::start();
    plane.kubectl(&["create", "namespace", "kubescan"]);
    plane.apply(include_str!("../../deploy/rbac.yaml"));
    plane.apply(include_str!("../fixtures/live/cloud.yaml"));
    plane
}

fn collect(kubeconfig: &Path, to: &Path, more: &[&str]) -> Run {
    let (kubeconfig, to) = (kubeconfig.to_str().unwrap(), to.to_str().unwrap());
    kubescan(&[&["collect", "--force", "--kubeconfig", kubeconfig, "-o", to], more].concat())
}

fn read(path: &Path) -> Snapshot {
    files::read(&[Input::Path(path.to_owned())], &Limits::default(), Version::NEWEST, None).unwrap()
}

/// What of a snapshot tells of clouds.
fn clouds(snapshot: &Snapshot) -> impl PartialEq + std::fmt::Debug {
    let accounts: Vec<_> = snapshot.service_accounts.iter().filter_map(|it| it.cloud.clone()).collect();
    let namespaces: Vec<_> = snapshot.namespaces.iter().filter_map(|it| it.allowed_roles.clone()).collect();
    let nodes: Vec<_> = snapshot.nodes.iter().filter_map(|it| it.provider_id.clone()).collect();
    let pods: Vec<_> = snapshot.pod_specs.iter().filter_map(|it| it.aws_role.clone()).collect();
    let containers = snapshot.pod_specs.iter().flat_map(|it| &it.containers);
    let containers: Vec<_> = containers.filter_map(|it| it.aws_role.clone()).collect();
    assert_eq!([accounts.len(), namespaces.len(), nodes.len(), pods.len(), containers.len()], [1; 5]);
    (snapshot.aws_auth.clone(), accounts, namespaces, nodes, pods, containers)
}

#[test]
fn the_shipped_rights_read_it_by_its_name_and_every_way_of_reading_gives_the_same() {
    let plane = on_eks();
    let kubeconfig = plane.kubeconfig_with_token(&plane.token("kubescan", "kubescan"));
    let file = plane.dir.join("live.json.zst");
    let collected = collect(&kubeconfig, &file, &[]);
    assert_eq!(collected.code, 0, "{}", collected.stderr);
    let live = read(&file);
    assert!(live.complete(), "{:?}", live.gaps);
    assert!(!format!("{live:?}").contains("CANARY"));
    let mappings = Mappings::parse(live.aws_auth.as_ref().unwrap());
    let admin = mappings.map("arn:aws:sts::111122223333:assumed-role/Admin/alice").unwrap();
    assert_eq!(admin.username.name().unwrap(), "admin:alice");
    assert_eq!(admin.groups[0].name().unwrap(), "system:masters");

    // Whoever may read this one may read no other, and may not list them.
    let account = "--as=system:serviceaccount:kubescan:kubescan";
    for (question, expected) in [
        (["get", "configmaps/aws-auth"], true),
        (["get", "configmaps/other"], false),
        (["list", "configmaps"], false),
        (["update", "configmaps/aws-auth"], false),
    ] {
        let asked = [&["auth", "can-i", "--namespace", "kube-system", account][..], &question].concat();
        // kubectl says no with its exit code.
        assert_eq!(plane.kubectl_as(&plane.kubeconfig, &asked, "").is_ok(), expected, "{question:?}");
    }

    let narrow = plane.dir.join("narrow.json.zst");
    assert_eq!(collect(&kubeconfig, &narrow, &["--namespace", "cloud"]).code, 0);
    assert_eq!(read(&narrow).aws_auth, live.aws_auth, "it is a matter of the whole cluster");

    for format in ["json", "yaml"] {
        let dump = plane.dir.join(format!("dump.{format}"));
        let kinds = format!("{KINDS},configmaps");
        std::fs::write(&dump, plane.kubectl(&["get", &kinds, "--all-namespaces", "--output", format])).unwrap();
        assert!(clouds(&read(&dump)) == clouds(&live), "{format}");
    }
}

#[test]
fn who_may_not_read_it_is_told_and_where_there_is_none_nothing_is_missing() {
    let plane = on_eks();
    let kubeconfig = plane.kubeconfig_with_token(&plane.token("kubescan", "kubescan"));
    let file = plane.dir.join("live.json.zst");
    plane.kubectl(&["delete", "rolebinding", "kubescan", "--namespace", "kube-system"]);
    let refused = collect(&kubeconfig, &file, &[]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    let snapshot = read(&file);
    let [gap] = snapshot.gaps.as_slice() else { panic!("{:?}", snapshot.gaps) };
    assert_eq!((gap.resource.as_str(), gap.scope.as_str()), ("configmaps", "namespace/kube-system"));
    assert_eq!((gap.reason, snapshot.aws_auth), (Reason::Forbidden, None));
    assert!(gap.effect.contains("Which AWS identities sign in"), "{}", gap.effect);

    plane.apply(include_str!("../../deploy/rbac.yaml"));
    plane.kubectl(&["delete", "configmap", "aws-auth", "--namespace", "kube-system"]);
    let none = collect(&kubeconfig, &file, &[]);
    assert_eq!(none.code, 0, "{}", none.stderr);
    assert_eq!(read(&file).aws_auth, None);
}
