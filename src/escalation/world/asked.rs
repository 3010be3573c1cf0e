//! What the next pod of a workload asks of its node: by its template, by what admission added, and by its volumes.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Power;
use crate::model::{Name, Node, NodeTerm, Phase, Placement, Pod, VolumeKind, WorkloadRef};

use super::super::scheduling::{can_fit, can_let_in, daemon_may_run, fits_terms, may_run};
use super::World;

/// What the next pod asks of its node.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asked<'s> {
    pub(super) placement: &'s Placement,
    /// The node that the template names.
    pinned: Option<&'s Name>,
    /// For a DaemonSet: whether its pods use the network of their node.
    pub(super) daemon: Option<bool>,
    /// The node affinities of its volumes.
    volumes: Vec<&'s [NodeTerm]>,
}

impl Asked<'_> {
    pub(super) fn is_met_by(&self, node: &Node) -> bool {
        let lets_in = match self.daemon {
            Some(host_network) => daemon_may_run(self.placement, host_network, node),
            None => may_run(self.placement, node),
        };
        lets_in && self.is_pinned_to(node) && self.volumes.iter().all(|terms| fits_terms(terms, node))
    }

    pub(super) fn can_be_met_by(&self, node: &Node, power: Power) -> bool {
        let fits = |terms: &&[NodeTerm]| can_fit(&BTreeMap::new(), terms, node, power);
        let pinned = self.is_pinned_to(node);
        pinned && can_let_in(self.placement, self.daemon, node, power) && self.volumes.iter().all(fits)
    }

    pub(super) fn is_pinned_to(&self, node: &Node) -> bool {
        self.pinned.is_none_or(|pinned| *pinned == node.name)
    }
}

/// What the next pod of a workload asks for.
pub(super) fn asked<'s>(
    world: &World<'s>,
    namespace: &'s Name,
    workload: &'s WorkloadRef,
    pods: &[&'s Pod],
) -> Option<Asked<'s>> {
    let template = world.template(namespace, workload);
    let pod = pods.iter().find(|pod| pod.phase != Phase::Dormant && !pod.mirror)?;
    if workload.kind == "Pod" || template.is_some_and(|template| template.dormant) {
        return None;
    }
    let spec = world.snapshot.pod_spec(pod.spec);
    let daemon = (workload.kind == "DaemonSet").then_some(spec.security.host_network);
    // The pods of a DaemonSet do not tell what its template asks for; others say what admission added too.
    let of_template = template.filter(|_| daemon.is_some()).map(|template| &template.placement);
    let claims = spec.volumes.iter().filter_map(|volume| match &volume.kind {
        VolumeKind::Claim(claim) => world.volumes.bound(namespace, claim),
        _ => None,
    });
    let volumes: BTreeSet<&[NodeTerm]> =
        claims.map(|volume| volume.terms.as_slice()).filter(|terms| !terms.is_empty()).collect();
    Some(Asked {
        placement: of_template.unwrap_or(&spec.placement),
        pinned: template.and_then(|template| template.pinned.as_ref()),
        daemon,
        volumes: volumes.into_iter().collect(),
    })
}
