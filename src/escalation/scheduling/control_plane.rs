//! Which nodes run the control plane.

use crate::model::{Name, Node, Pod, label};

/// Labels that installers put on such nodes.
const LABELS: [&str; 3] =
    ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/etcd", "node-role.kubernetes.io/master"];

/// The programs that such nodes run from files.
const PROGRAMS: [&str; 4] = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];

/// What shows that a node is one of the control plane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ControlPlaneSign {
    /// It has this label.
    Label(&'static str),
    /// It runs this pod of `kube-system` from a file.
    MirrorPod(Name),
}

/// What shows that this node is one of the control plane, if anything does. Managed control planes have no such node.
///
/// The label comes first: a node that somebody took over may create mirror pods, but never such a label.
#[must_use]
pub fn control_plane_sign<'p>(node: &Node, pods: impl IntoIterator<Item = &'p Pod>) -> Option<ControlPlaneSign> {
    let found = LABELS.into_iter().find(|key| label(&node.labels, key).is_some());
    found.map(ControlPlaneSign::Label).or_else(|| {
        let pod = pods.into_iter().find(|pod| runs_control_plane(pod, node));
        pod.map(|pod| ControlPlaneSign::MirrorPod(pod.name.clone()))
    })
}

/// Whether this node is one of the control plane; `pods` are those on it, others do not count.
#[must_use]
pub fn is_control_plane<'p>(node: &Node, pods: impl IntoIterator<Item = &'p Pod>) -> bool {
    control_plane_sign(node, pods).is_some()
}

/// Whether the pod is the shadow of a program of the control plane, called `PROGRAM-NODE`.
fn runs_control_plane(pod: &Pod, node: &Node) -> bool {
    let program = pod.name.strip_suffix(node.name.as_str()).and_then(|rest| rest.strip_suffix('-'));
    pod.mirror
        && pod.namespace == "kube-system"
        && pod.node.as_ref() == Some(&node.name)
        && program.is_some_and(|program| PROGRAMS.contains(&program))
}
