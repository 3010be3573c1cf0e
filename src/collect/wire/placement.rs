//! Where a pod may run, and the taints of nodes.

use serde::Deserialize;

use crate::model::{NodeRequirement, NodeTerm, Placement, Taint, Toleration};

use super::keep::Keep;
use super::text::{List, Text, TextMap};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AffinityWire<'a> {
    #[serde(borrow)]
    node_affinity: Option<NodeAffinity<'a>>,
}

#[derive(Deserialize)]
struct NodeAffinity<'a> {
    #[serde(borrow, rename = "requiredDuringSchedulingIgnoredDuringExecution")]
    required: Option<NodeSelector<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NodeSelector<'a> {
    #[serde(borrow, default)]
    node_selector_terms: List<TermWire<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct TermWire<'a> {
    #[serde(borrow)]
    match_expressions: List<RequirementWire<'a>>,
    match_fields: List<RequirementWire<'a>>,
}

#[derive(Deserialize)]
struct RequirementWire<'a> {
    #[serde(borrow)]
    key: Text<'a>,
    operator: Text<'a>,
    #[serde(default)]
    values: List<Text<'a>>,
}

#[derive(Deserialize)]
pub(super) struct TolerationWire<'a> {
    #[serde(borrow)]
    key: Option<Text<'a>>,
    operator: Option<Text<'a>>,
    value: Option<Text<'a>>,
    effect: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub(super) struct TaintWire<'a> {
    #[serde(borrow)]
    key: Text<'a>,
    value: Option<Text<'a>>,
    effect: Text<'a>,
}

pub(super) fn placement(
    node_selector: TextMap<'_>,
    affinity: Option<AffinityWire<'_>>,
    tolerations: List<TolerationWire<'_>>,
    keep: &mut Keep<'_>,
) -> Placement {
    let required = affinity.and_then(|affinity| affinity.node_affinity).and_then(|affinity| affinity.required);
    Placement {
        node_selector: keep.labels(node_selector),
        terms: required.map_or_else(Vec::new, |required| required.terms(keep)),
        tolerations: tolerations.into_iter().map(|toleration| toleration.toleration(keep)).collect(),
    }
}

impl NodeSelector<'_> {
    pub(super) fn terms(self, keep: &mut Keep<'_>) -> Vec<NodeTerm> {
        self.node_selector_terms.into_iter().map(|term| term.term(keep)).collect()
    }
}

impl TermWire<'_> {
    fn term(self, keep: &mut Keep<'_>) -> NodeTerm {
        NodeTerm { labels: requirements(self.match_expressions, keep), fields: requirements(self.match_fields, keep) }
    }
}

fn requirements(wires: List<RequirementWire<'_>>, keep: &mut Keep<'_>) -> Vec<NodeRequirement> {
    let requirement = |wire: RequirementWire<'_>| NodeRequirement {
        key: keep.name(&wire.key),
        operator: keep.name(&wire.operator),
        values: keep.list(wire.values),
    };
    wires.into_iter().map(requirement).collect()
}

impl TolerationWire<'_> {
    fn toleration(self, keep: &mut Keep<'_>) -> Toleration {
        Toleration {
            key: keep.optional(self.key),
            operator: keep.optional(self.operator),
            value: keep.optional(self.value),
            effect: keep.optional(self.effect),
        }
    }
}

impl TaintWire<'_> {
    pub(super) fn taint(self, keep: &mut Keep<'_>) -> Taint {
        Taint { key: keep.name(&self.key), value: keep.optional(self.value), effect: keep.name(&self.effect) }
    }
}
