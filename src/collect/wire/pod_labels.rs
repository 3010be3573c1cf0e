//! The labels of a pod that its replicas share.

use crate::model::Labels;

use super::keep::Keep;
use super::text::TextMap;

/// Labels that a controller, or the binding to a node, gives to one pod or to the pods of one revision.
const OF_ONE_REPLICA: &[&str] = &[
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/job-name",
    "controller-revision-hash",
    "controller-uid",
    "job-name",
    "pod-template-generation",
    "pod-template-hash",
    "statefulset.kubernetes.io/pod-name",
];

/// Region and zone: the API server copies them from the node when a pod is bound to it.
const OF_ITS_NODE: &str = "topology.kubernetes.io/";

/// The labels without those that tell replicas apart, which would give each replica a spec of its own.
pub(super) fn shared_labels(mut labels: TextMap<'_>, keep: &mut Keep<'_>) -> Labels {
    labels.0.retain(|key, _| !key.starts_with(OF_ITS_NODE) && !OF_ONE_REPLICA.contains(&&**key));
    keep.labels(labels)
}
