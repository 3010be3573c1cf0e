//! Escapes by what a container is allowed: privileged mode, capabilities, profiles that are off.

use crate::template::{Proof, Severity};

use super::confined::{Confined, is_unconfined};
use super::examined::Examined;
use super::row::{Escape, Gives, Refused, UserNamespace};
use super::sighting::Sighting;

/// Capabilities beyond the level `baseline` that are no sure way out by themselves.
const OTHER: [&str; 6] = ["BPF", "CHECKPOINT_RESTORE", "PERFMON", "SYSLOG", "SYS_BOOT", "SYS_RAWIO"];

pub(super) const PRIVILEGED: Escape = Escape {
    id: "escape/privileged",
    title: "Leave a privileged container",
    gives: Gives::Node,
    severity: Severity::Critical,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Limited,
    needs: None,
    proof: Proof::Kubelet,
    why: "A privileged container has every capability and every device of its node, without seccomp or AppArmor. Its \
          root mounts the node's disk or loads a kernel module and is root on the node.",
    fix: "Take privileged away and add the one capability or device that the program needs. Where it is needed, give \
          the workload a namespace and a node pool of its own.",
    controls: &["T1611", "MS-TA9018", "CIS-5.2.2", "C-0057", "KSV-0017"],
    needs_root: true,
    find: |pod| pod.sightings(|container| container.is_privileged().then(|| "is privileged".to_owned())),
};

pub(super) const SYS_ADMIN: Escape = Escape {
    id: "escape/sys-admin",
    title: "Mount the node's file systems with SYS_ADMIN",
    gives: Gives::Node,
    severity: Severity::High,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Impossible,
    needs: None,
    proof: Proof::Kubelet,
    why: "SYS_ADMIN lets root mount file systems and control groups, and ways from there to the node are well known. \
          A node with AppArmor often refuses the mount unless the container is unconfined.",
    fix: "Drop ALL and add only the capability that is needed. A pod that must mount should have hostUsers: false.",
    controls: &["T1611", "C-0046", "KSV-0005"],
    needs_root: true,
    find: |pod| added(pod, &["SYS_ADMIN"]),
};

pub(super) const SYS_MODULE: Escape = Escape {
    id: "escape/sys-module",
    title: "Load a kernel module",
    gives: Gives::Node,
    severity: Severity::Critical,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Impossible,
    needs: None,
    proof: Proof::Kubelet,
    why: "All containers of a node share its kernel. Who loads a module into it runs code in the kernel of the node.",
    fix: "Remove SYS_MODULE and load modules when the node boots.",
    controls: &["T1611", "C-0046", "KSV-0022"],
    needs_root: true,
    find: |pod| added(pod, &["SYS_MODULE"]),
};

pub(super) const READ_SEARCH: Escape = Escape {
    id: "escape/read-search",
    title: "Read the node's files past their modes",
    gives: Gives::NodeFiles,
    severity: Severity::High,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Impossible,
    needs: None,
    proof: Proof::Kubelet,
    why: "DAC_READ_SEARCH opens any file of a mounted file system by its handle, also outside of the mount: the node's \
          credentials among them. DAC_OVERRIDE ignores the modes of what is mounted from the node.",
    fix: "Remove DAC_READ_SEARCH, and DAC_OVERRIDE from containers that mount a path of the node.",
    controls: &["T1611", "C-0046", "KSV-0022"],
    needs_root: true,
    find: read_search,
};

pub(super) const OTHER_CAPS: Escape = Escape {
    id: "escape/other-caps",
    title: "Reach the kernel or devices with a rare capability",
    gives: Gives::Finding,
    severity: Severity::Medium,
    // MKNOD alone passes `baseline`.
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Impossible,
    needs: None,
    proof: Proof::Kubelet,
    why: "These capabilities act on the kernel or the hardware of the node, not on the container: reading kernel memory \
          and logs, tracing, restarting the node. MKNOD makes device files where devices of the node can be reached.",
    fix: "Drop ALL and add only capabilities that the level baseline allows.",
    controls: &["CIS-5.2.9", "C-0046", "KSV-0022"],
    needs_root: false,
    find: other_caps,
};

pub(super) const PROC_MOUNT: Escape = Escape {
    id: "escape/proc-mount",
    title: "Use the unmasked /proc of a container",
    gives: Gives::Finding,
    severity: Severity::Medium,
    // Until 1.34 `baseline` refused it as well.
    refused_from: Some(Refused::Restricted),
    user_namespace: UserNamespace::Needed,
    needs: None,
    proof: Proof::Kubelet,
    why: "Container runtimes hide or write-protect the parts of /proc that act on the node. An unmasked /proc leaves \
          only the user namespace between the container and them.",
    fix: "Leave procMount at Default, unless the pod runs containers in its containers.",
    controls: &["KSV-0027"],
    needs_root: false,
    find: |pod| {
        let unmasked =
            |container: &Confined<'_>| container.container.security.proc_mount.as_deref() == Some("Unmasked");
        pod.sightings(|container| unmasked(container).then(|| "has procMount Unmasked".to_owned()))
    },
};

pub(super) const UNCONFINED: Escape = Escape {
    id: "escape/unconfined",
    title: "Use what a switched-off profile would refuse",
    gives: Gives::Finding,
    severity: Severity::Low,
    refused_from: Some(Refused::Baseline),
    user_namespace: UserNamespace::Unaffected,
    needs: None,
    proof: Proof::Kubelet,
    why: "seccomp, AppArmor and SELinux keep a container from system calls and files that it never needs. Switched off, \
          they no longer stop an attack on the kernel, nor any other escape of this pod.",
    fix: "Use RuntimeDefault for seccomp and AppArmor, and no SELinux type of your own.",
    controls: &["C-0055", "KSV-0002", "KSV-0104"],
    needs_root: false,
    find: |pod| pod.sightings(unconfined),
};

/// Containers that add one of these; a profile that they ask for may still refuse its use.
fn added<'a>(pod: &Examined<'a>, capabilities: &[&'static str]) -> Vec<Sighting<'a>> {
    let mut seen = pod.sightings(|container| adds(container, capabilities));
    for sighting in &mut seen {
        sighting.weaknesses.extend(sighting.container.and_then(|container| container.profile()));
    }
    seen
}

/// What a container adds of these, in words.
pub(super) fn adds(container: &Confined<'_>, capabilities: &[&'static str]) -> Option<String> {
    let added = container.added_of(capabilities);
    (!added.is_empty()).then(|| format!("adds the capability {}", added.join(", ")))
}

fn read_search<'a>(pod: &Examined<'a>) -> Vec<Sighting<'a>> {
    let mut seen = added(pod, &["DAC_READ_SEARCH"]);
    // A default capability: it counts where it is asked for beside something of the node.
    for mount in pod.host_mounts.iter().filter(|mount| mount.container.adds("DAC_OVERRIDE")) {
        let what = format!("adds the capability DAC_OVERRIDE and mounts {} of the node", mount.path.words());
        seen.push(Sighting::container(mount.container, &what).weakened_by(mount.container.profile()));
    }
    seen
}

fn other_caps<'a>(pod: &Examined<'a>) -> Vec<Sighting<'a>> {
    let mut seen = pod.sightings(|container| adds(container, &OTHER));
    let devices = |container: &Confined<'_>| {
        let mounted = pod.host_mounts.iter().filter(|mount| mount.container.container == container.container);
        !container.container.devices.is_empty() || mounted.into_iter().any(|mount| mount.path.lies_in("/dev"))
    };
    seen.extend(pod.sightings(|container| {
        let makes = container.adds("MKNOD") && devices(container);
        makes.then(|| "adds the capability MKNOD and has devices of the node".to_owned())
    }));
    seen
}

fn unconfined(container: &Confined<'_>) -> Option<String> {
    let off = [
        container.seccomp().filter(|profile| is_unconfined(profile)).map(|_| "no seccomp profile (Unconfined)"),
        container.app_armor().filter(|profile| is_unconfined(profile)).map(|_| "no AppArmor profile (Unconfined)"),
        container.se_linux_type().filter(|kind| **kind == "spc_t").map(|_| "the SELinux type spc_t"),
    ];
    let off: Vec<&str> = off.into_iter().flatten().collect();
    (!off.is_empty()).then(|| format!("has {}", off.join(", ")))
}
