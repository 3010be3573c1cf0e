use super::{check, main, modest_pod, own, shared, some};
use crate::guards::pod_security::{Culprit, Level, Policy, violations};
use crate::model::{Container, ContainerKind, Version};

#[test]
fn escalation_is_given_up() {
    check(&[
        ("unset", |pod| own(pod).allow_privilege_escalation = None, "r: allowPrivilegeEscalation 8+"),
        ("allowed", |pod| own(pod).allow_privilege_escalation = Some(true), "r: allowPrivilegeEscalation 8+"),
    ]);
}

#[test]
fn all_capabilities_are_dropped() {
    let expected = "r: capabilities_restricted 22+";
    check(&[
        ("none dropped", |pod| own(pod).dropped_capabilities.clear(), expected),
        ("one dropped", |pod| own(pod).dropped_capabilities = vec!["NET_RAW".into()], expected),
        ("other spelling", |pod| own(pod).dropped_capabilities = vec!["all".into()], expected),
        ("one more dropped", |pod| own(pod).dropped_capabilities.insert(0, "NET_RAW".into()), ""),
    ]);
}

#[test]
fn nobody_is_root() {
    check(&[
        ("unset", |pod| own(pod).run_as_non_root = None, "r: runAsNonRoot 0+"),
        ("allowed", |pod| own(pod).run_as_non_root = Some(false), "r: runAsNonRoot 0+"),
        (
            "from the pod",
            |pod| {
                own(pod).run_as_non_root = None;
                shared(pod).run_as_non_root = Some(true);
            },
            "",
        ),
        (
            "not the pod's",
            |pod| {
                own(pod).run_as_non_root = Some(false);
                shared(pod).run_as_non_root = Some(true);
            },
            "r: runAsNonRoot 0+",
        ),
        ("allowed by the pod, by no container", |pod| shared(pod).run_as_non_root = Some(false), "r: runAsNonRoot 0+"),
        ("root", |pod| own(pod).run_as_user = Some(0), "r: runAsUser 23+"),
        ("root of the pod", |pod| shared(pod).run_as_user = Some(0), "r: runAsUser 23+"),
        ("somebody", |pod| own(pod).run_as_user = Some(1), ""),
        (
            "root, own users",
            |pod| {
                own(pod).run_as_user = Some(0);
                own(pod).run_as_non_root = None;
                pod.security.host_users = Some(false);
            },
            "r: runAsNonRoot 0-34, r: runAsUser 23-34",
        ),
    ]);
}

#[test]
fn seccomp_is_annotated_first_and_required_later() {
    let field = "b: seccompProfile_baseline 19+, r: seccompProfile_restricted 19+";
    let annotation = "br: seccompProfile_baseline 0-18";
    check(&[
        ("unconfined", |pod| own(pod).seccomp = some("Unconfined"), field),
        ("unconfined pod", |pod| shared(pod).seccomp = some("Unconfined"), field),
        ("unset", |pod| own(pod).seccomp = None, "r: seccompProfile_restricted 19+"),
        ("a file", |pod| own(pod).seccomp = some("Localhost"), ""),
        (
            "from the pod",
            |pod| {
                own(pod).seccomp = None;
                shared(pod).seccomp = some("RuntimeDefault");
            },
            "",
        ),
        ("annotated", |pod| main(pod).seccomp_annotation = some("unconfined"), annotation),
        ("annotated pod", |pod| pod.security.seccomp_annotation = some("unconfined"), annotation),
        ("empty annotation", |pod| pod.security.seccomp_annotation = some(""), annotation),
        ("annotated default", |pod| main(pod).seccomp_annotation = some("docker/default"), ""),
        ("annotated file", |pod| pod.security.seccomp_annotation = some("localhost/x"), ""),
    ]);
}

#[test]
fn windows_is_spared_what_it_cannot_set() {
    check(&[(
        "nothing set",
        |pod| {
            *own(pod) = Default::default();
            pod.security.windows = true;
        },
        "r: allowPrivilegeEscalation 8-24, r: capabilities_restricted 22-24, r: runAsNonRoot 0+, \
         r: seccompProfile_restricted 19-24",
    )]);
}

#[test]
fn containers_of_every_kind_are_looked_at_and_named() {
    let policy = Policy { level: Level::Restricted, version: Version::NEWEST };
    let mut pod = modest_pod();
    for (name, kind) in [("init", ContainerKind::Init), ("debug", ContainerKind::Ephemeral)] {
        pod.containers.push(Container { name: name.into(), kind, ..pod.containers[0].clone() });
    }
    assert_eq!(violations(&policy, &pod), []);
    for container in &mut pod.containers {
        container.security.privileged = Some(true);
        container.security.run_as_user = Some(0);
    }
    pod.security.context.run_as_user = Some(0);
    let found: Vec<_> = violations(&policy, &pod).into_iter().map(|found| (found.check, found.by)).collect();
    let all = ["main", "init", "debug"].map(|name| Culprit::Container(name.into())).to_vec();
    let with_pod = [vec![Culprit::Pod], all.clone()].concat();
    assert_eq!(found, [("privileged", all), ("runAsUser", with_pod)]);
}
