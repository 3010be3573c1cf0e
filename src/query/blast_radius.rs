//! Everything that a node reaches: what is lost with it.
//!
//! One search forward from the node; and one backwards from each objective, which says what of the reached leads there by
//! itself.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::Teller;
use crate::graph::{Certainty, Closure, Edge, Graph, Node, NodeId, Objective, Reach};
use crate::model::Subject;

use super::named::Named;

/// Everything that a node reaches.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BlastRadius {
    /// From where.
    pub from: String,
    /// How many of each kind.
    pub counts: Counts,
    /// What, worst first.
    pub reached: Vec<Reached>,
}

/// Something that is reached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reached {
    /// What.
    pub node: String,
    /// How sure that is: `proven-rights`, `guarded` or `unknown`.
    pub certainty: String,
    /// In how many steps.
    pub hops: u32,
    /// The objectives that it leads to by itself, unless a guard blocks it.
    pub leads_to: Vec<String>,
}

/// How many of each kind are reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each field counts the kind of its name")]
pub struct Counts {
    pub objectives: usize,
    pub nodes: usize,
    pub namespaces: usize,
    pub secrets: usize,
    pub service_accounts: usize,
    pub users: usize,
    pub groups: usize,
    pub workloads: usize,
    pub cloud_identities: usize,
}

/// The kinds that are counted, the worst to lose first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Objective,
    Node,
    Namespace,
    Secret,
    ServiceAccount,
    User,
    Group,
    Workload,
    CloudIdentity,
}

impl Counts {
    fn of(&mut self, kind: Kind) -> &mut usize {
        match kind {
            Kind::Objective => &mut self.objectives,
            Kind::Node => &mut self.nodes,
            Kind::Namespace => &mut self.namespaces,
            Kind::Secret => &mut self.secrets,
            Kind::ServiceAccount => &mut self.service_accounts,
            Kind::User => &mut self.users,
            Kind::Group => &mut self.groups,
            Kind::Workload => &mut self.workloads,
            Kind::CloudIdentity => &mut self.cloud_identities,
        }
    }
}

/// What structure stands for is not listed: bindings, roles, hubs. Nor is who may be impersonated for some requests only.
fn kind(node: &Node) -> Option<Kind> {
    Some(match node {
        Node::Objective(_) => Kind::Objective,
        Node::Machine(_) => Kind::Node,
        Node::Namespace(_) => Kind::Namespace,
        Node::Secret(..) => Kind::Secret,
        Node::Subject(Subject::ServiceAccount { .. }) => Kind::ServiceAccount,
        Node::Subject(Subject::User(_)) | Node::Kubelet(_) => Kind::User,
        Node::Subject(Subject::Group(_)) => Kind::Group,
        Node::Subject(Subject::Cloud { .. }) | Node::Session(_) => Kind::CloudIdentity,
        Node::Workload(..) | Node::Pod(..) => Kind::Workload,
        Node::Limited(..) | Node::Binding(_) | Node::Role(..) | Node::Hub(_) | Node::Join(_) => return None,
    })
}

/// What decides the order: where it leads, how sure it is, what it is, how far.
type Rank = (Vec<usize>, Certainty, Kind, u32);

/// Everything that a name reaches. What a guard blocks counts only if `blocked` is to be shown.
#[must_use]
pub fn blast_radius(teller: &Teller<'_>, from: &Named, blocked: bool) -> BlastRadius {
    let graph = &teller.escalation().graph;
    let open = |edge: &Edge| blocked || edge.certainty != Certainty::Guarded;
    let closure = Closure::of(graph, &from.nodes, &|id| graph.edge(id).is_some_and(|(_, _, edge)| open(edge)));
    let goals = goals(graph);
    let mut best: BTreeMap<String, (Rank, Reached)> = BTreeMap::new();
    for (id, certainty) in closure.reached() {
        let (Some(node), Some(hops)) = (graph.node(id), closure.hops(id).filter(|hops| *hops > 0)) else { continue };
        let (Some(kind), Some(name)) = (kind(node), node.id(teller.snapshot())) else { continue };
        if name == from.name {
            continue;
        }
        let leads = leads_to(&goals, id);
        let leads_to =
            leads.iter().filter_map(|place| goals.get(*place)).map(|(objective, _)| objective.id().into_owned());
        let reached =
            Reached { node: name.clone(), certainty: certainty.word().to_owned(), hops, leads_to: leads_to.collect() };
        // What leads nowhere comes last.
        let leads = if leads.is_empty() { vec![usize::MAX] } else { leads };
        let rank = (leads, certainty, kind, hops);
        match best.get(&name) {
            Some((known, _)) if *known <= rank => {}
            _ => drop(best.insert(name, (rank, reached))),
        }
    }
    let mut counts = Counts::default();
    best.values().for_each(|((.., kind, _), _)| *counts.of(*kind) += 1);
    let mut reached: Vec<(Rank, Reached)> = best.into_values().collect();
    reached.sort_by(|(left, a), (right, b)| (left, &a.node).cmp(&(right, &b.node)));
    BlastRadius { from: from.name.clone(), counts, reached: reached.into_iter().map(|(_, reached)| reached).collect() }
}

fn goals(graph: &Graph) -> Vec<(Objective, Reach)> {
    graph.objectives().map(|(objective, node)| (objective, Reach::to(graph, node))).collect()
}

/// The places of the objectives that a node leads to, itself among them.
fn leads_to(goals: &[(Objective, Reach)], node: NodeId) -> Vec<usize> {
    let open = |reach: &Reach| reach.certainty(node).is_some_and(|certainty| certainty != Certainty::Guarded);
    (0..).zip(goals).filter(|(_, (_, reach))| open(reach)).map(|(place, _)| place).collect()
}
