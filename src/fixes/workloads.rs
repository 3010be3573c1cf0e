//! Fixes of workloads and namespaces: no token, a node of one's own, a level.

use std::collections::BTreeSet;

use crate::findings::{HotPod, NodeView, TokenKind, short_hash};
use crate::guards::pod_security::{Enforced, Level, Policy, enforced, violations};
use crate::model::{Name, Phase, Pod, Snapshot, WorkloadRef};

use super::attempt::requests;
use super::change::Change;
use super::court::Court;
use super::pods::{Home, Target, has_token, no_token};

/// Kinds of which a pod may run on any node.
const MOVABLE: &[&str] = &["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

/// The pods of a workload.
pub(super) fn pods_of<'s>(snapshot: &'s Snapshot, target: &Target) -> impl Iterator<Item = &'s Pod> {
    let is_its = |pod: &&Pod| pod.namespace == target.namespace && pod.workload == target.workload;
    snapshot.pods.iter().filter(is_its).filter(|pod| pod.phase != Phase::Finished)
}

/// Whether its template can be changed: it is there, and nothing else makes it.
pub(super) fn is_changeable(snapshot: &Snapshot, target: &Target) -> bool {
    let known = snapshot
        .workloads
        .iter()
        .any(|it| it.namespace == target.namespace && it.workload == target.workload && it.owner.is_none());
    known && target.manifest(no_token()).is_some()
}

/// Hot pods whose token is the one that admission adds.
pub(super) fn without_tokens(snapshot: &Snapshot, hot: &[HotPod]) -> Vec<Change> {
    let carrying = hot.iter().filter(|pod| pod.token == TokenKind::Projected && !pod.built_in);
    let targets = carrying.map(|pod| Target {
        namespace: pod.namespace.clone(),
        workload: WorkloadRef { kind: pod.workload.kind.clone(), name: pod.workload.name.clone() },
    });
    let has = |target: &Target| pods_of(snapshot, target).any(|pod| has_token(snapshot.pod_spec(pod.spec)));
    let targets = targets.filter(|target| is_changeable(snapshot, target) && has(target));
    targets.map(Change::NoToken).collect()
}

/// Strong workloads that share a node with one that gets out of its pods, each with every node that could be its own: those
/// first that run least.
pub(super) fn moves(snapshot: &Snapshot, nodes: &[NodeView]) -> Vec<Vec<Change>> {
    let shared = nodes.iter().filter(|view| !view.advice.is_empty());
    let strong: BTreeSet<&Name> = shared.flat_map(|view| &view.strong).collect();
    let targets = strong
        .into_iter()
        .filter_map(|id| target(snapshot, id))
        .filter(|target| MOVABLE.contains(&target.workload.kind.as_str()) && is_changeable(snapshot, target));
    targets
        .map(|target| homes(snapshot, nodes, &target).map(|home| Change::Place(target.clone(), home)).collect())
        .collect()
}

/// The workload of this name.
pub(super) fn target(snapshot: &Snapshot, id: &Name) -> Option<Target> {
    let found = snapshot.workloads.iter().find(|it| it.workload.id(&it.namespace) == id.as_str())?;
    Some(Target { namespace: found.namespace.clone(), workload: found.workload.clone() })
}

/// The nodes that a workload could have for itself.
fn homes(snapshot: &Snapshot, nodes: &[NodeView], target: &Target) -> impl Iterator<Item = Home> {
    let own: BTreeSet<&Name> = pods_of(snapshot, target).filter_map(|pod| pod.node.as_ref()).collect();
    let id = target.id();
    let is_free = |view: &&NodeView| {
        let loose = view.untrusted.iter().chain(&view.strong).any(|name| *name != id.as_str());
        !view.control_plane && !loose
    };
    let mut free: Vec<(usize, Name)> = nodes
        .iter()
        .filter(is_free)
        .filter_map(|view| Some((view.pods, Name::from(view.node.strip_prefix("node:")?))))
        .filter(|(_, name)| !own.contains(name))
        .filter(|(_, name)| snapshot.nodes.iter().any(|node| node.name == *name && !node.unschedulable))
        .collect();
    free.sort();
    let workload =
        snapshot.workloads.iter().find(|it| it.namespace == target.namespace && it.workload == target.workload);
    let tolerations = workload.map(|it| it.placement.tolerations.clone()).unwrap_or_default();
    // How long a pod stays in spite of such a taint is not known here, and would be lost.
    let timed = tolerations.iter().any(|it| it.effect.as_ref().is_none_or(|effect| *effect == "NoExecute"));
    let value = Name::from(short_hash(&id));
    let free = free.into_iter().filter(move |_| !timed);
    free.map(move |(_, node)| Home { node, value: value.clone(), tolerations: tolerations.clone() })
}

/// Namespaces in which somebody runs pods that get out, each with the levels that its pods satisfy: the weakest first.
pub(super) fn levels(court: &Court<'_>) -> Vec<Vec<Change>> {
    let snapshot = court.snapshot;
    let of_path = court.open.iter().flat_map(|path| requests(path));
    let places = of_path.filter_map(|hop| hop.from.strip_prefix("pod:")?.strip_suffix("/*"));
    let places: BTreeSet<&str> = places.filter(|place| *place != "*").collect();
    let namespaces = snapshot.namespaces.iter().filter(|namespace| places.contains(namespace.name.as_str()));
    let tried = namespaces.map(|namespace| {
        let Enforced { policy, .. } = enforced(&namespace.labels, snapshot.source.server_version);
        let stricter = [Level::Baseline, Level::Restricted].into_iter().filter(move |level| *level > policy.level);
        let fits = |level: &Level| {
            let policy = Policy { level: *level, ..policy };
            let own = snapshot.pods.iter().filter(|pod| pod.namespace == namespace.name);
            own.map(|pod| snapshot.pod_spec(pod.spec)).all(|spec| violations(&policy, spec).is_empty())
        };
        stricter.filter(fits).map(|level| Change::Level(namespace.name.clone(), level)).collect()
    });
    tried.collect()
}
