//! Objects with a pod template, whether their pods are there or not.

use crate::collect::found::FoundWorkload;
use crate::collect::kind::Kind;
use crate::model::Workload;

/// The workloads of a snapshot, in the order in which they were found: sorted by then. A PodTemplate is none, since
/// nothing makes pods of it.
pub(super) fn table(found: &[FoundWorkload]) -> Vec<Workload> {
    let makes_pods = |found: &&FoundWorkload| found.workload.kind != Kind::PodTemplate.name();
    let workload = |found: &FoundWorkload| Workload {
        namespace: found.namespace.clone(),
        workload: found.workload.clone(),
        owner: found.owner.clone(),
        dormant: found.dormant,
        on_delete: found.on_delete,
        placement: found.template.placement.clone(),
        pinned: found.pinned.clone(),
    };
    found.iter().filter(makes_pods).map(workload).collect()
}
