//! Why a node may do something.

use crate::model::{PersistentVolume, Pod};

/// The evidence that a node's own credential may do something.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum NodeGrant<'s> {
    /// Every node may ask for it. The admission plugin NodeRestriction, which is not asked here, may still refuse it.
    EveryNode,
    /// It is the node's own Node, Lease or CSINode.
    Itself,
    /// The field selector keeps to what belongs to the node.
    Selected,
    /// It is this pod, which is bound to the node.
    Runs(&'s Pod),
    /// This pod, which is bound to the node, refers to it.
    Refers(&'s Pod),
    /// This pod, which is bound to the node, claims this volume, and it is the volume or a Secret to mount it with.
    Mounts(&'s Pod, &'s PersistentVolume),
}

impl NodeGrant<'_> {
    /// The reason, for a person. It holds names from the cluster.
    #[must_use]
    pub fn sentence(&self) -> String {
        let name = |pod: &Pod| format!("pod {}/{}", pod.namespace.as_str(), pod.name.as_str());
        match self {
            NodeGrant::EveryNode => "every node may do it".to_owned(),
            NodeGrant::Itself => "it is the node's own".to_owned(),
            NodeGrant::Selected => "the field selector keeps to the node's own".to_owned(),
            NodeGrant::Runs(pod) => format!("{} is on the node", name(pod)),
            NodeGrant::Refers(pod) => format!("{} on the node refers to it", name(pod)),
            NodeGrant::Mounts(pod, volume) => {
                format!("{} on the node mounts the volume {}", name(pod), volume.name.as_str())
            }
        }
    }
}
