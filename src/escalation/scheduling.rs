//! Which nodes a pod may run on, as kube-scheduler and the DaemonSet controller decide it.
//!
//! Only what a spec and a node say for good is looked at: labels, taints, `unschedulable`. Free resources, ports, other
//! pods and zones of volumes pass and come back, so *may run* means: nothing lasting is in the way.

mod attraction;
mod control_plane;
mod requirement;

#[cfg(test)]
mod tests;

use crate::model::{Node, NodeTerm, Placement, Taint, Toleration};

use requirement::{field_holds, is_valid, label_holds};

pub use attraction::{asks_for_labels, can_fit, can_let_in, is_free_label};
pub use control_plane::{ControlPlaneSign, control_plane_sign, is_control_plane};

/// The taint that stands for `unschedulable`.
const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// What the DaemonSet controller adds to its pods, as (key, effect): `AddOrUpdateDaemonPodTolerations` of
/// `pkg/controller/daemon/util`.
const OF_DAEMONS: [(&str, &str); 6] = [
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    (UNSCHEDULABLE, "NoSchedule"),
];

/// What it adds to those that use the network of their node.
const OF_NETWORK_DAEMONS: (&str, &str) = ("node.kubernetes.io/network-unavailable", "NoSchedule");

/// Whether a pod may be scheduled to a node.
///
/// Upstream: the plugins `NodeAffinity`, `TaintToleration` and `NodeUnschedulable` of kube-scheduler.
#[must_use]
pub fn may_run(placement: &Placement, node: &Node) -> bool {
    fits_labels(placement, node) && keeping_away(node).all(|taint| tolerates(&placement.tolerations, taint))
}

/// The same for the pods of a DaemonSet, by its template: the controller adds tolerations, and cordons do not count.
///
/// A stored pod of a DaemonSet is no template: the controller has bound its affinity to one node.
#[must_use]
pub fn daemon_may_run(placement: &Placement, host_network: bool, node: &Node) -> bool {
    let tolerated = |taint: Tainted<'_>| tolerated(placement, Some(host_network), &taint);
    fits_labels(placement, node) && keeping_away(node).all(tolerated)
}

/// Whether a taint that this pod does not tolerate can be made: it drives the pod off its node, and keeps it away.
#[must_use]
pub fn yields_to_taints(placement: &Placement) -> bool {
    let made = Tainted { key: "any-key-that-nobody-names", value: "any-value-that-nobody-names", effect: "NoExecute" };
    !tolerates(&placement.tolerations, made)
}

/// Whether a pod, or one of a DaemonSet with this use of the node's network, tolerates a taint.
fn tolerated(placement: &Placement, daemon: Option<bool>, taint: &Tainted<'_>) -> bool {
    let network = (daemon == Some(true)).then_some(OF_NETWORK_DAEMONS);
    let mut added = OF_DAEMONS.into_iter().filter(|_| daemon.is_some()).chain(network);
    added.any(|(key, effect)| taint.key == key && taint.effect == effect) || tolerates(&placement.tolerations, *taint)
}

/// `nodeSelector`, and one of the terms of the required affinity (`GetRequiredNodeAffinity` upstream).
#[must_use]
pub fn fits_labels(placement: &Placement, node: &Node) -> bool {
    let selected = placement.node_selector.iter().all(|(key, value)| node.labels.get(key) == Some(value));
    selected && fits_terms(&placement.terms, node)
}

/// Whether a node fits one of these terms, if there are any. Volumes ask in the same words (`CheckNodeAffinity` of
/// `component-helpers/storage/volume`).
#[must_use]
pub fn fits_terms(terms: &[NodeTerm], node: &Node) -> bool {
    terms.is_empty() || terms.iter().any(|term| fits_term(term, node))
}

/// An empty term matches no node, nor does one that is not well-formed.
fn fits_term(term: &NodeTerm, node: &Node) -> bool {
    is_valid(term)
        && term.labels.iter().all(|requirement| label_holds(requirement, node.labels.get(&requirement.key)))
        && term.fields.iter().all(|requirement| field_holds(requirement, &node.name))
}

/// A taint of a node, or the one that stands for its cordon.
#[derive(Clone, Copy)]
struct Tainted<'a> {
    key: &'a str,
    value: &'a str,
    effect: &'a str,
}

impl<'a> From<&'a Taint> for Tainted<'a> {
    fn from(taint: &'a Taint) -> Self {
        Tainted { key: &taint.key, value: taint.value.as_deref().unwrap_or_default(), effect: &taint.effect }
    }
}

/// The taints that keep pods away; `PreferNoSchedule` is only a wish.
fn keeping_away(node: &Node) -> impl Iterator<Item = Tainted<'_>> {
    let cordon = Tainted { key: UNSCHEDULABLE, value: "", effect: "NoSchedule" };
    let taints = node.taints.iter().map(Tainted::from);
    let hard = taints.filter(|taint| taint.effect == "NoSchedule" || taint.effect == "NoExecute");
    hard.chain(node.unschedulable.then_some(cordon))
}

/// Whether one of these tolerations tolerates the taint (`Toleration.ToleratesTaint` of `k8s.io/api/core/v1`).
fn tolerates(tolerations: &[Toleration], taint: Tainted<'_>) -> bool {
    tolerations.iter().any(|toleration| {
        let all_or = |own: Option<&str>, theirs: &str| own.is_none_or(|own| own.is_empty() || own == theirs);
        all_or(toleration.effect.as_deref(), taint.effect)
            && all_or(toleration.key.as_deref(), taint.key)
            && match toleration.operator.as_deref().unwrap_or_default() {
                "" | "Equal" => toleration.value.as_deref().unwrap_or_default() == taint.value,
                "Exists" => true,
                // `Lt` and `Gt` are an alpha feature that is off: TaintTolerationComparisonOperators.
                _ => false,
            }
    })
}
