//! Whether a node can be made fit for a pod by what somebody may write on it.

use std::collections::BTreeMap;

use crate::graph::Power;
use crate::model::{Labels, Name, Node, NodeRequirement, NodeTerm, Placement};

use super::requirement::{field_holds, is_label_value, is_valid, label_holds, number};
use super::{Tainted, keeping_away, tolerated};

/// Labels of Kubernetes' own that a kubelet may set on its node: `kubeletLabels` of `k8s.io/kubelet/pkg/apis`.
const OF_KUBELETS: [&str; 11] = [
    "beta.kubernetes.io/arch",
    "beta.kubernetes.io/instance-type",
    "beta.kubernetes.io/os",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "kubernetes.io/arch",
    "kubernetes.io/hostname",
    "kubernetes.io/os",
    "node.kubernetes.io/instance-type",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
];

/// Domains below which a kubelet may set any label: `kubeletLabelNamespaces` there.
const OF_KUBELET_DOMAINS: [&str; 2] = ["kubelet.kubernetes.io", "node.kubernetes.io"];

/// The domains that are Kubernetes' own; `node-restriction.kubernetes.io`, which is made for steering pods, among them.
const KUBERNETES: [&str; 2] = ["kubernetes.io", "k8s.io"];

/// Taints that the node controller sets and takes away after what a kubelet reports, or, the first, may write
/// (`nodeConditionToTaintKeyStatusMap` of `pkg/controller/nodelifecycle`).
const OF_CONDITIONS: [&str; 7] = [
    super::UNSCHEDULABLE,
    "node.kubernetes.io/disk-pressure",
    "node.kubernetes.io/memory-pressure",
    "node.kubernetes.io/network-unavailable",
    "node.kubernetes.io/not-ready",
    "node.kubernetes.io/pid-pressure",
    "node.kubernetes.io/unreachable",
];

/// Whether this power over a node lets a pod in, or for a DaemonSet, with its use of the node's network, one of its pods.
///
/// Labels are written and taken away alike: what must not be there is no hindrance where the label is free.
#[must_use]
pub fn can_let_in(placement: &Placement, daemon: Option<bool>, node: &Node, power: Power) -> bool {
    let stays = |taint: &Tainted<'_>| !OF_CONDITIONS.contains(&taint.key);
    let mut lasting = keeping_away(node).filter(stays);
    let passes = power == Power::Whole || lasting.all(|taint| tolerated(placement, daemon, &taint));
    passes && can_fit(&placement.node_selector, &placement.terms, node, power)
}

/// Whether this power over a node makes its labels fit a selector and one of these terms, if there are any.
#[must_use]
pub fn can_fit(selector: &Labels, terms: &[NodeTerm], node: &Node, power: Power) -> bool {
    let fits = |term: &NodeTerm| term_can_fit(selector, term, node, power);
    if terms.is_empty() { fits(&NodeTerm::default()) } else { terms.iter().any(|term| is_valid(term) && fits(term)) }
}

/// Whether a pod asks for some label, so that a node without any will not do.
#[must_use]
pub fn asks_for_labels(placement: &Placement) -> bool {
    let bare = |term: &NodeTerm| term.labels.iter().all(|requirement| label_holds(requirement, None));
    let terms = &placement.terms;
    !placement.node_selector.is_empty() || !(terms.is_empty() || terms.iter().any(|term| is_valid(term) && bare(term)))
}

/// Whether a kubelet may set this label on its own node: what `NodeRestriction` forbids not
/// (`plugin/pkg/admission/noderestriction`, `getForbiddenLabels`).
#[must_use]
pub fn is_free_label(key: &str) -> bool {
    let domain = key.split_once('/').map_or("", |(domain, _)| domain);
    let below = |parent: &&str| domain.strip_suffix(*parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let of_kubelet = OF_KUBELETS.contains(&key) || OF_KUBELET_DOMAINS.iter().any(below);
    of_kubelet || !KUBERNETES.iter().any(below)
}

fn term_can_fit(selector: &Labels, term: &NodeTerm, node: &Node, power: Power) -> bool {
    let mut asked: BTreeMap<&Name, Asked<'_>> = BTreeMap::new();
    for (key, value) in selector {
        asked.entry(key).or_default().value = Some(value);
    }
    for requirement in &term.labels {
        asked.entry(&requirement.key).or_default().requirements.push(requirement);
    }
    let can_be_met = |(key, asked): (&Name, Asked<'_>)| {
        asked.is_met_by(node.labels.get(key)) || (power != Power::Kubelet || is_free_label(key)) && asked.can_be_met()
    };
    term.fields.iter().all(|field| field_holds(field, &node.name)) && asked.into_iter().all(can_be_met)
}

/// What is asked of one label.
#[derive(Default)]
struct Asked<'a> {
    value: Option<&'a Name>,
    requirements: Vec<&'a NodeRequirement>,
}

impl Asked<'_> {
    fn can_be_met(&self) -> bool {
        self.is_met_by(None) || self.candidates().iter().any(|value| self.is_met_by(Some(value)))
    }

    fn is_met_by(&self, value: Option<&Name>) -> bool {
        self.value.is_none_or(|wanted| value == Some(wanted))
            && self.requirements.iter().all(|requirement| label_holds(requirement, value))
    }

    /// Values of which one meets all requirements if any value does: those that are named, the numbers beside the
    /// bounds, and one that nobody names.
    fn candidates(&self) -> Vec<Name> {
        let named = self.requirements.iter().flat_map(|requirement| requirement.values.iter().cloned());
        let bounds: Vec<i64> = named.clone().filter_map(|value| number(&value)).collect();
        let beside = bounds.iter().flat_map(|bound| [bound.saturating_add(1), bound.saturating_sub(1)]);
        let beside: Vec<Name> = beside.map(|number| number.to_string().into()).collect();
        let unnamed = Name::from("any-value-that-nobody-names");
        let all = self.value.cloned().into_iter().chain(named).chain(beside).chain([unnamed]);
        all.filter(|value| is_label_value(value)).collect()
    }
}
