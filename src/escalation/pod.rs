//! Effect `pod`: the actor runs a pod.
//!
//! It chooses the pod's service account and the Secrets that it mounts: no permission to use them exists.

use crate::graph::{Hub, Node};
use crate::template::Hit;

pub(super) fn reached(hit: &Hit) -> Vec<Node> {
    vec![Node::Hub(Hub::RunPod(hit.scope.clone()))]
}
