//! Escapes: what in a pod's spec lets its code reach the node that it runs on. No permission is needed for any of them.
//!
//! [`ALL`] is the table, one row for each escape, one file for each idea. A row looks at a pod through `Examined` and
//! returns what it saw (`Sighting`); [`escapes()`] then weighs what stands in the way: a user namespace, a sandbox, a
//! user other than root. What weakens an escape is told and never hides it; what makes it impossible does.
//!
//! Not here: what a pod security level refuses (`guards`), whether the node is one of the control plane, and whether the
//! pod runs at all. The cost is linear in the containers, mounts and volumes of the pod.

mod closed;
mod confined;
mod examined;
mod host_paths;
mod namespaces;
mod node_path;
mod node_volumes;
mod places;
mod privileges;
mod removal;
mod row;
mod sighting;
mod volumes;
mod windows;

#[cfg(test)]
mod tests;

use crate::model::PodSpec;

use examined::Examined;
use sighting::Sighting;

pub use closed::closed;
pub use node_volumes::{NodeVolumes, Site};
pub use removal::removal;
pub use row::{Escape, Gives, LogRight, Refused, UserNamespace};
pub use volumes::by_volume;

/// Every escape; one row each.
pub const ALL: &[Escape] = &[
    privileges::PRIVILEGED,
    host_paths::WRITE,
    host_paths::READ,
    host_paths::STATIC_POD_DIR,
    host_paths::KUBELET_DIR,
    host_paths::RUNTIME_SOCKET,
    host_paths::CORE_PATTERN,
    host_paths::VAR_LOG,
    namespaces::HOST_PID_CAPS,
    namespaces::HOST_PID,
    privileges::SYS_ADMIN,
    privileges::SYS_MODULE,
    privileges::READ_SEARCH,
    privileges::OTHER_CAPS,
    namespaces::HOST_NETWORK_CAPS,
    namespaces::HOST_NETWORK,
    namespaces::HOST_IPC,
    privileges::PROC_MOUNT,
    volumes::BLOCK_DEVICE,
    volumes::CLAIM_HOST_VOLUME,
    volumes::INLINE_CSI,
    windows::HOST_PROCESS,
    privileges::UNCONFINED,
    namespaces::SHARE_PROCESS,
    namespaces::HOST_PORT,
    volumes::DEVICE,
    volumes::OLD_VOLUMES,
];

/// An escape that a pod has.
#[derive(Clone, Debug)]
pub struct Escaped {
    /// Which one.
    pub escape: &'static Escape,
    /// What it gives here: as its row says, or less where a volume is mounted read-only.
    pub gives: Gives,
    /// The right that it takes beside the pod, if any.
    pub needs: Option<LogRight>,
    /// What was seen, then what weakens it, in the order of the containers. Holds unescaped names from the cluster.
    pub facts: Vec<String>,
    /// How sure it is.
    pub certainty: EscapeCertainty,
}

/// How sure an escape is. Ordered: the surest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum EscapeCertainty {
    /// Nothing in the spec stands in the way.
    Sure,
    /// Something may stand in the way, or the node decides; the facts say what.
    Weakened,
}

/// The escapes of a pod with this spec, in the order of [`ALL`].
#[must_use]
pub fn escapes(spec: &PodSpec, site: &Site<'_>) -> Vec<Escaped> {
    let pod = Examined::new(spec, site);
    ALL.iter().filter_map(|escape| weigh(escape, &pod)).collect()
}

fn weigh(escape: &'static Escape, pod: &Examined<'_>) -> Option<Escaped> {
    let possible = match escape.user_namespace {
        UserNamespace::Impossible => !pod.has_own_users(),
        UserNamespace::Needed => pod.has_own_users(),
        UserNamespace::Limited | UserNamespace::Unaffected => true,
    };
    let mut seen = if possible { (escape.find)(pod) } else { Vec::new() };
    for sighting in &mut seen {
        sighting.weaknesses.extend(weaknesses(escape, pod, sighting));
    }
    let least = |sighting: &Sighting<'_>| {
        (certainty(sighting), sighting.gives.unwrap_or(escape.gives), sighting.needs.or(escape.needs))
    };
    let (certainty, gives, needs) = seen.iter().map(least).min()?;
    let mut facts: Vec<String> = Vec::new();
    for fact in seen.into_iter().flat_map(Sighting::into_facts) {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    Some(Escaped { escape, gives, needs, facts, certainty })
}

/// What in the rest of the spec stands in the way of a thing seen.
fn weaknesses(escape: &Escape, pod: &Examined<'_>, sighting: &Sighting<'_>) -> Vec<String> {
    let mut weaknesses = Vec::new();
    if escape.gives != Gives::Finding {
        weaknesses.extend(pod.sandbox());
    }
    if escape.user_namespace == UserNamespace::Limited && pod.has_own_users() {
        weaknesses.push("hostUsers is false: to the node its root is an ordinary user".to_owned());
    }
    if escape.needs_root {
        weaknesses.extend(sighting.container.and_then(|container| container.other_user()));
    }
    weaknesses
}

fn certainty(sighting: &Sighting<'_>) -> EscapeCertainty {
    if sighting.weaknesses.is_empty() { EscapeCertainty::Sure } else { EscapeCertainty::Weakened }
}
