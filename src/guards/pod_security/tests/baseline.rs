use super::{check, main, own, shared, some};
use crate::model::{Name, PodSpec, SeLinux, Volume, VolumeKind};

fn names(words: &[&str]) -> Vec<Name> {
    words.iter().map(|word| Name::from(*word)).collect()
}

fn kind(kind: &str) -> Option<SeLinux> {
    Some(SeLinux { kind: some(kind), ..SeLinux::default() })
}

#[test]
fn nothing_of_the_node_is_shared() {
    check(&[
        ("a modest pod", |_| {}, ""),
        ("hostNetwork", |pod| pod.security.host_network = true, "br: hostNamespaces 0+"),
        ("hostPID", |pod| pod.security.host_pid = true, "br: hostNamespaces 0+"),
        ("hostIPC", |pod| pod.security.host_ipc = true, "br: hostNamespaces 0+"),
        ("shareProcessNamespace", |pod| pod.security.share_processes = true, ""),
        ("hostUsers", |pod| pod.security.host_users = Some(true), ""),
        ("hostPort", |pod| main(pod).exposure.host_ports = vec![80], "br: hostPorts 0+"),
        ("hostPort 0", |pod| main(pod).exposure.host_ports = vec![0], ""),
        ("probe", |pod| main(pod).exposure.probe_hosts = names(&["10.0.0.1"]), "br: hostProbesAndHostLifecycle 34+"),
        ("probe of itself", |pod| main(pod).exposure.probe_hosts = names(&[""]), ""),
    ]);
}

#[test]
fn nobody_is_privileged() {
    check(&[
        ("privileged", |pod| own(pod).privileged = Some(true), "br: privileged 0+"),
        ("not privileged", |pod| own(pod).privileged = Some(false), ""),
        ("host process", |pod| own(pod).host_process = Some(true), "br: windowsHostProcess 0+"),
        ("pod of host processes", |pod| shared(pod).host_process = Some(true), "br: windowsHostProcess 0+"),
        ("no host process", |pod| shared(pod).host_process = Some(false), ""),
    ]);
}

#[test]
fn capabilities_are_compared_as_written() {
    let add = |pod: &mut PodSpec, name| own(pod).added_capabilities = names(&[name]);
    let mut rows = Vec::new();
    for name in ["NET_RAW", "SYS_ADMIN", "ALL", "CAP_CHOWN", "chown", "CAP_NET_BIND_SERVICE", ""] {
        rows.push((name, "b: capabilities_baseline 0+, r: capabilities_baseline 0-21, r: capabilities_restricted 22+"));
    }
    rows.extend(["CHOWN", "MKNOD", "SYS_CHROOT"].map(|name| (name, "r: capabilities_restricted 22+")));
    rows.push(("NET_BIND_SERVICE", ""));
    for (name, expected) in rows {
        let mut pod = super::modest_pod();
        add(&mut pod, name);
        assert_eq!(super::verdict(&pod), expected, "{name}");
    }
}

#[test]
fn modules_of_linux_confine_no_less() {
    check(&[
        ("AppArmor", |pod| own(pod).app_armor = some("Unconfined"), "br: appArmorProfile 0+"),
        ("AppArmor of the pod", |pod| shared(pod).app_armor = some("Unconfined"), "br: appArmorProfile 0+"),
        ("AppArmor's file", |pod| own(pod).app_armor = some("Localhost"), ""),
        ("AppArmor's default", |pod| shared(pod).app_armor = some("RuntimeDefault"), ""),
        ("annotation", |pod| main(pod).app_armor_annotation = some("unconfined"), "br: appArmorProfile 0+"),
        ("annotated file", |pod| main(pod).app_armor_annotation = some("localhost/x"), ""),
        ("annotated default", |pod| main(pod).app_armor_annotation = some("runtime/default"), ""),
        ("empty annotation", |pod| main(pod).app_armor_annotation = some(""), ""),
        (
            "docker's annotation",
            |pod| main(pod).app_armor_annotation = some("docker/default"),
            "br: appArmorProfile 0+",
        ),
        ("SELinux type", |pod| own(pod).se_linux = kind("spc_t"), "br: seLinuxOptions 0+"),
        ("SELinux type of the pod", |pod| shared(pod).se_linux = kind("spc_t"), "br: seLinuxOptions 0+"),
        ("SELinux type of engines", |pod| own(pod).se_linux = kind("container_engine_t"), "br: seLinuxOptions 0-30"),
        ("SELinux type of containers", |pod| own(pod).se_linux = kind("container_kvm_t"), ""),
        ("SELinux level alone", |pod| own(pod).se_linux = Some(SeLinux::default()), ""),
        ("empty SELinux type", |pod| own(pod).se_linux = kind(""), ""),
        (
            "SELinux user",
            |pod| own(pod).se_linux = Some(SeLinux { user: some("u"), ..SeLinux::default() }),
            "br: seLinuxOptions 0+",
        ),
        (
            "SELinux role",
            |pod| shared(pod).se_linux = Some(SeLinux { role: some("r"), ..SeLinux::default() }),
            "br: seLinuxOptions 0+",
        ),
    ]);
}

#[test]
fn proc_is_masked_but_for_pods_with_users_of_their_own() {
    fn unmasked(pod: &mut PodSpec) {
        own(pod).proc_mount = some("Unmasked");
    }
    let always = "b: procMount 0+, r: procMount 0-34, r: procMount_restricted 35+";
    check(&[
        ("unmasked", unmasked, always),
        ("masked", |pod| own(pod).proc_mount = some("Default"), ""),
        (
            "unmasked, own users",
            |pod| {
                unmasked(pod);
                pod.security.host_users = Some(false);
            },
            "br: procMount 0-34, r: procMount_restricted 35+",
        ),
        (
            "unmasked, users of the node",
            |pod| {
                unmasked(pod);
                pod.security.host_users = Some(true);
            },
            always,
        ),
    ]);
}

#[test]
fn sysctls_become_safe_with_time() {
    check(&[
        ("safe", |pod| pod.security.sysctls = names(&["net.ipv4.tcp_syncookies"]), ""),
        (
            "safe since 1.27",
            |pod| pod.security.sysctls = names(&["net.ipv4.ip_local_reserved_ports"]),
            "br: sysctls 0-26",
        ),
        ("safe since 1.29", |pod| pod.security.sysctls = names(&["net.ipv4.tcp_fin_timeout"]), "br: sysctls 0-28"),
        ("safe since 1.32", |pod| pod.security.sysctls = names(&["net.ipv4.tcp_wmem"]), "br: sysctls 0-31"),
        ("never safe", |pod| pod.security.sysctls = names(&["kernel.msgmax"]), "br: sysctls 0+"),
        ("other spelling", |pod| pod.security.sysctls = names(&["net/ipv4/tcp_syncookies"]), "br: sysctls 0+"),
        (
            "the second",
            |pod| pod.security.sysctls = names(&["net.ipv4.tcp_syncookies", "kernel.msgmax"]),
            "br: sysctls 0+",
        ),
    ]);
}

#[test]
fn volumes_are_the_clusters_own() {
    fn volume(pod: &mut PodSpec, kind: VolumeKind) {
        pod.volumes.push(Volume { name: "v".into(), kind, read_only: false, path_type: None });
    }
    check(&[
        (
            "hostPath",
            |pod| volume(pod, VolumeKind::HostPath("/".into())),
            "b: hostPathVolumes 0+, r: restrictedVolumes 0+",
        ),
        ("nfs", |pod| pod.security.other_volumes = names(&["nfs"]), "r: restrictedVolumes 0+"),
        ("claim", |pod| volume(pod, VolumeKind::Claim("c".into())), ""),
        ("inline csi", |pod| volume(pod, VolumeKind::Csi("d".into())), ""),
        ("secret", |pod| volume(pod, VolumeKind::Secret("s".into())), ""),
    ]);
}
