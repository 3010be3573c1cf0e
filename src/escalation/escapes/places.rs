//! The places of a node that matter: what writing or reading them gives.
//!
//! A mount counts when it *is* a place, is a *parent* of one or lies *inside* one. Of the lists, the longest entry that a
//! path lies in decides. `/var/run` is written `/run` throughout.

use super::node_path::NodePath;

/// What a mount of a path gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Worth {
    /// The node, or its credentials.
    Sure,
    /// It depends on what the node keeps there.
    Depends,
    /// Data of an application, as far as the path tells.
    Little,
}

/// Whoever writes here runs code as root on the node, or gets its credentials.
const WRITTEN: &[&str] = &[
    "/bin",
    "/boot",
    "/etc",
    "/lib",
    "/lib64",
    "/opt/cni/bin",
    "/proc/sys",
    "/proc/sysrq-trigger",
    "/root",
    "/run/containerd",
    "/run/cri-dockerd.sock",
    "/run/crio",
    "/run/dbus",
    "/run/docker.sock",
    "/run/k0s",
    "/run/k3s",
    "/run/podman",
    "/run/systemd",
    "/sbin",
    "/sys/fs/cgroup",
    "/sys/kernel",
    "/usr",
    "/var/lib/amazon",
    "/var/lib/cloud",
    "/var/lib/containerd",
    "/var/lib/containers",
    "/var/lib/docker",
    "/var/lib/etcd",
    "/var/lib/google",
    "/var/lib/k0s",
    "/var/lib/kube-proxy",
    "/var/lib/kubelet",
    "/var/lib/rancher",
    "/var/lib/waagent",
    "/var/snap/microk8s",
    "/var/spool/cron",
];

/// Places that hold data of applications as often as anything of the node.
const WRITTEN_DEPENDS: &[&str] = &[
    "/dev",
    "/etc/localtime",
    "/etc/timezone",
    "/home",
    "/mnt",
    "/opt",
    "/proc",
    "/run",
    "/sys",
    "/tmp",
    "/usr/share",
    "/var",
    "/var/lib/kubelet/device-plugins",
    "/var/lib/kubelet/plugins",
];

/// Credentials, and the files of other pods, which hold theirs.
const READ: &[&str] = &[
    "/etc/kubernetes",
    "/etc/rancher",
    "/etc/shadow",
    "/etc/ssh",
    "/proc/1",
    "/root",
    "/run/containerd",
    "/var/lib/amazon",
    "/var/lib/cloud",
    "/var/lib/containerd",
    "/var/lib/containers",
    "/var/lib/docker",
    "/var/lib/etcd",
    "/var/lib/k0s",
    "/var/lib/kube-proxy",
    "/var/lib/kubelet",
    "/var/lib/rancher",
    "/var/lib/waagent",
    "/var/snap/microk8s",
];

/// Keys of people, sockets of drivers, logs.
const READ_DEPENDS: &[&str] = &[
    "/etc/cni/net.d",
    "/home",
    "/var/lib/docker/containers",
    "/var/lib/kubelet/device-plugins",
    "/var/lib/kubelet/plugins",
];

/// The directories of kubelets, of several distributions.
const KUBELET: &[&str] = &["/var/lib/kubelet", "/var/lib/k0s/kubelet", "/var/snap/microk8s/common/var/lib/kubelet"];

/// What in them holds credentials or is run.
const OF_KUBELET: &[&str] = &["config.yaml", "kubeconfig", "pki", "plugins_registry", "pods"];

/// The sockets of container runtimes.
const SOCKETS: &[&str] = &[
    "/pipe/containerd-containerd",
    "/pipe/docker_engine",
    "/run/containerd/containerd.sock",
    "/run/cri-dockerd.sock",
    "/run/crio/crio.sock",
    "/run/docker.sock",
    "/run/dockershim.sock",
    "/run/k0s/containerd.sock",
    "/run/k3s/containerd/containerd.sock",
    "/run/podman/podman.sock",
    "/var/snap/microk8s/common/run/containerd.sock",
];

/// Their names, wherever they are.
const SOCKET_NAMES: &[&str] =
    &["containerd.sock", "cri-dockerd.sock", "crio.sock", "docker.sock", "dockershim.sock", "podman.sock"];

/// Where the pods stand that a node runs from files.
const MANIFESTS: &str = "/etc/kubernetes/manifests";

/// The certificate of an authority, without its key.
const PUBLIC: &str = "ca.crt";

/// Logs are a row of their own: they give something only to who may have the kubelet read them.
const LOGS: &str = "/var/log";

/// Places in which anybody keeps anything.
const ANYTHING: &[&str] = &["/home", "/mnt", "/tmp"];

/// What writing gives.
pub(super) fn written(path: &NodePath) -> Option<Worth> {
    if path.lies_in(LOGS) {
        return None;
    }
    judge(path, WRITTEN, WRITTEN_DEPENDS)
}

/// What reading gives.
pub(super) fn read(path: &NodePath) -> Option<Worth> {
    // What a node runs from files, and what is public, are no credentials.
    if path.lies_in(MANIFESTS) || path.file_name() == PUBLIC {
        return None;
    }
    judge(path, READ, READ_DEPENDS)
}

/// What either gives of the kubelet's directory.
pub(super) fn kubelet(path: &NodePath) -> Option<Worth> {
    if KUBELET.iter().any(|place| path.holds(place)) {
        return Some(Worth::Sure);
    }
    let below = KUBELET.iter().find_map(|place| path.below(place))?;
    let first = below.split('/').next().unwrap_or_default();
    Some(if OF_KUBELET.contains(&first) { Worth::Sure } else { Worth::Depends })
}

/// Whether a runtime's socket is here or below.
pub(super) fn has_runtime_socket(path: &NodePath) -> bool {
    SOCKET_NAMES.contains(&path.file_name()) || SOCKETS.iter().any(|socket| path.holds(socket))
}

fn judge(path: &NodePath, sure: &[&str], depends: &[&str]) -> Option<Worth> {
    if sure.iter().any(|place| path.holds(place)) {
        return Some(Worth::Sure);
    }
    let longest = |places: &[&str]| places.iter().filter(|place| path.lies_in(place)).map(|place| place.len()).max();
    match (longest(sure), longest(depends)) {
        (None, None) => None,
        (sure, depends) if sure > depends => Some(Worth::Sure),
        (_, Some(length)) if path.len() > length || ANYTHING.iter().any(|place| path.lies_in(place)) => {
            Some(Worth::Little)
        }
        _ => Some(Worth::Depends),
    }
}
