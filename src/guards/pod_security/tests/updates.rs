use super::modest_pod;
use crate::guards::pod_security::{evaluates_subresource, evaluates_update};
use crate::model::{Container, ContainerKind, PodSpec};

/// What is changed, and whether it counts.
type Change = (&'static str, bool, fn(&mut PodSpec));

fn added(name: &str, kind: ContainerKind) -> Container {
    Container { name: name.into(), kind, ..modest_pod().containers[0].clone() }
}

#[test]
fn an_update_counts_when_it_runs_something_new() {
    let mut old = modest_pod();
    old.containers.push(added("init", ContainerKind::Init));
    old.containers.push(added("debug", ContainerKind::Ephemeral));
    let changes: &[Change] = &[
        ("nothing", false, |_| {}),
        ("labels", false, |pod| {
            pod.labels.insert("a".into(), "b".into());
        }),
        ("security alone", false, |pod| pod.containers[0].security.privileged = Some(true)),
        ("image", true, |pod| pod.containers[0].image = "other".into()),
        ("image of init", true, |pod| pod.containers[1].image = "other".into()),
        ("image of an ephemeral one", true, |pod| pod.containers[2].image = "other".into()),
        ("new ephemeral container", true, |pod| pod.containers.push(added("more", ContainerKind::Ephemeral))),
        ("ephemeral container gone", false, |pod| drop(pod.containers.pop())),
        ("new container", true, |pod| pod.containers.push(added("more", ContainerKind::Main))),
        ("init container gone", true, |pod| drop(pod.containers.remove(1))),
    ];
    for (what, expected, change) in changes {
        let mut new = old.clone();
        change(&mut new);
        assert_eq!(evaluates_update(&old, &new), *expected, "{what}");
    }
}

#[test]
fn only_subresources_that_run_something_count() {
    for subresource in ["", "ephemeralcontainers", "resize", "something-new"] {
        assert!(evaluates_subresource(subresource), "{subresource}");
    }
    for subresource in ["exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status"] {
        assert!(!evaluates_subresource(subresource), "{subresource}");
    }
}
