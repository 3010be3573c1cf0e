//! Whether a node can bring pods to itself with labels that it may set on itself.

use std::collections::BTreeMap;

use crate::model::{Name, NodeRequirement, NodeTerm, Placement};

use super::requirement::{is_label_value, is_valid, label_holds, number};

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

/// What a pod asks of the labels of its node.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Attraction {
    /// No label: a node without any will do.
    NoLabel,
    /// At least one label, and all of them are ones that a kubelet may set on its own node.
    FreeLabels,
    /// A label that a kubelet may not set, a certain node, or what no labels can meet.
    Withheld,
}

/// Whether a node can make itself fit by its own free labels. Taints are another matter: a node cannot change its own.
///
/// The node is taken to have no label that it may not set: what such a label must *not* be holds for it.
#[must_use]
pub fn attractable(placement: &Placement) -> Attraction {
    let any_term = [NodeTerm::default()];
    let terms = if placement.terms.is_empty() { any_term.iter() } else { placement.terms.iter() };
    let ways = terms.filter(|term| placement.terms.is_empty() || is_valid(term));
    ways.map(|term| way(placement, term)).min().unwrap_or(Attraction::Withheld)
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

/// What one term asks, together with the node selector.
fn way(placement: &Placement, term: &NodeTerm) -> Attraction {
    if term.fields.iter().any(|field| field.operator == "In") {
        return Attraction::Withheld;
    }
    let mut asked: BTreeMap<&Name, Asked<'_>> = BTreeMap::new();
    for (key, value) in &placement.node_selector {
        asked.entry(key).or_default().value = Some(value);
    }
    for requirement in &term.labels {
        asked.entry(&requirement.key).or_default().requirements.push(requirement);
    }
    asked.into_iter().map(|(key, asked)| asked.attraction(key)).max().unwrap_or(Attraction::NoLabel)
}

/// What is asked of one label.
#[derive(Default)]
struct Asked<'a> {
    value: Option<&'a Name>,
    requirements: Vec<&'a NodeRequirement>,
}

impl Asked<'_> {
    fn attraction(&self, key: &str) -> Attraction {
        if self.is_met_by(None) {
            Attraction::NoLabel
        } else if is_free_label(key) && self.candidates().iter().any(|value| self.is_met_by(Some(value))) {
            Attraction::FreeLabels
        } else {
            Attraction::Withheld
        }
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
