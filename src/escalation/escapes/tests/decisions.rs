//! How sure an escape is, what it gives, and what is told of it.

use crate::model::{ContainerKind, PodSpec, Version, VolumeKind};

use super::super::{EscapeCertainty, Gives, NodeVolumes, Site, escapes};
use super::build::{capabilities, container, has_device, mount, mounted, names, pod, pod_with, reads, web, writes};
use super::found_one;

#[track_caller]
fn decides(spec: &PodSpec, id: &str, certainty: EscapeCertainty, facts: &[&str]) {
    let escaped = found_one(spec, id).unwrap();
    assert_eq!(
        (escaped.certainty, escaped.facts),
        (certainty, facts.iter().map(ToString::to_string).collect()),
        "{id}"
    );
}

use EscapeCertainty::{Sure, Weakened};

fn as_user(mut spec: PodSpec, user: i64) -> PodSpec {
    spec.security.context.run_as_user = Some(user);
    spec
}

#[test]
fn a_user_other_than_root_weakens_and_is_told() {
    let privileged = || web(|web| web.security.privileged = Some(true));
    let seen = "container web is privileged";
    decides(&privileged(), "escape/privileged", Sure, &[seen]);
    decides(&as_user(privileged(), 0), "escape/privileged", Sure, &[seen]);
    let weakness = "container web runs as user 1000, not as root";
    decides(&as_user(privileged(), 1000), "escape/privileged", Weakened, &[seen, weakness]);

    let mut overridden = as_user(privileged(), 1000);
    overridden.containers[0].security.run_as_user = Some(0);
    decides(&overridden, "escape/privileged", Sure, &[seen]);

    let mut refused = privileged();
    refused.security.context.run_as_non_root = Some(true);
    let weakness = "container web may not run as root (runAsNonRoot)";
    decides(&refused, "escape/privileged", Weakened, &[seen, weakness]);
}

#[test]
fn one_sure_container_is_enough() {
    let mut spec = web(|web| {
        web.security.privileged = Some(true);
        web.security.run_as_user = Some(1);
    });
    let mut second = container("setup");
    second.kind = ContainerKind::Init;
    second.security.privileged = Some(true);
    spec.containers.push(second);
    let facts = [
        "container web is privileged",
        "container web runs as user 1, not as root",
        "init container setup is privileged",
    ];
    decides(&spec, "escape/privileged", Sure, &facts);
}

#[test]
fn a_user_namespace_and_a_sandbox_weaken() {
    let mut spec = writes("/etc");
    spec.security.host_users = Some(false);
    spec.security.runtime_class = Some("gvisor".into());
    let facts = [
        "container web mounts /etc of the node, writable",
        "RuntimeClass gvisor may run it in a sandbox",
        "hostUsers is false: to the node its root is an ordinary user",
    ];
    decides(&spec, "escape/host-path-write", Weakened, &facts);
    let mut spec = writes("/etc");
    spec.security.host_users = Some(true);
    spec.security.runtime_class = Some("nvidia".into());
    decides(&spec, "escape/host-path-write", Sure, &facts[..1]);
}

#[test]
fn a_directory_of_the_node_that_may_hold_anything_is_no_sure_way() {
    let little = "/var/lib/mysql /tmp /mnt /mnt/disks/1 /opt/data /home /home/app /dev/shm /sys/class /proc/net";
    let weakened = "/dev /etc/localtime /var/lib/kubelet/plugins /var/lib/kubelet/device-plugins";
    let sure = "/ /etc /etc/kubernetes /etc/kubernetes/manifests /etc/kubernetes/pki /etc/cni/net.d /opt/cni/bin \
                /etc/cron.daily /etc/systemd /etc/ssh /root /var /var/lib /var/lib/kubelet /var/lib/kubelet/pods \
                /var/lib/kubelet/pki /var/lib/kubelet/plugins_registry /var/lib/kubelet/config.yaml /var/lib/etcd \
                /var/lib/containerd /var/lib/docker /var/lib/rancher /etc/rancher /var/lib/k0s /var/lib/kube-proxy /run \
                /var/run /run/containerd /run/crio /var/run/docker.sock /run/podman /run/cri-dockerd.sock /run/dbus \
                /run/systemd /proc /sys /sys/fs/cgroup /boot /lib/modules /usr /usr/bin /bin /sbin /lib /opt \
                /var/spool/cron";
    let judged = [(little, Weakened, Gives::Finding), (weakened, Weakened, Gives::Node), (sure, Sure, Gives::Node)];
    for (paths, certainty, gives) in judged {
        for path in paths.split_whitespace() {
            let escaped = found_one(&writes(path), "escape/host-path-write").unwrap();
            assert_eq!((escaped.certainty, escaped.gives), (certainty, gives), "{path}");
        }
    }
    assert!(found_one(&writes("/var/log"), "escape/host-path-write").is_none());
}

#[test]
fn a_profile_that_was_asked_for_may_refuse_a_capability() {
    let with = |app_armor: Option<&str>, seccomp: Option<&str>| {
        let mut spec = capabilities(&["SYS_ADMIN"], &[]);
        spec.security.context.app_armor = app_armor.map(Into::into);
        spec.security.context.seccomp = seccomp.map(Into::into);
        found_one(&spec, "escape/sys-admin").unwrap().certainty
    };
    assert_eq!(with(None, None), Sure);
    assert_eq!(with(Some("Unconfined"), Some("RuntimeDefault")), Sure);
    assert_eq!(with(Some("RuntimeDefault"), None), Weakened);
    assert_eq!(with(None, Some("Localhost")), Weakened);
}

#[test]
fn a_claim_gives_what_its_mount_allows() {
    let give = |claim: &str, read_only, sub_path: Option<&str>| {
        let spec = pod_with(|spec| mount(spec, VolumeKind::Claim(claim.into()), read_only, sub_path));
        found_one(&spec, "escape/claim-host-volume").map(|escaped| escaped.gives)
    };
    assert_eq!(give("etc", false, None), Some(Gives::Node));
    assert_eq!(give("etc", true, None), Some(Gives::NodeFiles));
    assert_eq!(give("etc", true, Some("fonts")), None);
}

#[test]
fn the_volumes_of_another_namespace_are_not_those_of_the_pod() {
    let (volumes, claims) = (super::volumes(), super::claims());
    let volumes = NodeVolumes::new(&volumes, &claims);
    let seen = |namespace: &str| {
        let namespace = namespace.into();
        let site = Site { namespace: &namespace, volumes: &volumes, version: Version::NEWEST };
        escapes(&has_device("disk"), &site).len()
    };
    assert_eq!((seen("shop"), seen("bank")), (1, 0));
}

#[test]
fn git_repo_volumes_end_with_their_helper() {
    let (volumes, namespace) = (NodeVolumes::default(), "shop".into());
    let spec = pod_with(|spec| spec.security.other_volumes = names(&["gitRepo"]));
    let certainty = |minor| {
        let site = Site { namespace: &namespace, volumes: &volumes, version: Version { major: 1, minor } };
        escapes(&spec, &site).first().map(|escaped| escaped.certainty)
    };
    assert_eq!([32, 33, 35, 36].map(certainty), [Some(Sure), Some(Weakened), Some(Weakened), None]);
}

#[test]
fn a_windows_pod_has_paths_without_case_and_no_doubt_about_its_node() {
    let windows = |mut spec: PodSpec| {
        spec.security.windows = true;
        spec
    };
    assert!(found_one(&windows(writes("/ETC")), "escape/host-path-write").is_some());
    let host_process = || pod_with(|spec| spec.security.context.host_process = Some(true));
    let certainty = |spec: &PodSpec| found_one(spec, "escape/windows-host-process").unwrap().certainty;
    assert_eq!(certainty(&windows(host_process())), Sure);
    assert_eq!(certainty(&host_process()), Weakened);
}

#[test]
fn a_pod_that_has_nothing_of_its_node_has_no_escape() {
    for spec in
        [pod(), mounted(VolumeKind::Secret("key".into()), true), reads("/srv/data"), capabilities(&[], &["ALL"])]
    {
        assert!(super::found(&spec).is_empty(), "{spec:#?}");
    }
}
