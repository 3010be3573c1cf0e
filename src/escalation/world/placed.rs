//! Which nodes let a pod in, and which a volume.

use crate::model::{Name, Node, NodeTerm, Pod, Workload, WorkloadRef, label};

use super::super::scheduling::{daemon_may_run, fits_terms, may_run};
use super::{Machine, World};

/// The label of a node that says its operating system.
const OS: &str = "kubernetes.io/os";

impl<'s> World<'s> {
    /// The object that makes the pods of a workload.
    pub(super) fn template(&self, namespace: &Name, workload: &WorkloadRef) -> Option<&'s Workload> {
        self.templates.get(namespace)?.get(workload).copied()
    }

    /// The node that the template of a pod names.
    pub(in crate::escalation) fn pinned(&self, pod: &Pod) -> Option<&'s Name> {
        self.template(&pod.namespace, &pod.workload)?.pinned.as_ref()
    }

    /// The nodes that were read and that a pod may run on which is on none yet.
    pub(in crate::escalation) fn machines_for(&self, pod: &Pod, daemon: bool) -> Vec<&'s Name> {
        let spec = self.snapshot.pod_spec(pod.spec);
        let pinned = self.pinned(pod);
        let lets_in = |node: &Node| match daemon {
            true => daemon_may_run(&spec.placement, spec.security.host_network, node),
            false => may_run(&spec.placement, node),
        };
        let here = |node: &Node| pinned.is_none_or(|pinned| *pinned == node.name) && lets_in(node);
        let machines = self.machines.iter().filter(|(_, machine)| machine.node.is_some_and(here));
        machines.map(|(name, _)| *name).collect()
    }

    /// The nodes that were not read: each may let such a pod in or not, unless its template names another.
    pub(in crate::escalation) fn unread_for(&self, pod: &Pod) -> Vec<&'s Name> {
        let pinned = self.pinned(pod);
        let unread = self.machines.iter().filter(|(_, machine)| machine.node.is_none());
        unread.map(|(name, _)| *name).filter(|name| pinned.is_none_or(|pinned| pinned == *name)).collect()
    }

    /// The nodes that a volume with this affinity can be used on. One that was not read may have any label.
    pub(in crate::escalation) fn machines_of(&self, terms: &[NodeTerm]) -> Vec<&'s Name> {
        let fits = |machine: &Machine<'_>| machine.node.is_none_or(|node| fits_terms(terms, node));
        self.machines.iter().filter(|(_, machine)| fits(machine)).map(|(name, _)| *name).collect()
    }

    /// Whether a node runs Linux, as its label tells.
    pub(in crate::escalation) fn runs_linux(&self, name: &Name) -> bool {
        self.machines.get(name).is_some_and(|machine| runs(machine, "linux"))
    }

    /// Whether every node runs Windows.
    pub(in crate::escalation) fn runs_windows_only(&self) -> bool {
        !self.machines.is_empty() && self.machines.values().all(|machine| runs(machine, "windows"))
    }
}

fn runs(machine: &Machine<'_>, os: &str) -> bool {
    machine.node.and_then(|node| label(&node.labels, OS)).is_some_and(|own| own == os)
}
