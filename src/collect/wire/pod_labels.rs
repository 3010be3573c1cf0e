//! The labels of a pod that its replicas share.

use crate::model::{Labels, tells_replicas_apart};

use super::keep::Keep;
use super::text::TextMap;

/// The labels without those that tell replicas apart, which would give each replica a spec of its own.
pub(super) fn shared_labels(mut labels: TextMap<'_>, keep: &mut Keep<'_>) -> Labels {
    labels.0.retain(|key, _| !tells_replicas_apart(key));
    keep.labels(labels)
}
