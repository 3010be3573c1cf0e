//! Escapes by a path of the node that a container mounts.

use crate::template::{Proof, Severity};

use super::examined::NodeMount;
use super::places::{self, Worth};
use super::row::{Escape, Gives, LogRight, Refused, UserNamespace};
use super::sighting::Sighting;

/// Where the kubelet finds static pods, unless it is told another place.
const MANIFESTS: &str = "/etc/kubernetes/manifests";

/// The program that the kernel runs, as root on the node, when a process dies.
const CORE_PATTERN_FILE: &str = "/proc/sys/kernel/core_pattern";

pub(super) const WRITE: Escape = Escape {
    id: "escape/host-path-write",
    title: "Write to files that the node runs or trusts",
    gives: Gives::Node,
    severity: Severity::Critical,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Limited,
    needs: None,
    proof: Proof::Kubelet,
    why: "A program, service, job or key that the attacker puts there runs as root on the node, or lets the attacker in.",
    fix: "Use a volume that is not of the node. Where a path of the node is needed, mount only that directory, with \
          readOnly: true.",
    controls: &["T1611", "MS-TA9013", "CIS-5.2.12", "C-0045", "KSV-0023"],
    needs_root: true,
    find: |pod| seen(&pod.host_mounts, |mount| writable(mount).then(|| places::written(&mount.path))?),
};

pub(super) const READ: Escape = Escape {
    id: "escape/host-path-read",
    title: "Read the node's credentials",
    gives: Gives::NodeFiles,
    severity: Severity::High,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Limited,
    needs: None,
    proof: Proof::Kubelet,
    why: "The mount shows keys, kubeconfigs or other pods' files. Read-only does not keep them secret.",
    fix: "Mount the one file that the program needs instead of a directory that holds credentials.",
    controls: &["T1552.001", "MS-TA9026", "C-0048", "KSV-0023"],
    needs_root: true,
    find: |pod| seen(&pod.host_mounts, |mount| mount.read_only.then(|| places::read(&mount.path))?),
};

pub(super) const STATIC_POD_DIR: Escape = Escape {
    id: "escape/static-pod-dir",
    title: "Run a pod past admission by writing its file",
    gives: Gives::Node,
    severity: Severity::Critical,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Limited,
    needs: None,
    proof: Proof::Kubelet,
    why: "The kubelet runs every pod that it finds in this directory. No admission sees it, so it may be privileged.",
    fix: "Do not mount /etc/kubernetes or a parent of it, at least not writable.",
    controls: &["T1611", "MS-TA9017"],
    needs_root: true,
    find: |pod| seen(&pod.host_mounts, |mount| sure(writable(mount) && touches(mount, MANIFESTS))),
};

pub(super) const KUBELET_DIR: Escape = Escape {
    id: "escape/kubelet-dir",
    title: "Take the tokens and Secrets of the node's pods",
    gives: Gives::NodePods,
    severity: Severity::High,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Limited,
    needs: None,
    proof: Proof::Kubelet,
    why: "The kubelet keeps there the tokens and Secrets that it mounts into every pod of the node, and its own \
          certificate. Who may write there registers a plugin that the kubelet calls.",
    fix: "Mount the directory of the one plugin that is needed, never /var/lib/kubelet, its pods or its pki.",
    controls: &["T1552.001"],
    needs_root: true,
    find: |pod| seen(&pod.host_mounts, |mount| places::kubelet(&mount.path)),
};

pub(super) const RUNTIME_SOCKET: Escape = Escape {
    id: "escape/runtime-socket",
    title: "Start a container through the runtime's socket",
    gives: Gives::Node,
    severity: Severity::Critical,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Limited,
    needs: None,
    proof: Proof::Kubelet,
    why: "The socket takes any order to run a container: also a privileged one with the node's disk in it. A socket can \
          be used through a read-only mount as well.",
    fix: "Remove the mount. Build images without a daemon, and read container metadata from the kubelet.",
    controls: &["T1611", "C-0074", "KSV-0006"],
    needs_root: true,
    find: |pod| seen(&pod.host_mounts, |mount| sure(places::has_runtime_socket(&mount.path))),
};

pub(super) const CORE_PATTERN: Escape = Escape {
    id: "escape/core-pattern",
    title: "Have the kernel run a program when a process dies",
    gives: Gives::Node,
    severity: Severity::Critical,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Limited,
    needs: None,
    proof: Proof::Kubelet,
    why: "The kernel runs what core_pattern names as root, outside of every container, whenever a process crashes.",
    fix: "Do not mount /proc of the node, or mount it with readOnly: true; set kernel parameters as sysctls of the pod.",
    controls: &["T1611"],
    needs_root: true,
    find: |pod| {
        // The kernel lets only root write there, whatever the modes.
        let root = |mount: &NodeMount<'_>| mount.container.other_user().is_none();
        seen(&pod.host_mounts, |mount| sure(writable(mount) && root(mount) && touches(mount, CORE_PATTERN_FILE)))
    },
};

pub(super) const VAR_LOG: Escape = Escape {
    id: "escape/var-log",
    title: "Read the node's files through a link among its logs",
    gives: Gives::NodeFiles,
    severity: Severity::High,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Limited,
    needs: Some(LogRight::OfPods),
    proof: Proof::Kubelet,
    why: "The kubelet serves /var/log as root and follows links. Who replaces a log by a link to another file, and may \
          get nodes/log or nodes/proxy, reads that file; any directory below /var/log will do. With pods/log alone, and \
          the directory of the pods' logs, the kubelet tells only what looks like lines of a container's log, or one \
          line in an error; without any of these rights nothing.",
    fix: "Mount /var/log with readOnly: true, and only the directory of the logs that are collected.",
    controls: &["T1552.001"],
    needs_root: true,
    find: |pod| {
        let mounts = pod.host_mounts.iter().filter(|mount| writable(mount));
        let served = mounts.filter_map(|mount| Some((mount, served(mount)?)));
        served.map(|(mount, needs)| Sighting { needs: Some(needs), ..sighting(mount, Worth::Sure) }).collect()
    },
};

/// The mounts that are worth something, and how sure that is.
fn seen<'a>(mounts: &[NodeMount<'a>], worth: impl Fn(&NodeMount<'a>) -> Option<Worth>) -> Vec<Sighting<'a>> {
    mounts.iter().filter_map(|mount| Some(sighting(mount, worth(mount)?))).collect()
}

/// A mount that is worth something.
pub(super) fn sighting<'a>(mount: &NodeMount<'a>, worth: Worth) -> Sighting<'a> {
    let path = mount.path.words();
    let mode = if mount.read_only { "read-only" } else { "writable" };
    let unsure = || format!("what the node keeps in {path} is not known");
    let mut sighting = Sighting::container(mount.container, &format!("mounts {path} of the node, {mode}"))
        .weakened_by((worth != Worth::Sure).then(unsure));
    sighting.gives = (worth == Worth::Little).then_some(Gives::Finding);
    sighting
}

/// The right that lets one read through the kubelet what is linked from here.
fn served(mount: &NodeMount<'_>) -> Option<LogRight> {
    if mount.path.holds("/var/log") || mount.path.lies_in("/var/log/pods") {
        Some(LogRight::OfPods)
    } else {
        mount.path.lies_in("/var/log").then_some(LogRight::OfNode)
    }
}

fn sure(holds: bool) -> Option<Worth> {
    holds.then_some(Worth::Sure)
}

fn writable(mount: &NodeMount<'_>) -> bool {
    !mount.read_only
}

/// Whether a mount is a place, a parent of it, or lies in it.
fn touches(mount: &NodeMount<'_>, place: &str) -> bool {
    mount.path.holds(place) || mount.path.lies_in(place)
}
