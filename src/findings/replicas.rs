//! Replicas stand side by side in a snapshot and carry the same: what is asked of one is asked of its run once.

use crate::model::{Phase, Pod, Snapshot};

/// Runs of pods of one workload that differ in nothing but their names, nodes and how far they have come; none is empty.
/// Pods that have ended are left out.
pub(super) fn runs(snapshot: &Snapshot) -> impl Iterator<Item = (&Pod, &[Pod])> {
    let ended = |pod: &Pod| pod.phase == Phase::Finished;
    let alike = move |one: &Pod, other: &Pod| {
        let same = one.spec == other.spec && one.namespace == other.namespace && one.workload == other.workload;
        same && ended(one) == ended(other)
    };
    let runs = snapshot.pods.chunk_by(alike).filter_map(|pods| Some((pods.first()?, pods)));
    runs.filter(move |(first, _)| !ended(first))
}
